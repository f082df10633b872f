"""Days and spans of time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.dates import (
    Duration,
    Unit,
    add_duration,
    find_dates,
    find_durations,
    find_month_days,
    same_quantity,
)
from assistant.text.numerals import to_chinese

_DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(
    _DAYS,
    st.sampled_from(
        ["{y}年{m}月{d}日", "{y} 年 {m} 月 {d} 日", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}"]
    ),
)
def test_a_day_is_found_in_every_way_of_writing_it(day: date, form: str) -> None:
    written = form.format(y=day.year, m=day.month, d=day.day)
    text = f"请于{written}前报送"
    (found,) = find_dates(text)
    assert found.value == day
    assert text[found.start : found.end] == found.text == written


@given(_DAYS)
def test_a_day_in_chinese_numerals_is_found(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    written = f"{year}年{to_chinese(day.month)}月{to_chinese(day.day)}日"
    assert [found.value for found in find_dates(written)] == [day]


@pytest.mark.parametrize("text", ["2025年2月30日", "2025年13月1日", "2025-00-10", "20250614", "2025年6月"])
def test_what_is_no_day_of_the_calendar_is_not_found(text: str) -> None:
    assert find_dates(text) == []


def test_full_width_digits_are_read() -> None:
    assert [found.value for found in find_dates("２０２５年６月１４日")] == [date(2025, 6, 14)]


def test_a_day_without_a_year_is_kept_apart() -> None:
    assert find_dates("3月15日前") == []
    assert [(d.month, d.day) for d in find_month_days("3月15日前，2025年4月1日")] == [(3, 15)]


_UNITS: st.SearchStrategy[tuple[str, Unit]] = st.sampled_from(
    [("个工作日", "工作日"), ("日", "日"), ("天", "日"), ("个月", "月"), ("年", "年")]
)


@given(st.integers(2, 99), _UNITS, st.booleans(), st.booleans())
def test_a_span_is_found_by_value(amount: int, unit: tuple[str, Unit], chinese: bool, spaced: bool) -> None:
    word, kind = unit
    written = f"{to_chinese(amount) if chinese else amount}{' ' if spaced else ''}{word}"
    text = f"应当在{written}内办理"
    (found,) = find_durations(text)
    assert found.value == Duration(amount, kind)
    assert text[found.start : found.end] == found.text == written


@pytest.mark.parametrize("text", ["2025年", "2025年6月14日", "6月14日前", "每月5日前", "第三年"])
def test_points_in_time_are_no_spans(text: str) -> None:
    assert find_durations(text) == []


def test_half_a_year_is_six_months() -> None:
    assert [found.value for found in find_durations("半年内补正，上半年不计")] == [Duration(6, "月")]


def test_thirty_days_are_the_same_in_words_and_digits_but_not_working_days() -> None:
    assert same_quantity("三十日", "30 天")
    assert not same_quantity("30日", "30个工作日")


@given(_DAYS, st.integers(1, 400))
def test_the_start_day_is_not_counted(day: date, amount: int) -> None:
    assert add_duration(day, Duration(amount, "日")).latest == day + timedelta(days=amount)


@given(_DAYS, st.integers(1, 10))
def test_years_end_on_the_corresponding_day_or_the_end_of_the_month(day: date, years: int) -> None:
    last = add_duration(day, Duration(years, "年")).latest
    assert (last.year, last.month) == (day.year + years, day.month)
    assert last.day == day.day or (day.month, day.day, last.day) == (2, 29, 28)


@given(_DAYS, st.integers(1, 30))
def test_months_never_leave_the_calendar(day: date, months: int) -> None:
    last = add_duration(day, Duration(months, "月")).latest
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == months
    assert last.day <= day.day


def test_a_month_from_the_last_of_january_ends_with_february() -> None:
    assert add_duration(date(2024, 1, 31), Duration(1, "月")).latest == date(2024, 2, 29)
