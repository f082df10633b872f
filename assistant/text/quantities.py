"""Figures and official designations in a text, each with its place."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from assistant.text.dates import find_dates
from assistant.text.numerals import parse_numeral

_OPEN, _CLOSE = r"[〔\[【（(［﹝]", r"[〕\]】）)］﹞]"
_DOCUMENT = re.compile(
    rf"[\u4e00-\u9fff]{{1,14}}?\s*{_OPEN}\s*(?:19|20)\d{{2}}\s*{_CLOSE}\s*(?:第\s*)?\d{{1,5}}\s*号"
)
_ANNOUNCEMENT = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:公告|通告|令)\s*[（(]?\s*(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*号"
)
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GB|HJ|JB|YB|HG|SJ|QB|FZ|YD|NB|SH|DL|T|DB\d{2}|ISO|IEC|CJ|JC|AQ)(?:[ ]?[/／][ ]?[TZ])?"
    r"[ ]?\d{2,6}(?:\.\d+)?(?:\s?[-—–－:]\s?(?:19|20)\d{2})?"
)
_EXTENSION = r"(?:[-－—]\d{1,6}|\s?转(?:分机)?\s?\d{1,6})?"
# A local number may be printed in two halves: 0731-2868 7719.
_LOCAL = r"[2-9](?:\d{6,7}|\d{2,3}[ .．·]\d{4}|\d{3}[ .．·]\d{3})"
_PHONE = re.compile(
    rf"(?<![\d.])(?:(?:\+?86[- ]?)?1[3-9]\d{{9}}|0\d{{2,3}}[-－—– ]?{_LOCAL}"
    + _EXTENSION
    + r"|0\d{2,3}[-－—–][19]\d{4}"
    + _EXTENSION
    + r"|400[-－ ]?\d{3,4}[-－ ]?\d{3,4}|[2-9]\d{6,7}"
    + _EXTENSION
    + r")(?!\d)"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9._~:/?#\[\]@!$&'*+,;=%-]+[A-Za-z0-9/]")
_QUANTITY = re.compile(
    r"(?<![\d.A-Za-z])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万亿|亿|万|千)?"
    r"\s*(%|％|‰|元|家|个|项|名|人|吨|米|分|倍|次|份|平方米|小时|级|亩|公里|台|条|户|套|件|页|字|室|号|层|折|兆瓦|千瓦)?"
)
_CN_QUANTITY = re.compile(
    r"(?<![第同唯统任〇零一二两三四五六七八九十百千万亿])([零一二两三四五六七八九十百千]{1,7})\s*(万亿|亿|万)?"
    r"\s*(家|个(?!工作日|月|别)|项(?!目)|名|人|吨|元|次(?!性)|份|倍|条|户|等级|大类|类|档)"
)
_PERCENT_WORDS = re.compile(r"百分之([零一二三四五六七八九十百点]+)")
_SCALE = {"千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000), "万亿": Decimal(10) ** 12}


class Quantity(NamedTuple):
    """A figure by value: ``5000万`` is 50000000; ``unit`` as printed behind it, or empty."""

    value: Decimal
    unit: str
    start: int
    end: int
    text: str


class Found(NamedTuple):
    """A designation as printed and its place."""

    text: str
    start: int
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """Figures of a text by value; days of the calendar are left out.

    >>> [(str(q.value), q.unit) for q in find_quantities("超过50%，5000万元，不少于10家，四个等级")]
    [('50', '%'), ('50000000', '元'), ('10', '家'), ('4', '个')]
    """
    taken = [(d.start, d.end) for d in find_dates(text)]
    found = [_quantity(m, Decimal(m.group(1).replace(",", ""))) for m in _QUANTITY.finditer(text)]
    for match in _CN_QUANTITY.finditer(text):
        number = parse_numeral(match.group(1))
        if number is not None:
            found.append(_quantity(match, Decimal(number)))
    for match in _PERCENT_WORDS.finditer(text):
        number = parse_numeral(match.group(1))
        if number is not None:
            found.append(Quantity(Decimal(number), "%", match.start(), match.end(), match.group(0)))
    kept = [q for q in found if not any(s < q.end and q.start < e for s, e in taken)]
    return sorted(kept, key=lambda q: (q.start, q.end))


def find_numbers_of_documents(text: str) -> list[Found]:
    """Official numbers such as 某经信发〔2023〕12号, whatever the brackets, and 某部公告2023年第11号."""
    found = [*_DOCUMENT.finditer(text), *_ANNOUNCEMENT.finditer(text)]
    return [
        _trimmed(Found(m.group(0), m.start(), m.end()))
        for m in sorted(found, key=lambda match: match.start())
    ]


def find_standards(text: str) -> list[Found]:
    """Designations of standards such as GB/T 36132-2018."""
    return [Found(m.group(0), m.start(), m.end()) for m in _STANDARD.finditer(text)]


def find_phones(text: str) -> list[Found]:
    """Telephone numbers: mobile, landline with or without area code and extension, 400 lines."""
    return [Found(m.group(0), m.start(), m.end()) for m in _PHONE.finditer(text)]


def find_emails(text: str) -> list[Found]:
    """E-mail addresses."""
    return [Found(m.group(0), m.start(), m.end()) for m in _EMAIL.finditer(text)]


def find_urls(text: str) -> list[Found]:
    """Web addresses, without closing punctuation."""
    return [Found(m.group(0), m.start(), m.end()) for m in _URL.finditer(text)]


def _quantity(match: re.Match[str], value: Decimal) -> Quantity:
    scale = match.group(2)
    unit = (match.group(3) or "").replace("％", "%")
    return Quantity(
        value * _SCALE[scale] if scale else value, unit, match.start(), match.end(), match.group(0).strip()
    )


_NOT_IN_NUMBER = re.compile(
    r"^.*(?:根据|依据|按照|印发|关于|文件|通知|办法|规定|以及|参照|落实|号|[，、；。：和与及])"
)


def _trimmed(found: Found) -> Found:
    """Without words that run into the number from the sentence before."""
    cut = _NOT_IN_NUMBER.match(re.split(_OPEN, found.text)[0])
    offset = cut.end() if cut and cut.end() < len(re.split(_OPEN, found.text)[0].rstrip()) else 0
    return Found(found.text[offset:], found.start + offset, found.end)
