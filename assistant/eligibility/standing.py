"""What the parts beside it make of a part: disowned, doubted, or still part of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.eligibility.said_words import has_any, word_list

if TYPE_CHECKING:
    from assistant.eligibility.message import Part

_STOPS = ("。", "；", ";", "!", "！", "?", "？", "\n", ". ")
_DONE = re.compile(r"[了过被]|好的?$|发生|已经?|早就|(?:19|20)\d{2}年|\d{1,2}月|大?前年|去年|今年|上个?月")
_UNSURE_OF = re.compile(
    r"(?:我们|我|但|不过|只是|就是|还|也|就)*(?:不太?确定|不太?肯定|记不[清准得太]|说不[准好定]|[拿吃搞弄]不准|没把握|(?:要|得)(?:查一下|查查|核实|核对|问一下|问问))"
)
"""不太确定的是异常名录: of what a part begins by doubting it states nothing."""
_TENANT = re.compile(r"园|入驻|租户|tenant|occupant")
"""What happened to a firm in a park is asked of the park, though it is no plant of the speaker's."""
_VERDICT = re.compile(
    r"[能可](?:以|不能|够|不可以)?(?:再|接着|继续|直接)?(?:申|报|评|进|参|入|推|搞|弄|整|冲|拿|争|留|保)|得行|要得|有戏|希望|机会|搞头|成[吗么不]|[算符达够合行成]不[算符达够合行成]|符合|合格|达标|够格|资格|影响|行[吗么不]|enough|qualif|eligible|apply|can we"
)
"""有质量体系，能报吗: who asks for the outcome of a case tells it."""
_OWN = re.compile(
    r"[了过没未无有是]|[定判]的(?!期)|定[成为作]|认定|判定|已|大?前年|去年|今年|昨|上个?月|刚|本|^(?:不|没|是|在)|(?:19|20)\d{2}|[a-z]{3}"
)
"""去年停产半年，要写说明吗: what has come about is told, whatever is asked behind it."""
_BACK = 2
_BRIEF, _BRIEF_ENGLISH = 16, 60
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十百]{2,}")


def weighed(parts: Sequence[Part], *, sure: bool) -> tuple[Part, ...]:
    """The parts with those unsaid that another part of the sentence disowns, doubts or plans.

    Args:
        parts: The message.
        sure: Whether what is hedged is to be taken as said.
    """
    found = list(parts)
    for place, part in enumerate(parts):
        if place and _disowns().fullmatch(part.text):
            for back in range(place - 1, max(-1, place - 1 - _BACK), -1):
                tenant = _TENANT.search(parts[back].text) is not None
                if has_any(parts[back].text, "speaker") and not tenant:
                    break
                found[back] = replace(found[back], states=False, of_tenant=tenant and found[back].states)
                if _begins_sentence(parts[back]):
                    break
        elif place and _doubts(part, last=place == len(parts) - 1):
            found[place - 1] = replace(found[place - 1], states=found[place - 1].states and sure, hedged=True)
            found[place] = replace(part, states=False, hedged=True)
        elif place and _UNSURE_OF.match(part.text) and not _FIGURE.search(part.text):
            found[place] = replace(part, states=False)
        if place and not _begins_sentence(part) and _is_topic(found[place - 1], part):
            found[place - 1] = replace(found[place - 1], states=False)
        if place and not _begins_sentence(part) and _goes_on_planning(found[place - 1], part):
            found[place] = replace(part, states=False, planned=True)
    return tuple(found)


def _is_topic(part: Part, after: Part) -> bool:
    """Whether a part only names what the next one asks about (获得称号后发生事故，会不会直接撤牌)."""
    if not (part.states and after.asks) or _VERDICT.search(after.text):
        return False
    own = has_any(f"{part.text} {after.text}", "first_person") or _OWN.search(part.text)
    return not own and not _FIGURE.search(part.text)


def _begins_sentence(part: Part) -> bool:
    return not part.before or part.before.endswith(_STOPS)


@cache
def _disowns() -> re.Pattern[str]:
    self, none = ("|".join(map(re.escape, word_list(name))) for name in ("self_words", "no_tie"))
    owner = "|".join(map(re.escape, word_list("not_mine")))
    return re.compile(
        rf"(?:[^，,]{{0,6}}?[跟和与同](?:{self})(?:本身)?(?:{none})|(?:这|那)?(?:个|事|起|家|些)?(?:也|可|都)?(?:{owner})(?:那边|那家|厂里|厂|公司|家)?)"
        r"(?:的事情?|的|了|啊|哈|噢|哦|呢|嘛)*"
    )


@cache
def _doubt() -> re.Pattern[str]:
    lead, doubts, tail = (
        "|".join(map(re.escape, word_list(name)))
        for name in ("doubt_fillers", "doubts_behind", "doubt_tails")
    )
    return re.compile(rf"(?:{lead}|\s)*(?:{doubts})(?:{tail}|\s)*")


def _doubts(part: Part, *, last: bool) -> bool:
    """Whether a part says nothing but that the speaker is not sure of what it said just before (没细数).

    I think so much as introduces what follows: it is a doubt only where the message ends with it.
    """
    brief = len(part.text) <= (_BRIEF_ENGLISH if part.text.isascii() else _BRIEF)
    if not brief or _FIGURE.search(part.text):
        return False
    return _doubt().fullmatch(part.text) is not None or (last and part.text in word_list("doubts_at_the_end"))


def _goes_on_planning(before: Part, part: Part) -> bool:
    """Whether a part goes on with what is only planned (开年准备找中介，把体系弄起来)."""
    planned = before.planned or (not before.states and has_any(before.text, "plans"))
    if not planned or _DONE.search(part.text):
        return False
    if _APPLIES.search(before.text):
        # 准备报市级，同时通过了认证: beside an application other things are told than what is planned.
        return part.text.startswith(("把", "将", "好把", "再把", "再将", "先把", "先将", "然后", "接着"))
    return part.text.startswith(word_list("goes_on_with_plan")) or _softly().match(part.text) is not None


_APPLIES = re.compile(r"(?:申报|申请|报(?!告|表)|apply)")


@cache
def _softly() -> re.Pattern[str]:
    """同时编规划: words that go on with a plan only before what is made."""
    softly, making = ("|".join(map(re.escape, word_list(n))) for n in ("goes_on_softly", "making_verbs"))
    return re.compile(rf"(?:{softly})(?:把|将|{making})")
