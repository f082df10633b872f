"""Facts of many applicants: one column a fact, its distinct values and a code for each applicant."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.documents import DateRange
from assistant.eligibility.facts import Event, Fact, Listing, State, Value
from assistant.eligibility.odd_values import odd_values

Ints = NDArray[np.int64]

ABSENT, TOLD_UNKNOWN, TOLD_NOT_APPLICABLE = range(3)
FIRST = 3
"""The first code of a value proper; those before it stand for nothing told, not known, not applicable."""

NO_DAY = 0
"""In place of the ordinal of a day that is not known; 1 is the first day of the calendar."""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact: ``values`` by code, the three states first; ``codes`` of the applicants, ``(n,)``."""

    values: tuple[Value | None, ...]
    codes: Ints


@dataclass(frozen=True, slots=True)
class EventRows:
    """All events of a column in one row after another: those of code ``c`` from ``starts[c]``, ``lengths[c]`` many.

    ``kind`` and ``grade`` are 0 where not told, else 1 + their place in the declaration; days are ordinals.
    """

    starts: Ints
    lengths: Ints
    kind: Ints
    grade: Ints
    earliest: Ints
    latest: Ints


class ColumnMaker:
    """Gathers the distinct values of one column."""

    def __init__(self) -> None:
        self._values: list[Value | None] = [None, State.UNKNOWN, State.NOT_APPLICABLE]

    def add(self, value: Value | None) -> int:
        """The code of a value that is new; states have theirs."""
        if value is None:
            return ABSENT
        if isinstance(value, State):
            return TOLD_UNKNOWN if value is State.UNKNOWN else TOLD_NOT_APPLICABLE
        self._values.append(value)
        return len(self._values) - 1

    def add_unusable(self) -> int:
        """A code for what cannot be used; its rows have to be made absent before anything is judged."""
        self._values.append(None)
        return len(self._values) - 1

    def column(self, codes: Sequence[int], unusable: Sequence[int] = ()) -> Column:
        """The column of these codes, the unusable ones made absent and left out of the values."""
        left_out = set(unusable)
        kept = np.array([code not in left_out for code in range(len(self._values))])
        mapped = np.where(kept, np.cumsum(kept) - 1, ABSENT)
        values = tuple(value for value, keep in zip(self._values, kept, strict=True) if keep)
        return Column(values, mapped[np.array(codes, dtype=np.int64)])


def columns_of(facts: Mapping[str, Fact], rows: Sequence[Mapping[str, Any]]) -> dict[str, Column]:
    """Columns of applicants whose facts are given as they go over the wire.

    Raises:
        InvalidFact: A value cannot be used.
    """
    return {name: _column(fact, [row.get(name, _NOT_TOLD) for row in rows]) for name, fact in facts.items()}


_NOT_TOLD = object()


def _column(fact: Fact, raws: Sequence[Any]) -> Column:
    maker, known, codes = ColumnMaker(), dict[str, int](), []
    for raw in raws:
        if raw is _NOT_TOLD:
            codes.append(ABSENT)
            continue
        key = json.dumps(raw, sort_keys=True, default=repr)
        if key not in known:
            known[key] = maker.add(fact.parse(raw))
        codes.append(known[key])
    return maker.column(codes)


@dataclass(slots=True)
class Table:
    """The applicants of one batch on a day: a column for each fact of the scheme that anyone told.

    Attributes:
        count: Number of applicants.
        odd: By fact and code, what is doubtful about a value (see ``odd_values``).
        told: The columns as they came, values that are set aside included.
    """

    facts: Mapping[str, Fact]
    columns: dict[str, Column]
    as_of: date
    count: int
    odd: dict[str, dict[int, tuple[str, ...]]] = field(default_factory=dict)
    told: Mapping[str, Column] = field(default_factory=dict)
    _events: dict[str, EventRows] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column of a fact; one that nobody told is absent for all."""
        if name not in self.columns:
            empty = np.zeros(self.count, dtype=np.int64)
            self.columns[name] = Column((None, State.UNKNOWN, State.NOT_APPLICABLE), empty)
        return self.columns[name]

    def events(self, name: str) -> EventRows:
        """The events of a column, laid out flat."""
        if name not in self._events:
            self._events[name] = _flat(self.facts[name], self.column(name))
        return self._events[name]

    def days(self, name: str) -> Ints:
        """Ordinal of the date that each applicant told, ``(n,)``; ``NO_DAY`` where none is told."""
        column = self.column(name)
        days = [value.toordinal() if isinstance(value, date) else NO_DAY for value in column.values]
        return np.array(days, dtype=np.int64)[column.codes]

    def values(self, row: int, names: Sequence[str]) -> dict[str, Value]:
        """What one applicant told of these facts."""
        told = ((name, self.column(name)) for name in names)
        found = ((name, column.values[column.codes[row]]) for name, column in told)
        return {name: value for name, value in found if value is not None}


def make_table(facts: Mapping[str, Fact], columns: Mapping[str, Column], as_of: date, count: int) -> Table:
    """A table whose odd values are set aside, as the checker does (``without_odd``)."""
    table = Table(facts, dict(columns), as_of, count, told=columns)
    for name, column in columns.items():
        unused = _note_odd(table, name, column)
        if unused:
            mapped = np.arange(len(column.values))
            mapped[unused] = ABSENT
            table.columns[name] = Column(column.values, mapped[column.codes])
    return table


def _note_odd(table: Table, name: str, column: Column) -> list[int]:
    """Notes what is odd in a column; the codes that cannot be used."""
    unused = []
    for code, value in enumerate(column.values[FIRST:], FIRST):
        if value is not None and _may_be_odd(table.facts[name], value, table.as_of):
            found = odd_values(table.facts, {name: value}, table.as_of)
            if found:
                table.odd.setdefault(name, {})[code] = tuple(odd.text for odd in found)
                unused += [code] * any(not odd.used for odd in found)
    return unused


def _may_be_odd(fact: Fact, value: Value, as_of: date) -> bool:
    """A quick look that spares most values the long one."""
    if isinstance(value, date):
        return value > as_of
    return isinstance(value, Listing | tuple) or (fact.entry.unit == "%" and fact.entry.type == "number")


def _flat(fact: Fact, column: Column) -> EventRows:
    kinds = {value: place for place, (value, _) in enumerate(fact.spec.kinds, 1)}
    grades = {value: place for place, (value, _) in enumerate(fact.spec.grades, 1)}
    told = [value if isinstance(value, tuple) else () for value in column.values]
    lengths = np.array([len(events) for events in told], dtype=np.int64)
    rows = [
        (kinds.get(event.kind or "", 0), grades.get(event.grade or "", 0), *_ends(event.days))
        for events in told
        for event in events
        if isinstance(event, Event)
    ]
    flat = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
    return EventRows(np.cumsum(lengths) - lengths, lengths, *flat.T)


def _ends(days: DateRange | None) -> tuple[int, int]:
    return (days.earliest.toordinal(), days.latest.toordinal()) if days else (NO_DAY, NO_DAY)
