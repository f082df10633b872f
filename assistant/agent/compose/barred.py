"""Whether a case named in a question is one for which the texts bar from applying, listed or as a condition.

An item of a list says what the case is, the words that open the list what follows; neither alone answers 失信还能报吗.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.agent.compose.bounds import bound_of, breaks, figures_put_forward
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.polarity import asks_permission, is_lifted
from assistant.agent.context import Context
from assistant.agent.features import bigrams
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities

_BARS = re.compile(
    r"(?:不得|不能|不可|不予|禁止|取消|不再)[^，。；：]{0,6}(?:申请|申报|推荐|受理|参评|参加|列入|纳入|认定|评定)"
)
_FREE_OF = re.compile(r"(?:未|没有?|无|不存在|不属于|不得有)[^，。；]*$")
_BOUND = re.compile(
    r"\d|[一二三四五六七八九十两]+(?:个|家|次|起|年|万|亿)|以上|较大|重大|严重|情节|累计|连续|未按|且未"
)

_COMMON = 0.08
"""Share of the clauses from which on a pair of characters tells no case."""


def bar_opening(context: Context, quotes: Sequence[str]) -> str | None:
    """What opens a clause that holds a case against the applicant, where the question asks whether one may still apply.

    Args:
        context: The question.
        quotes: The item that answers, then the words that open its list, if any.
    """
    question = context.question
    if not asks_permission(question, put_forward=True) or is_lifted(question.folded):
        return None
    item, *heads = quotes
    barred = any(_BARS.search(head) for head in heads)
    case = _case(context, item)
    part, before = case or (item, "")
    if barred and (case or _shares_a_rare_word(context, item)) and (said := _held_against(context, part)):
        return said
    if case is None:
        return None
    if barred:
        # A grade or a span in the item is for the reader to hold against his own case.
        return context.say("bar_if" if _BOUND.search(part) else "bar_listed")
    if _FREE_OF.search(before):
        return context.say("bar_if" if _BOUND.search(part) else "bar_condition")
    return None


def _held_against(context: Context, part: str) -> str | None:
    """Whether the amount that the question tells reaches the one from which on a case bars (单次20万元以上罚款)."""
    told = [
        (value, unit) for value, unit in figures_put_forward(context.question.folded) if unit in ("元", "%")
    ]
    if len(told) != 1:
        return None
    value, unit = told[0]
    held = [q for q in find_quantities(part) if q.unit == unit]
    bound = bound_of(part, held[0]) if len(held) == 1 else None
    if bound is None:
        return None
    key = "bar_not_reached" if breaks(bound.word, value, held[0].value) else "bar_reached"
    return context.say(key, value=bound.said)


def _shares_a_rare_word(context: Context, item: str) -> bool:
    """Whether the question and an item share a character that few clauses hold (罚): words of one character count too."""
    words = {c for c in context.question.content if "\u4e00" <= c <= "\u9fff" and c in item}
    texts = [facet.text for facet in context.facets.values()]
    return any(sum(word in text for text in texts) < _COMMON * len(texts) for word in words)


def _case(context: Context, item: str) -> tuple[str, str] | None:
    """The part of an item that names the case asked about, and what stands before the case in it."""
    named = [fold(term) for group in specific_concepts(context, own=True) for term in group if len(term) > 1]
    # The question's own words too, but for those that stand everywhere (企业, 园区).
    own = bigrams(context.question.content)
    named += [pair for pair in own if context.ranker.share_of_clauses(pair) < _COMMON]
    for part in re.split(r"[；;。]", item):
        folded = fold(part)
        found = [folded.find(term) for term in named if term in folded]
        if found:
            return part, folded[: min(found)]
    return None
