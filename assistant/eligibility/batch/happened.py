"""Events and listings as sheets hold them: 无, 有 with rows of their own, or a few words in the cell itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.eligibility.batch.cells import (
    BLANK,
    BadCell,
    any_day,
    folded_names,
    is_blank,
    read_cell,
    shortened,
    text_of,
)
from assistant.eligibility.batch.days import day_text
from assistant.eligibility.batch.words import enumerated, folded, word_set
from assistant.eligibility.facts import Fact

EventRow = tuple[int, Mapping[str, Any]]
"""Row of the events' sheet and the event as on the wire."""

_SPAN = re.compile(r"(.+?)(?:至|到|~|～|—+|--)(.+)")
_PARTS = re.compile(r"[\s,，、|;]+")
_ENTRIES = re.compile(r"[;；\n]+")


def read_events(fact: Fact, cell: object, rows: Sequence[EventRow]) -> Any:
    """The events of an applicant, from its cell and its rows in the sheet of events.

    Raises:
        BadCell: The cell cannot be read, or contradicts the rows.
    """
    told = [dict(event) for _, event in rows]
    if is_blank(cell):
        return told or BLANK
    text = text_of(cell)
    if text in word_set("cells", "no"):
        if rows:
            numbers = enumerated([str(number) for number, _ in rows[:5]])
            raise BadCell("events_denied", value=shortened(cell), rows=numbers)
        return []
    if text in word_set("cells", "yes"):
        return told or [{}]
    if text in word_set("cells", "unknown"):
        return told or None
    if text in word_set("cells", "not_applicable"):
        return read_cell(fact, cell)
    return [*_written(fact, cell), *told]


def _written(fact: Fact, cell: object) -> list[dict[str, Any]]:
    """Events written into the cell: 2024-05-06 安全 较大；2023年8月 质量."""
    whole = day_text(cell)
    if whole:
        return [{"date": whole}]
    entries = [entry for entry in _ENTRIES.split(str(cell)) if entry.strip()]
    if not entries:
        raise BadCell("events", value=cell)
    return [_one(fact, entry, cell) for entry in entries]


def _one(fact: Fact, entry: str, cell: object) -> dict[str, Any]:
    event: dict[str, Any] = {}
    for part in filter(None, _PARTS.split(entry.strip())):
        found = event_part(fact, part)
        if not found or set(found) & set(event):
            if not event and not any(char.isdigit() for char in entry):
                raise BadCell("events", value=cell)
            raise BadCell(
                "event_part",
                value=cell,
                part=part,
                kinds=_choices(fact.spec.kinds),
                grades=_choices(fact.spec.grades),
            )
        event |= found
    return event


def event_part(fact: Fact, part: str) -> dict[str, Any]:
    """What one word of an event says: its day or days, its kind, its grade; empty when nothing known."""
    day = day_text(part)
    if day:
        return {"date": day}
    span = _SPAN.fullmatch(part)
    first, last = (day_text(span[1]), span[2]) if span else (None, "")
    if first and folded(last) in word_set("cells", "until_now"):
        return {"date": first}
    if first and day_text(last):
        return {"date": first, "end": day_text(last)}
    text = folded(part)
    for key, names in (("kind", fact.kinds), ("grade", fact.grades)):
        value = folded_names(tuple(names.items())).get(text)
        if value:
            return {key: value}
    return {}


def _choices(pairs: Sequence[tuple[str, str]]) -> str:
    return f"（{enumerated([label for _, label in pairs])}）" if pairs else ""


def read_listing(fact: Fact, cell: object, listed: object, removed: object) -> Any:
    """Whether the applicant is or was on a list, from its cell and the two cells of days.

    Raises:
        BadCell: A cell cannot be read, or they contradict each other.
    """
    entry = {"listed_on": any_day(listed), "removed_on": any_day(removed)}
    dated = any(entry.values())
    if is_blank(cell):
        return _ordered(entry) if dated else BLANK
    text = text_of(cell)
    if text in word_set("cells", "yes"):
        return _ordered(entry)
    if text in word_set("cells", "no"):
        if dated:
            raise BadCell("listing_denied", value=shortened(cell))
        return False
    if text in word_set("cells", "unknown"):
        return _ordered(entry) if dated else None
    if text in word_set("cells", "not_applicable"):
        return read_cell(fact, cell)
    return _ordered(_written_listing(cell, entry))


def _written_listing(cell: object, entry: dict[str, str | None]) -> dict[str, str | None]:
    day = day_text(cell)
    span = _SPAN.fullmatch(str(cell).strip())
    if day and not any(entry.values()):
        return {"listed_on": day, "removed_on": None}
    if span and day_text(span[1]) and day_text(span[2]) and not any(entry.values()):
        return {"listed_on": day_text(span[1]), "removed_on": day_text(span[2])}
    raise BadCell("listing", value=cell)


def _ordered(entry: dict[str, str | None]) -> dict[str, str | None]:
    listed, removed = entry["listed_on"], entry["removed_on"]
    if listed and removed and removed < listed[: len(removed)]:
        raise BadCell("order")
    return entry
