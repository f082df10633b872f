"""The form of the eligibility tab: fields into facts, sections, questions; over whatever schemes there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from assistant.assembly import Assistant
from assistant.documents.library import load_library
from assistant.domain.eligibility import FactSpec, FactType
from assistant.eligibility.engine import load_checker
from assistant.eligibility.facts import make_fact
from assistant.eligibility.scheme_file import FactEntry, Option
from assistant.holder import Holder
from assistant.service.workbench.eligibility import filling, verdict
from assistant.service.workbench.eligibility.asking import next_question
from assistant.service.workbench.eligibility.choices import Choice, choices, chosen
from assistant.service.workbench.eligibility.filling import field_of, read_form
from assistant.service.workbench.eligibility.form import sections
from assistant.service.workbench.eligibility.page import server_functions
from assistant.wording import words
from tests.replaced_corpus import PLACES, SUBJECT, write_replaced_corpus

DAY = date(2026, 11, 20)
SHARE: dict[str, Any] = {"unit": "%", "minimum": 0, "maximum": 100}


def read(kind: FactType, field: Any, **more: Any) -> tuple[Any, str]:
    """The value (``...`` for not told) and the problem of one field."""
    entry = FactEntry(name="fact", label="某项", type=kind, question="？", **more)
    filled = read_form({"fact": make_fact(entry, {})}, {"fact": field})
    return filled.facts.get("fact", ...), filled.problems.get("fact", "")


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("boolean", {"choice": "=yes"}, True),
        ("boolean", {"choice": "=no"}, False),
        ("boolean", {"choice": "?"}, None),
        ("boolean", {"choice": ""}, ...),
        ("boolean", {}, ...),
        ("number", {"text": "8200"}, 8200),
        ("number", {"text": " ８，２００ 万元"}, 8200),
        ("number", {"text": "-3.5"}, -3.5),
        ("number", {"text": "", "choice": "?"}, None),
        ("number", {"text": ""}, ...),
        ("date", {"text": "2025-06-14"}, "2025-06-14"),
        ("date", {"text": "2025年6月4日"}, "2025-06-04"),
        ("series", {"year:2022": "8200", "year:2021": ""}, {"2022": 8200}),
        ("series", {"year:2022": ""}, ...),
        ("events", {"choice": "=none"}, []),
        ("events", {"choice": "=some", "rows": []}, [{}]),
        ("events", {"choice": "=some", "rows": [{}, {"date": "2024/8"}]}, [{"date": "2024-08"}]),
        ("events", {"choice": "?"}, None),
        ("listing", {"choice": "=none"}, False),
        ("listing", {"choice": "=some", "listed_on": "2024"}, {"listed_on": "2024", "removed_on": None}),
    ],
)
def test_a_field_becomes_a_fact(kind: FactType, field: dict[str, Any], value: Any) -> None:
    more = {"unit": "万元"} if kind in ("number", "series") else {}
    assert read(kind, field, **more) == (value, "")


@pytest.mark.parametrize(
    ("kind", "field", "more", "said"),
    [
        ("number", {"text": "140"}, SHARE, "100"),
        ("number", {"text": "-1"}, {"minimum": 0}, "-1"),
        ("number", {"text": "八千万"}, {"unit": "万元"}, "万元"),
        ("number", {"text": "nan"}, {}, "nan"),
        ("number", {"text": "1e999"}, {}, "1e999"),
        ("series", {"year:2022": "很多"}, {}, "很多"),
        ("series", {"year:nil": "1"}, {}, ""),
        ("date", {"text": "2025-02-30"}, {}, "2025-02-30"),
        ("date", {"text": "2025-02"}, {}, "2025-02"),
        ("date", {"text": "0000"}, {}, "0000"),
        ("enum", {"choice": "=elsewhere"}, {"options": (Option(value="a", label="甲"),)}, ""),
        ("events", {"choice": "=some", "rows": [{"date": "前年"}]}, {}, "前年"),
        ("events", {"choice": "=some", "rows": [{"date": "2025-06", "end": "2024-01"}]}, {}, ""),
        ("events", {"choice": "=some", "rows": [{}] * 21}, {}, "20"),
        ("listing", {"choice": "=some", "listed_on": "2025", "removed_on": "2024"}, {}, ""),
    ],
)
def test_a_bad_value_is_said_at_its_field(
    kind: FactType, field: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    value, problem = read(kind, field, **more)
    assert value is ...
    assert problem
    assert said in problem


def test_a_bad_value_leaves_the_others() -> None:
    facts = {
        name: make_fact(FactEntry(name=name, label=name, type="number", question="？", **SHARE), {})
        for name in ("one", "other")
    }
    filled = read_form(facts, {"one": {"text": "140"}, "other": {"text": "40"}, "stranger": {"text": "1"}})
    assert dict(filled.facts) == {"other": 40}
    assert set(filled.problems) == {"one"}


@pytest.mark.parametrize("sent", [None, [], "facts", {"fact": None}, {"fact": "8200"}, {"fact": {"text": 7}}])
def test_whatever_is_sent_is_no_error(sent: Any) -> None:
    fact = make_fact(FactEntry(name="fact", label="某项", type="number", question="？"), {})
    assert read_form({"fact": fact}, sent) == filling.Filled({}, {})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", True),
        ("boolean", None),
        ("number", 8200),
        ("enum", "a"),
        ("date", "2025-06-14"),
        ("series", {"2022": 8200}),
        ("events", []),
        ("events", [{"date": "2024-08"}]),
        ("listing", False),
        ("listing", {"listed_on": "2024-08", "removed_on": None}),
    ],
)
def test_a_fact_put_into_the_form_is_read_as_the_same(kind: FactType, value: Any) -> None:
    options = (("a", "甲"),) if kind == "enum" else ()
    field = field_of(FactSpec(name="fact", label="某项", type=kind, question="？", options=options), value)
    more = {"options": (Option(value="a", label="甲"),)} if options else {}
    assert read(kind, field, **more) == (value, "")


def test_every_type_of_fact_has_a_reader() -> None:
    assert set(filling._READERS) == set(get_args(FactType))


def test_both_languages_have_the_same_words() -> None:
    assert set(words("workbench.zh")) == set(words("workbench.en"))


def test_every_scheme_can_be_picked_and_an_unknown_choice_is_the_first(assistant: Assistant) -> None:
    every = choices(assistant.checker)
    single = {choice.value for choice in every if not choice.overview}
    assert single == {scheme.id for scheme in assistant.checker.schemes}
    assert chosen(assistant.checker, "no such scheme") == every[0]
    assert not any(s.file.for_holders for choice in every if choice.overview for s in choice.schemes)


def test_each_fact_stands_in_the_form_once(assistant: Assistant) -> None:
    for choice in choices(assistant.checker):
        shown = [fact.name for section in sections(choice, DAY) for fact in section.facts]
        assert len(shown) == len(set(shown))
        assert set(shown) == set(choice.facts) or choice.overview
        asked = {n for s in choice.schemes for c in s.criteria if c.decides for n in c.fact_names}
        assert asked <= set(shown)


def test_a_series_is_asked_for_the_years_of_the_day(assistant: Assistant) -> None:
    for choice in choices(assistant.checker):
        for section in sections(choice, DAY):
            assert all(fact.years for fact in section.facts if fact.type == "series")


@pytest.mark.parametrize("position", [0, -1], ids=["first reply", "last reply"])
def test_questions_answered_by_their_buttons_come_to_an_end(assistant: Assistant, position: int) -> None:
    for choice in choices(assistant.checker):
        if not choice.overview:
            walk(assistant, choice, position)


def walk(assistant: Assistant, choice: Choice, position: int) -> None:
    fields: dict[str, Any] = {}
    for _ in range(len(choice.facts) + 1):
        filled = read_form(choice.facts, fields)
        assert not filled.problems
        question = next_question(assistant.checker, choice, filled.facts, DAY)
        if question is None:
            return
        assert question.replies
        fields.update(question.replies[position].fill)
    pytest.fail(f"{choice.value} goes on asking")


def test_rows_stand_in_order_and_none_is_lost(assistant: Assistant) -> None:
    for scheme in assistant.checker.schemes:
        report = assistant.checker.check(scheme.id, {}, DAY)
        groups, others = verdict.deciding(report, scheme, {}), verdict.others(report, scheme, {})
        assert sum(len(group.rows) for group in groups) + len(others) == len(report.criteria)
        assert [g.outcome for g in groups] == [o for o in verdict.ORDER if o in verdict.counts(report)]
        unknown = [row for group in groups if group.outcome == "unknown" for row in group.rows]
        assert all(row.to_fill in scheme.facts for row in unknown)


@pytest.mark.parametrize("day", ["2025-02-30", "0200-01-01", "tomorrow", "9999-12-31"])
def test_a_bad_day_is_answered_with_what_to_change(assistant: Assistant, day: str) -> None:
    open_board, look, compare = server_functions(Holder(assistant))
    for call in (open_board, look):
        made = call({"day": day, "fields": {}})
        assert day in made["day_problem"]
        assert day in made["report"]
    scheme = assistant.checker.schemes[0].id
    assert day in compare({"choice": scheme, "second": day})["html"]


@pytest.mark.parametrize("sent", [None, [], "x", {"fields": 3, "choice": [], "day": None, "supposed": 1}])
def test_whatever_the_page_sends_is_answered(assistant: Assistant, sent: Any) -> None:
    for call in server_functions(Holder(assistant)):
        assert call(sent)


def test_every_choice_is_shown_in_both_languages(assistant: Assistant) -> None:
    open_board, _, _ = server_functions(Holder(assistant))
    for choice in choices(assistant.checker):
        for language in ("zh", "en"):
            made = open_board({"choice": choice.value, "language": language, "day": str(DAY)})
            assert made["choice"] == choice.value
            assert all(f'data-fact="{name}"' in made["html"] for name in choice.facts) or choice.overview


@pytest.fixture(scope="module")
def elsewhere(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The same assistant over a corpus of other places, bodies, dates and subject."""
    corpus = write_replaced_corpus(tmp_path_factory.mktemp("corpus"))
    library = load_library(corpus)
    return replace(assistant, library=library, checker=load_checker(corpus / "schemes", library))


def test_it_holds_for_another_corpus(elsewhere: Assistant) -> None:
    open_board, look, _ = server_functions(Holder(elsewhere))
    # The kinds of applicant are the interface's own words.
    gone = [word for word in (*PLACES, *SUBJECT) if word not in str(words("workbench.zh"))]
    assert len(gone) > 5
    for choice in choices(elsewhere.checker):
        made = open_board({"choice": choice.value, "day": str(DAY)})
        assert all(scheme.name in made["html"] or choice.overview for scheme in choice.schemes)
        assert not [word for word in gone if word in made["html"] + made["report"] + made["ask"]]
        told = {name: {"choice": "?"} for name in choice.facts}
        assert look({"choice": choice.value, "day": str(DAY), "fields": told})["problems"] == {}


def test_what_was_typed_is_escaped(assistant: Assistant) -> None:
    for call in server_functions(Holder(assistant)):
        made = call({"day": "<script>alert(1)</script>", "second": "<script>", "choice": "<script>"})
        assert "<script" not in str(made.get("html", "")) + str(made.get("report", ""))
