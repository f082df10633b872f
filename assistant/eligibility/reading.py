"""A message being read for one fact: the parts that tell of it, and what they agree on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from assistant.eligibility.cue_finding import Found, found_word
from assistant.eligibility.facts import Fact
from assistant.eligibility.message import Part
from assistant.eligibility.said_words import word_list
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.subjects import spoken_of, told_of
from assistant.text.normalise import fold

_CHANGE = re.compile(
    r"(?:从|由)[^，。；,;]{1,12}?(?:降|升|调|变|改|转|掉|提|涨)[^，。；,;]{0,2}?(?:到|至|为|成)了?"
)

_SCALE = re.compile(
    r"([a-z]+|一|二|三|四|五)级?(?:到|至|-|~|—|和|、)+([a-z]+|一|二|三|四|五)级?(?:的|那|这|定级|分级|等级|评级|四|三|两|几)"
)
"""A到AAAA的定级 names a scale, not a place on it."""

_ALL_DENIED = re.compile(r"(?:都|均|全)(?:没|未|不(?!错|小|同|少))")
"""市里和国家都没批过 denies what stands before it."""

_GLOSS = re.compile(r"[（(]([^（()）]{2,20})[)）]")
_OUT_OF_REACH = re.compile(
    r"(?:那?[档级条线]|水平)?(?:是|都|也|还|倒|就)*(?:够不[着上到]|摸不[着到]|达不到|没够[着上到]|没摸到|没达到|未达到)"
)
"""先进值是够不着: what is named was not reached."""
_IS_NOT = re.compile(r"(?:级|类)?(?:也|都|倒|就|可|又|那)*(?:不是|算不上|不算|谈不上)[的了啊呀]?$")
"""高新区也不是: at the end of a part."""
_HAPPENED = ("events", "listing")
_GAP = "[^没未不]{0,10}?"
_REST = "other"
"""The option for what no other option names: it yields to one that is named beside it (偷税被处罚)."""

NOTHING = object()
"""Nothing was said of a fact; None on the wire means that the applicant does not know."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message being read for one fact; ``asked`` when the fact was asked for, so that no cue is needed.

    ``named``: the parts speak of the fact by its label, among the others of the group that was asked for.
    """

    scheme: Scheme
    fact: Fact
    parts: tuple[Part, ...]
    as_of: date
    asked: bool
    named: bool = False
    goes_on: bool = False
    """Whether the parts stand behind another fact with which this one goes on: they may say of what they speak."""
    row: tuple[int, ...] = ()
    """Places of the parts that each tell one of several events announced (``announcements``)."""


def one(values: Sequence[Any]) -> Any:
    """The value on which all parts agree."""
    distinct = [value for index, value in enumerate(values) if value not in values[:index]]
    return distinct[0] if len(distinct) == 1 else NOTHING


def of_other_year(part: Part, reading: Reading) -> bool:
    """Whether the part speaks of a year that is not the fact's own (``year`` of the rule file)."""
    year = reading.fact.entry.year
    return year is not None and any(when.year != year for when in part.times(reading.as_of))


def telling(reading: Reading) -> list[tuple[Part, int, int]]:
    """Parts that state something of the fact, with the place of the cue."""
    cues = reading.fact.entry.cues
    found = []
    own = spoken_of(reading.fact, reading.parts, asked=reading.asked)
    elsewhere = False
    for place, part in enumerate(reading.parts):
        if not part.states or part.match(cues.unless) or of_other_year(part, reading):
            continue
        match = (
            part.match(cues.about)
            or (place in own and told_of(reading.fact, reading.scheme, part))
            or _in_scene(place, reading)
            or None
        )
        if match:
            found.append((part, match.start(), match.end()))
            elsewhere = False
        elif reading.asked and not _of_another(part, reading):
            if not (elsewhere and reading.fact.entry.type in _HAPPENED):
                found.append((part, 0, len(part.text)))
        else:
            # 还被列入异常名录，上个月移出来了: what follows another fact goes on with that one.
            elsewhere = True
    return found


def _in_scene(place: int, reading: Reading) -> Found | None:
    """Whether a part tells of the fact together with the one before, which says within what (供应商里头，绿厂19家)."""
    if place == 0 or not (before := reading.parts[place - 1]).text.endswith(word_list("within")):
        return None
    part = reading.parts[place]
    joined = replace(part, text=f"{before.text} {part.text}", plain=f"{before.plain} {part.plain}")
    cues = reading.fact.entry.cues
    told = joined.match(cues.about) and not before.match(cues.about) and not joined.match(cues.unless)
    return Found(0, 0) if told else None


def _of_another(part: Part, reading: Reading) -> bool:
    """Whether a part tells of another fact by name, so that it does not answer the one asked for.

    A figure may only be another figure; of an event or an entry in a list it may be anything (2022年亏了一点).
    """
    kinds: tuple[str, ...] = ("number", "series")
    happened = reading.fact.entry.type in _HAPPENED
    if not happened and reading.fact.entry.type not in kinds:
        return False
    return any(
        (happened or other.entry.type in kinds) and names_fact(part, other)
        for other in reading.scheme.facts.values()
        if other is not reading.fact
    )


def names_fact(part: Part, fact: Fact) -> bool:
    """Whether a part holds words that tell of a fact, asked for or not."""
    cues = fact.entry.cues
    if part.match(cues.unless):
        return False
    if fact.entry.years and any(part.match(words) for words in (cues.yes_in_year, cues.no_in_year)):
        return True
    happened = (cues.yes, cues.no) if fact.entry.type in ("events", "listing", "boolean") else ()
    return any(part.match(words) for words in (cues.about, *happened))


def option(part: Part, names: Mapping[str, str]) -> str | None:
    """The one option that the part names and does not deny; the longest name wins over one inside it.

    Of a change (从AA降到A) the option after it counts.
    """
    named = _named_option(part, names)
    if named is None and (gloss := _GLOSS.search(part.text)):
        # a major one (较大事故): of a word in two languages the one in brackets tells what is meant.
        return _named_option(replace(part, text=gloss[1], plain=gloss[1]), names)
    return named


def _named_option(part: Part, names: Mapping[str, str]) -> str | None:
    """The one option that the words of a part name."""
    changed = _CHANGE.search(part.text)
    if changed is None and _SCALE.search(part.text):
        return None
    if changed is not None:
        part = replace(part, text=part.text[changed.end() :], plain=part.plain[changed.end() :])
    rest, found = part.text, []
    # Of two names of one length that overlap (网络安全事故) the first counts.
    for name in sorted(names, key=lambda name: (-len(name), rest.find(fold(name)), name)):
        if len(name) > 1 and (place := find_name(name, rest)) is not None:
            start, end = place
            rest = rest.replace(rest[start:end], "□" * (end - start))
            if not _denied(part, start, end) and not _ALL_DENIED.search(part.text, end):
                found.append(names[name])
    named = set(found) - {_REST} or set(found)
    return named.pop() if len(named) == 1 else None


def find_name(name: str, text: str) -> tuple[int, int] | None:
    """Where a text holds the name of an option; ``~`` in it stands for a few characters (被~罚)."""
    if "~" not in name:
        start = found_word(fold(name), text)
        while start > 0 and name[0] == "区" and text[start - 1] == "园":
            # 园区里 is not 区里, nor 园区级别 a 区级.
            start = text.find(fold(name), start + 1)
        return (start, start + len(fold(name))) if start >= 0 else None
    found = _with_gaps(name).search(text)
    return found.span() if found is not None else None


@cache
def _with_gaps(name: str) -> re.Pattern[str]:
    """The pattern of a name with gaps."""
    return re.compile(_GAP.join(re.escape(fold(piece.strip())) for piece in name.split("~")))


def _denied(part: Part, start: int, end: int) -> bool:
    """Whether a named option is denied; a name that says itself what is not the case only by what stands before."""
    name = part.plain[start:end]
    without = min((name.replace(word, "") for word in word_list("negators")), key=len)
    if without != name and without:
        return part.denied_before(start)
    if _OUT_OF_REACH.match(part.plain, end) or _IS_NOT.match(part.plain, end):
        return True
    return part.denies(start, start, reach=4)
