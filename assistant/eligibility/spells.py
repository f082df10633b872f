"""How long a spell lasted and when it was over, from the part that tells of it and the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.eligibility.forms import NoSpell
from assistant.eligibility.message import Part
from assistant.eligibility.reading import Reading, names_fact
from assistant.eligibility.said_times import When, find_months, months_after
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.tree import leaves


def lasted(part: Part, begun: When, reading: Reading) -> str | None:
    """The end of a spell of which its length is said (去年2月起停了四个月)."""
    long_enough = is_spell(reading) and len(begun.wire) > len("2025")
    months = find_months(part.text[begun.end :]) if long_enough else None
    return months_after(begun.wire, months) if months else None


def is_spell(reading: Reading) -> bool:
    """Whether the rules ask how long the events of a fact lasted."""
    tests = (leaf for criterion in reading.scheme.criteria for leaf in leaves(criterion.entry.test))
    return any(isinstance(leaf, NoSpell) and leaf.fact == reading.fact.name for leaf in tests)


_UNTIL = re.compile(r"(?:停|歇|关|直|拖|延|持续|熬|闲)[到至]$")


def says_end(part: Part, when: When) -> bool:
    """Whether the one time of a part is that of its end (2024年3月复产, 一直停到2024年7月)."""
    if _UNTIL.search(part.text[: when.start]):
        return True
    return part.text[when.end :].lstrip("份才就又正式底初中").startswith(word_list("ended_words"))


def length_of(part: Part, event: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """How many months a spell lasted, and its end where that follows or is said to have come by now.

    连续停产过14个月，2024年3月复产; 停产14个月了，刚复工; 2023年3月停产，停了14个月.
    """
    following = _goes_on_alone(part, reading)
    months = _months_of(without_times(part, reading))
    if months is None and following and _ONLY_LENGTH.fullmatch(following[0].text):
        months = find_months(following[0].text)
    if months is None:
        return {}
    begun, ended = event["date"], event.get("end") or ended_next(part, reading)
    if ended is not None:
        return {"months": months, "date": None if begun == ended else begun, "end": ended}
    if begun is not None and len(begun) > len("2025"):
        return {"end": months_after(begun, months)}
    if begun is None and any(has_any(p.text, "ended_now") for p in (part, *following)):
        return {"months": months, "end": reading.as_of.isoformat()[: len("2026-11")]}
    return {"months": months}


# 停产前生产了8个月, 合同工期3个月: a length of something else.
_OF_SOMETHING_ELSE = re.compile(
    r"前|试运行|试生产|欠|工期|合同|租期|租约|电费|工资|每(?:年|月)|提前|建成|投产"
)
_ONLY_LENGTH = re.compile(
    r"(?:[就只也一共总共大概连续前后整差不多将近停产工歇业了过有都是已经接着 ]|it|was|were|lasted|for|shut|down|idle|closed|about|stopped|over|in all)*"
    r"(?:\d+|[一二两三四五六七八九十]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen) ?"
    r"(?:个?多?月|年半?|months?|years?)[多的了样子左右之久才又 ]*.{0,6}"
)


def _months_of(text: str) -> int | None:
    """The length of which a part tells beside its times, where it is that of the stop."""
    return None if _OF_SOMETHING_ELSE.search(text) else find_months(text)


def without_times(part: Part, reading: Reading) -> str:
    """What a part says besides its times (去年8月停了两个月)."""
    text = part.text
    for when in reversed(part.times(reading.as_of)):
        text = f"{text[: when.start]} {text[when.end :]}"
    return text


def _goes_on_alone(part: Part, reading: Reading) -> list[Part]:
    """The next part where it states something without a time and names no other fact."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    others = [fact for fact in reading.scheme.facts.values() if fact is not reading.fact]
    return [
        p
        for p in after
        if p.states and not p.times(reading.as_of) and not any(names_fact(p, fact) for fact in others)
    ]


def ended_next(part: Part, reading: Reading) -> str | None:
    """When the next part says that it was over (…，2024年9月30日恢复的)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    times = after[0].times(reading.as_of) if after and has_any(after[0].text, "ended_words") else []
    return times[0].wire if len(times) == 1 else None
