"""A report as it is laid out: the verdict, then criteria by how they came out, what decides first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from assistant.domain.eligibility import CriterionResult, Outcome, Report, Verdict
from assistant.eligibility.schemes import Scheme

ORDER: tuple[Outcome, ...] = ("not_met", "unknown", "judgement", "met", "not_applicable")
_BEST_FIRST: tuple[Verdict, ...] = ("formally_eligible", "needs_information", "not_eligible")
assert set(ORDER) == set(get_args(Outcome))


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion; ``to_fill`` is the first fact that it still lacks, or None."""

    criterion: CriterionResult
    to_fill: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Criteria that came out alike."""

    outcome: Outcome
    rows: tuple[Row, ...]


def decides(criterion: CriterionResult) -> bool:
    """Whether the verdict hangs on it."""
    return criterion.role in ("condition", "exclusion") and criterion.modality == "mandatory"


def counts(report: Report) -> dict[Outcome, int]:
    """How many of the criteria that decide came out how, in the order of the page, none left at zero."""
    counted = Counter(criterion.outcome for criterion in report.criteria if decides(criterion))
    return {outcome: counted[outcome] for outcome in ORDER if counted[outcome]}


def deciding(report: Report, scheme: Scheme, facts: Mapping[str, Any]) -> tuple[Rows, ...]:
    """The criteria on which the verdict hangs, by outcome, those that fail first."""
    rows = [row for row in _rows(report, scheme, facts) if decides(row.criterion)]
    grouped = [Rows(o, tuple(row for row in rows if row.criterion.outcome == o)) for o in ORDER]
    return tuple(group for group in grouped if group.rows)


def others(report: Report, scheme: Scheme, facts: Mapping[str, Any]) -> tuple[Row, ...]:
    """Procedure, materials, preferences: what does not decide."""
    return tuple(row for row in _rows(report, scheme, facts) if not decides(row.criterion))


def best_first(reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """Reports in the order in which an applicant wants to read them."""
    return tuple(sorted(reports, key=lambda report: _BEST_FIRST.index(report.verdict)))


def obstacles(report: Report) -> tuple[CriterionResult, ...]:
    """The criteria because of which one cannot apply."""
    return tuple(c for c in report.criteria if decides(c) and c.outcome == "not_met")


def _rows(report: Report, scheme: Scheme, facts: Mapping[str, Any]) -> tuple[Row, ...]:
    reads = {criterion.entry.id: criterion.fact_names for criterion in scheme.criteria}
    return tuple(Row(c, _to_fill(c, reads[c.id], facts)) for c in report.criteria)


def _to_fill(criterion: CriterionResult, names: tuple[str, ...], facts: Mapping[str, Any]) -> str | None:
    if criterion.outcome != "unknown":
        return None
    lacking = [name for name in names if facts.get(name) is None]
    return next(iter(lacking or names), None)
