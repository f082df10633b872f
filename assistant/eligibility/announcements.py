"""Events told one after the other behind a word that counts them (三条：…，…；…): whose they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.eligibility.message import Part
from assistant.eligibility.reading import option
from assistant.eligibility.schemes import Scheme

_COUNTS = re.compile(r"(?:[一两二三四五六七八九]|\d)(?:条|件|起|回|次|桩|笔|宗)(?!也|都|没|款|例|约|及)")
_AGAIN = re.compile(r"又|再|还(?:有|出|发)")
_YES = re.compile(r"(?:有|有的|有过|出过|发生过|是的?|嗯|yes)")
_ADDED = 10
_ENDS = ("；", ";", "。", "!", "！", ":", "：")


def announced(scheme: Scheme, parts: Sequence[Part], as_of: date, asked: str | None) -> Mapping[int, str]:
    """The fact of type ``events`` to which each part belongs that tells one of several events announced.

    Args:
        scheme: The scheme under check.
        parts: The message.
        as_of: The day against which 去年 is resolved.
        asked: The fact asked for.
    """
    found: dict[int, str] = {}
    spoken_of: str | None = None
    for index, part in enumerate(parts):
        named = _fact_of(scheme, (part,), None)
        count = _COUNTS.search(part.text)
        if index == 0 and _YES.fullmatch(part.text) and _is_events(scheme, asked):
            # 有，甲公司2024年9月着火；还有乙: all of it answers the question.
            told = [
                place
                for place in _not_elsewhere(scheme, parts, asked or "")
                if _tells_one(parts[place], as_of, scheme, asked or "")
            ]
            found |= dict.fromkeys(told, asked or "")
            continue
        if index in found or not part.states or count is None:
            spoken_of = named or spoken_of
            continue
        front = replace(part, text=part.text[: count.end()], plain=part.plain[: count.end()])
        # What was told with its day is told; only a bare subject (公示系统查了，三条) names what is counted next.
        before = [p for p in parts[max(0, index - 1) : index] if not p.times(as_of)]
        if named is None and _names_another(part, scheme):
            continue
        name = _fact_of(scheme, (*before, front), None) or _fact_of(
            scheme, (part,), asked if index == 0 else None
        )
        if name is None and _AGAIN.search(part.text):
            # 今年5月又有一次: of what was told before.
            name = spoken_of
        spoken_of = named or spoken_of
        if name is None:
            continue
        # 环境污染事故有一起，2025年2月: the part that counts one tells of it too.
        told = [index] if part.times(as_of) or count[0][0] in "一1" else []
        for place in range(index + 1, len(parts)):
            if count[0][0] in "一1" and begins_new(parts[place]):
                break
            if not _tells_one(parts[place], as_of, scheme, name):
                break
            told.append(place)
        again = bool(_AGAIN.search(part.text)) and bool(part.times(as_of))
        if again or len(told) > 1 or (told and told != [index]):
            found |= dict.fromkeys(told, name)
    return found


def _not_elsewhere(scheme: Scheme, parts: Sequence[Part], name: str) -> list[int]:
    """Places behind the first that do not go on with what was said of a list or a yes-or-no fact before them.

    有，还被列入异常名录，上个月移出来了: the day is that of the removal from the list.
    """
    found, elsewhere = [], False
    for place in range(1, len(parts)):
        own = parts[place].match(scheme.facts[name].entry.cues.about) or begins_new(parts[place])
        elsewhere = not own and (elsewhere or _names_another(parts[place], scheme))
        if not elsewhere:
            found.append(place)
    return found


def _names_another(part: Part, scheme: Scheme) -> bool:
    """Whether a counting part counts something else than events (经营异常列过一次)."""
    others = (fact for fact in scheme.facts.values() if fact.entry.type != "events")
    return any(part.match(fact.entry.cues.about) for fact in others)


def _fact_of(scheme: Scheme, parts: Sequence[Part], asked: str | None) -> str | None:
    """The events fact that the words before the count name, the longest cue first; else the one asked for."""
    named = [
        (match.end() - match.start(), name)
        for part in parts
        if part.states
        for name, fact in scheme.facts.items()
        if fact.entry.type == "events"
        and not part.match(fact.entry.cues.unless)
        and (match := part.match(fact.entry.cues.about))
    ]
    if named:
        return max(named)[1]
    return asked if _is_events(scheme, asked) else None


def _is_events(scheme: Scheme, name: str | None) -> bool:
    fact = scheme.facts.get(name or "")
    return fact is not None and fact.entry.type == "events"


def _tells_one(part: Part, as_of: date, scheme: Scheme, name: str) -> bool:
    """Whether a part tells an event of the row: with its time, or in a few words of the one before."""
    if not part.states or part.denies(0, len(part.text), words="event_negators"):
        return False
    own = scheme.facts[name]
    timed = bool(part.times(as_of) or option(part, own.kinds) or option(part, own.grades))
    for fact in scheme.facts.values():
        # A few words without day, kind or grade that name another fact tell of that one (…，信用中国上查得到).
        apart = fact.entry.type != "events" or not timed
        if fact.name != name and apart and part.match(fact.entry.cues.about):
            return False
    return timed or len(part.text) <= _ADDED


def begins_new(part: Part) -> bool:
    """Whether a part of such a row begins another event: behind a heavier stop, or by a word that says so."""
    counted = re.match(r"(?:第[一二两三四]|[一二两三四][回条件次是来]|另|还有|又|再)", part.text) is not None
    return counted or part.before.rstrip().endswith(_ENDS)


def without_others(parts: tuple[Part, ...], rows: Mapping[int, str], name: str) -> tuple[Part, ...]:
    """The message with the parts of another fact's row left unsaid."""
    if not rows:
        return parts
    return tuple(
        replace(part, states=False) if rows.get(index, name) != name else part
        for index, part in enumerate(parts)
    )
