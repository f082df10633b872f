"""Whether the days and spans that the texts fix are those of the matter asked about.

One sentence tells of several stages in a row; that one of them has a span says nothing of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.compose.deadline_events import events_asked
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.context import Context
from assistant.agent.features import bigrams
from assistant.text.dates import find_durations
from assistant.text.normalise import fold

_NEAR = 0.45
"""Likeness in meaning from which on two texts speak of one matter."""
_SHARED = 2
_SEGMENT = re.compile(r"[，,。；;：:（）()\n]")
_HOW_LONG = re.compile(
    r"(?<![哪这那前后])(?:几[天年]|几个(?:工作日|月|星期|礼拜|小时)|多少[天年]|多少个(?:工作日|月|小时))|(?:提前|前)几天(?:会|要|得)?(?:通知|告知|打招呼)|多久|多长时间|好长时间|好多天"
    r"|how long|how many (?:working |calendar )?(?:days|weeks|months|years)"
)
_TIME_LEFT = re.compile(
    r"(?:离|距|还有|还剩|剩下|只剩)[^，。？?,]{0,24}(?:几|多少|好多|多久)|\b(?:left|remain\w*)\b"
)


def asks_how_long(context: Context) -> bool:
    """Whether the length of something is asked for; how long it is until a day is no such length."""
    question = context.question
    if question.asks & {"frequency", "date"} or context.lexicon.extension.hits(question.folded):
        return False
    plain = context.lexicon.plain(question.folded)
    return bool(_HOW_LONG.search(plain)) and not _TIME_LEFT.search(plain)


def is_of_matter(context: Context, words: str) -> bool:
    """Whether folded words of a text speak of what is asked: by an official word of it, by words shared, or by meaning."""
    question = context.question
    if any(fold(term) in words for group in specific_concepts(context) for term in group):
        return True
    if sum(pair in words for pair in bigrams(question.folded)) >= _SHARED:
        return True
    asked = question.folded if question.language == "zh" else question.search_text
    return context.ranker.meanings.compare(asked, [words])[0] >= _NEAR


def span_untold(context: Context) -> bool:
    """Whether it is asked how long something takes or holds, and no fitting clause has a span of it.

    An event that the texts name is left to the deadlines, which tell what is fixed near it.
    """
    question = context.question
    if not asks_how_long(context) or question.polar or question.clause_refs or events_asked(context):
        return False
    return not any(is_of_matter(context, words) for words in _around_spans(context))


def _around_spans(context: Context) -> Iterator[str]:
    """The words around each span of the best clauses: what stands one comma away belongs to it."""
    for ranked in context.ranked[:8]:
        segments = _SEGMENT.split(ranked.facet.told)
        for place, segment in enumerate(segments):
            if find_durations(segment):
                yield "，".join(segments[max(place - 1, 0) : place + 2])
