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
_DONE = re.compile(r"[了过好](?:的)?$|已经?|早就")
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
        if place and _disowns().search(part.text):
            for back in range(place - 1, max(-1, place - 1 - _BACK), -1):
                found[back] = replace(found[back], states=False)
                if _begins_sentence(parts[back]):
                    break
        elif place and _doubts(part):
            found[place - 1] = replace(found[place - 1], states=found[place - 1].states and sure, hedged=True)
            found[place] = replace(part, states=False, hedged=True)
        if place and not _begins_sentence(part) and _goes_on_planning(found[place - 1], part):
            found[place] = replace(part, states=False, planned=True)
    return tuple(found)


def _begins_sentence(part: Part) -> bool:
    return not part.before or part.before.endswith(_STOPS)


@cache
def _disowns() -> re.Pattern[str]:
    self, none = ("|".join(map(re.escape, word_list(name))) for name in ("self_words", "no_tie"))
    owner = "|".join(map(re.escape, word_list("not_mine")))
    return re.compile(rf"[跟和与同](?:{self})(?:本身)?(?:{none})|(?:{owner})")


@cache
def _doubt() -> re.Pattern[str]:
    lead, doubts = ("|".join(map(re.escape, word_list(name))) for name in ("doubt_fillers", "doubts_behind"))
    return re.compile(rf"(?:{lead}|\s)*(?:{doubts})")


def _doubts(part: Part) -> bool:
    """Whether a part says nothing but that the speaker is not sure of what it said just before (没细数)."""
    brief = len(part.text) <= (_BRIEF_ENGLISH if part.text.isascii() else _BRIEF)
    return brief and not _FIGURE.search(part.text) and _doubt().match(part.text) is not None


def _goes_on_planning(before: Part, part: Part) -> bool:
    """Whether a part goes on with what is only planned (开年准备找中介，把体系弄起来)."""
    planned = before.planned or (not before.states and has_any(before.text, "plans"))
    return planned and part.text.startswith(word_list("goes_on_with_plan")) and not _DONE.search(part.text)
