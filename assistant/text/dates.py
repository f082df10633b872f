"""Days and spans of time in official texts, and sums with them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from assistant.domain.documents import DateRange
from assistant.text.numerals import parse_numeral

Unit = Literal["工作日", "日", "月", "年"]

_D = r"[\d０-９]"
_CNY = "[〇○零一二三四五六七八九]"
_CN = "[〇零一二两三四五六七八九十百]"
_DATE = re.compile(
    rf"(?<![\d０-９])({_D}{{4}}|{_CNY}{{4}})"
    rf"\s*(?:年\s*({_D}{{1,2}}|{_CN}{{1,3}})\s*月\s*({_D}{{1,2}}|{_CN}{{1,3}})\s*[日号]"
    rf"|\s*([-/.／．－])\s*({_D}{{1,2}})\s*\4\s*({_D}{{1,2}})(?![\d０-９]))"
)
_MONTH_DAY = re.compile(rf"(?<![\d０-９年])({_D}{{1,2}})\s*月\s*({_D}{{1,2}})\s*[日号]")
_DURATION = re.compile(
    rf"(?<![\d０-９.第])({_D}{{1,4}}|{_CN}{{1,4}})"
    r"\s*(个工作日|工作日|个自然日|自然日|日历日|天|日|个月|年|周年|周)(?!度|产|级|代|份|内生)"
)
_HALF_YEAR = re.compile(r"(?<![一二三四五六七八九十\d上下])半年(?!度)")
_DAY_OF_MONTH = re.compile(r"月(?:份)?的?第?\s*$")
_UNITS: dict[str, Unit] = {
    "个工作日": "工作日",
    "工作日": "工作日",
    "个自然日": "日",
    "自然日": "日",
    "日历日": "日",
    "天": "日",
    "日": "日",
    "个月": "月",
    "年": "年",
    "周年": "年",
}


class FoundDate(NamedTuple):
    """A day named in a text."""

    value: date
    start: int
    end: int
    text: str


class FoundMonthDay(NamedTuple):
    """A day without a year."""

    month: int
    day: int
    start: int
    end: int
    text: str


class Duration(NamedTuple):
    """A span of time in its own unit: 5 工作日 is not 5 日."""

    amount: int
    unit: Unit


class FoundDuration(NamedTuple):
    """A span of time named in a text."""

    value: Duration
    start: int
    end: int
    text: str


def find_dates(text: str) -> list[FoundDate]:
    """Days of the calendar in a text; 2025年2月30日 is none.

    >>> [d.value.isoformat() for d in find_dates("2025年6月14日、2025-02-30、二〇二五年六月十四日")]
    ['2025-06-14', '2025-06-14']
    """
    found = []
    for match in _DATE.finditer(text):
        parts = [
            parse_numeral(g)
            for g in (match.group(1), match.group(2) or match.group(5), match.group(3) or match.group(6))
        ]
        year, month, day = (p or 0 for p in parts)
        try:
            found.append(FoundDate(date(year, month, day), match.start(), match.end(), match.group(0)))
        except ValueError:
            continue
    return found


def find_month_days(text: str) -> list[FoundMonthDay]:
    """Days without a year, such as 3月15日."""
    found = []
    for m in _MONTH_DAY.finditer(text):
        month, day = parse_numeral(m.group(1)) or 0, parse_numeral(m.group(2)) or 0
        if 1 <= month <= 12 and 1 <= day <= 31:
            found.append(FoundMonthDay(month, day, m.start(), m.end(), m.group(0)))
    return found


def find_durations(text: str) -> list[FoundDuration]:
    """Spans of time in a text; years of the calendar are none.

    >>> [tuple(d.value) for d in find_durations("30 个工作日内，三年内，2025年")]
    [(30, '工作日'), (3, '年')]
    """
    found = []
    taken = [(d.start, d.end) for d in find_dates(text)] + [(d.start, d.end) for d in find_month_days(text)]
    for match in _DURATION.finditer(text):
        amount = parse_numeral(match.group(1))
        word = match.group(2)
        if amount is None or any(s < match.end() and match.start() < e for s, e in taken):
            continue
        if word == "日" and _DAY_OF_MONTH.search(text[: match.start()]):
            continue
        if word == "周":
            found.append(
                FoundDuration(Duration(amount * 7, "日"), match.start(), match.end(), match.group(0))
            )
        elif not (word == "年" and amount >= 1900):
            found.append(
                FoundDuration(Duration(amount, _UNITS[word]), match.start(), match.end(), match.group(0))
            )
    found += [
        FoundDuration(Duration(6, "月"), m.start(), m.end(), m.group(0)) for m in _HALF_YEAR.finditer(text)
    ]
    return sorted(found, key=lambda duration: duration.start)


def same_quantity(a: str, b: str) -> bool:
    """Whether two wordings mean the same span.

    >>> same_quantity("三十日", "30天")
    True
    """
    left, right = find_durations(a), find_durations(b)
    return bool(left and right) and left[0].value == right[0].value


def add_duration(day: date, span: Duration) -> DateRange:
    """The last day of a span that starts on ``day``; the start day is not counted.

    Months and years end on the corresponding day, or on the last of the month where it is absent.
    Working days give a range, since they need the calendar of the year: see ``text.workdays``.

    Source: 民法典 第二百零一条、第二百零二条.
    """
    if span.unit == "日":
        last = day + timedelta(days=span.amount)
    elif span.unit == "工作日":
        last = day + timedelta(days=span.amount)
        return DateRange(last, day + timedelta(days=span.amount * 3 + 10))
    else:
        months = span.amount * (12 if span.unit == "年" else 1) + day.month - 1
        year, month = day.year + months // 12, months % 12 + 1
        last = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return DateRange(last, last)
