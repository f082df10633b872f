"""What a text names that a question may ask for: grades, a term that it defines, the number of a clause."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.agent.facets import Facet
from assistant.agent.understanding.question import Question
from assistant.text.numerals import parse_numeral, to_chinese

_CODE = re.compile(
    r"(?<![a-z0-9])([a-z]{1,4})(?=\s?级|类|档|等|和|跟|与|、|还|呢|的|工|比|到|厂|到底|$|[^a-z0-9 ])|([一二两三四五\d])个([a-z])(?![a-z])"
)


_DEFINES = re.compile(
    r"(?:第[^条]{1,6}条\s*)?(?:本\S{1,4}所(?:称|指))?[^。；]{2,24}?(?:是指|，指|系指|，是|为)"
)
_EN_CODE = re.compile(
    r"\b(?:grade|level|class)[- ]([a-d]{1,4})\b|\b(?:(a{2,4}|[b-d])[- ]|a-)(?:grade|level|class|rated)\b(?![- ][a-d]\b)"
)
_COUNTED = re.compile(
    r"\b(single|double|triple|treble|quadruple)[- ]?([a-d])(?:'?s)?\b|\b(one|two|three|four|five) ([a-d])'s|"
    r"(?<![a-z0-9.])([2-5])([a-d])(?![a-z0-9])|([单双])([a-d])(?![a-z])"
)
_TIMES = {
    "single": 1,
    "one": 1,
    "单": 1,
    "double": 2,
    "two": 2,
    "双": 2,
    "triple": 3,
    "treble": 3,
    "three": 3,
}
_TIMES |= {"quadruple": 4, "four": 4, "five": 5}


@lru_cache(maxsize=8192)
def codes(folded: str) -> frozenset[str]:
    """Grade letters named in a text: ``aa级`` and 两个a are both ``aa``.

    >>> sorted(codes("三个a和c级")), sorted(codes("is a grade b factory"))
    (['aaa', 'c'], ['b'])
    >>> sorted(codes("four a's or triple-a?")), sorted(codes("双a和4a的"))
    (['aaa', 'aaaa'], ['aa', 'aaaa'])
    """
    found: set[str] = set()
    for said in _COUNTED.findall(folded):
        times, letter = (part for part in said if part)
        found.add(letter * (_TIMES.get(times) or int(times)))
    folded = _COUNTED.sub(" ", folded) if found else folded
    found |= {first or second or "a" for first, second in _EN_CODE.findall(folded)}
    for match in _CODE.finditer(folded):
        if match.group(1):
            found.add(match.group(1))
        else:
            found.add(match.group(3) * min(parse_numeral(match.group(2)) or 1, 5))
    return frozenset(code for code in found if len(set(code)) == 1)


@lru_cache(maxsize=8192)
def defining_words(folded: str) -> str:
    """The opening of a clause that says what a term means (X，是指 …), empty where it does not.

    >>> defining_words("本办法所称绿色园区，是指布局集聚的园区")
    '本办法所称绿色园区，是指'
    """
    match = _DEFINES.match(folded)
    return match.group(0) if match else ""


def is_referenced(question: Question, facet: Facet) -> bool:
    """Whether the question names this clause by its number."""
    if question.documents and facet.document_id not in question.documents:
        return False
    for ref in question.clause_refs:
        label = facet.clause.label
        if ref.article is not None:
            if _matches_article(label, ref.article, ref.item):
                return True
        elif ref.heading is not None:
            part = f"（{_cn(ref.item)}）" if ref.item is not None else ""
            if label == f"{_cn(ref.heading)}{part}":
                return True
    return False


def _matches_article(label: str, article: int, item: int | None) -> bool:
    base = f"第{_cn(article)}条"
    if item is not None:
        return label == f"{base}（{_cn(item)}）"
    return label == base


def _cn(number: int) -> str:
    return to_chinese(number)
