"""What a text names that a question may ask for: grades, a term that it defines, the number of a clause."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.agent.facets import Facet
from assistant.agent.understanding.question import Question
from assistant.text.numerals import parse_numeral, to_chinese

_CODE = re.compile(
    r"(?<![a-z0-9'&.-])([a-z]{1,4})(?=\s?级|类|档|等|和|跟|与|、|还|呢|的|工|比|到|厂|到底|$|[^a-z0-9 '&.]|\.(?![a-z]))|([一二两三四五\d])个([a-z])(?![a-z])"
)


_DEFINES = re.compile(
    r"(?:第[^条]{1,6}条\s*)?(?:本\S{1,4}所(?:称|指))?[^。；]{2,24}?(?:是指|，指|系指|，是|为)"
)
_SCALE = r"(?:grade|level|class|band|bracket|tier|category|rung|rating|rank|letter)"
_LETTERS = r"(?:a{2,4}|[b-d])"
_ALONE = r"(?![\w&-]|'\w|\)|\.\w)"
_EN_CODES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_SCALE}s?(?: of)?[- ](?:an? )?[\"'“‘]?({_LETTERS}){_ALONE}",
        # "which grade a plant gets" and "they grade a plant" name no letter.
        rf"(?<!which )(?<!what )(?<!whose )(?<!to )(?<!they )(?<!who )\b{_SCALE}[- ][\"'“‘]?(a){_ALONE}",
        rf"(?<![\w'&/-])({_LETTERS})[- ](?:{_SCALE}|rated|listed)s?\b(?![- ][a-d]\b)",
        rf"(?<![\w'&/-])(a)-(?:{_SCALE}|rated|listed)s?\b(?![- ][a-d]\b)",
        rf"(?<![\w'&/-])({_LETTERS})[- ](?:plant|factory|factories|site|title|status|mark)s?\b",
        rf"(?<![\w'&/-])(a{{2,4}}){_ALONE}",
        rf"\b(?:an?|to|from|of|is|are|in|at|as|or|and|than|gets?|got|be|become|with|below|above|does|for|into|the|between|only)"
        rf" [\"'“‘]?([b-d]){_ALONE}",
        rf"(?<![\w'&/-])([b-d])(?= (?:and|or|to|into) (?:{_LETTERS}|a){_ALONE})",
        rf"(?<![\w'&/-])(a)(?= (?:and|or|to|into) {_LETTERS}{_ALONE})",
        rf"\ban [\"'“‘]?(a){_ALONE}",
    )
)
_COUNTED = re.compile(
    r"\b(single|double|triple|treble|quadruple)[- ]?([a-d])(?:'?s)?\b|\b(one|two|three|four|five)[- ]([a-d])'s|"
    r"\b(two|three|four) (a)s(?=\s*(?:$|[^\w\s'-]|(?:and|or|plant|factor|grade|title|status|get|mean)))|"
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
    found |= {letters for pattern in _EN_CODES for letters in pattern.findall(folded)}
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
