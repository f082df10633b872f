"""Dates, spans of time and counts as English writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_MDY = re.compile(rf"\b{_MONTH}\s+{_DAY}(?:,?\s+(\d{{4}}))?(?!\d)", re.IGNORECASE)
_DMY = re.compile(rf"(?<!\d){_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+(\d{{4}}))?(?![A-Za-z\d])", re.IGNORECASE)
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS = (
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_NUMBERS = (
    {word: n for n, word in enumerate((*_SMALL, *_TEENS))} | _TENS | {"a hundred": 100, "one hundred": 100}
)
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNIT = r"(working|business|calendar)?[ -]?(day|week|month|year)s?\b"
_SPAN = re.compile(rf"(?<![\w.])(\d+|{_WORD})[ -](?:consecutive )?{_UNIT}", re.IGNORECASE)
_PHRASES = {
    "month": ("vague", "半个月"),
    "year": ("span", "6月"),
    "fortnight": ("span", "14日"),
    "week": ("span", "7日"),
}
_UNITS = {"day": "日", "month": "月", "year": "年"}
_PHRASE = re.compile(
    r"\bhalf an? (month|year)\b|\b(?:a )?fortnight\b|(?<!once )(?<!twice )(?<!times )\b(?:a|one) week\b",
    re.IGNORECASE,
)
_LARGE = re.compile(
    r"(?:\b(?:half an?|an?|several|some|few)\s+)?\b(?:hundred|thousand|million|billion)s?\b", re.IGNORECASE
)
_SCALED = re.compile(
    r"(?<![\w.])(?:(RMB|CNY|¥)\s*)?(\d+(?:,\d{3})*(?:\.\d+)?)\s*(thousand|million|billion)\b(?:\s*(yuan|RMB|CNY)\b)?",
    re.IGNORECASE,
)
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_COUNT = re.compile(
    rf"(?<![\w-])({_WORD})(?:[ -](one|two|three|four|five|six|seven|eight|nine))?(?![\w-])", re.IGNORECASE
)


class Span(NamedTuple):
    """A value and where it stands."""

    kind: str
    form: str
    start: int
    end: int


def find_english(text: str) -> list[Span]:
    """Values written in English words, none overlapping another.

    >>> [s[:2] for s in find_english("within seven working days, by 14 June 2025")]
    [('span', '7工作日'), ('date', '2025-06-14')]
    """
    if not re.search(r"[A-Za-z]{3}", text):
        return []
    kept: list[Span] = []
    for found in (*_days(text), *_spans(text), *_scaled(text), *_counts(text), *_large(text)):
        if not any(k.start < found.end and found.start < k.end for k in kept):
            kept.append(found)
    return sorted(kept, key=lambda span: span.start)


def _days(text: str) -> Iterator[Span]:
    for pattern, month, day in ((_MDY, 1, 2), (_DMY, 2, 1)):
        for match in pattern.finditer(text):
            number = _MONTHS.index(match.group(month)[:3].lower()) + 1
            yield _day(match, number, int(match.group(day)))


def _day(match: re.Match[str], month: int, day: int) -> Span:
    year = match.group(3)
    if year is None:
        return Span("month_day", f"{month}-{day}", *match.span())
    try:
        form = date(int(year), month, day).isoformat()
    except ValueError:
        form = f"{year}-{month}-{day}"
    return Span("date", form, *match.span())


def _spans(text: str) -> Iterator[Span]:
    for match in _SPAN.finditer(text):
        amount = _number(match.group(1))
        unit = match.group(3).lower()
        if match.group(2) and match.group(2).lower() != "calendar":
            yield Span("span", f"{amount}工作日", *match.span())
        elif unit == "week":
            yield Span("span", f"{amount * 7}日", *match.span())
        else:
            yield Span("span", f"{amount}{_UNITS[unit]}", *match.span())
    for match in _PHRASE.finditer(text):
        phrase = match.group(0).lower()
        kind, form = next(value for word, value in _PHRASES.items() if word in phrase)
        yield Span(kind, form, *match.span())


def _scaled(text: str) -> Iterator[Span]:
    """Figures with a scale in words: 50 million yuan is 5000 万元 by value."""
    for match in _SCALED.finditer(text):
        value = Decimal(match.group(2).replace(",", "")) * _SCALES[match.group(3).lower()]
        unit = " 元" if match.group(1) or match.group(4) else ""
        yield Span("quantity", f"{value.normalize():f}{unit}", *match.span())


def _counts(text: str) -> Iterator[Span]:
    """Counts in words from two on; one is an article as often as a figure."""
    for match in _COUNT.finditer(text):
        amount = _number(match.group(1))
        if match.group(2) and amount >= 20:
            amount += _NUMBERS[match.group(2).lower()]
        if amount >= 2:
            yield Span("quantity", str(amount), *match.span())


def _large(text: str) -> Iterator[Span]:
    """Round amounts in words, which no text of the corpus states in English: never covered."""
    for match in _LARGE.finditer(text):
        yield Span("vague", match.group(0).lower(), *match.span())


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
