"""Of a day the month or year may be all that is known: what that decides is decided, the rest is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts, rough_days

TODAY = date(2026, 11, 20)
HOLDERS = "cq-dynamic-management"
LARGER = {"accidents_as_holder": [{"kind": "safety", "grade": "larger", "date": "2024-06"}]}


def outcome(checker: Checker, criterion: str, facts: dict[str, Any]) -> str:
    report = checker.check(HOLDERS, {"title_held": "municipal_factory", **facts}, TODAY)
    return next(str(item.outcome) for item in report.criteria if item.id == criterion)


@pytest.mark.parametrize(
    ("recognised", "said"),
    [("2021", "not_met"), ("2024-05", "not_met"), ("2024", "unknown"), ("2025", "met"), ("2024-07", "met")],
)
def test_an_event_is_placed_before_or_after_a_year_where_that_is_enough(
    checker: Checker, recognised: str, said: str
) -> None:
    assert outcome(checker, "recognition-17-5", {**LARGER, "recognised_on": recognised}) == said


@pytest.mark.parametrize(
    ("filed", "said"), [("2025-03", "met"), ("2025-05", "not_met"), ("2025-04", "unknown")]
)
def test_a_month_is_before_or_after_a_day_unless_the_day_lies_in_it(
    checker: Checker, filed: str, said: str
) -> None:
    facts = {"recognised_on": "2022", "form_filed_on_2025": filed}
    assert outcome(checker, "notice2025-form", facts) == said


def test_only_what_is_told_no_more_exactly_is_taken_roughly(checker: Checker) -> None:
    scheme = checker.scheme(HOLDERS)
    assert rough_days("我们2021年评上的市级绿色工厂", scheme, TODAY) == {"recognised_on": "2021"}
    assert rough_days("2021年6月8日评上的市级绿色工厂", scheme, TODAY) == {}
    assert "recognised_on" not in read_facts("我们2021年评上的市级绿色工厂", scheme, TODAY)


@pytest.mark.parametrize("said", ["4月15号那天忘了填动态管理表", "动态管理表到4月15号都没填"])
def test_of_a_day_by_which_nothing_was_done_no_day_of_doing_is_read(checker: Checker, said: str) -> None:
    read = read_facts(said, checker.scheme(HOLDERS), TODAY)
    assert "form_filed_on_2025" not in read and read["form_in_time_2025"] is False


def test_a_day_of_doing_is_read(checker: Checker) -> None:
    read = read_facts("动态管理表4月16号才填的", checker.scheme(HOLDERS), TODAY)
    assert read["form_filed_on_2025"] == "2025-04-16"
