"""Working days by the announced calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.workdays import add_working_days, is_working_day, known_years

_FIRST, _LAST = known_years()


def test_a_sunday_made_up_for_a_holiday_counts_and_the_holiday_does_not() -> None:
    result = add_working_days(date(2025, 9, 26), 5)
    assert (result.last_day, result.certain, result.counted) == (date(2025, 10, 10), True, 5)


def test_thirty_working_days_run_around_the_autumn_holidays_of_2026() -> None:
    assert add_working_days(date(2026, 9, 15), 30).last_day == date(2026, 11, 2)


def test_beyond_the_announced_calendar_only_the_certain_part_is_given() -> None:
    start = date(_LAST, 12, 31)
    result = add_working_days(start, 3)
    assert result.last_day is None
    assert not result.certain
    assert result.counted == 0
    assert result.not_before == date(_LAST + 1, 1, 4)


def test_a_year_without_announced_calendar_is_unknown() -> None:
    assert is_working_day(date(_LAST + 1, 6, 15)) is None


@given(st.dates(date(2010, 1, 1), date(2024, 6, 30)), st.integers(1, 60))
def test_the_last_day_is_a_working_day_and_the_count_is_exact(start: date, n: int) -> None:
    result = add_working_days(start, n)
    assert result.last_day is not None
    assert is_working_day(result.last_day)
    days = (start + timedelta(days=i) for i in range(1, (result.last_day - start).days + 1))
    assert sum(1 for day in days if is_working_day(day)) == n


def test_a_span_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="不小于 1"):
        add_working_days(date(2025, 1, 1), 0)
