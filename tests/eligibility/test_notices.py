"""Notices of rule files on days before and after the documents that they compare."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.eligibility import Checker


def _differ(checker: Checker, scheme: str, day: date) -> int:
    return sum(notice.code == "documents_differ" for notice in checker.check(scheme, {}, day).notices)


@pytest.mark.parametrize(
    ("scheme", "day", "number"),
    [
        ("miit-green-factory-2023", date(2023, 8, 1), 0),
        ("miit-green-park-2023", date(2023, 8, 1), 0),
        ("miit-green-supply-chain-2023", date(2024, 12, 31), 0),
        ("miit-green-factory-2023", date(2025, 5, 1), 2),
        ("miit-green-park-2023", date(2026, 11, 20), 3),
        ("miit-evaluator-2023", date(2024, 3, 5), 0),
        ("miit-evaluator-2023", date(2024, 3, 8), 1),
        ("cq-gradient-cultivation", date(2024, 6, 1), 0),
        ("cq-gradient-cultivation", date(2024, 6, 22), 1),
        ("cq-green-factory", date(2024, 6, 1), 0),
        ("cq-green-factory", date(2026, 11, 20), 2),
    ],
)
def test_documents_differ_only_once_both_hold(checker: Checker, scheme: str, day: date, number: int) -> None:
    assert _differ(checker, scheme, day) == number
