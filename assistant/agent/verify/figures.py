"""Values in prose, by value: dates, spans of time, quantities, numbers of documents, phones, grades, bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from assistant.agent.verify.bounds import find_bounds
from assistant.agent.verify.english import Span, find_english
from assistant.agent.verify.grades import find_grades
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
"""Kind and canonical form, for example ``("date", "2025-06-14")``; a quantity is ``"10 家"`` or ``"10"``."""

_N = r"[零一二三四五六七八九十百\d]+"
_MONTH_DAY = re.compile(
    r"(?<![\d年])(\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]"
)
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年\s*(\d{1,2})\s*月|-(\d{1,2})(?![\d-]))")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?![\d.%％]|\s*(?:万|亿|元|家|个|项|名|人|吨))")
_YEAR_PART = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年\s*(底|末|初|上半年|下半年)")
_CN_YEAR = re.compile(r"([一二][〇○零一二三四五六七八九]{3})(?=\s*年)")
_MONTH_PART = re.compile(
    r"(?<![\d个])(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?:份)?\s*(底|末|初|上旬|中旬|下旬)"
)
_HALF = re.compile(r"半个?月|半天|半日|一半|[数几好][十百千万亿]+|[上成][十百千]+万?(?=元|家|个|人)")
_IDIOM = re.compile(
    r"(?:这|那|每|任|任何|同|最后|下|上|某|另|另外|其中|哪|第|前|后|头)的?一(?:条|款|项|个|天|日|次|家|点|方面|份|轮|年度?|批|种|类|级|步)"
)
_CLAUSE = re.compile(rf"第\s*[（(]?\s*({_N})\s*[）)]?\s*(条|章|款|项)(?:\s*[（(]({_N})[）)])?")
_EN_CLAUSE = re.compile(r"\b(?:Article|Art\.|Section)\s*(\d+)(?:\s*\((\d+)\))?", re.IGNORECASE)
_HEADING = re.compile(
    r"(?<![第一二三四五六七八九十])([一二三四五六七八九十]{1,2})\s*[（(]([一二三四五六七八九十]{1,3})[）)]"
)
_BARE_NUMBER = re.compile(r"[〔\[【（(［]\s*((?:19|20)\d{2})\s*[〕\]】）)］]\s*第?\s*(\d{1,5})\s*号")
_LED = re.compile(r"^(?:依据|根据|按照|参照|遵照|依照|文号|详见|按|见|即|是|为|和|与|在)+")
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(r"[\d〇○零一二两三四五六七八九十百千万亿半]|[A-Za-z.]{3}")
_DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:cn|com|net|org|gov|info|top|xyz)(?![a-z0-9-])[\w./?=&#%-]*",
    re.IGNORECASE,
)
_CN_AMOUNT = re.compile(
    r"(?<![第零一二两三四五六七八九十百千])([一二两三四五六七八九十百千]{1,7})\s*([万亿])(?![\u4e00-\u9fff]?[分一]|元|家)"
)
_CN_AFTER_BOUND = re.compile(
    r"(?:超过|高于|大于|多于|低于|少于|不足|至少|最多|至多|达到|为|共)\s*([一二两三四五六七八九十百千]{1,7})(?=[。，；、！？]|$)"
)
_SCALE = {"万": 10_000, "亿": 100_000_000}


class Placed(NamedTuple):
    """A value and where it stands."""

    kind: str
    form: str
    start: int
    end: int


class _Ranged(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Item = tuple[str, str, _Ranged]


@lru_cache(maxsize=8192)
def values_of(text: str) -> frozenset[Value]:
    """All values that a text states.

    >>> values_of("自2025年6月14日起三十日内") >= {("date", "2025-06-14"), ("span", "30日")}
    True
    >>> sorted(values_of("不少于10家"))
    [('bound', '>= quantity 10 家'), ('quantity', '10 家')]
    """
    plain = _IDIOM.sub(lambda m: " " * len(m.group(0)), text.replace("*", ""))
    placed = _figures(plain)
    bounds = find_bounds(plain, [(p.kind, p.form, p.start, p.end) for p in placed])
    return frozenset({(p.kind, p.form) for p in placed} | bounds | find_grades(plain))


def _figures(text: str) -> list[Placed]:
    """Figures with their places; each finder sees only what those before it left."""
    if not _NUMERAL.search(text):
        return []
    rest, placed = _designations(text)
    rest = _take(rest, placed, [("date", d.value.isoformat(), d) for d in find_dates(rest)])
    rest = _take(rest, placed, [(s.kind, s.form, s) for s in find_english(rest)])
    rest = _take(rest, placed, _calendar(rest))
    spans = [("span", f"{s.value.amount}{s.value.unit}", s) for s in find_durations(rest)]
    rest = _take(rest, placed, spans)
    rest = _take(rest, placed, _clauses(rest))
    rest = _take(rest, placed, list(_each("year", _YEAR, rest, lambda m: m.group(1))))
    rest = _take(rest, placed, _chinese_amounts(rest))
    placed += [Placed("quantity", _amount(q.value, q.unit), q.start, q.end) for q in find_quantities(rest)]
    return placed


def _designations(text: str) -> tuple[str, list[Placed]]:
    """Numbers of documents, addresses on the net, standards and phones: figures that count nothing."""
    placed: list[Placed] = []
    rest = _take(
        text, placed, [("number", _LED.sub("", _compact(f.text)), f) for f in find_numbers_of_documents(text)]
    )
    bare = list(_each("number", _BARE_NUMBER, rest, lambda m: f"〔{m.group(1)}〕{int(m.group(2))}号"))
    rest = _take(rest, placed, bare)
    if "." in rest or "www" in rest:
        rest = _take(rest, placed, [("url", _address(f.text), f) for f in find_urls(rest)])
        rest = _take(rest, placed, [("email", _compact(f.text), f) for f in find_emails(rest)])
        rest = _take(rest, placed, list(_each("url", _DOMAIN, rest, lambda m: _address(m.group(0)))))
    if not _DIGIT.search(rest):
        return rest, placed
    rest = _take(rest, placed, [("standard", _compact(f.text), f) for f in find_standards(rest)])
    phones = [f for f in find_phones(rest) if not re.match(r"\s*(?:元|万|吨|人)", rest[f.end :])]
    return _take(rest, placed, [("phone", _compact(f.text), f) for f in phones]), placed


def _calendar(text: str) -> list[_Item]:
    """Days without a year, months of a year, ends and thirds of months, halves."""
    return [
        *_each("year_month", _YEAR_MONTH, text, lambda m: f"{m.group(1)}-{int(m.group(2) or m.group(3))}"),
        *_each("year_part", _YEAR_PART, text, lambda m: f"{m.group(1)}{m.group(2)}"),
        *_each("year", _CN_YEAR, text, lambda m: str(parse_numeral(m.group(1)))),
        *_each("month_part", _MONTH_PART, text, lambda m: f"{parse_numeral(m.group(1))}{m.group(2)}"),
        *_each(
            "month_day",
            _MONTH_DAY,
            text,
            lambda m: f"{parse_numeral(m.group(1))}-{parse_numeral(m.group(2))}",
        ),
        *_each("vague", _HALF, text, lambda m: m.group(0)),
    ]


def _clauses(text: str) -> list[_Item]:
    """Articles, paragraphs and items that are named: 第七条（三） names an article and an item."""
    items = [m for m in (*_CLAUSE.finditer(text), *_EN_CLAUSE.finditer(text)) if m.group(m.re.groups)]
    return [
        *_each("clause", _CLAUSE, text, lambda m: f"{parse_numeral(m.group(1))}{m.group(2)}"),
        *_each("clause", _EN_CLAUSE, text, lambda m: f"{int(m.group(1))}条"),
        *(("clause", f"{parse_numeral(m.group(m.re.groups))}项", _place(m)) for m in items),
        *_each("heading", _HEADING, text, lambda m: f"{m.group(1)}（{m.group(2)}）"),
    ]


def _each(
    kind: str, pattern: re.Pattern[str], text: str, form: Callable[[re.Match[str]], str]
) -> Iterator[_Item]:
    return ((kind, form(match), _place(match)) for match in pattern.finditer(text))


def _place(match: re.Match[str]) -> Span:
    return Span("", "", *match.span())


def _chinese_amounts(text: str) -> list[_Item]:
    """Amounts in Chinese numerals without a counter: 奖励五十万, 不超过十六."""
    found: list[_Item] = []
    for m in (*_CN_AMOUNT.finditer(text), *_CN_AFTER_BOUND.finditer(text)):
        number = parse_numeral(m.group(1))
        if number is not None:
            scale = _SCALE[m.group(2)] if m.re is _CN_AMOUNT else 1
            found.append(("quantity", str(number * scale), Span("", "", *m.span(1))))
    return found


def _take(rest: str, placed: list[Placed], found: Iterable[_Item]) -> str:
    """Note what was found and blank it out, so that no later finder reads it again."""
    for kind, form, place in found:
        placed.append(Placed(kind, form, place.start, place.end))
        rest = rest[: place.start] + " " * (place.end - place.start) + rest[place.end :]
    return rest


def _address(text: str) -> str:
    bare = re.sub(r"^https?://", "", text.strip().lower())
    return bare.rstrip("/.,;:!?)")


def _compact(text: str) -> str:
    table = str.maketrans("[【（(［]】）)］－—–", "〔〔〔〔〔〕〕〕〕〕---")
    return re.sub(r"\s+", "", text).translate(table).lower().replace("〕第", "〕")


def _amount(value: Decimal, unit: str) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {unit}" if unit else text
