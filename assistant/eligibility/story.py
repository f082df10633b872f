"""When what a part tells came about, where its time stands in a part before or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.eligibility.announcements import begins_new
from assistant.eligibility.message import Part
from assistant.eligibility.reading import Reading, option
from assistant.eligibility.said_times import When
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.spells import is_spell, says_end

BESIDE, _BESIDE_ENGLISH = 4, 20
"""How much a part may say besides the time that it tells (announced 15 March 2025)."""
_STORY = 5
"""How many parts may lie between the time of a story and the word for what it tells."""
_STOPS = ("。", "！", "!", "\n", ". ")
_OPENS = re.compile(r"[^\d]{0,4}|.{0,12}\b(?:on|in)\s*")


def times_before(part: Part, reading: Reading) -> tuple[When, ...]:
    """Times of the part before, where it says nothing but when, or this part goes on with it (…，被定为一般事故)."""
    index = reading.parts.index(part)
    if index == 0 or part.times(reading.as_of):
        return ()
    former = reading.parts[index - 1]
    times = former.times(reading.as_of)
    if not times:
        return ()
    if points_back(part):
        return tuple(times[:1])
    only_when = len(former.text) <= times[-1].end - times[0].start + 4
    goes_on = len(times) == 1 and part.text.startswith(word_list("continues"))
    return tuple(times) if only_when or goes_on else ()


_POINTS_BACK = re.compile(r"查得到|查得出|查到的|能查到|有记录|有显示|看得到|挂着|挂起的|上面有|上头有")


def points_back(part: Part) -> bool:
    """Whether a part says of what was told before that it is on record (…，信用中国上查得到)."""
    return bool(_POINTS_BACK.search(part.text)) and not part.denies(0, len(part.text), words="event_negators")


def times_after(part: Part, reading: Reading) -> tuple[When, ...]:
    """Times of the next part, where it says little but when (…，2022年3月撤的)."""
    after = reading.parts[reading.parts.index(part) + 1 :][:1]
    if not after or not after[0].states or part.times(reading.as_of) or begins_new(after[0]):
        return ()
    times = after[0].times(reading.as_of)
    if len(times) == 1 and is_spell(reading) and says_end(after[0], times[0]):
        return ()
    if len(times) == 1 and (_goes_on(after[0], reading) or names_its_day(after[0], times[0], part)):
        return tuple(times)
    beside = _BESIDE_ENGLISH if after[0].text.isascii() else BESIDE
    return tuple(times) if times and len(after[0].text) <= times[-1].end - times[0].start + beside else ()


_DAY_OF = re.compile(r"(?:其|该)?(?P<what>[^，,]{0,8}?)的?(?:日期|时间|日子)(?:为|是|在|[:：])?\s*")
_OF_ANY_EVENT = re.compile(r"发生|公告|发文|通报|作出|下达|当时|具体|决定|认定")


def names_its_day(part: Part, when: When, told: Part) -> bool:
    """Whether a part says nothing but which day it was, in a word of what was told (…，撤销公告日期为2021年9月30日)."""
    named = _DAY_OF.fullmatch(part.text[: when.start])
    if named is None or len(part.text) > when.end + 1:
        return False
    what = named["what"]
    pairs = (what[place : place + 2] for place in range(len(what) - 1))
    return not what or bool(_OF_ANY_EVENT.search(what)) or any(pair in told.text for pair in pairs)


def _goes_on(part: Part, reading: Reading) -> bool:
    """Whether a part with a time tells how it came about (…，2022年11月被通报列进去的), and of no other fact."""
    told = has_any(part.text, "event_markers") or has_any(part.text, "listed_markers")
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    named = any(part.match(fact.entry.cues.about) for fact in others)
    return told and not named and not part.denies(0, len(part.text), words="event_negators")


def told_before(part: Part, reading: Reading) -> list[Part]:
    """The parts of the story that a part goes on to tell, from the one that says when it was (8月20日爆了，漫进河沟，定成一般事故).

    The story ends at a full stop, unless the part says how it was ruled (The bureau ruled it a minor accident), and
    where another time, another fact or 后来 comes between.
    """
    place = reading.parts.index(part)
    rules = has_any(part.text, "ruled")
    if part.times(reading.as_of) or begins_new(part) or (has_any(part.text, "turns_later") and not rules):
        return []
    crossed = False
    for back in range(place - 1, max(-1, place - 1 - _STORY), -1):
        former = reading.parts[back]
        if reading.parts[back + 1].before.endswith(_STOPS):
            if crossed or not rules:
                return []
            crossed = True
        if not former.states:
            return []
        times = former.times(reading.as_of)
        if times:
            opens = len(times) == 1 and _sets_scene(former, times[0], reading)
            told = reading.parts[back:place]
            return list(told) if opens and _is_story([*told, part], times[0]) else []
        if has_any(former.text, "turns_later"):
            return []
    return []


def _is_story(told: Sequence[Part], when: When) -> bool:
    """Whether what lies between a time and the word for an event speaks of that event, and of no other occasion.

    2024年6月3日搬了新车间，老车间以前爆过 tells two things of two times.
    """
    if any(has_any(part.text, "milestones") for part in told[:-1]):
        return False
    if any(has_any(part.text, "other_occasions") for part in told):
        return False
    only_when = len(told[0].text) <= when.end - when.start + BESIDE
    return only_when or any(has_any(part.text, "event_hints") for part in told[:-1])


def _sets_scene(part: Part, when: When, reading: Reading) -> bool:
    """Whether a part opens a story with its time, and does not tell by it of another fact or of a milestone."""
    if not _OPENS.fullmatch(part.text[: when.start]):
        return False
    if len(when.wire) == len("2025") and option(part, reading.fact.kinds) is None:
        # 去年换了一条线: of a year alone it must be seen that the story is of such a thing.
        return False
    denied = part.denies(0, len(part.text), words="event_negators")
    if denied or has_any(part.text, "milestones"):
        return False
    others = (fact for fact in reading.scheme.facts.values() if fact is not reading.fact)
    return not any(
        part.match(fact.entry.cues.about) and not part.match(fact.entry.cues.unless)
        for fact in others
        if fact.entry.type in ("date", "listing", "series")
    )
