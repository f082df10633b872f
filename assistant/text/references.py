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
    r"(?<![零〇一二三四五六七八九十百千年月周件表录之统唯同其周期])([一二三四五六七八九十]{1,2})\s*[（(]\s*([一二三四五六七八九十]{1,2}|\d{1,2})\s*[）)](?!\s*(?:年|个|家|日|天|名|份|万|元|次|人|月|倍))"
)
_PART = re.compile(
    rf"第\s*({_N})\s*(?:个)?(?:大?部分|大[点条项块节])"
    rf"(?:[的里中]面?)?\s*(?:第\s*({_N})\s*(?:小?[点条项款节段]|小?部分)|第?[（(]\s*({_N})\s*[）)])?"
)


class ClauseRef(NamedTuple):
    """A clause named in a text; ``heading`` is the 一 of 一（二）, whose （二） stands in ``item``, if any is named."""

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
    if "《" not in text:
        return []
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
    """Clauses named in a text: 第七条第（三）项, 第七条（三）, 二（一）, 第二部分第一条, Article 7(3).

    >>> find_clause_refs("第七条（三）")[0][:3]
    (7, None, 3)
    >>> [(ref.heading, ref.item) for ref in find_clause_refs("通知二（一）和第三部分第二条")]
    [(2, 1), (3, 2)]
    """
    found = []
    parts = list(_PART.finditer(text))
    for m in _CLAUSE.finditer(text):
        if any(part.start() <= m.start() < part.end() for part in parts):
            continue
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
    for m in parts:
        item = m.group(2) or m.group(3)
        number = parse_numeral(item) if item else None
        found.append(ClauseRef(None, None, number, m.start(), m.end(), parse_numeral(m.group(1))))
    return sorted(found, key=lambda ref: ref.start)
