"""Invented figures: every number of an answer stands in a quote, the question, or follows from them by a date sum.

Written apart from the assistant's own gate so that both cannot share a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

_CN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CN_NUMBER = re.compile(
    r"(?<![后这那每同任下上某另第])[零〇一二两三四五六七八九十百千]+(?=\s*(?:个工作日|工作日|年|个月|日|天|家|项|万|%|级|条|款|名|次|倍))"
)
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_EN_DATE = re.compile(rf"({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+(\d{{4}})", re.IGNORECASE)


def numbers(text: str) -> set[str]:
    """All numbers of a text by value, Arabic and (before a counting word) Chinese; thousands marks removed."""
    folded = unicodedata.normalize("NFKC", text)
    found = {_plain(m.group(0)) for m in _NUMBER.finditer(folded)}
    return found | {str(_chinese(m.group(0))) for m in _CN_NUMBER.finditer(folded)}


def dates(text: str) -> set[date]:
    """All days of a text."""
    folded = unicodedata.normalize("NFKC", text)
    triples = [(int(y), int(m), int(d)) for y, m, d in _DATE.findall(folded)]
    triples += [(int(y), _MONTHS.index(m.lower()) + 1, int(d)) for m, d, y in _EN_DATE.findall(folded)]
    found = set()
    for year, month, day in triples:
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return found


def invented(answer: str, sources: Sequence[str], as_of: date, counts: Iterable[int] = ()) -> list[str]:
    """Numbers of ``answer`` that nothing accounts for.

    Args:
        answer: The prose; citation markers like ``[3]`` are ignored.
        sources: The question first, then quotes, titles, numbers and labels of the cited clauses.
        as_of: The day of the question.
        counts: Sizes of lists that the answer may name.
    """
    prose = re.sub(r"\[\d+\]", "", answer)
    allowed: set[str] = {str(count) for count in counts}
    if re.search(
        r"今年|去年|前年|明年|本年度|this year|last year|next year", " ".join(sources), re.IGNORECASE
    ):
        allowed |= {str(as_of.year + shift) for shift in (-2, -1, 0, 1)}
    asked_of = {as_of, *_ends_of_months(sources[0], as_of), *dates(sources[0])} if sources else {as_of}
    days: set[date] = {*asked_of, *_days_without_year(sources[0], as_of)} if sources else {as_of}
    for source in sources:
        allowed |= numbers(source)
        days |= dates(source)
    derived = {d + timedelta(days=n) for d in days for n in _spans(sources, "日|天")}
    # "30 days after" may mean the thirtieth day or the day behind it.
    derived |= {d + timedelta(days=1) for d in derived}
    days |= derived
    days |= {shifted for d in list(days) for n in _spans(sources, "年") for shifted in _years_later(d, n)}
    days |= _working_days_later(days, sources)
    base = [d for source in sources for d in dates(source)]
    allowed |= {str(abs((asked - d).days)) for d in base for asked in asked_of}
    unknown_dates = [d.isoformat() for d in dates(prose) if d not in days]
    rest = _EN_DATE.sub(" ", _DATE.sub(" ", unicodedata.normalize("NFKC", prose)))
    return sorted(set(unknown_dates) | {n for n in numbers(rest) if n not in allowed})


def _ends_of_months(question: str, as_of: date) -> set[date]:
    """The last days of the months that an asker names with their year: what is asked of a month is told as of its end."""
    away = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
    named = re.findall(
        rf"(\d{{4}}\s*年|{'|'.join(away)})\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月(?!\s*\d{{1,2}}\s*[日号])",
        unicodedata.normalize("NFKC", question),
    )
    found = set()
    for year, month in named:
        of = as_of.year + away[year] if year in away else int(year[:4])
        number = int(month) if month.isdigit() else _chinese(month)
        if 1 <= number <= 12:
            found.add(date(of + number // 12, number % 12 + 1, 1) - timedelta(days=1))
    return found


def _days_without_year(question: str, as_of: date) -> set[date]:
    """The days that an asker may mean by a month and a day alone: of this year, the last or the next."""
    pairs = re.findall(
        r"(?<![年\d])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]", unicodedata.normalize("NFKC", question)
    )
    found = set()
    for month, day in pairs:
        for year in (as_of.year - 1, as_of.year, as_of.year + 1):
            try:
                found.add(date(year, int(month), int(day)))
            except ValueError:
                continue
    return found


def _spans(sources: Sequence[str], unit: str) -> set[int]:
    """Lengths of time in a unit that the sources name, Arabic or Chinese; years of the calendar are none."""
    text = unicodedata.normalize("NFKC", " ".join(sources))
    found = [
        _chinese(n) if n[0] in _CN or n[0] in "十百" else int(n)
        for n in re.findall(rf"(\d{{1,3}}|[一二两三四五六七八九十百]+)\s*(?:{unit})", text)
    ]
    return {n for n in found if n <= 400}


def _working_days_later(days: Iterable[date], sources: Sequence[str]) -> set[date]:
    """Ends of the working-day periods that a source names, by the State Council's calendar."""
    import chinese_calendar

    counts = {int(n) for source in sources for n in re.findall(r"(\d{1,3})\s*个?工作日", source)}
    found = set()
    for start in days:
        for count in counts:
            day, left = start, count
            try:
                while left:
                    day += timedelta(days=1)
                    left -= chinese_calendar.is_workday(day)
            except NotImplementedError:
                # The calendar of the next year is not announced: no sum reaches beyond.
                continue
            found.add(day)
    return found


def _years_later(day: date, years: int) -> list[date]:
    try:
        later = day.replace(year=day.year + years)
    except ValueError:
        return []
    return [later, later - timedelta(days=1)]


def _plain(number: str) -> str:
    plain = number.replace(",", "")
    if "." in plain:
        return plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") or "0"


def _chinese(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in _CN:
            digit = _CN[character]
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit
