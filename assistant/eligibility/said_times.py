"""Times said in a message: days, months, years, also relative ones and those without their year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from assistant.eligibility.lookback import add_months
from assistant.eligibility.said_words import figure, relative, word_list
from assistant.text.dates import find_dates

_YEAR_MONTH = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\s*(?:个?[万亿]|元|%))(?:年度?\s*|[-/.])?(?:(\d{1,2})(?:月(?:(\d{1,2})(?![\d.日号个家万亿元%年月人次项条台吨天多来]))?|(?:(?<=[-/.]\d)|(?<=[-/.]\d\d))(?![\d.])))?"
)
_SHORT_YEAR = re.compile(
    r"(?<!\d)([12]\d)年(?=度|的|那[次回]|受|疫|因为|春|夏|秋|冬|我们|合计|全年|签|换|产|利|赚|亏|盈|净|挣|营|纳|限|停|搬|评|进|出|被|发|认|拿|挂|列|移|上|初|底|\d{1,2}月|[零一二两三四五六七八九十百千]+(?:[万亿点成]|千万|百万)|\s*-?\d+(?:\.\d+)?(?!\d*(?:年|月|人|个月)))(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?"
)
MONTH_ALONE = re.compile(
    r"(?<!\d)(\d{1,2})月(?:份|(\d{1,2})(?:[日号]|(?![\d.]|个|家|万|亿|元|%|年|月|人|次|项|条|台|吨)))?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_LONGEST = 600
"""No spell that counts lasts longer, in months or years."""
_LASTING = re.compile(r"(\d+|[一二两三四五六七八九十]+)(?:个?月(?!以?前)|(年)(半)?(?!度|的|产|利|\d|以?前))")
_AGO = re.compile(
    r"(?<![\d.第前后近一二两三四五六七八九十])(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:(年)|个月)(?:以|之)?前(?!后|期|段)"
)
"""四年前, 3个月前: the year or month so long ago."""


class When(NamedTuple):
    """A time said: as on the wire (``2025-06-14``, ``2025-06``, ``2025``) and its place."""

    wire: str
    start: int
    end: int

    @property
    def year(self) -> int:
        """The year said."""
        return int(self.wire[:4])


def find_times(text: str, as_of: date) -> list[When]:
    """Days, months and years of a text, also 去年8月, resolved against ``as_of``."""
    return list(_times(text, as_of))


# Each fact that has a day looks for the times of the same parts.
@lru_cache(maxsize=128)
def _times(text: str, as_of: date) -> tuple[When, ...]:
    found = [When(day.value.isoformat(), day.start, day.end) for day in find_dates(text)]
    for match in [*_YEAR_MONTH.finditer(text), *_SHORT_YEAR.finditer(text)]:
        year = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
        day = match[3]
        _add(found, year, match[2], match.start(), match.end(), day=day)
    for word, back in relative("relative_years").items():
        if word not in text:
            continue
        for match in re.finditer(
            rf"(?<!大){re.escape(word)}(?:\s*(\d{{1,2}})月(?:(\d{{1,2}})[日号])?)?", text
        ):
            _add(found, as_of.year - back, match[1], match.start(), match.end(), day=match[2])
    for match in _AGO.finditer(text):
        if (number := figure(match[1])) is None or number != int(number) or number > _LONGEST:
            continue
        if match[2]:
            _add(found, as_of.year - int(number), None, match.start(), match.end())
        else:
            month = add_months(as_of.replace(day=1), -int(number))
            _add(found, month.year, str(month.month), match.start(), match.end())
    for word, back in relative("relative_months").items():
        if word not in text:
            continue
        for match in re.finditer(rf"{re.escape(word)}(?:的?(\d{{1,2}})[日号])?", text):
            month = add_months(as_of.replace(day=1), -back)
            _add(found, month.year, str(month.month), match.start(), match.end(), day=match[1])
    found = _with_english_months(found, text, as_of)
    return tuple(sorted(_of_the_year(found, text), key=lambda when: when.start))


def _with_english_months(found: list[When], text: str, as_of: date) -> list[When]:
    """With months named in English: of a year in figures (8 March 2024), or of last year (in April last year)."""
    for word, named in relative("months").items():
        if word[:3] not in text:
            continue
        name = rf"{word[:3]}(?:{word[3:]}|t)?\.?"
        for match in re.finditer(
            rf"(?:\b(\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?)?\b{name}\s+(?:(\d{{1,2}}){_ORDINAL},?\s+)?((?:19|20)\d{{2}})",
            text,
        ):
            found = _outside(found, match)
            _add(found, int(match[3]), str(named), match.start(), match.end(), day=match[1] or match[2])
        for match in re.finditer(rf"\blast {name}(?![a-z])", text) if text.isascii() else ():
            # Last September, said in November or in May: the one that came last.
            found = _outside(found, match)
            last = as_of.year - (int(named) >= as_of.month)
            _add(found, last, str(named), match.start(), match.end())
        for year, back in relative("relative_years").items() if text.isascii() else ():
            for match in re.finditer(rf"\b{name},? (?:of )?{year}\b|\b{year},? in {name}(?![a-z])", text):
                found = _outside(found, match)
                _add(found, as_of.year - back, str(named), match.start(), match.end())
    return found


def english_months(text: str, year: int) -> list[When]:
    """Months named in English without their year, as of a year (in August)."""
    found: list[When] = []
    for word, named in relative("months").items():
        if word[:3] not in text:
            continue
        for match in re.finditer(
            rf"\b(?:in|on|since|by|early|late) {word[:3]}(?:{word[3:]})?(?![a-z])", text
        ):
            _add(found, year, str(named), match.start(), match.end())
    return sorted(found, key=lambda when: when.start)


def _outside(found: list[When], match: re.Match[str]) -> list[When]:
    return [when for when in found if not match.start() <= when.start < match.end()]


def _of_the_year(found: list[When], text: str) -> list[When]:
    """With days and months said without their year: they are of the year said before them.

    今年的表是4月10号填的 and 2024年3月停的，8月恢复; a month that lies before the one said first is left out, as it may
    be of the next year.
    """
    joined = sorted(found, key=lambda when: when.start)
    for month in MONTH_ALONE.finditer(text):
        before = [when for when in joined if when.end <= month.start()]
        inside = any(when.start <= month.start() < when.end for when in joined)
        if inside or not before or not 1 <= int(month[1]) <= len("JFMAMJJASOND"):
            continue
        base = before[-1]
        apart = text[: month.start()].rstrip().endswith(word_list("same_year"))
        whole_year = len(base.wire) == len("2025") and not apart
        if not whole_year and not apart and int(month[1]) < int(base.wire[5:7]):
            continue
        if whole_year:
            joined.remove(base)
        _add(
            joined,
            base.year,
            month[1],
            base.start if whole_year else month.start(),
            month.end(),
            day=month[2],
        )
        joined.sort(key=lambda when: when.start)
    return joined


def _add(
    found: list[When], year: int, month: str | None, start: int, end: int, day: str | None = None
) -> None:
    if any(when.start < end and start < when.end for when in found):
        return
    named = month is not None and 1 <= int(month) <= 12
    wire = f"{year}-{int(month or 0):02d}" if named else str(year)
    if named and day and 1 <= int(day) <= monthrange(year, int(month or 1))[1]:
        wire = f"{wire}-{int(day):02d}"
    found.append(When(wire, start, end))


_YEARS_AND_MONTHS = re.compile(
    r"(?<![\d二〇零])(\d{1,2}|[一二两三四五])年(?:零|又|加|多|外加|and )*(\d{1,2}|[一二两三四五六七八九十]{1,2})个月"
)
"""一年零两个月 is one length."""


def find_months(text: str) -> int | None:
    """How many months a text says that something lasted (停了11个月, 两年); None where it says none or several."""
    if both := list(_YEARS_AND_MONTHS.finditer(text)):
        years, months = (figure(said) for said in both[0].groups())
        whole = len(both) == 1 and years is not None and months is not None and years <= _LONGEST
        return int(12 * years + months) if whole and years is not None and months is not None else None
    found = [
        number * (12 if match[2] else 1) + (6 if match[3] else 0)
        for match in _LASTING.finditer(text)
        if (number := figure(match[1])) is not None and number == int(number) <= _LONGEST
    ]
    return int(found[0]) if len(found) == 1 else None


def months_after(start: str, months: int) -> str:
    """The last day or month of a spell of so many months from a day or month on, both ends counted."""
    first = date.fromisoformat(start if len(start) > len("2024-03") else f"{start}-01")
    if len(start) == len("2024-03"):
        return add_months(first, months - 1).isoformat()[:7]
    return (add_months(first, months) - timedelta(days=1)).isoformat()
