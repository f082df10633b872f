from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.documents import DateRange
from assistant.eligibility.forms import LookBack
from assistant.eligibility.lookback import (
    add_months,
    calendar_clear,
    join,
    lasts,
    rolling_clear,
    spell,
    standing,
)

BOTH = LookBack(word="近三年", years=3)
ROLLING = LookBack(word="三年内", years=3, reading="rolling")
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def on(day: date) -> DateRange:
    return DateRange(day, day)


@pytest.mark.parametrize(
    ("event", "as_of", "expected"),
    [
        (date(2023, 11, 20), date(2026, 11, 20), "counts"),
        (date(2023, 11, 19), date(2026, 11, 20), "grey"),
        (date(2023, 1, 1), date(2026, 11, 20), "grey"),
        (date(2022, 12, 31), date(2026, 11, 20), "clear"),
        (date(2022, 6, 13), date(2025, 6, 14), "grey"),
        (date(2024, 2, 29), date(2027, 2, 28), "counts"),
        (date(2024, 2, 29), date(2027, 3, 1), "grey"),
        (date(2026, 11, 21), date(2026, 11, 20), "clear"),
    ],
)
def test_three_years_end_on_the_corresponding_day(event: date, as_of: date, expected: str) -> None:
    assert standing(on(event), BOTH, as_of) == expected


def test_a_forward_bar_has_no_grey_zone() -> None:
    assert standing(on(date(2023, 11, 19)), ROLLING, date(2026, 11, 20)) == "clear"


def test_a_year_alone_is_clear_grey_counting_or_imprecise() -> None:
    whole = DateRange(date(2023, 1, 1), date(2023, 12, 31))
    assert standing(whole, BOTH, date(2025, 1, 1)) == "counts"
    assert standing(whole, BOTH, date(2026, 6, 1)) == "imprecise"
    assert standing(whole, BOTH, date(2027, 1, 1)) == "clear"


@given(days, days)
def test_the_calendar_reading_never_ends_before_the_rolling_one(event: date, as_of: date) -> None:
    assert rolling_clear(event, BOTH) <= calendar_clear(event, BOTH)


@given(days)
def test_an_event_counts_until_the_day_before_it_clears(event: date) -> None:
    clear = rolling_clear(event, BOTH)
    assert standing(on(event), BOTH, clear - timedelta(days=1)) == "counts"
    assert standing(on(event), BOTH, clear) != "counts"


@pytest.mark.parametrize(
    ("start", "end", "months", "expected"),
    [
        (date(2023, 3, 1), date(2024, 2, 29), 12, True),
        (date(2023, 3, 1), date(2024, 2, 28), 12, False),
        (date(2024, 1, 1), date(2024, 12, 31), 12, True),
        (date(2024, 1, 1), date(2024, 12, 30), 12, False),
        (date(2024, 1, 15), date(2024, 2, 14), 1, True),
    ],
)
def test_a_spell_counts_both_end_days(start: date, end: date, months: int, expected: bool) -> None:
    assert lasts(start, end, months) is expected


@given(days, st.integers(0, 120))
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_spells_that_follow_each_other_are_one() -> None:
    first = (on(date(2024, 1, 1)), on(date(2024, 6, 30)))
    second = (on(date(2024, 7, 1)), on(date(2024, 12, 31)))
    apart = (on(date(2025, 1, 2)), on(date(2025, 2, 1)))
    assert join([apart, second, first]) == ((first[0], second[1]), apart)


def test_a_spell_told_by_its_length_and_one_of_its_days_is_known() -> None:
    start, end = (
        DateRange(date(2025, 1, 1), date(2025, 12, 31)),
        DateRange(date(2024, 3, 31), date(2024, 3, 31)),
    )
    assert spell(start, None, 14) == (start, DateRange(date(2026, 2, 28), date(2027, 2, 27)))
    assert spell(None, end, 3) == (DateRange(date(2024, 1, 1), date(2024, 1, 1)), end)
