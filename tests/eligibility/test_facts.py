from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.documents import DateRange
from assistant.eligibility import Checker
from assistant.eligibility.facts import Event, Listing, RoughDay, State, make_fact, parse_facts
from assistant.eligibility.scheme_file import FactEntry, Option
from assistant.errors import InvalidFact

GRADES = {"grade": (Option(value="small", label="小"), Option(value="large", label="大"))}


def fact(kind: str, **more: Any) -> Any:
    entry = FactEntry.model_validate(
        {"name": "it", "label": "某事", "type": kind, "question": "有吗？", **more}
    )
    return make_fact(entry, GRADES)


REFUSED = [
    ("boolean", "是"),
    ("boolean", 1),
    ("number", "8000"),
    ("number", True),
    ("number", float("nan")),
    ("number", -1),
    ("number", 101),
    ("date", "2025-02-30"),
    ("date", "2025-00"),
    ("date", 20250101),
    ("enum", "c"),
    ("series", {"22": 1}),
    ("series", {"2022": "多"}),
    ("series", [1]),
    ("events", {}),
    ("events", [{"date": "2025-13-01"}]),
    ("events", [{"kind": "x"}]),
    ("events", [{"grade": "huge"}]),
    ("events", [{"date": "2025-02-01", "end": "2025-01-01"}]),
    ("events", [{"when": "2025-01-01"}]),
    ("listing", True),
    ("listing", {"listed_on": "2025-02-01", "removed_on": "2025-01-01"}),
    ("boolean", {"state": "perhaps"}),
]
MORE: dict[str, dict[str, Any]] = {
    "number": {"minimum": 0, "maximum": 100},
    "enum": {"options": [{"value": "a", "label": "甲"}]},
    "events": {"grades": "grade", "kinds": [{"value": "fire", "label": "火灾", "aliases": ["失火"]}]},
}


@pytest.mark.parametrize(("kind", "raw"), REFUSED)
def test_a_value_that_cannot_be_used_is_refused_by_name(kind: str, raw: Any) -> None:
    with pytest.raises(InvalidFact, match="某事") as refused:
        fact(kind, **MORE.get(kind, {})).parse(raw)
    assert refused.value.field == "it"


def test_the_states_are_kept_apart() -> None:
    assert fact("boolean").parse(None) is State.UNKNOWN
    assert fact("boolean").parse({"state": "not_applicable"}) is State.NOT_APPLICABLE


def test_labels_and_aliases_are_accepted_for_values() -> None:
    events = fact("events", **MORE["events"])
    day = DateRange(date(2025, 1, 2), date(2025, 1, 2))
    assert events.parse([{"kind": "失火", "grade": "大", "date": "2025-01-02"}]) == (
        Event("fire", "large", day, None),
    )
    assert fact("enum", **MORE["enum"]).parse("甲") == "a"


def test_of_a_day_the_month_or_year_may_be_all_that_is_told() -> None:
    assert fact("date").parse("2025") == RoughDay(DateRange(date(2025, 1, 1), date(2025, 12, 31)))
    assert fact("date").parse("2025-06-14") == date(2025, 6, 14)


def test_an_event_may_be_dated_by_month_or_year() -> None:
    (event,) = fact("events").parse([{"date": "2024-02"}])
    assert event.days == DateRange(date(2024, 2, 1), date(2024, 2, 29))
    assert fact("listing").parse({"listed_on": "2024"}) == Listing(
        DateRange(date(2024, 1, 1), date(2024, 12, 31)), None
    )


def test_an_undeclared_fact_is_refused_with_the_names_known(checker: Checker) -> None:
    with pytest.raises(InvalidFact, match="accidents") as refused:
        checker.check("cq-green-factory", {"accidnets": []}, date(2025, 5, 1))
    assert refused.value.field == "accidnets"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["boolean", "number", "date", "enum", "series", "events", "listing"]), json_values)
def test_whatever_is_sent_is_read_or_refused(kind: str, raw: Any) -> None:
    declared = fact(kind, **MORE.get(kind, {}))
    try:
        parse_facts({"it": declared}, {"it": raw})
    except InvalidFact as refused:
        assert refused.field == "it"
