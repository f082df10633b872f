"""How often something is done, and whether any text fixes it (复审几年一次): that it recurs names no interval."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.compose.lists import specific_concepts
from assistant.agent.context import Context
from assistant.text.normalise import fold

_FIXED = re.compile(
    r"(?:周期|频次|频率|间隔)[^，。？?,]{0,8}(?:固定|规定|定死|统一)|(?:固定|规定|定死)[^，。？?,]{0,8}(?:每?[一二两三四五六七八九十\d]+年一|周期|频次|频率)"
)
"""An interval that the question itself names is asked to be fixed."""
_ASKED = re.compile(
    r"(?:几|多少|隔几|每几|每隔几)[年个月季天]{1,2}[^，。？?,]{0,6}一[次回轮遍]|(?:多久|多长时间|好久|多少时间)[^，。？?,]{0,8}一[次回轮遍]"
    r"|[一每]年[^，。？?,]{0,8}(?:几|多少|好多)[次回轮遍]|(?:间隔|周期)[^，。？?,]{0,4}(?:多久|多长|几|是多少)"
    rf"|{_FIXED.pattern}"
    r"|\bhow (?:often|frequently|regularly)\b|\bevery how many\b|\bhow many years between\b"
)
_INTERVAL = re.compile(
    r"每(?:隔)?[一二两三四五六七八九十\d]*个?(?:年|季度|半年|月|周)|[一二两三四五六七八九十\d]+年[^，。；,;]{0,4}一次|年度|按年|逐年|次年|每次"
)
_SENTENCE, _SEGMENT = re.compile(r"[。；\n]"), re.compile(r"[，,、：:]")


def asks_interval(context: Context) -> bool:
    """Whether it is asked how often something is done."""
    return bool(_ASKED.search(context.lexicon.plain(context.question.folded)))


def interval_untold(context: Context) -> bool:
    """Whether it is asked how often something is done that the texts treat, and none of them ties an interval to it."""
    if not asks_interval(context) or context.question.clause_refs:
        return False
    groups = specific_concepts(context, own=True)
    # 周期是否固定为三年一次: what the question names as an interval is nothing that is done.
    is_named = _FIXED.search(context.question.folded) is not None
    things = [one for one in groups if is_named and not any(_INTERVAL.fullmatch(fold(t)) for t in one)]
    asked = [fold(term) for group in things or groups for term in group]
    if not asked:
        return False
    said = [text for text in _sentences(context) if any(term in text for term in asked)]
    return bool(said) and not any(_is_tied(text, asked) for text in said)


def _sentences(context: Context) -> Iterator[str]:
    """The sentences of the documents meant, or of all."""
    meant = context.question.documents
    for facet in context.facets.values():
        if not meant or facet.document_id in meant:
            yield from _SENTENCE.split(facet.told)


def _is_tied(text: str, asked: list[str]) -> bool:
    """Whether an interval stands in one segment with what is asked, or before it: it then governs what follows."""
    first = _INTERVAL.search(text)
    if first is None:
        return False
    if any(term in text[first.start() :] for term in asked):
        return True
    return any(
        _INTERVAL.search(segment) and any(term in segment for term in asked)
        for segment in _SEGMENT.split(text)
    )
