"""Reads facts off an applicant's words: only what is plainly said; the rest is asked.

Which words tell of which fact stands in the rule files (``cues``), the words of grammar in
``prompts/facts_reading.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from assistant.eligibility.announcements import announced, without_others
from assistant.eligibility.answers import follows_another
from assistant.eligibility.beyond_cues import Hear, likely, reread
from assistant.eligibility.brief_replies import read_brief_reply
from assistant.eligibility.event_readers import read_events, touches_a_kind
from assistant.eligibility.facts import Fact
from assistant.eligibility.figure_readers import read_number, read_series
from assistant.eligibility.forms import NoEvent, OnDate, ThisYear
from assistant.eligibility.group_replies import NOT_LOOKED, read_rest
from assistant.eligibility.labelled import read_labelled
from assistant.eligibility.listing_readers import read_listing
from assistant.eligibility.message import Part, is_hedged, split_message
from assistant.eligibility.reading import NOTHING, Reading, telling
from assistant.eligibility.replies import read_reply, says_unknown, unknown_reply
from assistant.eligibility.said_words import has_any
from assistant.eligibility.scheme_file import Cues
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.subjects import told_of, without_other_subjects
from assistant.eligibility.tree import leaves, stood_for
from assistant.eligibility.value_readers import (
    read_boolean,
    read_date,
    read_enum,
    read_rough_date,
    said_of_years,
)
from assistant.errors import InvalidFact
from assistant.text.normalise import fold

_READERS: Mapping[str, Callable[[Reading], Any]] = {
    "boolean": read_boolean,
    "number": read_number,
    "date": read_date,
    "enum": read_enum,
    "series": read_series,
    "events": read_events,
    "listing": read_listing,
}


def read_facts(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None = None, *, by_cues: bool = False
) -> Mapping[str, Any]:
    """Facts that a message plainly states, as on the wire.

    Args:
        text: The applicant's words.
        scheme: The scheme under check: its facts and their cues.
        as_of: The day against which 去年 and 前年 are resolved.
        asked_fact: The fact or group of facts asked for last (``Report.next_fact``).
        by_cues: Read by the cues of the rule files alone: enough to see whether a message is of a case.
    """
    written, text = read_labelled(text, scheme, as_of, _READERS)
    parts = split_message(text)
    if not parts or not re.search(r"\w", text):
        return written
    read = {**_told(text, parts, scheme, as_of, asked_fact, by_cues=by_cues), **written}
    if NOT_LOOKED.search(fold(text)):
        # 失信名单没查到，因为还没去查: that one is on no list is known to who has looked.
        lists = {name for name, fact in scheme.facts.items() if fact.entry.type == "listing"}
        read = {name: value for name, value in read.items() if name not in lists or value is not False}
    return {name: value for name, value in read.items() if _holds(scheme, name, value)}


def _holds(scheme: Scheme, name: str, value: Any) -> bool:
    """Whether a value read can be a value of its fact: no end lies before its beginning (2025年前年3月)."""
    try:
        scheme.facts[name].parse(value)
    except InvalidFact:
        return False
    return True


def _told(
    text: str,
    parts: tuple[Part, ...],
    scheme: Scheme,
    as_of: date,
    asked_fact: str | None,
    *,
    by_cues: bool,
) -> Mapping[str, Any]:
    read = _stated(scheme, parts, as_of, asked_fact, by_cues=by_cues)
    read = {**_by_label(scheme, parts, as_of, asked_fact, read), **read}
    read = {**_beside_in_group(scheme, parts, as_of, read), **read}
    rest = read_rest(parts, scheme, asked_fact, read)
    if rest:
        return {**rest, **read}
    read = {**_answers_each(scheme, parts, as_of, asked_fact, read), **read}
    if any(
        is_hedged(part) and not (place and has_any(part.text, "still_to_come"))
        for place, part in enumerate(parts)
    ):
        return {**unknown_reply(parts, scheme, asked_fact), **read}
    reply = read_reply(text, scheme, asked_fact, names_other=bool(read))
    if asked_fact in read and says_unknown(parts[0]) and all(says_unknown(part) for part in parts):
        # 不清楚 says nothing of a boundary that is 不清.
        return {**read, asked_fact: None}
    if asked_fact in reply and isinstance(reply[asked_fact], bool) and isinstance(read.get(asked_fact), bool):
        # Not yet, we are waiting for the list: yes or no in front decides.
        return {**read, asked_fact: reply[asked_fact]}
    if not (read or reply or by_cues) and (fact := scheme.facts.get(asked_fact or "")) is not None:
        return (
            read_brief_reply(text, fact) if all(_names_nothing(part, fact, scheme) for part in parts) else {}
        )
    return {**reply, **read}


def _names_nothing(part: Part, fact: Fact, scheme: Scheme) -> bool:
    """Whether a part states something in words of its own: what its cues read and leave open is not for guesses."""
    named = part.match(fact.entry.cues.unless) or _tells(part, fact.entry.cues)
    named = named or touches_a_kind(part, fact)
    return part.states and not named and told_of(fact, scheme, part) is None


_NOT_OF_EACH = re.compile(
    r"另外[几一二两三四五六七八九十\d]|(?<![现实])在(?:认证|办)|打算|计划|准备|想法|意向|意愿|考虑|讨论|商量|可能|希望"
)
"""另外5家 is of others than those asked for, 都在办 and 都有打算 of what is still to come."""


def _answers_each(
    scheme: Scheme, parts: tuple[Part, ...], as_of: date, asked: str | None, read: Mapping[str, Any]
) -> dict[str, Any]:
    """What a message says of every fact of the group asked for, as if each were asked alone (都按时参加的，没缺过)."""
    group = next((group for group in scheme.groups if group.id == asked), None)
    facts = [scheme.facts[name] for name in group.facts if name in scheme.facts] if group else []
    if not facts or any(fact.name in read or fact.entry.type != "boolean" for fact in facts):
        return {}
    if _NOT_OF_EACH.search(parts[0].text):
        return {}
    said = {fact.name: read_boolean(Reading(scheme, fact, parts[:1], as_of, asked=True)) for fact in facts}
    return (
        said
        if len({repr(value) for value in said.values()} - {repr(NOTHING)}) == 1
        and NOTHING not in said.values()
        else {}
    )


def years_told(text: str, scheme: Scheme, as_of: date) -> dict[str, dict[int, bool]]:
    """Of the facts that speak of each of several years, the years of which a message says whether they held."""
    parts = split_message(text)
    found = {
        name: said_of_years(Reading(scheme, fact, parts, as_of, asked=False))
        for name, fact in scheme.facts.items()
        if fact.entry.years
    }
    return {name: years for name, years in found.items() if years}


def rough_days(text: str, scheme: Scheme, as_of: date, asked_fact: str | None = None) -> dict[str, str]:
    """Of the days that a rule weighs, the month or year of which a message tells and no more (2021年评上的)."""
    if not _TIME_SAID.search(text.lower()):
        return {}
    parts, weighed = split_message(text), _days_weighed(scheme)
    found = {
        name: read_rough_date(Reading(scheme, fact, parts, as_of, name == asked_fact))
        for name, fact in scheme.facts.items()
        if name in weighed
    }
    return {
        name: day
        for name, day in found.items()
        # Of a day that is of one year anyhow the year tells nothing (2025年的表忘了报).
        if day is not NOTHING
        and day <= as_of.isoformat()[: len(day)]
        and day != str(scheme.facts[name].entry.year)
    }


_TIME_SAID = re.compile(
    r"[年月\d]|\b(?:last|this|year|month|spring|summer|autumn|fall|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
"""Without one of these a message tells neither month nor year."""


def _days_weighed(scheme: Scheme) -> frozenset[str]:
    """Facts that are days on which an outcome hangs; the day from which on nothing counts (``floor``) is not asked for."""
    whole = [
        test for criterion in scheme.criteria for test in (criterion.entry.test, criterion.entry.applies_when)
    ]
    tests = [leaf for test in whole if test is not None for leaf in leaves(test)]
    days = {leaf.fact for leaf in tests if isinstance(leaf, OnDate | ThisYear)}
    since = {leaf.since for leaf in tests if isinstance(leaf, NoEvent) and leaf.since}
    return frozenset(days | since)


def read_hedged(text: str, scheme: Scheme, as_of: date, asked_fact: str | None = None) -> Mapping[str, Any]:
    """Facts that a message would state if its hedges (好像, 应该没) were left out."""
    parts = tuple(part for part in split_message(text, sure=True) if is_hedged(part))
    return _stated(scheme, parts, as_of, asked_fact) if parts else {}


def likely_facts(
    text: str, scheme: Scheme, as_of: date, asked_fact: str | None, told: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Facts not among those told that a message tells likely, and the words that do; they are asked back."""
    parts = split_message(text)
    rows = announced(scheme, parts, as_of, asked_fact)
    found = likely(scheme, parts, _hearing(scheme, parts, rows, asked_fact), as_of, told) if parts else []
    # Whether the form was filed in time need not be asked back of whoever told the day.
    return [(name, said) for name, said in found if not _decided_by(scheme, name) & told.keys()]


@lru_cache(maxsize=512)
def _decided_by(scheme: Scheme, name: str) -> frozenset[str]:
    """Facts of which one is read before this in every criterion that reads both."""
    found = (stood_for(criterion.entry.test, name) for criterion in scheme.criteria)
    return frozenset(other for others in found for other in others)


def _stated(
    scheme: Scheme, parts: tuple[Part, ...], as_of: date, asked_fact: str | None, *, by_cues: bool = False
) -> dict[str, Any]:
    told, hear = _by_cues(scheme, parts, as_of, asked_fact)
    read = dict(told)
    if not by_cues:
        read = reread(scheme, read, parts, hear, as_of, asked_fact)
    for name in _one_word_for_several(scheme, parts, as_of, asked_fact, read):
        del read[name]
    return read


@lru_cache(maxsize=32)
def _by_cues(
    scheme: Scheme, parts: tuple[Part, ...], as_of: date, asked_fact: str | None
) -> tuple[Mapping[str, Any], Hear]:
    """What the cues of the rule files read, and how each fact hears the message.

    Kept for a moment: whether a message is of a case is asked before its facts are.
    """
    read: dict[str, Any] = {}
    rows = announced(scheme, parts, as_of, asked_fact)
    # What only asks, or tells of others, tells no fact: its words need not be looked for.
    said = " ".join(part.text for part in parts if part.states or part.planned or part.of_tenant)
    hear = _hearing(scheme, parts, rows, asked_fact)
    for name, fact in scheme.facts.items():
        follows = read.get(fact.entry.after or "") is True
        if name != asked_fact and not follows and not fact.openings.stand_in(said):
            # Most facts are not spoken of in a message; to see that costs a hundredth of reading it.
            continue
        own = tuple(index for index, of in rows.items() if of == name)
        heard = hear(name)
        value = _READERS[fact.entry.type](Reading(scheme, fact, heard, as_of, name == asked_fact, row=own))
        if value is NOTHING:
            value = _goes_on(scheme, fact, heard, as_of, read)
        if value is not NOTHING:
            read[name] = value
    return MappingProxyType(read), hear


def _hearing(scheme: Scheme, parts: tuple[Part, ...], rows: Mapping[int, str], asked: str | None) -> Hear:
    """The message as it is heard for each fact: without what it tells of others, or in a row of another."""

    @cache
    def hear(name: str) -> tuple[Part, ...]:
        of_tenants = scheme.facts[name].entry.subject is not None
        said = tuple(_of_tenants(part) for part in parts) if of_tenants else parts
        return without_other_subjects(without_others(said, rows, name), scheme, name, asked)

    return hear


def _goes_on(
    scheme: Scheme, fact: Fact, parts: tuple[Part, ...], as_of: date, read: Mapping[str, Any]
) -> Any:
    """What the parts behind say of a fact that goes on with another just told (``after`` of the rule file)."""
    first = scheme.facts.get(fact.entry.after or "")
    if first is None or read.get(first.name) is not True:
        return NOTHING
    told = [place for place, part in enumerate(parts) if part.states and part.match(first.entry.cues.about)]
    others = [other.entry.cues for name, other in scheme.facts.items() if name not in (fact.name, first.name)]
    behind = tuple(
        part
        for part in parts[told[-1] + 1 if told else len(parts) :]
        if not any(_tells(part, cues) for cues in others)
    )
    reading = Reading(scheme, fact, behind, as_of, asked=True, goes_on=True)
    return _READERS[fact.entry.type](reading) if behind else NOTHING


def _of_tenants(part: Part) -> Part:
    """A part as it is read for what happened to firms in the park: theirs is not the speaker's own."""
    return replace(part, states=True) if part.of_tenant else part


def _one_word_for_several(
    scheme: Scheme, parts: tuple[Part, ...], as_of: date, asked: str | None, read: Mapping[str, Any]
) -> list[str]:
    """Entries in lists of which one and the same word tells (有一条失信记录): which list it is, is not said."""
    places: dict[str, set[tuple[int, int]]] = {}
    for name, value in read.items():
        if scheme.facts[name].entry.type == "listing" and isinstance(value, Mapping):
            found = telling(Reading(scheme, scheme.facts[name], parts, as_of, name == asked))
            places[name] = {(parts.index(part), at) for part, s, e in found for at in range(s, e)}
    # 老板上了失信黑名单: the longer cue says which list it is.
    return [
        n
        for n in places
        if n != asked and any(places[n] & places[o] and not places[n] > places[o] for o in places if o != n)
    ]


_COMMON = frozenset("被列入移出的在是有无未没不否及与和或其他年月日上下中为了已人")


def _tells(part: Part, cues: Cues) -> bool:
    return any(part.match(words) for words in (cues.about, cues.yes, cues.no))


_CLEARLY = 3


def _names_another(scheme: Scheme, part: Part, fact: Fact, inside: set[str]) -> bool:
    """Whether a part holds much more of the label of a fact outside the group (工业增加值占比) than of this one."""
    own = _pairs_held(fact, part)
    return any(
        _pairs_held(other, part) >= own + _CLEARLY
        for name, other in scheme.facts.items()
        if name not in inside
    )


def _pairs_held(fact: Fact, part: Part) -> int:
    label = fold(fact.entry.label)
    return sum(label[i : i + 2] in part.text for i in range(len(label) - 1))


def _beside_in_group(
    scheme: Scheme, parts: tuple[Part, ...], as_of: date, read: Mapping[str, Any]
) -> dict[str, Any]:
    """Facts of which a brief part names but what sets their labels apart, behind others of the group (…体系都有，能源的没搞)."""
    found = {}
    for group in scheme.groups:
        facts = [scheme.facts[name] for name in group.facts if name in scheme.facts]
        if not any(fact.name in read for fact in facts):
            continue
        for fact in facts:
            if fact.name in read or fact.entry.type != "boolean":
                continue
            others = "".join(other.entry.label for other in facts if other is not fact)
            label = fold(fact.entry.label)
            own = [pair for at in range(len(label) - 1) if (pair := label[at : at + 2]) not in others]
            named = tuple(
                part
                for part in parts[1:]
                if part.states
                and (brief := _OF_ONE.fullmatch(part.text)) is not None
                and brief["name"] in own
            )
            value = _READERS["boolean"](Reading(scheme, fact, named, as_of, asked=True, named=True))
            if named and value is not NOTHING:
                found[fact.name] = value
    return found


_OF_ONE = re.compile(
    r"(?:但是?|不过|就是?|只有?|唯独|倒是|另外|还有)*(?P<name>[\u4e00-\u9fff]{2})(?:管理|方面|体系|这一?[块个套项]|那一?[块个套项])*的?"
    r"(?:还|也|都|就|倒|一直|目前|暂时|现在|早就?)*(?:没|未|有(?!待)|已|建[了好]|做[了好]|搞[了好]|办[了好]|拿[了到]|通过|缺|差)[\u4e00-\u9fff]{0,5}"
)


def _by_label(
    scheme: Scheme, parts: tuple[Part, ...], as_of: date, asked: str | None, read: Mapping[str, Any]
) -> dict[str, Any]:
    """Facts of the group asked for that parts of the message name by what sets their labels apart (计划还没有)."""
    group = next((group for group in scheme.groups if group.id == asked), None)
    facts = [scheme.facts[name] for name in group.facts if name in scheme.facts] if group else []
    found = {}
    inside = {fact.name for fact in facts}
    told = [scheme.facts[name].entry.cues for name in read if name not in inside]
    for fact in facts:
        others = "".join(f.entry.label for f in facts if f is not fact)
        label = fold(fact.entry.label)
        pairs = (label[i : i + 2] for i in range(len(label) - 1))
        own = [pair for pair in pairs if pair not in others and not _COMMON & set(pair)]
        # A part that tells of a fact outside the group by its own words does not speak of this one.
        named = tuple(
            part
            for place, part in enumerate(parts)
            if any(pair in part.text for pair in own)
            and not follows_another(parts, place, told)
            and not any(_tells(part, cues) for cues in told)
            and not _names_another(scheme, part, fact, inside)
        )
        if fact.name in read or not named:
            continue
        value = _READERS[fact.entry.type](Reading(scheme, fact, named, as_of, asked=True, named=True))
        if value is not NOTHING:
            found[fact.name] = value
    return found
