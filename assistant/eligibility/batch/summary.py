"""What a batch came to: how many of each verdict, what failed most, what was wrong with the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.eligibility import Verdict
from assistant.eligibility.batch.frame import Frame, verdict_words
from assistant.eligibility.batch.judging import Judged
from assistant.eligibility.batch.words import phrase

_VERDICTS: tuple[Verdict, ...] = ("formally_eligible", "needs_information", "not_eligible")
_MOST_SHOWN = 100


@dataclass(slots=True)
class Summary:
    """Counts of one batch.

    Attributes:
        failed: Applicants by id of a deciding criterion that they fail.
        shown_errors: The first errors of cells, each in a sentence.
        warnings: What is doubtful about the sheet as a whole.
    """

    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    rows_with_errors: int = 0
    errors: int = 0
    shown_errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """Count one applicant."""
        self.rows += 1
        self.verdicts[judged.verdict] += 1
        self.failed.update([failed.criterion_id for failed in judged.failed if failed.decides])
        if judged.errors:
            self.rows_with_errors += 1
            self.errors += len(judged.errors)
            if len(self.shown_errors) < _MOST_SHOWN:
                self.shown_errors += judged.errors

    def merge(self, later: Summary) -> None:
        """Count what others counted of the rows that follow."""
        self.rows += later.rows
        self.verdicts += later.verdicts
        self.failed += later.failed
        self.rows_with_errors += later.rows_with_errors
        self.errors += later.errors
        if len(self.shown_errors) < _MOST_SHOWN:
            self.shown_errors += later.shown_errors
        self.warnings += later.warnings

    def as_json(self) -> dict[str, Any]:
        """The counts for programs."""
        return {
            "rows": self.rows,
            "verdicts": {verdict: self.verdicts[verdict] for verdict in _VERDICTS},
            "failed": dict(self.failed.most_common()),
            "rows_with_errors": self.rows_with_errors,
            "errors": self.errors,
            "shown_errors": self.shown_errors[:_MOST_SHOWN],
            "warnings": self.warnings[:_MOST_SHOWN],
        }


def verdict_lines(summary: Summary) -> list[tuple[str, int]]:
    """Each verdict in words with its count."""
    return [(verdict_words(verdict), summary.verdicts[verdict]) for verdict in _VERDICTS]


def failed_lines(frame: Frame, summary: Summary) -> list[tuple[str, str, int]]:
    """Each criterion that somebody fails, the most frequent first: label, clause, count."""
    places = frame.places()
    labels = {criterion.entry.id: criterion.entry.label for criterion in frame.scheme.criteria}
    return [(labels[name], places[name], count) for name, count in summary.failed.most_common()]


def head_lines(frame: Frame, summary: Summary) -> Iterator[tuple[str, str | int]]:
    """What stands above the counts: day, rules, window, authority, documents."""
    yield phrase("summary", "as_of"), frame.as_of.isoformat()
    yield phrase("summary", "rules_version"), frame.report.rules_version
    yield phrase("summary", "authority"), frame.scheme.authority
    yield phrase("summary", "window"), _window(frame)
    for title in frame.documents():
        yield phrase("summary", "documents"), title
    yield phrase("summary", "rows"), summary.rows
    yield phrase("summary", "rows_with_errors"), summary.rows_with_errors
    for notice in frame.report.notices:
        yield phrase("summary", "notices"), notice.text
    for warning in summary.warnings[:_MOST_SHOWN]:
        yield phrase("summary", "sheet_notes"), warning


def _window(frame: Frame) -> str:
    window = frame.report.window
    status = phrase("summary", "windows", window.status)
    if window.last_day is None or window.binds is None:
        return status
    binds = phrase("summary", "binds", window.binds)
    return phrase("summary", "last_day", status=status, day=window.last_day, binds=binds)


def summary_from(data: Mapping[str, Any]) -> Summary:
    """A summary as :meth:`Summary.as_json` wrote it."""
    return Summary(
        rows=data["rows"],
        verdicts=Counter(data["verdicts"]),
        failed=Counter(data["failed"]),
        rows_with_errors=data["rows_with_errors"],
        errors=data["errors"],
        shown_errors=list(data["shown_errors"]),
        warnings=list(data["warnings"]),
    )
