"""Whether a case named in a question is one for which the texts bar from applying, listed or as a condition.

An item of a list says what the case is, the words that open the list what follows; neither alone answers 失信还能报吗.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.agent.compose.bounds import (
    bound_of,
    breaks,
    figures_put_forward,
    is_negated,
    is_same_measure,
    unit_of,
)
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.polarity import asks_permission, is_lifted
from assistant.agent.context import Context
from assistant.agent.features import bigrams
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities

_BARS = re.compile(
    r"(?:不得|不能|不可|不予|禁止|取消|不再)[^，。；：,;]{0,6}(?:申请|申报|推荐|受理|参评|参加|列入|纳入|认定|评定)"
)
_FREE_OF = re.compile(r"(?:未|没有?|无|不存在|不属于|不得有)[^，。；,;]*$")
_BOUND = re.compile(
    r"\d|[一二三四五六七八九十两]+(?:个|家|次|起|年|万|亿)|以上|较大|重大|严重|情节|累计|连续|未按|且未"
)

_COMMON = 0.08
"""Share of the clauses from which on a pair of characters tells no case."""


def bar_opening(context: Context, quotes: Sequence[str], title: str) -> str | None:
    """What opens a clause that holds a case against the applicant, where the question asks whether one may still apply.

    Args:
        context: The question.
        quotes: The item that answers, then the words that open its list, if any.
        title: Of the document in which they stand.
    """
    question, item = context.question, quotes[0]
    if question.polar and is_lifted(question.folded) and is_bar(quotes):
        return _lifted(context, quotes, title)
    if not asks_permission(question, put_forward=True) or is_lifted(question.folded):
        return None
    barred = is_bar(quotes)
    if (said := _held_against(context, item, barred=barred)) is not None:
        return said
    case = case_named(context, [*quotes, title], barred=barred)
    if case is None:
        return None
    part, before, literal = case
    if barred:
        # A grade or a span in the item is for the reader to hold against his own case, a like word for the authority.
        return context.say("bar_if" if has_bound(part) else "bar_listed" if literal else "bar_like")
    if _FREE_OF.search(before):
        # A grade of another matter in the same clause (较大及以上事故，未被列入黑名单) is none of this one.
        told = before.rsplit("，", 1)[-1].rsplit(",", 1)[-1] + re.split("[，,]", fold(part)[len(before) :])[0]
        return context.say("bar_if" if has_bound(told) else "bar_condition")
    return None


def _lifted(context: Context, quotes: Sequence[str], title: str) -> str | None:
    """That a case which is over is none of those barred, where the text itself bars it only as long as it is not."""
    case = case_named(context, [*quotes, title], barred=True)
    still = _STILL.search(case[0][len(case[1]) :]) if case else None
    return context.say("bar_lifted", bound=still[0]) if still else None


_STILL = re.compile(r"且(?:尚|仍|还)?未[^，。；、）),;]{2,12}?(?=等?(?:$|[，。；、）)]))")


def has_bound(part: str) -> bool:
    """Whether a case is one only from a grade, a number or a span on: the reader must hold his own against it."""
    return bool(_BOUND.search(part))


def _held_against(context: Context, item: str, *, barred: bool) -> str | None:
    """Whether the amount that the question tells reaches the one from which on a case bars (单次20万元以上罚款).

    A condition that denies the amount (未受到20万元以上罚款) bars as a listed case does. Where more must hold beside
    the amount (且逾期未缴), the reader compares.
    """
    told = [
        (value, unit) for value, unit in figures_put_forward(context.question.folded) if unit in ("元", "%")
    ]
    if len(told) != 1:
        return None
    value, unit = told[0]
    for part in _PARTS.split(item):
        held = [q for q in find_quantities(part) if unit_of(q) == unit]
        bound = bound_of(part, held[0]) if len(held) == 1 else None
        if bound is None or not (barred or is_negated(part, held[0])):
            continue
        if not is_same_measure(context, part, held[0]):
            continue
        if breaks(bound.word, value, held[0].value):
            return context.say("bar_not_reached", value=bound.said)
        return (
            context.say("bar_if")
            if _MORE_HOLDS.search(part)
            else context.say("bar_reached", value=bound.said)
        )
    return None


_PARTS = re.compile(r"[；;。]")
_MORE_HOLDS = re.compile(r"且|并(?!处)|同时|而")
_DENIED = re.compile(r"(?:拒不|拒绝|未按?|不|没有?|无|虚假|弄虚|伪造)[^，。；、：:（）(),;]{0,6}$")
_BEHIND, _SHARED = 2, 2
_DENIES_TOO = re.compile(r"拒|未|不|没|无|假|造|逾期|迟|晚")
_ASKER_DENIES = re.compile(r"(?:不在|不是|没有?|没被|没在|未被?|从未|不存在|无|非)\s*[\u4e00-\u9fff]{0,2}$")


_WITHOUT_ASKING = re.compile(r"能不能|可不可以|行不行|是不是|会不会|要不要|[不没][?？]?$")


def is_bar(quotes: Sequence[str]) -> bool:
    """Whether the words that open a list bar from applying."""
    return any(_BARS.search(head) for head in quotes[1:])


def case_named(context: Context, quotes: Sequence[str], *, barred: bool) -> tuple[str, str, bool] | None:
    """The part of an item that names the case asked about, what stands before the case in it, and whether it does so
    in the question's own words.

    What the words behind the item, those that open its list and the title, name is what is applied for and no case
    (今年这个名单还能报吗).

    A word that the item denies (拒不配合) is the case only where the question denies it too; one that only the
    question denies (不在失信名单) is none.
    """
    asked = context.question.folded
    named = [fold(term) for group in specific_concepts(context, own=True) for term in group if len(term) > 1]
    # The question's own words too, but for those that stand everywhere (企业, 园区).
    own = bigrams(context.question.content)
    named += [pair for pair in own if context.ranker.share_of_clauses(pair) < _COMMON]
    item, *heads = quotes
    applied_for = " ".join(map(fold, heads))
    named = [term for term in named if term not in applied_for]
    for part in _PARTS.split(item):
        folded = fold(part)
        places, literal = [], False
        for term in named:
            place = folded.find(term)
            if place < 0:
                continue
            stands = asked.find(term)
            if stands >= 0 and _ASKER_DENIES.search(asked[:stands]):
                return None
            denied = barred and _DENIED.search(folded[: place + len(term) + _BEHIND])
            if denied and not _DENIES_TOO.search(_WITHOUT_ASKING.sub("", asked)):
                continue
            places.append(place)
            # 偷税 and 偷漏税 share what they are made of; 处罚 and 违法违规行为 do not.
            literal = literal or stands >= 0 or len(set(term) & set(asked)) >= _SHARED
        if places:
            return part, folded[: min(places)], literal
    return None
