"""A report as it is laid out: the verdict, then criteria by how they came out, what decides first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from assistant.domain.eligibility import Outcome, Verdict
from assistant.service.wire.eligibility import CriterionOut, ReportOut
from assistant.service.wire.scheme_shapes import RuleOut, SchemeOut

ORDER: tuple[Outcome, ...] = ("not_met", "unknown", "judgement", "met", "not_applicable")
_BEST_FIRST: tuple[Verdict, ...] = ("formally_eligible", "needs_information", "not_eligible")
assert set(ORDER) == set(get_args(Outcome))


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion; ``to_fill`` is the first fact that it still lacks, or None."""

    criterion: CriterionOut
    to_fill: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Criteria that came out alike."""

    outcome: Outcome
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion that comes out otherwise."""

    before: Outcome
    after: CriterionOut


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports on one scheme and the criteria in which they differ, in the order of the rules."""

    before: ReportOut
    after: ReportOut
    changes: tuple[Change, ...]


def decides(criterion: CriterionOut | RuleOut) -> bool:
    """Whether the verdict hangs on it."""
    return criterion.role in ("condition", "exclusion") and criterion.modality == "mandatory"


def counts(report: ReportOut) -> dict[Outcome, int]:
    """How many of the criteria that decide came out how, in the order of the page, none left at zero."""
    counted = Counter(criterion.outcome for criterion in report.criteria if decides(criterion))
    return {outcome: counted[outcome] for outcome in ORDER if counted[outcome]}


def deciding(report: ReportOut, scheme: SchemeOut, facts: Mapping[str, Any]) -> tuple[Rows, ...]:
    """The criteria on which the verdict hangs, by outcome, those that fail first."""
    rows = [row for row in _rows(report, scheme, facts) if decides(row.criterion)]
    grouped = [Rows(o, tuple(row for row in rows if row.criterion.outcome == o)) for o in ORDER]
    return tuple(group for group in grouped if group.rows)


def others(report: ReportOut, scheme: SchemeOut, facts: Mapping[str, Any]) -> tuple[Row, ...]:
    """Procedure, materials, preferences: what does not decide."""
    return tuple(row for row in _rows(report, scheme, facts) if not decides(row.criterion))


def best_first(reports: Sequence[ReportOut]) -> tuple[ReportOut, ...]:
    """Reports in the order in which an applicant wants to read them."""
    return tuple(sorted(reports, key=lambda report: _BEST_FIRST.index(report.verdict)))


def obstacles(report: ReportOut) -> tuple[CriterionOut, ...]:
    """The criteria because of which one cannot apply."""
    return tuple(c for c in report.criteria if decides(c) and c.outcome == "not_met")


def compared(before: ReportOut, after: ReportOut) -> Comparison:
    """Two reports of the same rules side by side."""
    pairs = zip(before.criteria, after.criteria, strict=True)
    changes = tuple(Change(old.outcome, new) for old, new in pairs if old.outcome != new.outcome)
    return Comparison(before, after, changes)


def _rows(report: ReportOut, scheme: SchemeOut, facts: Mapping[str, Any]) -> tuple[Row, ...]:
    reads = {rule.id: rule.facts for rule in scheme.criteria}
    return tuple(Row(c, _to_fill(c, reads.get(c.id, []), facts)) for c in report.criteria)


def _to_fill(criterion: CriterionOut, names: Sequence[str], facts: Mapping[str, Any]) -> str | None:
    if criterion.outcome != "unknown":
        return None
    lacking = [name for name in names if facts.get(name) is None]
    return next(iter(lacking or names), None)
