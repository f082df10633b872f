"""Events on whole columns: each event of each applicant gets its place, the gravest one decides."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from assistant.eligibility import happenings
from assistant.eligibility.batch.columns import (
    ABSENT,
    FIRST,
    NO_DAY,
    TOLD_NOT_APPLICABLE,
    TOLD_UNKNOWN,
    EventRows,
    Ints,
    Table,
)
from assistant.eligibility.batch.kleene import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Findings, Mask, plain
from assistant.eligibility.facts import Event, Fact
from assistant.eligibility.forms import LookBack, NoEvent
from assistant.eligibility.lookback import rolling_clear

_COUNTS, _GREY, _DOUBTFUL, _INCOMPLETE, _UNDATED, _CLEAR = range(6)
_PLACE = {place: number for number, place in enumerate((*happenings.PLACES, "clear"))}
_SURE, _UNSURE, _NOT = range(3)
_NOW, _BETWEEN, _PAST, _IMPRECISE = range(4)
"""Standings: counts, grey, clear, imprecise (see ``lookback``)."""


def no_event(test: NoEvent, table: Table) -> Findings:
    """For whom no event of the named kinds and grades counts on the day."""
    codes, rows = table.column(test.fact).codes, table.events(test.fact)
    outcome = np.full(table.count, MET, dtype=np.uint8)
    outcome[codes < FIRST] = UNKNOWN
    outcome[codes == TOLD_NOT_APPLICABLE] = NOT_APPLICABLE
    lacking = np.isin(codes, (ABSENT, TOLD_UNKNOWN))
    confirm, undated = (np.zeros(table.count, dtype=np.bool_) for _ in range(2))
    who = np.flatnonzero(rows.lengths[codes])
    if len(who):
        places = _gravest(test, table, rows, who)
        outcome[who] = np.where(places == _COUNTS, NOT_MET, np.where(places == _CLEAR, MET, UNKNOWN))
        confirm[who] = np.isin(places, (_GREY, _DOUBTFUL))
        lacking[who] = places == _INCOMPLETE
        undated[who] = places == _UNDATED
        missing = [(test.fact, lacking)]
        if test.since:
            began = table.days(test.since)[who] == NO_DAY
            undated[who] |= (places == _INCOMPLETE) & began
            missing.append((test.since, undated))
        return plain(outcome, missing, confirm)
    return plain(outcome, [(test.fact, lacking)], confirm)


def _gravest(test: NoEvent, table: Table, rows: EventRows, who: Ints) -> Ints:
    """The gravest place among the events of each of these applicants."""
    codes = table.column(test.fact).codes[who]
    lengths = rows.lengths[codes]
    first = np.cumsum(lengths) - lengths
    picked = np.arange(lengths.sum()) - np.repeat(first - rows.starts[codes], lengths)
    floors = np.repeat(table.days(test.floor)[who], lengths) if test.floor else None
    places = _places(test, table, rows, picked, floors)
    if test.since:
        places = _since(places, rows, picked, np.repeat(table.days(test.since)[who], lengths))
    return np.minimum.reduceat(places, first)


def _places(test: NoEvent, table: Table, rows: EventRows, picked: Ints, floors: Ints | None) -> Ints:
    sure, doubt = _kinds_and_grades(test, table.facts[test.fact])
    kind, grade = rows.kind[picked], rows.grade[picked]
    matches, otherwise = sure[kind, grade], doubt[kind, grade]
    when = _standing(rows.earliest[picked], rows.latest[picked], test.window, table.as_of)
    open_ = (matches == _UNSURE) | (when == _IMPRECISE)
    certain = np.where(open_, _INCOMPLETE, np.where(when == _NOW, _COUNTS, _GREY))
    place = np.where(matches == _NOT, otherwise, _DOUBTFUL if test.only_doubtful else certain)
    before = np.zeros(len(picked), dtype=np.bool_)
    if floors is not None:
        before = (rows.latest[picked] != NO_DAY) & (rows.latest[picked] < floors)
    return np.where((when == _PAST) | before, _CLEAR, place)


def _since(places: Ints, rows: EventRows, picked: Ints, began: Ints) -> Ints:
    """The places once the day is known from which on events count; see ``happenings``."""
    earliest, latest = rows.earliest[picked], rows.latest[picked]
    unknown = np.where(places <= _DOUBTFUL, _UNDATED, _INCOMPLETE)
    told = np.where(latest < began, _CLEAR, np.where(earliest >= began, places, _INCOMPLETE))
    placed = np.where(began == NO_DAY, unknown, told)
    return np.where((places == _CLEAR) | (latest == NO_DAY), places, placed)


def _kinds_and_grades(test: NoEvent, fact: Fact) -> tuple[Ints, Ints]:
    """For each kind (0: not told) and grade: whether the event is meant, and its place where it is not."""
    kinds = [None, *(value for value, _ in fact.spec.kinds)]
    grades = [None, *(value for value, _ in fact.spec.grades)]
    sure, doubt = (np.zeros((len(kinds), len(grades)), dtype=np.int64) for _ in range(2))
    for (i, kind), (j, grade) in product(enumerate(kinds), enumerate(grades)):
        event = Event(kind, grade, None, None)
        found = happenings.matches(test, fact, event)
        sure[i, j] = _UNSURE if found is None else _SURE if found else _NOT
        doubt[i, j] = _PLACE[happenings.doubt(test, fact, event)]
    return sure, doubt


def _standing(earliest: Ints, latest: Ints, window: LookBack | None, as_of: date) -> Ints:
    """Whether what happened between two days counts on the day asked.

    The later something happened, the longer it counts: a range counts as its two ends do, where they agree.
    """
    today = as_of.toordinal()
    if window is None:
        return np.where(earliest > today, _PAST, _NOW)
    ends = [_standing_on(np.minimum(day, today), window, as_of) for day in (earliest, latest)]
    agreed = np.where(ends[0] == ends[1], ends[0], _IMPRECISE)
    return np.where(latest == NO_DAY, _IMPRECISE, np.where(earliest > today, _PAST, agreed))


def _standing_on(days: Ints, window: LookBack, as_of: date) -> NDArray[np.int64]:
    rolling, calendar = _first_counting(window, as_of), date(as_of.year - window.years, 1, 1).toordinal()
    grey: Mask = (days >= calendar) & (window.reading == "both")
    return np.where(days >= rolling, _NOW, np.where(grey, _BETWEEN, _PAST))


def _first_counting(window: LookBack, as_of: date) -> int:
    """Ordinal of the first day that still counts, years counted to the corresponding day."""
    about = date(as_of.year - window.years, as_of.month, 1)
    return next(
        day.toordinal()
        for offset in range(-2, 33)
        if as_of < rolling_clear(day := about + timedelta(days=offset), window)
    )
