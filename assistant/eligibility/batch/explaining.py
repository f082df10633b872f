"""Why a criterion fails or is open: the scalar engine's own sentences, found once for the values that they name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.eligibility.batch.columns import Table
from assistant.eligibility.batch.frame import Frame, standing_of
from assistant.eligibility.batch.kleene import NOT_MET, Mask
from assistant.eligibility.batch.twin import Judgements
from assistant.eligibility.batch.words import phrase
from assistant.eligibility.clears import clears_on
from assistant.eligibility.evaluate import Case
from assistant.eligibility.phrases import say
from assistant.eligibility.report import finding_of
from assistant.eligibility.schemes import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A criterion that an applicant fails.

    Attributes:
        place: Document and clause.
        clears_on: First day on which it no longer fails, if one comes.
        decides: Whether the verdict hangs on it.
        text: All of it in one line.
    """

    criterion_id: str
    label: str
    place: str
    why: str
    clears_on: date | None
    decides: bool
    text: str


_MOST_REMEMBERED = 50_000


class Explainer:
    """Words the findings of one batch."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._places = frame.places()
        self._failures: dict[tuple[Hashable, ...], Failed] = {}

    def failed(self, table: Table, judgements: Judgements) -> list[list[Failed]]:
        """The criteria that each applicant fails, in the order of the rules."""
        found: list[list[Failed]] = [[] for _ in range(table.count)]
        for criterion in self._frame.scheme.criteria:
            mask = judgements.findings[criterion.entry.id].outcome == NOT_MET
            known: dict[tuple[int, ...], Failed] = {}
            for row, key in _keys(criterion, table, mask):
                if key not in known:
                    known[key] = self._remembered(criterion, table, row)
                found[row].append(known[key])
        return found

    def confirmations(self, table: Table, judgements: Judgements) -> list[list[str]]:
        """What only the authority can say of each applicant, as the report words it."""
        found: list[list[str]] = [[] for _ in range(table.count)]
        for criterion in self._frame.scheme.criteria:
            mask = judgements.findings[criterion.entry.id].confirm
            known: dict[tuple[int, ...], str] = {}
            for row, key in _keys(criterion, table, mask):
                if key not in known:
                    known[key] = self._confirmation(criterion, table, row)
                found[row].append(known[key])
        return found

    def _remembered(self, criterion: Criterion, table: Table, row: int) -> Failed:
        """A failure, from an earlier chunk where the values are the same."""
        case = _case(criterion, table, row)
        values = (tuple(v.items()) if isinstance(v, dict) else v for v in case.values.values())
        key = (criterion.entry.id, *case.values, *values)
        if key not in self._failures:
            if len(self._failures) >= _MOST_REMEMBERED:
                self._failures.clear()
            self._failures[key] = self._failure(criterion, case)
        return self._failures[key]

    def _failure(self, criterion: Criterion, case: Case) -> Failed:
        entry = criterion.entry
        why, place = finding_of(criterion, case).why(), self._places[entry.id]
        said = {"clause": place, "label": entry.label, "why": why}
        text = (
            phrase("failed_item", **said)
            if criterion.decides
            else phrase("other_failed", role=standing_of(criterion), **said)
        )
        return Failed(
            criterion_id=entry.id,
            label=entry.label,
            place=place,
            why=why,
            clears_on=clears_on(entry.test, case),
            decides=criterion.decides,
            text=text,
        )

    def _confirmation(self, criterion: Criterion, table: Table, row: int) -> str:
        why = finding_of(criterion, _case(criterion, table, row)).why()
        authority = self._frame.scheme.authority
        return say("notice_confirm", label=criterion.entry.label, authority=authority, why=why)


def _case(criterion: Criterion, table: Table, row: int) -> Case:
    return Case(table.facts, table.values(row, criterion.fact_names), table.as_of)


def _keys(criterion: Criterion, table: Table, mask: Mask) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The rows of a mask, each with the codes of the values that the criterion reads."""
    rows: Sequence[int] = np.flatnonzero(mask).tolist()
    if rows:
        codes = [table.column(name).codes[rows].tolist() for name in criterion.fact_names]
        yield from zip(rows, zip(*codes, strict=True) if codes else [()] * len(rows), strict=True)
