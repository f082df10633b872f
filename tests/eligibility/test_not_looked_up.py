"""What nobody has looked up is not clean, and what is nearly said is not taken for another fact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.documents.library import load_library
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.facts_from_text import read_facts

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker(CORPUS / "schemes", load_library(CORPUS))


@pytest.mark.parametrize("text", ["失信名单没查到，因为还没去查", "其他没查", "经营异常那个还没核实"])
def test_lists_that_nobody_looked_up_are_not_told_clean(checker: Checker, text: str) -> None:
    read = read_facts(text, checker.scheme("cq-green-factory"), DAY, "credit_lists")
    assert False not in read.values()


def test_a_list_searched_in_vain_is_none_entered(checker: Checker) -> None:
    read = read_facts("失信企业名单上查不到我们", checker.scheme("cq-green-factory"), DAY, "credit_lists")
    assert read["dishonest_enterprise_list"] is False


def test_another_facts_words_tell_nothing_of_the_group_asked_for(checker: Checker) -> None:
    read = read_facts("工业增加值占比大约50%", checker.scheme("cq-green-park"), DAY, "supervision")
    assert "energy_inspection_listed" not in read


def test_a_rough_share_in_words_is_still_read(checker: Checker) -> None:
    name = "industrial_value_added_share_pct"
    read = read_facts("占比大约达到六成", checker.scheme("cq-green-park"), DAY, name)
    assert read.get(name) == 60
