"""Facts that cannot both be true are named; none is lost."""

from __future__ import annotations

from datetime import date

from assistant.eligibility import Checker

DAY = date(2023, 3, 1)


def test_a_contradiction_is_named_and_every_fact_is_kept(checker: Checker) -> None:
    facts = {"profitable_each_year": True, "profit": {"2020": 1, "2021": -3, "2022": 5}}
    report = checker.check("changshou-cultivation-2023", facts, DAY)
    assert "相互矛盾" in report.hints[0]
    shown = next(c for c in report.criteria if c.id == "cultivation-2-3")
    assert dict(shown.facts) == facts


def test_facts_that_agree_are_no_contradiction(checker: Checker) -> None:
    facts = {"profitable_each_year": True, "profit": {"2020": 1, "2021": 3, "2022": 5}}
    report = checker.check("changshou-cultivation-2023", facts, DAY)
    assert not any("相互矛盾" in hint for hint in report.hints)
