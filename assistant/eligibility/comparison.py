"""What would change: one fact told otherwise, or the same facts on another day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain.eligibility import CriterionResult, Outcome, Report
from assistant.eligibility.contradicted import contradicted
from assistant.eligibility.engine import Checker


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion that comes out otherwise."""

    before: Outcome
    after: CriterionResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports on one scheme and the criteria in which they differ, in the order of the rules."""

    before: Report
    after: Report
    changes: tuple[Change, ...]


def what_if(
    checker: Checker, scheme_id: str, facts: Mapping[str, Any], supposed: Mapping[str, Any], as_of: date
) -> Comparison:
    """The report as it is and as it would be with some facts otherwise.

    What was told and cannot hold beside what is supposed (三年都盈利, and a loss in one of them) is left out then.

    Raises:
        UnknownScheme: No such scheme.
        InvalidFact: A fact is unknown to the scheme or cannot be used.
    """
    gone = contradicted(checker.scheme(scheme_id), facts, supposed, as_of)
    then = {name: value for name, value in facts.items() if name not in gone} | dict(supposed)
    return _compare(checker.check(scheme_id, facts, as_of), checker.check(scheme_id, then, as_of))


def two_days(
    checker: Checker, scheme_id: str, facts: Mapping[str, Any], first: date, second: date
) -> Comparison:
    """The report on one day and on another.

    Raises:
        UnknownScheme: No such scheme.
        InvalidFact: A fact is unknown to the scheme or cannot be used.
    """
    return _compare(checker.check(scheme_id, facts, first), checker.check(scheme_id, facts, second))


def _compare(before: Report, after: Report) -> Comparison:
    pairs = zip(before.criteria, after.criteria, strict=True)
    changes = tuple(Change(old.outcome, new) for old, new in pairs if old.outcome != new.outcome)
    return Comparison(before, after, changes)
