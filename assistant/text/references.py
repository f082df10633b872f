"""References to other texts and to clauses."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.text.numerals import parse_numeral
from assistant.text.quantities import Found

_N = r"[零一二三四五六七八九十百\d]+"
_CLAUSE = re.compile(
    rf"第\s*({_N})\s*条(?:之[一二三四五六七八九十]+)?(?:\s*第\s*({_N})\s*款)?(?:\s*(?:第\s*)?[（(]?\s*({_N})\s*[）)]?\s*项|\s*[（(]\s*({_N})\s*[）)])?"
)
_EN_CLAUSE = re.compile(
    r"(?<![A-Za-z])(?:article|art\.?|section)\s*(\d+)(?:\s*\(\s*(\d+)\s*\))?", re.IGNORECASE
)
_HEADING = re.compile(
    r"(?<![\u4e00-\u9fff第])([一二三四五六七八九十]{1,2})\s*[（(]\s*([一二三四五六七八九十]{1,2})\s*[）)]"
)


class ClauseRef(NamedTuple):
    """A clause named in a text; ``heading`` is the 一 of 一（二）, whose （二） stands in ``item``."""

    article: int | None
    paragraph: int | None
    item: int | None
    start: int
    end: int
    heading: int | None = None


def find_titles(text: str) -> list[Found]:
    """Titles in 《…》 with nested 〈〉 or 《》, brackets included.

    >>> [t.text for t in find_titles("依据《关于印发〈甲办法〉的通知》和《乙》")]
    ['《关于印发〈甲办法〉的通知》', '《乙》']
    """
    found, depth, start = [], 0, 0
    for index, character in enumerate(text):
        if character == "《":
            start = index if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append(Found(text[start : index + 1], start, index + 1))
    return found


def find_clause_refs(text: str) -> list[ClauseRef]:
    """Clauses named in a text: 第七条第（三）项, 第七条（三）, 二（一）, Article 7(3).

    >>> find_clause_refs("第七条（三）")[0][:3]
    (7, None, 3)
    """
    found = []
    for m in _CLAUSE.finditer(text):
        item = m.group(3) or m.group(4)
        found.append(
            ClauseRef(
                parse_numeral(m.group(1)),
                parse_numeral(m.group(2)) if m.group(2) else None,
                parse_numeral(item) if item else None,
                m.start(),
                m.end(),
            )
        )
    found += [
        ClauseRef(int(m.group(1)), None, int(m.group(2)) if m.group(2) else None, m.start(), m.end())
        for m in _EN_CLAUSE.finditer(text)
    ]
    found += [
        ClauseRef(None, None, parse_numeral(m.group(2)), m.start(), m.end(), parse_numeral(m.group(1)))
        for m in _HEADING.finditer(text)
    ]
    return sorted(found, key=lambda ref: ref.start)
