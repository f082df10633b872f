"""The sheet of events: one row an event, joined to its applicant by the credit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.eligibility.batch.cells import BadCell, any_day, is_blank, is_example, shortened
from assistant.eligibility.batch.codes import plain_code
from assistant.eligibility.batch.happened import EventRow, event_part
from assistant.eligibility.batch.sheets import Row, Sheet
from assistant.eligibility.batch.words import (
    column_words,
    enumerated,
    folded,
    header_key,
    listed,
    phrase,
    word_set,
)
from assistant.eligibility.facts import Fact
from assistant.errors import InvalidInput

_LOOKED_AT = 10
_MOST_WARNINGS = 20
_KINDS = ("code", "name", "fact", "kind", "grade", "date", "end")


@dataclass(slots=True)
class Events:
    """Events by fact and credit code; place 0 of ``rows`` holds none.

    Attributes:
        first_rows: Where each code stands first, to find those of no applicant.
    """

    rows: list[tuple[EventRow, ...]] = field(default_factory=lambda: [()])
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    first_rows: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(self, fact: str, code: str, number: int, event: Mapping[str, Any]) -> None:
        """One event of one applicant."""
        place = self.places.setdefault((fact, code), len(self.rows))
        if place == len(self.rows):
            self.rows.append(())
        self.rows[place] += ((number, event),)
        self.first_rows.setdefault(code, number)

    @property
    def facts(self) -> frozenset[str]:
        """The facts of which any event is told."""
        return frozenset(fact for fact, _ in self.places)


def event_columns(row: Sequence[object]) -> dict[str, int]:
    """Where the columns of a sheet of events stand, if this row is its header."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        key = header_key(str(cell)) if cell is not None else ""
        for kind in _KINDS:
            if key and key in column_words(kind) and kind not in found:
                found[kind] = column
                break
    return found


def is_events_sheet(sheet: Sheet) -> bool:
    """Whether a sheet has a code, and says of what day or kind something was."""
    for _, row in zip(range(_LOOKED_AT), sheet.rows(), strict=False):
        found = event_columns(row[1])
        if "code" in found and "date" in found and ("fact" in found or "kind" in found):
            return True
    return False


def read_events_sheet(sheet: Sheet, facts: Mapping[str, Fact]) -> Events:
    """All events of a sheet; what cannot be used is told.

    Raises:
        InvalidInput: No column holds the credit code.
    """
    events, columns = Events(), dict[str, int]()
    for number, row in sheet.rows():
        if not columns:
            found = event_columns(row)
            if "code" in found and len(found) > 1:
                columns = found
            elif number > _LOOKED_AT:
                break
        elif not all(is_blank(cell) for cell in row) and not is_example(row):
            _take(events, facts, columns, number, row)
    if not columns:
        raise InvalidInput(phrase("refused", "no_events_code"), field="events")
    del events.warnings[_MOST_WARNINGS:]
    return events


def _take(
    events: Events, facts: Mapping[str, Fact], columns: Mapping[str, int], number: int, row: Row
) -> None:
    def cell(kind: str) -> object:
        column = columns.get(kind)
        return row[column] if column is not None and column < len(row) else None

    code = plain_code(cell("code"))
    fact = _fact(cell("fact"), facts)
    if not code:
        events.warnings.append(phrase("sheet", "events_code", row=number))
    elif fact is None:
        labels = enumerated([f.entry.label for f in facts.values() if f.entry.type == "events"])
        value = shortened(cell("fact") or "")
        events.warnings.append(phrase("sheet", "events_fact", row=number, value=value, labels=labels))
    else:
        events.add(fact.name, code, number, _event(events, fact, cell, number))


def _fact(cell: object, facts: Mapping[str, Fact]) -> Fact | None:
    known = [fact for fact in facts.values() if fact.entry.type == "events"]
    if is_blank(cell):
        return known[0] if len(known) == 1 else None
    key = header_key(str(cell))
    names = {
        header_key(name): f for f in known for name in (f.name, f.entry.label, f.entry.event_name) if name
    }
    return names.get(key)


def _event(events: Events, fact: Fact, cell: Any, number: int) -> dict[str, Any]:
    """The event of a row; what cannot be read is left open, so that it is asked for and never passed over."""
    event: dict[str, Any] = {}
    titles = listed("template", "event_columns")
    for kind in ("kind", "grade", "date", "end"):
        value = cell(kind)
        try:
            if kind in ("date", "end"):
                day = (
                    any_day(value) if folded(str(value or "")) not in word_set("cells", "until_now") else None
                )
                event |= {kind: day} if day else {}
            elif not is_blank(value):
                event |= _choice(fact, kind, value)
        except BadCell as error:
            text = phrase("sheet", "events_bad", row=number, column=titles[kind], text=error)
            events.warnings.append(text)
    if event.get("end", "9") < event.get("date", "")[: len(event.get("end", "9"))]:
        text = phrase("sheet", "events_bad", row=number, column=titles["end"], text=phrase("bad", "order"))
        events.warnings.append(text)
        del event["end"]
    return event


def _choice(fact: Fact, kind: str, value: object) -> dict[str, Any]:
    names = fact.kinds if kind == "kind" else fact.grades
    if not names or folded(str(value)) in word_set("cells", "unknown"):
        return {}
    found = event_part(fact, str(value).strip())
    if kind not in found:
        pairs = fact.spec.kinds if kind == "kind" else fact.spec.grades
        raise BadCell("enum", value=value, options=enumerated([label for _, label in pairs]))
    return {kind: found[kind]}
