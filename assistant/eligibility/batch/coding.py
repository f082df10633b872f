"""Turns the cells of one fact into codes of a column; each distinct content is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.eligibility.batch.cells import BLANK, NOT_APPLICABLE, BadCell, is_blank, read_cell
from assistant.eligibility.batch.columns import ColumnMaker
from assistant.eligibility.batch.happened import EventRow, read_events, read_listing
from assistant.eligibility.batch.headers import Place
from assistant.eligibility.batch.words import enumerated
from assistant.eligibility.facts import Fact, Value
from assistant.errors import InvalidFact

Cells = tuple[object, ...]
"""The cells of one fact of one applicant, in the order of its places."""


_MOST_REMEMBERED = 20_000


class FactReader:
    """Reads the cells of one fact into its wire value."""

    def __init__(self, fact: Fact, places: Sequence[Place], headers: Sequence[str]) -> None:
        self.fact = fact
        self.places = tuple(places)
        self._headers = headers
        self._met: dict[tuple[Cells, int], Value | BadCell | None] = {}
        self._roles = {role: [n for n, p in enumerate(places) if p.role == role] for role in _roles(places)}

    def read(self, cells: Cells, events: Sequence[EventRow] = ()) -> tuple[Any, Value | None]:
        """The wire value, ``BLANK`` when nothing is told, and what it is read into.

        Raises:
            BadCell: A cell cannot be used; its ``place`` is the column.
        """
        try:
            value = _READERS.get(self.fact.entry.type, _read_one)(self, cells, events)
            return value, None if value is BLANK else self.fact.parse(value)
        except InvalidFact as error:
            raise self._placed(BadCell("fact", reason=error), cells) from error
        except BadCell as error:
            raise self._placed(error, cells) from error.__cause__

    def value(self, cells: Cells, place: int, events: Sequence[EventRow]) -> Value | BadCell | None:
        """What the cells are read into, or what is wrong with them; contents met before are remembered."""
        key = (cells, place)
        if key not in self._met:
            if len(self._met) >= _MOST_REMEMBERED:
                self._met.clear()
            try:
                self._met[key] = self.read(cells, events)[1]
            except BadCell as error:
                self._met[key] = error
        return self._met[key]

    def _placed(self, error: BadCell, cells: Cells) -> BadCell:
        told = [place.column for place, cell in zip(self.places, cells, strict=True) if not is_blank(cell)]
        error.place = error.place or (told or [place.column for place in self.places])[0] + 1
        return error

    def cell(self, cells: Cells, role: object) -> tuple[object, Place | None]:
        """The cell of a role; of several columns that say the same, one.

        Raises:
            BadCell: They differ.
        """
        told = [n for n in self._roles.get(role, ()) if not is_blank(cells[n])]
        if len({str(cells[n]).strip() for n in told}) > 1:
            columns = enumerated([self._headers[self.places[n].column] for n in told])
            error = BadCell("doubled", columns=columns)
            error.place = self.places[told[0]].column + 1
            raise error
        return (cells[told[0]], self.places[told[0]]) if told else (None, None)

    @property
    def roles(self) -> tuple[object, ...]:
        """What the columns hold."""
        return tuple(self._roles)


def _roles(places: Sequence[Place]) -> tuple[object, ...]:
    return tuple(dict.fromkeys(place.role for place in places))


def _read_one(reader: FactReader, cells: Cells, events: Sequence[EventRow]) -> Any:
    cell, place = reader.cell(cells, "value")
    return BLANK if place is None else read_cell(reader.fact, cell, place.measure)


def _read_events(reader: FactReader, cells: Cells, events: Sequence[EventRow]) -> Any:
    return read_events(reader.fact, reader.cell(cells, "value")[0], events)


def _read_listing(reader: FactReader, cells: Cells, events: Sequence[EventRow]) -> Any:
    return read_listing(
        reader.fact, *(reader.cell(cells, role)[0] for role in ("value", "listed_on", "removed_on"))
    )


def _read_series(reader: FactReader, cells: Cells, events: Sequence[EventRow]) -> Any:
    figures = {}
    for year in reader.roles:
        cell, place = reader.cell(cells, year)
        if place is None:
            continue
        try:
            figures[str(year)] = read_cell(reader.fact, cell, place.measure)
        except BadCell as error:
            error.place = place.column + 1
            raise
    if not figures:
        return BLANK
    states = [figure for figure in figures.values() if figure == NOT_APPLICABLE]
    if states:
        if len(states) < len(figures):
            raise BadCell("series")
        return NOT_APPLICABLE
    known = {year: figure for year, figure in figures.items() if figure is not None}
    return known or None


_READERS: Mapping[str, Callable[[FactReader, Cells, Sequence[EventRow]], Any]] = {
    "events": _read_events,
    "listing": _read_listing,
    "series": _read_series,
}


class Coder(dict[Any, int]):
    """The code of every content of the cells of a fact; what is new is read when it is first met.

    A key is the cell itself; where ``single`` does not hold, the tuple of cells and the place of the rows of events.

    Attributes:
        bad: Codes of contents that cannot be used, with what is wrong.
    """

    def __init__(
        self, reader: FactReader, *, single: bool, events: Sequence[Sequence[EventRow]] = ((),)
    ) -> None:
        super().__init__()
        self.bad: dict[int, BadCell] = {}
        self.maker = ColumnMaker()
        self._reader = reader
        self._single = single
        self._events = events

    def __missing__(self, key: Any) -> int:
        """Read a content that is new."""
        cells, place = ((key,), 0) if self._single else key
        value = self._reader.value(cells, place, self._events[place])
        if isinstance(value, BadCell):
            code = self.maker.add_unusable()
            self.bad[code] = value
        else:
            code = self.maker.add(value)
        self[key] = code
        return code
