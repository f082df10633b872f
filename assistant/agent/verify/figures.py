"""Values in prose, compared by value: dates, spans of time, quantities, numbers of documents, phones, names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.text.dates import find_dates, find_durations
from assistant.text.numerals import parse_numeral
from assistant.text.quantities import (
    find_emails,
    find_numbers_of_documents,
    find_phones,
    find_quantities,
    find_standards,
    find_urls,
)

Value = tuple[str, str]
"""Kind and canonical form, for example ``("date", "2025-06-14")``."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_EN_DATE = re.compile(rf"({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+(\d{{4}})")
_EN_DURATION = re.compile(r"(\d+|two|three|four|five|ten)\s+(working day|day|month|year)s?\b", re.IGNORECASE)
_EN_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_EN_UNIT = {"working day": "工作日", "day": "日", "month": "月", "year": "年"}
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_CLAUSE_NUMBER = re.compile(r"第\s*([一二三四五六七八九十百零\d]+)\s*(条|章|款|项)")
_EN_CLAUSE = re.compile(r"\bArticle\s+(\d+)", re.IGNORECASE)


def values_of(text: str) -> set[Value]:
    """All values that a text states.

    >>> values_of("自2025年6月14日起三十日内") >= {("date", "2025-06-14"), ("span", "30日")}
    True
    """
    values: set[Value] = set()
    rest = text.replace("*", "")
    for number in find_numbers_of_documents(rest):
        values.add(("number", _compact(number.text)))
    rest = _blank(rest, find_numbers_of_documents(rest))
    for url in find_urls(rest):
        values.add(("url", url.text.rstrip("/").lower()))
    rest = _blank(rest, find_urls(rest))
    for kind, found in (
        ("email", find_emails(rest)),
        ("standard", find_standards(rest)),
        ("phone", find_phones(rest)),
    ):
        values |= {(kind, _compact(item.text)) for item in found}
        rest = _blank(rest, found)
    days = find_dates(rest)
    values |= {("date", day.value.isoformat()) for day in days}
    rest = _blank(rest, days)
    rest = _english(rest, values)
    spans = find_durations(rest)
    values |= {("span", f"{s.value.amount}{s.value.unit}") for s in spans}
    rest = _blank(rest, spans)
    rest = _clauses(rest, values)
    values |= {("month_day", f"{int(m)}-{int(d)}") for m, d in _MONTH_DAY.findall(rest)}
    rest = _MONTH_DAY.sub(" ", rest)
    values |= {("quantity", _decimal(q.value)) for q in find_quantities(rest)}
    return values


def covers(value: Value, known: Iterable[Value]) -> bool:
    """Whether a value is among known ones, or follows from one without a sum (a year from its date)."""
    kind, form = value
    known = set(known)
    if value in known:
        return True
    if kind == "quantity":
        return _covered_number(form, known)
    if kind == "phone":
        return any(
            k in ("phone", "quantity") and (f.endswith(form) or form.endswith(f)) and len(f) >= 7
            for k, f in known
        )
    if kind == "span":
        amount = re.sub(r"\D", "", form)
        if ("quantity", amount) in known:
            return True
        same_days = (
            {("span", f"{amount}日"), ("span", f"{amount}天")}
            if form.endswith(("日", "天")) and "工作" not in form
            else set()
        )
        return bool(same_days & known)
    if kind == "month_day":
        return any(k == "date" and _month_day(f) == form for k, f in known)
    if kind == "url":
        return any(k == "url" and (f.startswith(form) or form.startswith(f)) for k, f in known)
    return False


def _covered_number(form: str, known: set[Value]) -> bool:
    for kind, known_form in known:
        if kind == "date" and form in (known_form[:4], str(int(known_form[5:7])), str(int(known_form[8:10]))):
            return True
        if kind in ("number", "standard", "title", "year", "label") and re.search(
            rf"(?<!\d){re.escape(form)}(?!\d)", known_form
        ):
            return True
        if kind == "span" and re.fullmatch(rf"{re.escape(form)}\D+", known_form):
            return True
    return False


def _english(rest: str, values: set[Value]) -> str:
    for month, day, year in _EN_DATE.findall(rest):
        values.add(("date", f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"))
    rest = _EN_DATE.sub(" ", rest)
    for amount, unit in _EN_DURATION.findall(rest):
        number = _EN_NUMBER.get(amount.lower()) or int(amount)
        values.add(("span", f"{number}{_EN_UNIT[unit.lower()]}"))
    return _EN_DURATION.sub(" ", rest)


def _clauses(rest: str, values: set[Value]) -> str:
    for number, unit in _CLAUSE_NUMBER.findall(rest):
        values.add(("clause", f"{parse_numeral(number)}{unit}"))
    for number in _EN_CLAUSE.findall(rest):
        values.add(("clause", f"{int(number)}条"))
    return _EN_CLAUSE.sub(" ", _CLAUSE_NUMBER.sub(" ", rest))


def _blank(text: str, found: Iterable[object]) -> str:
    for item in found:
        start, end = item.start, item.end  # type: ignore[attr-defined]
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _compact(text: str) -> str:
    table = str.maketrans("[【（(［]】）)］－—–", "〔〔〔〔〔〕〕〕〕〕---")
    return re.sub(r"\s+", "", text).translate(table).lower()


def _decimal(value: object) -> str:
    text = f"{value:f}" if not isinstance(value, (int, str)) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _month_day(iso: str) -> str:
    return f"{int(iso[5:7])}-{int(iso[8:10])}"
