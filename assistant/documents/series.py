"""Rounds of one series: notices that say the same of another year or another batch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.domain.documents import Document
from assistant.text.normalise import squeeze
from assistant.text.numerals import parse_numeral
from assistant.text.titles import short_title

_DIGIT = r"[0-9〇○零一二三四五六七八九]"
_YEAR = re.compile(
    rf"(?<![0-9])({_DIGIT}{{4}})(?:\s*[-—–~至]\s*({_DIGIT}{{4}}))?(?![0-9])\s*年?[〕\]）)]?(?:年?度)?"
)
_BATCH = re.compile(
    r"第([0-9一二三四五六七八九十百]{1,4})(批次|批|期|轮|届)|([上下])半年|第([一二三四1-4])季度"
)
# Words that one year's clerk writes and the next one's leaves out.
_EMPTY = re.compile(r"组织|开展|做好|认真|抓紧|继续|有关|相关|事项|工作|年度|年|的|[〔〕（）()\[\]]")
_HALVES = {"上": 1, "下": 2}


class Round(NamedTuple):
    """Which round of its series a title names; a part that it does not name is 0."""

    year: int
    batch: int


def series_of(title: str) -> str:
    """What the titles of all rounds of a series have in common, without year, batch and empty words.

    >>> series_of("某市工信局关于开展2025年度节水企业申报工作的通知")
    '关于节水企业申报通知'
    >>> series_of("某市工信局关于组织开展二〇二六年第二批节水企业申报的通知")
    '关于节水企业申报通知'
    """
    plain = squeeze(short_title(title))
    return _EMPTY.sub("", _BATCH.sub("", _YEAR.sub(_without_year, plain)))


def round_of(title: str) -> Round:
    """Year and batch in a title.

    >>> round_of("关于公布2025年第二批名单的通知")
    Round(year=2025, batch=2)
    """
    years = [year for match in _YEAR.finditer(title) if (year := _year(match))]
    batch = next((_batch(match) for match in _BATCH.finditer(title)), 0)
    return Round(max(years, default=0), batch)


def same_series(left: Document, right: Document) -> bool:
    """Whether two documents of one issuer could be rounds of one series."""
    return series_of(left.title) == series_of(right.title) and _same_issuer(left, right)


def is_newer_round(newer: Document, older: Document) -> bool:
    """Whether one document is a later round of the series of another."""
    a, b = _round(newer), _round(older)
    named = (a.year > 0 and b.year > 0) or (a.batch > 0 and b.batch > 0)
    return named and a > b and newer.id != older.id and same_series(newer, older)


def newer_round(document: Document, documents: Iterable[Document]) -> Document | None:
    """The latest round of the series of a document that is newer than it; None where there is none."""
    later = [other for other in documents if is_newer_round(other, document)]
    return max(later, key=lambda other: (_round(other), other.id), default=None)


def _round(document: Document) -> Round:
    """The round that the title names; where it names no year, that of the metadata."""
    named = round_of(document.title)
    year = document.metadata.round_year
    return named if named.year or not year else Round(year.value, named.batch)


def _same_issuer(left: Document, right: Document) -> bool:
    names = [squeeze(d.metadata.issuer.value) if d.metadata.issuer else "" for d in (left, right)]
    shorter, longer = sorted(names, key=len)
    return shorter in longer


def _without_year(match: re.Match[str]) -> str:
    return "" if _year(match) else match.group()


def _year(match: re.Match[str]) -> int:
    value = parse_numeral(match.group(2) or match.group(1)) or 0
    return value if 1949 <= value <= 2199 else 0


def _batch(match: re.Match[str]) -> int:
    if match.group(3):
        return _HALVES[match.group(3)]
    return parse_numeral(match.group(1) or match.group(4)) or 0
