"""Days as people write them in sheets, brought into the form of the wire."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from assistant.eligibility.batch.words import folded

_WRITTEN = re.compile(
    r"(?P<year>(?:19|20|21)\d{2})(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})日?|月)?|年)?"
)
_DIGITS = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})?")
_CLOCK = re.compile(r"[t日]?(\d{1,2}:\d{2}(:\d{2})?(\.0+)?|00:00:00)$")
_SERIALS = range(20_000, 80_000)
_SERIAL_ZERO = date(1899, 12, 30)


def day_text(cell: object) -> str | None:
    """A day, month or year as the wire writes it; None when the cell is none.

    Source: serial numbers as in Excel's calendar from 1900; below 20000 (1954) a number is no day here.

    >>> day_text("2024年5月6日"), day_text("20240506"), day_text("2024/5"), day_text(45418), day_text("5/6/24")
    ('2024-05-06', '2024-05-06', '2024-05', '2024-05-06', None)
    """
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = folded(f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell))
    return _from_text(text)


@lru_cache(maxsize=32_768)
def _from_text(text: str) -> str | None:
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        return (_SERIAL_ZERO + timedelta(days=int(text))).isoformat()
    digits = _DIGITS.fullmatch(text)
    if digits:
        return _dated(*digits.groups())
    bare = _CLOCK.sub("", text) if ":" in text else text
    found = _WRITTEN.fullmatch(bare)
    return _dated(found["year"], found["month"], found["day"]) if found else None


def _dated(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    parts = (year, month and f"{int(month):02d}", day and f"{int(day):02d}")
    return "-".join(part for part in parts if part)
