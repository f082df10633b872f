"""The numerals that open a clause of an official text: 第三章, 第七条, 一、, （一）, 1., 1.2, （1）, a), ①.

Source: GB/T 9704-2012, 7.3.3 orders 一、（一）1.（1）; the 立法技术规范 orders 编章节条款项目.
Real notices mix full-width and half-width forms, so both are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.text.numerals import parse_numeral

MarkerLevel = Literal[
    "part",
    "chapter",
    "section",
    "article",
    "named",
    "cn",
    "cn_bracket",
    "digit",
    "dotted2",
    "dotted3",
    "digit_bracket",
    "letter",
    "circled",
    "bullet",
]

RANKS: dict[str, int] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "named": 4,
    "cn": 5,
    "cn_bracket": 6,
    "digit": 7,
    "dotted2": 8,
    "dotted3": 9,
    "digit_bracket": 10,
    "letter": 11,
    "circled": 12,
    "bullet": 13,
}
"""Usual nesting, outermost first; ``named`` are headings without a numeral, ``bullet`` points of a list without any."""

_CN = "[零〇一二三四五六七八九十百千两]"
_GAP = r"[\s\u3000]*"
# A numeral before 的, 中, 规定 … is a reference inside a sentence, not a heading.
_NOT_REFERENCE = r"(?![的之中内所规至、，,和或及与]|第)"
# 第（一）项、第（二）项 torn before the bracket; （二）项目 is an item about projects.
_NOT_NAMED_ITEM = r"(?!项(?!目)|款[、，的规之所])"
POINT = re.compile(r"([-–—*•·●▪◆■□★☆◇◎○➢])\s*(?=[^\s-])")
"""What sets off a point of a list without a numeral."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_PATTERNS: tuple[tuple[MarkerLevel, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第{_GAP}({_CN}+|\d+){_GAP}编(?:[\s\u3000]+|$)")),
    ("chapter", re.compile(rf"第{_GAP}({_CN}+|\d+){_GAP}章{_NOT_REFERENCE}")),
    ("section", re.compile(rf"第{_GAP}({_CN}+|\d+){_GAP}节{_NOT_REFERENCE}")),
    (
        "article",
        re.compile(
            rf"第{_GAP}({_CN}+|\d+){_GAP}条(?:之({_CN}+|\d+))?(?:[\s\u3000]+|(?!第)(?=[：:【（(])|{_NOT_REFERENCE}(?=\w))"
        ),
    ),
    (
        "cn",
        re.compile(
            rf"({_CN}{{1,4}}){_GAP}(?:[、．.]|[\s\u3000]{{2,}})|【{_GAP}({_CN}{{1,4}}){_GAP}】{_GAP}[、.．]?"
        ),
    ),
    ("cn_bracket", re.compile(rf"[（(]{_GAP}({_CN}{{1,4}}){_GAP}[）)]{_NOT_NAMED_ITEM}{_GAP}[、.．]?")),
    ("dotted3", re.compile(r"(\d{1,2}[.．]\d{1,2}[.．]\d{1,2})(?:[.．、\s\u3000]+|(?=[^\d.．％%]))")),
    ("dotted2", re.compile(r"(\d{1,2}[.．]\d{1,2})(?:[、\s\u3000]+|[.．](?!\d)|(?=[\u4e00-\u9fff《“]))")),
    (
        "digit",
        re.compile(r"(\d{1,2})(?:[.．、](?=\d{4}年|[^\d\s]|[\s\u3000]|$)|[\s\u3000]{2,}(?=[\u4e00-\u9fff]))"),
    ),
    (
        "digit_bracket",
        re.compile(
            r"(?:[（(]" + _GAP + r"(\d{1,2})" + _GAP + r"[）)]|(\d{1,2})[）)])" + _NOT_NAMED_ITEM + "[、.．]?"
        ),
    ),
    ("letter", re.compile(r"(?:([a-z])[)）]|[（(]([a-z])[）)])[\s\u3000]*(?=[\u4e00-\u9fff《“A-Z\d])")),
    ("circled", re.compile(f"([{_CIRCLED}])")),
)
_FIRST = frozenset("第（(【零〇一二三四五六七八九十百千两abcdefghijklmnopqrstuvwxyz" + _CIRCLED)
# 1.2亿元, 2.5 倍以上 at the start of a torn line is a quantity. Words may begin like a unit (项目类型, 家电
# 产品, 条件, 元器件), and nothing is counted in decimals: such a unit must end where the quantity ends.
_UNIT_AFTER = re.compile(
    r"\s*(?:[万亿％%]|元(?![旦素器件宇数])|吨(?!位)|倍(?!增)|米(?![制粉面])|个百分点|平方|立方|千[瓦米克]|公[里斤顷]|小时|"
    r"[个家项名条件人次级份批户台套年月日天分](?=\s*(?:$|[，,。；;、：:）)/％%]|以[上下内外]|左右|至|的|[内后](?![容部续])|前(?![期言提景]))))"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The numeral at the start of a line.

    Attributes:
        level: Its class.
        number: Its value; for dotted numbers the last part.
        text: As printed, without blanks.
        end: Offset behind it.
        suffix: 之一 of 第三条之一 as a number, else 0.
    """

    level: MarkerLevel
    number: int
    text: str
    end: int
    suffix: int = 0

    @property
    def rank(self) -> int:
        """Position in the usual nesting, 0 outermost."""
        return RANKS[self.level]


@lru_cache(maxsize=8192)
def find_marker(line: str) -> Marker | None:
    """The marker that opens a line, if any.

    >>> find_marker("（三）区县推荐。").number, find_marker("第七条的规定适用")
    (3, None)
    >>> find_marker("1.2025年汇总表").level
    'digit'
    """
    if not line or not (line[0] in _FIRST or line[0].isdigit()):
        return None
    for level, pattern in _PATTERNS:
        match = pattern.match(line)
        if not match:
            continue
        marker = _marker(level, match)
        if marker and not (level == "dotted2" and _UNIT_AFTER.match(line[marker.end :])):
            return marker
    return None


def _marker(level: MarkerLevel, match: re.Match[str]) -> Marker | None:
    written = next(group for group in match.groups() if group is not None)
    if level == "circled":
        number: int | None = _CIRCLED.index(written) + 1
    elif level == "letter":
        number = ord(written) - ord("a") + 1
    elif level in ("dotted2", "dotted3"):
        if re.match(r"\d{1,2}[.．]\d{4}年", match.string):
            return None
        number = int(re.split(r"[.．]", written)[-1])
    else:
        number = parse_numeral(written)
    if number is None:
        return None
    suffix = 0
    if level == "article" and match.group(2):
        suffix = parse_numeral(match.group(2)) or 0
    return Marker(level, number, re.sub(r"[\s\u3000]+", "", match.group(0)), match.end(), suffix)
