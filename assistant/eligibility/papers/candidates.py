"""The applicants that an office picks for its recommendation, each with its report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

from assistant.domain.eligibility import CriterionResult, Report
from assistant.eligibility.batch.frame import make_frame
from assistant.eligibility.batch.judging import Judged, judge_sheet
from assistant.eligibility.batch.reading import Applicants
from assistant.eligibility.batch.results import added_titles
from assistant.eligibility.batch.run import read_applicants
from assistant.eligibility.engine import Checker
from assistant.eligibility.papers.phrases import phrase
from assistant.eligibility.papers.record import decides
from assistant.eligibility.papers.values import plain_text
from assistant.errors import InvalidFact, InvalidInput

MOST_PICKED = 500
MOST_ROWS = 5_000
_PART = re.compile(r"(\d{1,8})(?:-(\d{1,8}))?")
_AROUND = re.compile(r"\s*[-－—~～至]\s*")

Rows: TypeAlias = frozenset[int] | Literal["all"] | None
"""Rows picked as numbered in the sheet; None: all that are formally eligible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One applicant; ``carried`` are columns of the sheet that are no facts, by their header.

    ``row`` is its row in the sheet, None where it came otherwise.
    """

    name: str
    code: str
    report: Report
    carried: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None


def is_failed(criterion: CriterionResult) -> bool:
    """Whether the verdict hangs on it and it fails."""
    return decides(criterion) and criterion.outcome == "not_met"


def is_preferred(criterion: CriterionResult) -> bool:
    """Whether it is a preference that is met."""
    preferred = criterion.role == "preference" or criterion.modality == "preferred"
    return preferred and criterion.outcome == "met"


def told_candidates(
    checker: Checker, scheme_id: str, told: Sequence[Mapping[str, Any]], as_of: date
) -> tuple[Candidate, ...]:
    """Candidates from facts; each has ``facts`` and may have ``name``, ``code`` and ``fields``.

    Raises:
        InvalidInput: There is none, or too many, or a fact cannot be used.
        UnknownScheme: No such scheme.
    """
    _refuse_number(len(told))
    return tuple(_told(checker, scheme_id, number, each, as_of) for number, each in enumerate(told))


def _told(checker: Checker, scheme_id: str, number: int, each: Mapping[str, Any], as_of: date) -> Candidate:
    name = _line(each.get("name"))
    try:
        report = checker.check(scheme_id, each.get("facts") or {}, as_of)
    except InvalidFact as error:
        message = phrase("recommendation", "bad_fact", serial=number + 1, name=name, reason=error)
        raise InvalidFact(message, field=f"applicants.{number}.facts.{error.field}") from error
    carried = {_line(key): _line(value) for key, value in (each.get("fields") or {}).items()}
    return Candidate(name=name, code=_line(each.get("code")), report=report, carried=carried)


def sheet_candidates(
    checker: Checker,
    scheme_id: str,
    sheet: Path,
    as_of: date,
    rows: Rows,
    *,
    events: Path | None = None,
    name: str = "",
) -> tuple[Candidate, ...]:
    """Candidates from a sheet, judged or not: what it says of verdicts is not believed but judged again.

    Args:
        checker: The rules.
        scheme_id: The scheme.
        sheet: CSV or XLSX.
        as_of: The day.
        rows: Numbers of rows as in the sheet; all that are formally eligible when None, or ``all``.
        events: Events on a file of their own.
        name: What the file is called in messages.

    Raises:
        InvalidInput: A row is not there, nobody is picked, or too many.
        UnreadableFile: The file is no sheet.
    """
    frame = make_frame(checker, scheme_id, as_of)
    applicants = read_applicants(frame, sheet, events=events, name=name)
    if applicants.size > MOST_ROWS:
        message = phrase("recommendation", "too_many_rows", limit=MOST_ROWS, count=applicants.size)
        raise InvalidInput(message, field="file")
    judged = {each.number: each for each in judge_sheet(frame, applicants)}
    picked = {n: each.cells for n, each in judged.items() if _is_wanted(each, rows)}
    if isinstance(rows, frozenset) and (lacking := next((row for row in rows if row not in picked), None)):
        raise InvalidInput(phrase("recommendation", "no_rows", row=lacking), field="rows")
    if rows is None and not picked:
        verdict = phrase("verdicts", "formally_eligible")
        raise InvalidInput(phrase("recommendation", "none_passed", verdict=verdict), field="rows")
    _refuse_number(len(picked))
    carried = _carried(applicants)
    return tuple(
        Candidate(
            name=_at(cells, applicants.binding.name),
            code=_at(cells, applicants.binding.code),
            report=checker.check(scheme_id, applicants.facts_of(cells), as_of),
            carried={title: _at(cells, column) for title, column in carried.items()},
            row=number,
        )
        for number, cells in picked.items()
    )


def _is_wanted(judged: Judged, rows: Rows) -> bool:
    if rows == "all":
        return True
    return judged.verdict == "formally_eligible" if rows is None else judged.number in rows


def _carried(applicants: Applicants) -> dict[str, int]:
    """Columns that are neither facts nor what the judging added."""
    binding = applicants.binding
    facts = {place.column for places in binding.places.values() for place in places}
    known = {*facts, binding.name, binding.code}
    added = set(added_titles())
    titles = enumerate(binding.headers)
    return {title: column for column, title in titles if title and column not in known and title not in added}


def read_rows(text: str) -> Rows:
    """Numbers of rows as people write them; None when nothing is written.

    >>> sorted(read_rows("3，5, 8-10") or ())
    [3, 5, 8, 9, 10]

    Raises:
        InvalidInput: It is no list of numbers, or names too many.
    """
    if text == "all":
        return "all"
    found: set[int] = set()
    for part in filter(None, re.split(r"[,，、;；\s]+", _AROUND.sub("-", text))):
        match = _PART.fullmatch(part)
        if match is None:
            raise InvalidInput(phrase("recommendation", "row_numbers", value=part[:20]), field="rows")
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last:
            raise InvalidInput(phrase("recommendation", "row_numbers", value=part[:20]), field="rows")
        _refuse_number(last - first + 1)
        found.update(range(first, last + 1))
    return frozenset(found) or None


def _refuse_number(count: int) -> None:
    if not count:
        raise InvalidInput(phrase("recommendation", "nobody"), field="applicants")
    if count > MOST_PICKED:
        message = phrase("recommendation", "too_many", limit=MOST_PICKED, count=count)
        raise InvalidInput(message, field="applicants")


def _at(cells: Sequence[object], column: int | None) -> str:
    return _line(cells[column]) if column is not None and column < len(cells) else ""


def _line(value: object) -> str:
    text = (
        "" if value is None else f"{value:.0f}" if isinstance(value, float) and value.is_integer() else value
    )
    return " ".join(plain_text(str(text)).split())
