"""Windows that look back: whether an event still counts, and how long a spell lasted.

Source: Civil Code, articles 201 to 204: a period of years ends on the corresponding day, or on the last
day of the month where that day is absent. Applying it to administrative notices is a drafting convention.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from assistant.domain.documents import DateRange
from assistant.eligibility.forms import LookBack

Standing = Literal["counts", "clear", "grey", "imprecise"]
ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on, the month's last day where it is absent.

    >>> add_months(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def rolling_clear(event: date, window: LookBack) -> date:
    """First day on which the event no longer counts, three years counted to the corresponding day."""
    return add_months(event, 12 * window.years) + ONE_DAY


def calendar_clear(event: date, window: LookBack) -> date:
    """First day on which the event no longer counts, counted by whole calendar years."""
    return date(event.year + window.years + 1, 1, 1)


def _standing_on(event: date, window: LookBack, as_of: date) -> Standing:
    if as_of < rolling_clear(event, window):
        return "counts"
    if window.reading == "both" and as_of < calendar_clear(event, window):
        return "grey"
    return "clear"


def standing(days: DateRange, window: LookBack | None, as_of: date) -> Standing:
    """Whether what happened on one of ``days`` counts on ``as_of``; what has not happened yet is clear."""
    if days.earliest > as_of:
        return "clear"
    if window is None:
        return "counts"
    ends = {_standing_on(min(day, as_of), window, as_of) for day in days}
    return ends.pop() if len(ends) == 1 else "imprecise"


def turning_days(days: DateRange, window: LookBack) -> tuple[date, ...]:
    """The days on which the standing of what happened on ``days`` can change."""
    return tuple(clear(day, window) for day in days for clear in (rolling_clear, calendar_clear))


def lasts(start: date, end: date, months: int) -> bool:
    """Whether a spell covers so many months, both end days counted.

    >>> lasts(date(2023, 3, 1), date(2024, 2, 29), 12), lasts(date(2023, 3, 1), date(2024, 2, 28), 12)
    (True, False)
    """
    return end + ONE_DAY >= add_months(start, months)


def spell(
    start: DateRange | None, end: DateRange | None, months: int | None
) -> tuple[DateRange | None, DateRange | None]:
    """The days on which a spell may have begun and ended; the one left out follows from its length."""
    if months and start and not end:
        return start, DateRange(*(add_months(day, months) - ONE_DAY for day in start))
    if months and end and not start:
        return DateRange(*(add_months(day + ONE_DAY, -months) for day in end)), end
    return start, end


def join(spells: Iterable[tuple[DateRange, DateRange]]) -> tuple[tuple[DateRange, DateRange], ...]:
    """Join spells with exact days that overlap or follow each other without a day between."""
    joined: list[tuple[DateRange, DateRange]] = []
    for start, end in sorted(spells):
        if joined and _exact(start, *joined[-1]) and start.earliest <= joined[-1][1].latest + ONE_DAY:
            first, last = joined[-1]
            joined[-1] = (first, DateRange(max(last.earliest, end.earliest), max(last.latest, end.latest)))
        else:
            joined.append((start, end))
    return tuple(joined)


def _exact(*ranges: DateRange) -> bool:
    return all(days.earliest == days.latest for days in ranges)
