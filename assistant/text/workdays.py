"""Working days by the calendar that the State Council announces for each year.

Source: the yearly 国务院办公厅关于部分节假日安排的通知, as kept by the package chinesecalendar.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple


class WorkingDayResult(NamedTuple):
    """The day on which a number of working days ends.

    Attributes:
        last_day: That day, or None where the calendar of its year is not announced yet.
        certain: Whether ``last_day`` is known.
        not_before: The earliest day that it can be.
        counted: How many of the working days are certain.
    """

    last_day: date | None
    certain: bool
    not_before: date
    counted: int


def is_working_day(day: date) -> bool | None:
    """Whether a day is a working day; None where the calendar of its year is not announced.

    >>> is_working_day(date(2025, 9, 28)), is_working_day(date(2025, 10, 8))
    (True, False)
    """
    first, last = known_years()
    if not first <= day.year <= last:
        return None
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


def add_working_days(start: date, n: int) -> WorkingDayResult:
    """The ``n``-th working day after ``start``; the start day is not counted.

    Beyond the announced calendars only 1 January, a holiday by regulation, is left out: every other
    day may turn out to be one, so the result is the earliest day possible.

    Raises:
        ValueError: ``n`` is less than 1.

    >>> add_working_days(date(2025, 9, 26), 5).last_day
    datetime.date(2025, 10, 10)
    """
    if n < 1:
        raise ValueError(f"工作日数须不小于 1，收到 {n}")
    day, counted = start, 0
    while counted < n:
        day += timedelta(days=1)
        working = is_working_day(day)
        if working is None:
            return WorkingDayResult(None, False, _earliest(day, n - counted), counted)
        counted += working
    return WorkingDayResult(day, True, day, counted)


@cache
def known_years() -> tuple[int, int]:
    """The first and the last year whose calendar is known."""
    import chinese_calendar

    years = [day.year for day in chinese_calendar.constants.holidays]
    return min(years), max(years)


def _earliest(day: date, missing: int) -> date:
    """The day that is reached if every day but 1 January were a working day, ``day`` being the first."""
    while True:
        if (day.month, day.day) != (1, 1):
            missing -= 1
        if missing == 0:
            return day
        day += timedelta(days=1)
