"""The form of the eligibility tab over the HTTP interface: fields into facts, sections, questions; whatever schemes there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from assistant.assembly import Assistant
from assistant.documents.library import load_library
from assistant.domain.eligibility import FactType
from assistant.eligibility.engine import load_checker
from assistant.errors import ApiSilent
from assistant.service.app import create_app
from assistant.service.wire.scheme_shapes import CheckAllOut, FactOut, SchemeOut
from assistant.service.workbench.api import Api, api_at
from assistant.service.workbench.eligibility import filling, verdict
from assistant.service.workbench.eligibility.asked import judged, read_asked
from assistant.service.workbench.eligibility.asking import next_question
from assistant.service.workbench.eligibility.choices import Choice, choices, chosen
from assistant.service.workbench.eligibility.filling import field_of, read_form
from assistant.service.workbench.eligibility.form import facts_of, sections
from assistant.service.workbench.eligibility.page import server_functions
from assistant.wording import words
from tests.replaced_corpus import PLACES, SUBJECT, write_replaced_corpus

from .serving import serving

DAY = date(2026, 11, 20)
SHARE: dict[str, Any] = {"unit": "%", "range": {"minimum": 0, "maximum": 100}}

Call = Callable[[Any], dict[str, Any]]


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as running:
        yield running


@pytest.fixture(scope="module")
def api(server: str) -> Api:
    return api_at(server)


@pytest.fixture(scope="module")
def calls(api: Api, portal: BlockingPortal) -> dict[str, Call]:
    return called(api, portal)


def called(api: Api, portal: BlockingPortal) -> dict[str, Call]:
    """The functions that the script of the tab calls, by name."""
    return {f.__name__: lambda sent, f=f: portal.call(f, sent) for f in server_functions(api)}  # type: ignore[misc]


@pytest.fixture(scope="module")
def every(api: Api, portal: BlockingPortal) -> dict[str, tuple[Choice, tuple[SchemeOut, ...]]]:
    """Every choice with its schemes on the day."""
    listed = portal.call(api.schemes, str(DAY))

    def schemes_of(choice: Choice) -> tuple[SchemeOut, ...]:
        return tuple(portal.call(api.scheme, name, DAY, listed.rules_version) for name in choice.ids)

    return {choice.value: (choice, schemes_of(choice)) for choice in choices(listed)}


def fact_out(kind: FactType, name: str = "fact", **more: Any) -> FactOut:
    plain: dict[str, Any] = {"unit": None, "options": [], "kinds": [], "grades": [], "years": [], "where": ""}
    bounds = {"range": {"minimum": None, "maximum": None}}
    return FactOut(
        **{**plain, **bounds, "name": name, "label": "某项", "type": kind, "question": "？", **more}
    )


def read(kind: FactType, field: Any, **more: Any) -> tuple[Any, str]:
    """The value (``...`` for not told) and the problem of one field."""
    filled = read_form({"fact": fact_out(kind, **more)}, {"fact": field})
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
        ("number", {"text": "-1"}, {"range": {"minimum": 0, "maximum": None}}, "-1"),
        ("number", {"text": "八千万"}, {"unit": "万元"}, "万元"),
        ("number", {"text": "nan"}, {}, "nan"),
        ("number", {"text": "1e999"}, {}, "1e999"),
        ("series", {"year:2022": "很多"}, {}, "很多"),
        ("date", {"text": "2025-02-30"}, {}, "2025-02-30"),
        ("date", {"text": "2025-02"}, {}, "2025-02"),
        ("date", {"text": "0000"}, {}, "0000"),
        ("events", {"choice": "=some", "rows": [{"date": "前年"}]}, {}, "前年"),
        ("events", {"choice": "=some", "rows": [{}] * 21}, {}, "20"),
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
    facts = {name: fact_out("number", name, **SHARE) for name in ("one", "other")}
    filled = read_form(facts, {"one": {"text": "140"}, "other": {"text": "40"}, "stranger": {"text": "1"}})
    assert dict(filled.facts) == {"other": 40}
    assert set(filled.problems) == {"one"}


REFUSED: dict[FactType, dict[str, Any]] = {
    "enum": {"choice": "=elsewhere"},
    "series": {"year:nil": "1"},
    "events": {"choice": "=some", "rows": [{"date": "2025-06", "end": "2024-01"}]},
    "listing": {"choice": "=some", "listed_on": "2025", "removed_on": "2024"},
}


def test_what_the_assistant_refuses_is_said_at_its_field_and_the_rest_is_judged(
    api: Api, portal: BlockingPortal, every: dict[str, tuple[Choice, tuple[SchemeOut, ...]]]
) -> None:
    tried = set()
    for choice, schemes in every.values():
        facts = facts_of(schemes)
        wrong = {fact.name: REFUSED[fact.type] for fact in facts.values() if fact.type in REFUSED}
        right = {fact.name: {"choice": "=no"} for fact in facts.values() if fact.type == "boolean"}
        sent = {"choice": choice.value, "day": str(DAY), "fields": {**wrong, **right}}
        asked = portal.call(read_asked, api, sent)
        found, filled = portal.call(judged, asked, asked.filled())
        assert set(filled.problems) == set(wrong)
        assert all(filled.problems.values())
        assert set(filled.facts) == set(right)
        assert {report.scheme for report in found.reports} == set(choice.ids)
        tried |= {facts[name].type for name in wrong}
    assert tried == set(REFUSED)


@pytest.mark.parametrize("sent", [None, [], "facts", {"fact": None}, {"fact": "8200"}, {"fact": {"text": 7}}])
def test_whatever_is_sent_is_no_error(sent: Any) -> None:
    assert read_form({"fact": fact_out("number")}, sent) == filling.Filled({}, {})


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
    options = [{"value": "a", "label": "甲"}] if kind == "enum" else []
    field = field_of(fact_out(kind, options=options), value)
    assert read(kind, field, options=options) == (value, "")


def test_every_type_of_fact_has_a_reader() -> None:
    assert set(filling._READERS) == set(get_args(FactType))


def test_both_languages_have_the_same_words() -> None:
    assert set(words("workbench.zh")) == set(words("workbench.en"))


Every = dict[str, tuple[Choice, tuple[SchemeOut, ...]]]


def test_every_scheme_can_be_picked_and_an_unknown_choice_is_the_first(
    assistant: Assistant, api: Api, portal: BlockingPortal, every: Every
) -> None:
    single = {choice.value for choice, _ in every.values() if not choice.overview}
    assert single == {scheme.id for scheme in assistant.checker.schemes}
    listed = portal.call(api.schemes, str(DAY))
    assert chosen(listed, "no such scheme") == choices(listed)[0]
    for_holders = {scheme.id for scheme in assistant.checker.schemes if scheme.file.for_holders}
    assert for_holders
    assert not any(for_holders & set(choice.ids) for choice, _ in every.values() if choice.overview)


def test_each_fact_stands_in_the_form_once(assistant: Assistant, every: Every) -> None:
    for choice, schemes in every.values():
        found = sections(schemes, overview=choice.overview)
        shown = [fact.name for section in found for fact in section.facts]
        assert len(shown) == len(set(shown))
        assert set(shown) == set(facts_of(schemes)) or choice.overview
        rules = [rule for name in choice.ids for rule in assistant.checker.scheme(name).criteria]
        assert {name for rule in rules if rule.decides for name in rule.fact_names} <= set(shown)


def test_a_series_is_asked_for_the_years_of_the_day(every: Every) -> None:
    for choice, schemes in every.values():
        for section in sections(schemes, overview=choice.overview):
            assert all(fact.years for fact in section.facts if fact.type == "series")


@pytest.mark.parametrize("position", [0, -1], ids=["first reply", "last reply"])
def test_questions_answered_by_their_buttons_come_to_an_end(
    api: Api, portal: BlockingPortal, every: Every, position: int
) -> None:
    for choice, schemes in every.values():
        if not choice.overview:
            walk(api, portal, schemes, position)


def walk(api: Api, portal: BlockingPortal, schemes: tuple[SchemeOut, ...], position: int) -> None:
    fields: dict[str, Any] = {}
    facts = facts_of(schemes)
    for _ in range(len(facts) + 1):
        filled = read_form(facts, fields)
        assert not filled.problems
        found: CheckAllOut = portal.call(api.check, [s.id for s in schemes], filled.facts, DAY)
        question = next_question(found, schemes, filled.facts)
        if question is None:
            return
        assert question.replies
        fields.update(question.replies[position].fill)
    pytest.fail(f"{schemes[0].id} goes on asking")


def test_rows_stand_in_order_and_none_is_lost(api: Api, portal: BlockingPortal, every: Every) -> None:
    for choice, schemes in every.values():
        if choice.overview:
            continue
        report = portal.call(api.check, choice.ids, {}, DAY).reports[0]
        groups, others = verdict.deciding(report, schemes[0], {}), verdict.others(report, schemes[0], {})
        assert sum(len(group.rows) for group in groups) + len(others) == len(report.criteria)
        assert [g.outcome for g in groups] == [o for o in verdict.ORDER if o in verdict.counts(report)]
        unknown = [row for group in groups if group.outcome == "unknown" for row in group.rows]
        assert all(row.to_fill in facts_of(schemes) for row in unknown)


@pytest.mark.parametrize("day", ["2025-02-30", "0200-01-01", "tomorrow", "9999-12-31"])
def test_a_bad_day_is_answered_with_what_to_change(
    assistant: Assistant, calls: dict[str, Call], day: str
) -> None:
    for name in ("open_board", "look"):
        made = calls[name]({"day": day, "fields": {}})
        assert day in made["day_problem"]
        assert day in made["report"]
    scheme = assistant.checker.schemes[0].id
    assert day in calls["compare"]({"choice": scheme, "second": day})["html"]


@pytest.mark.parametrize("sent", [None, [], "x", {"fields": 3, "choice": [], "day": None, "supposed": 1}])
def test_whatever_the_page_sends_is_answered(calls: dict[str, Call], sent: Any) -> None:
    for call in calls.values():
        assert call(sent)


def test_every_choice_is_shown_in_both_languages(calls: dict[str, Call], every: Every) -> None:
    for choice, schemes in every.values():
        for language in ("zh", "en"):
            made = calls["open_board"]({"choice": choice.value, "language": language, "day": str(DAY)})
            assert made["choice"] == choice.value
            assert all(f'data-fact="{name}"' in made["html"] for name in facts_of(schemes)) or choice.overview


@pytest.fixture(scope="module")
def elsewhere(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The same assistant over a corpus of other places, bodies, dates and subject."""
    corpus = write_replaced_corpus(tmp_path_factory.mktemp("corpus"))
    library = load_library(corpus)
    moved = replace(assistant, library=library, checker=load_checker(corpus / "schemes", library))
    with serving(create_app(assistant=moved)) as address:
        yield api_at(address)


def test_it_holds_for_another_corpus(elsewhere: Api, portal: BlockingPortal) -> None:
    calls = called(elsewhere, portal)
    # The kinds of applicant are the interface's own words.
    gone = [word for word in (*PLACES, *SUBJECT) if word not in str(words("workbench.zh"))]
    assert len(gone) > 5
    for choice in choices(portal.call(elsewhere.schemes, str(DAY))):
        made = calls["open_board"]({"choice": choice.value, "day": str(DAY)})
        assert all(scheme.name in made["html"] or choice.overview for scheme in choice.schemes)
        assert not [word for word in gone if word in made["html"] + made["report"] + made["ask"]]
        asked = portal.call(read_asked, elsewhere, {"choice": choice.value, "day": str(DAY)})
        told = {name: {"choice": "?"} for name in asked.facts}
        sent = {"choice": choice.value, "day": str(DAY), "fields": told}
        assert calls["look"](sent)["problems"] == {}


def test_what_was_typed_is_escaped(calls: dict[str, Call]) -> None:
    for call in calls.values():
        made = call({"day": "<script>alert(1)</script>", "second": "<script>", "choice": "<script>"})
        assert "<script" not in str(made.get("html", "")) + str(made.get("report", ""))


def test_an_assistant_that_does_not_answer_is_an_error_that_the_script_tells(portal: BlockingPortal) -> None:
    for call in called(api_at("http://127.0.0.1:9"), portal).values():
        with pytest.raises(ApiSilent):
            call({"fields": {}})
