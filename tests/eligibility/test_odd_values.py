"""Values that can be read, but hardly as meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility import Checker

DAY = date(2026, 11, 20)


def test_a_share_for_a_percentage_is_asked_back_and_not_used(checker: Checker) -> None:
    facts = {"industrial_value_added_share_pct": 0.55, "park_type": "economic_zone"}
    report = checker.check("cq-green-park", facts, DAY)
    assert "0.55% 还是 55%" in report.hints[0]
    assert report.verdict == "needs_information"
    assert "industrial_value_added_share_pct" in {spec.name for spec in report.missing_facts}
    assert any(c.facts.get("park_type") for c in report.criteria)


@pytest.mark.parametrize("share", [0, 1, 55, 100])
def test_a_percentage_that_can_be_meant_is_used(checker: Checker, share: float) -> None:
    report = checker.check("cq-green-park", {"industrial_value_added_share_pct": share}, DAY)
    assert not any("看不出" in hint for hint in report.hints)
    assert "industrial_value_added_share_pct" not in {spec.name for spec in report.missing_facts}


@pytest.mark.parametrize(
    "facts",
    [
        {"accidents": [{"kind": "safety", "grade": "general", "date": "2027-01-01"}]},
        {"abnormal_list": {"listed_on": "2026-12-01", "removed_on": None}},
        {"established_on": "2030-01-01"},
    ],
)
def test_what_is_dated_after_the_day_asked_is_said(checker: Checker, facts: dict[str, Any]) -> None:
    report = checker.check("cq-green-factory", facts, DAY)
    assert "晚于核对日期 2026-11-20" in report.hints[0]
    assert report.verdict == "needs_information"


def test_the_day_itself_is_not_later(checker: Checker) -> None:
    report = checker.check("cq-green-factory", {"accidents": [{"kind": "safety", "date": "2026-11-20"}]}, DAY)
    assert not any("晚于核对日期" in hint for hint in report.hints)
