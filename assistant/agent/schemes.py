"""Which scheme a check is of, and on which facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.context import Context
from assistant.agent.speaking import asks
from assistant.agent.understanding.lexicon import as_list
from assistant.eligibility.doubtful import Doubtful, read_doubtful
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import (
    find_months,
    find_times,
    has_any,
    months_after,
    split_message,
    word_list,
)
from assistant.eligibility.recognise import recognise, without_between
from assistant.eligibility.schemes import Scheme
from assistant.text.dates import find_month_days
from assistant.text.normalise import fold

ALL = "*"
"""Stands for every scheme in the state of a conversation: what can I apply for."""


def schemes_for(context: Context) -> tuple[Scheme, ...]:
    """The schemes of those for whom the asker speaks."""
    role = context.question.role or context.state.role or "enterprise"
    open_to_all = tuple(s for s in context.checker.schemes if not s.file.for_holders)
    return tuple(s for s in open_to_all if s.applicant == role) or open_to_all


def facts_supposed(context: Context) -> Mapping[str, Any]:
    """Facts that the message only supposes (如果产值是6000万呢), for the scheme that is being checked."""
    scheme = scheme_by_id(context, context.state.scheme)
    found = _SUPPOSES.match(context.question.folded)
    if found is None and context.state.checking and turned_to(context) is None:
        found = _AND_THEN.match(context.question.folded)
    if scheme is None or found is None or context.as_of > context.asked_on:
        return {}
    words = re.sub(r"(?:的话)?[呢吗嘛?？ ]*$", "", context.question.folded[found.end() :])
    read = read_facts(words, scheme, context.as_of, None)
    return read or _another_day(context, scheme, words)


def _another_day(context: Context, scheme: Scheme, words: str) -> Mapping[str, Any]:
    """The one event that was told, on the day that the words name instead (万一是去年1月发生的呢)."""
    times = find_times(words, context.as_of)
    told = [
        (name, value)
        for name, value in context.state.facts.items()
        if name in scheme.facts and scheme.facts[name].entry.type == "events" and value
    ]
    if len(told) != 1 or len(told[0][1]) != 1:
        return {}
    name, (event,) = told[0]
    if len(times) == 1:
        return {name: [{**event, "date": times[0].wire}]}
    lasted = find_months(words)
    if lasted and event.get("end") and len(event.get("date") or "") >= len("2024-03"):
        return {name: [{**event, "end": months_after(event["date"], lasted)}]}
    return {}


_SUPPOSES = re.compile(
    r"^(?:那|那么|然后)?(?:如果|要是|假如|假设|万一|换成|倘若|what if|suppose|if)\s*(?:我们)?"
)


_AND_THEN = re.compile(r"^(?:那么?|换成)(?=.+呢[?？]?$)|^what about (?=.)")


def choose_scheme(context: Context) -> str | None:
    """The scheme to check: the one under check, of the topic named, of the conversation, or the standing one.

    A plain statement in the middle of a check is an answer to it, whatever subject it happens to name; a short
    question that names another title (那国家级的呢) turns to that.
    """
    turned = turned_to(context)
    if turned is not None:
        return turned
    if _goes_on(context):
        return context.state.scheme
    named = _scheme_of_topics(context)
    if named:
        return named
    if context.question.specific_topics:
        return None
    if context.state.scheme and scheme_by_id(context, context.state.scheme):
        return context.state.scheme
    return _default_scheme(context)


def _goes_on(context: Context) -> bool:
    """Whether a message goes on with the check: a statement that turns to no other title."""
    state, folded = context.state, context.question.folded
    scheme = scheme_by_id(context, state.scheme)
    if scheme is None or not (state.checking or state.asked_fact or state.wishing) or asks(folded):
        return False
    named = recognise(folded, context.checker.schemes)
    if not named or named[0].id == scheme.id:
        return True
    wishes = context.lexicon.wishes.hits(folded) or context.lexicon.check.hits(folded)
    return not wishes and _speaks_of(context, scheme)


def _speaks_of(context: Context, scheme: Scheme) -> bool:
    """Whether a message states something of a fact of the scheme, be it exact or not."""
    if read_facts(context.question.raw, scheme, context.as_of, context.state.asked_fact):
        return True
    return any(
        part.states and part.match(fact.entry.cues.about)
        for part in split_message(context.question.raw)
        for fact in scheme.facts.values()
    )


def turned_to(context: Context) -> str | None:
    """After a check: the other scheme that a short question names, in full or by what differs (国家级的呢)."""
    state, folded = context.state, context.question.folded
    if not state.checking or not _TURNS.search(folded) or context.lexicon.judged.hits(folded):
        return None
    rest = _TURNING_WORDS.sub("", folded)
    texts = [rest, *(f"{rest}{name}" for name in _subjects(context) if _LEVELS.search(rest))]
    for text in texts:
        found = next((s for s in recognise(text, context.checker.schemes) if s.id != state.scheme), None)
        if found is None or len(beside_names(rest, found)) > _FEW:
            continue
        # Whether another title is held is another matter than whether one can be had.
        now = scheme_by_id(context, state.scheme)
        if now is None or now.file.for_holders == found.file.for_holders:
            return found.id
    return _of_another_subject(context, rest)


def _of_another_subject(context: Context, rest: str) -> str | None:
    """The scheme of a subject that the question names and the one before did not, where it says nothing else."""
    left = context.state.topic.split()
    available = {scheme.id for scheme in context.checker.schemes} - {context.state.scheme}
    for topic in context.question.specific_topics:
        entry = context.topics.entry(topic)
        for name in sorted(
            (*as_list(entry.get("names")), *as_list(entry.get("also"))), key=len, reverse=True
        ):
            rest = rest.replace(fold(name), "")
        fitting = [s for s in as_list(entry.get("schemes")) if s in available]
        if topic not in left and fitting and len(_LEVELS.sub("", rest).strip()) <= _FEW:
            return fitting[0]
    return None


_FEW = 3
_TURNS = re.compile(
    r"^(?:那|那么|那要是|换成|改成|如果是|如果|要是|and |what about |how about ).{2,24}$|.{2,16}(?:呢|也一样吗|一样吗|也是吗|行不行|行吗|可以吗)[?？]?$"
)
_TURNING_WORDS = re.compile(
    r"^(?:那么|那要是|那|换成|改成|如果是|如果|要是|and |what about |how about )|(?:也一样吗|一样吗|也是吗|怎么样|行不行|行吗|可以吗|够不够|能不能报|能报吗|能不能|够格不|呢|吗|[?？。])+$"
)
_LEVELS = re.compile(
    r"国家级?|省级?|市级?|区级|县级|全国|部级|national|municipal|district|的|想|我们|要|报|申报|申请|参加|参评|定级|评级|就|改|\b[a-d]{1,4}到|for| the "
)


def _subjects(context: Context) -> tuple[str, ...]:
    """Names of the subject last spoken of."""
    return tuple(
        name
        for topic in context.state.topic.split()
        for name in as_list(context.topics.entry(topic).get("names"))
    )


def beside_names(text: str, scheme: Scheme) -> str:
    """What the text says besides names of the scheme and of levels."""
    text = without_between(text)
    for alias in sorted(scheme.aliases, key=len, reverse=True):
        text = text.replace(fold(alias), "")
    return _LEVELS.sub("", text).strip()


def _scheme_of_topics(context: Context) -> str | None:
    """The scheme whose alias stands in the question, else that of the topic; a topic only carried on changes nothing."""
    question = context.question
    named = recognise(question.folded, context.checker.schemes)
    if named:
        return named[0].id
    available = {scheme.id for scheme in context.checker.schemes}
    for topic in question.specific_topics:
        wanted = [s for s in as_list(context.topics.entry(topic).get("schemes")) if s in available]
        carried = question.from_state and topic in context.state.topic.split()
        if context.state.scheme in available and (carried or context.state.scheme in wanted):
            return context.state.scheme
        fitting = [s for s in wanted if not question.documents or _rests_on(context, s, question.documents)]
        if fitting:
            return fitting[0]
    return None


def _rests_on(context: Context, scheme_id: str, documents: frozenset[str]) -> bool:
    scheme = scheme_by_id(context, scheme_id)
    return scheme is not None and bool(set(scheme.file.basis) & documents)


def scheme_by_id(context: Context, scheme_id: str | None) -> Any:
    """The scheme of an id; None where there is none."""
    return next((scheme for scheme in context.checker.schemes if scheme.id == scheme_id), None)


def _default_scheme(context: Context) -> str | None:
    role = context.question.role or context.state.role or "enterprise"
    order = {"in_force": 0, "unknown": 1, "round_closed": 2}
    open_to_all = [s for s in context.checker.schemes if not s.file.for_holders]
    fitting = [s for s in open_to_all if s.applicant == role] or open_to_all
    ranked = sorted(fitting, key=lambda s: (order.get(context.status(s.file.basis[0]), 3), s.id))
    return ranked[0].id if ranked else None


def facts_told(context: Context) -> Mapping[str, Any]:
    """Facts of this message, for the scheme at hand; what was asked of an event told before completes it."""
    schemes = schemes_for(context) if context.scheme == ALL else (scheme_by_id(context, context.scheme),)
    asked = context.state.asked_fact if context.state.scheme == context.scheme else None
    read: dict[str, Any] = {}
    for scheme in schemes:
        if scheme is not None:
            found = read_facts(context.question.raw, scheme, context.as_of, asked)
            beside = {} if asked in found else of_last_question(context, scheme)
            read |= {**beside, **found} if found or beside else _put_right(context, scheme)
    if not read and context.scheme == context.state.scheme:
        read = dict(more_precise(context))
    return {name: _joined(context, name, value, asked) for name, value in read.items()}


def _put_right(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """A figure told before that the message takes back (52是预计数，实际只有48%; 打错了，是5400万)."""
    if asks(context.question.folded):
        return {}
    figures = [
        amount for part in split_message(context.question.raw) for amount in part.amounts(context.as_of)
    ]
    corrects = context.question.folded.strip().startswith(word_list("corrections"))
    if len(figures) != 2 and not (corrects and len(figures) == 1):
        return {}
    found = {}
    for name, value in context.state.facts.items():
        told = _only_figure(value)
        if name not in scheme.facts or told is None:
            continue
        others = [f for f in figures if f.value != told]
        unit = scheme.facts[name].entry.unit
        if len(others) == 1 and {f.unit for f in figures} <= {unit, ""}:
            new = others[0].value
            found[name] = {next(iter(value)): new} if isinstance(value, Mapping) else new
    # A bare figure may be of several facts told; which one, is not said.
    return found if len(found) == 1 or len(figures) == 2 else {}


def _only_figure(value: Any) -> float | None:
    """The figure of a fact; that of a series told for one year."""
    if isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.values()))
    return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


def of_last_question(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """What is said of the one fact that the last question was about (占比要多少 … 我们正好50%, 名单怎么规定 … 上面有我们)."""
    for last in dict.fromkeys((context.state.last_said, context.state.last_question)):
        parts = split_message(last) if last else ()
        spoken_of = [
            name
            for name, fact in scheme.facts.items()
            if any(part.match(fact.entry.cues.about) for part in parts)
        ]
        figures = [name for name in spoken_of if scheme.facts[name].entry.type in ("number", "series")]
        brief = len(context.question.folded) <= _SHORT and not asks(context.question.folded)
        chosen = figures if len(figures) == 1 else spoken_of if brief and asks(last) else []
        if len(chosen) == 1:
            found = read_facts(context.question.raw, scheme, context.as_of, chosen[0])
            return {name: value for name, value in found.items() if name == chosen[0]}
    return {}


_SHORT = 24


def more_precise(context: Context) -> Mapping[str, Any]:
    """The one event told before with its day, where the message says little but a day within the time told then."""
    scheme = scheme_by_id(context, context.state.scheme)
    told = [
        (name, value[0])
        for name, value in context.state.facts.items()
        if isinstance(value, list) and len(value) == 1 and scheme is not None and name in scheme.facts
    ]
    text = context.question.folded
    for word in word_list("corrections"):
        text = text.removeprefix(word)
    if scheme is not None and not asks(text) and (listed := _listing_with_days(context, scheme, text)):
        return listed
    if len(told) != 1 or asks(text):
        return {}
    name, event = told[0]
    before = event.get("date") or ""
    times = find_times(text, context.as_of)
    days = find_month_days(text)
    if len(times) == 1 and len(text) - (times[0].end - times[0].start) <= _FEW:
        day = times[0].wire
    elif len(days) == 1 and not times and len(before) == len("2024-08"):
        day = f"{before[:4]}-{days[0].month:02d}-{days[0].day:02d}"
    else:
        return {}
    return {name: [{**event, "date": day}]} if day.startswith(before) and day != before else {}


def _listing_with_days(context: Context, scheme: Scheme, text: str) -> Mapping[str, Any]:
    """The one entry in a list told before with the days that the message adds (2024年3月5日列入的，2025年1月移出)."""
    told = [
        (name, value)
        for name, value in context.state.facts.items()
        if name in scheme.facts and scheme.facts[name].entry.type == "listing" and isinstance(value, Mapping)
    ]
    times = find_times(text, context.as_of)
    says = {
        "listed_on": has_any(text, "listed_markers"),
        "removed_on": has_any(text, "removal_words"),
    }
    if says["removed_on"] and len(times) == 1:
        # 上个月已经移出来了，现在不在名录里: the one day is that of the removal.
        says["listed_on"] = False
    keys = [key for key, said in says.items() if said]
    if len(told) != 1 or not keys or len(times) != len(keys):
        return {}
    name, before = told[0]
    added = {key: when.wire for key, when in zip(keys, times, strict=True)}
    fits = all(day.startswith(before.get(key) or "") for key, day in added.items())
    return {name: {**before, **added}} if fits and {**before, **added} != dict(before) else {}


def _joined(context: Context, name: str, value: Any, asked: str | None) -> Any:
    """Events told before with those of this message: completed, added to, or replaced by a correction or a denial."""
    before = context.state.facts.get(name)
    folded = context.question.folded
    corrects = folded.strip().startswith(word_list("corrections"))
    if not (isinstance(before, list) and isinstance(value, list)) or not before or not value or corrects:
        return value
    if not any(event.get("date") for event in value) and any(event.get("date") for event in before):
        # 称号被撤那个厂: what was told before is spoken of again, not told anew.
        return (
            before
            if all(not set(event) - {"kind"} for event in value)
            else _added(before, value, context, name == asked)
        )
    return _added(before, value, context, name == asked)


def _added(before: list[Any], value: list[Any], context: Context, answers_question: bool) -> list[Any]:
    """Events told before with those of this message added, or the one event completed."""
    folded = context.question.folded
    joined = list(before)
    for event in value:
        told = (event.get("date") or "").startswith(joined[-1].get("date") or "") or not event.get("date")
        more = has_any(folded, "other_words")
        answers = answers_question and len(value) == 1
        same = (told or answers) and not more and len(joined) == 1
        joined[-1 if same else len(joined) :] = [{**joined[-1], **event} if same else event]
    return joined


def facts_doubtful(context: Context) -> tuple[Doubtful, ...]:
    """Facts that the message gives only roughly, for the scheme at hand."""
    schemes = schemes_for(context) if context.scheme == ALL else (scheme_by_id(context, context.scheme),)
    asked = context.state.asked_fact if context.state.scheme == context.scheme else None
    found = [
        item
        for scheme in schemes
        if scheme is not None
        for item in read_doubtful(context.question.raw, scheme, context.as_of, asked, context.facts_read)
    ]
    return tuple(dict.fromkeys(found))


def facts_known(context: Context) -> Mapping[str, Any]:
    """Facts of the conversation and of this message that the scheme at hand knows; later ones win."""
    schemes = context.checker.schemes if context.scheme == ALL else (scheme_by_id(context, context.scheme),)
    names = {name for scheme in schemes if scheme is not None for name in scheme.facts}
    kept = {name: value for name, value in context.state.facts.items() if name in names}
    return {**_told_for_another(context), **kept, **context.facts_read}


def _told_for_another(context: Context) -> Mapping[str, Any]:
    """What was told while another scheme was checked, read again for the one turned to."""
    scheme = scheme_by_id(context, context.scheme)
    if scheme is None or context.scheme == context.state.scheme:
        return {}
    read: dict[str, Any] = {}
    for text in context.state.told:
        read |= read_facts(text, scheme, context.as_of)
    return read
