"""Deadlines as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta

from assistant.documents.library import Library
from assistant.register.deadlines import Deadline
from assistant.text.titles import short_title

_LINE_BYTES = 75


def calendar_of(deadlines: Iterable[Deadline], library: Library) -> str:
    """An all-day event for every last day; the same deadlines give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//assistant//deadlines//ZH", "CALSCALE:GREGORIAN"]
    for deadline in deadlines:
        lines.extend(_event(deadline, library))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(deadline: Deadline, library: Library) -> Iterator[str]:
    day = deadline.last_day
    if day is None:
        return
    document = library.document(deadline.document_id)
    clause = library.clause(deadline.document_id, deadline.clause_id)
    key = f"{deadline.document_id}#{deadline.clause_id}#{day}#{deadline.quote}"
    who = f"{deadline.actor}：" if deadline.actor else ""
    stamp = document.metadata.signed_on.value if document.metadata.signed_on else day
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(key.encode()).hexdigest()[:24]}@assistant"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape(who + deadline.action)}"
    yield f"DESCRIPTION:{_escape(f'{short_title(document.title)} {clause.label}：{deadline.quote}')}"
    yield "END:VEVENT"


def _escape(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _fold(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, never cut inside a character.

    >>> [len(part.encode()) for part in _fold("字" * 40)]
    [75, 46]
    """
    current = ""
    for character in line:
        if len((current + character).encode()) > _LINE_BYTES:
            yield current
            current = " "
        current += character
    yield current
