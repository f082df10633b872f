from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.documents.library import load_library
from assistant.eligibility.engine import load_checker
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.schemes import Scheme

CORPUS = Path(__file__).parents[2] / "corpus"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def schemes() -> dict[str, Scheme]:
    return {s.id: s for s in load_checker(CORPUS / "schemes", load_library(CORPUS)).schemes}


def labels(scheme: Scheme, kind: str) -> list[tuple[str, str]]:
    return [(name, fact.entry.label) for name, fact in scheme.facts.items() if fact.entry.type == kind]


@pytest.mark.parametrize(
    ("said", "value"),
    [("是", True), ("否", False), ("没有", False), ("不清楚", None), ("不适用", {"state": "not_applicable"})],
)
@pytest.mark.parametrize("lead", ["", "更正："])
def test_every_yes_or_no_of_every_scheme_is_told_by_its_label(
    schemes: dict[str, Scheme], said: str, value: Any, lead: str
) -> None:
    for scheme in schemes.values():
        for name, label in labels(scheme, "boolean"):
            assert read_facts(f"{lead}{label}：{said}", scheme, DAY)[name] == value


def test_options_lists_and_figures_are_told_by_their_label(schemes: dict[str, Scheme]) -> None:
    for scheme in schemes.values():
        for name, label in labels(scheme, "enum"):
            fact = scheme.facts[name]
            value, shown = fact.spec.options[0]
            assert read_facts(f"{label}：{shown}", scheme, DAY)[name] == value
        for name, label in labels(scheme, "listing"):
            assert read_facts(f"{label}：无", scheme, DAY)[name] is False
        for name, label in labels(scheme, "events"):
            assert read_facts(f"{label}：无", scheme, DAY)[name] == []


def test_lines_of_a_form_are_each_read_and_other_words_beside_them_too(schemes: dict[str, Scheme]) -> None:
    scheme = schemes["cq-green-factory"]
    (first, one), (second, two), *_ = labels(scheme, "boolean")
    beside = "失信企业、法人黑名单都没有列入过"
    read = read_facts(f"{one}：是\n{two}：否\n{beside}", scheme, DAY)
    assert read == {**read_facts(beside, scheme, DAY), first: True, second: False}
    assert len(read) > 2


def test_a_colon_behind_other_words_changes_nothing(schemes: dict[str, Scheme]) -> None:
    scheme = schemes["cq-green-factory"]
    assert read_facts("联系人：张三，电话：023-12345678", scheme, DAY) == {}
