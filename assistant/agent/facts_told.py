"""What a message tells of the applicant: facts read, put right, completed, carried from one check to the next.

Over 300 lines: told, supposed and known facts are read by the same few rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from assistant.agent.bare_figures import bare_figure, one_more, supposed_figure
from assistant.agent.context import Context
from assistant.agent.putting_right import (
    changed,
    event_put_right,
    event_told_last,
    listing_with_days,
    points_at_event,
)
from assistant.agent.schemes import ALL, scheme_by_id, schemes_for, turned_to
from assistant.agent.speaking import asks
from assistant.agent.told_earlier import (
    facts_taken_back,
    messages_told,
    on_the_day_before,
    read_of,
    told_before,
    told_for_another,
    with_events,
)
from assistant.agent.verdict_asked import cue, told_part
from assistant.eligibility.asking import NO_QUESTION
from assistant.eligibility.contradicted import contradicted
from assistant.eligibility.doubtful import Doubtful, read_doubtful
from assistant.eligibility.facts import Fact
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import Part, corrects, split_message
from assistant.eligibility.said_times import find_months, find_times, months_after
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.schemes import Scheme
from assistant.text.dates import find_month_days
from assistant.text.normalise import fold


def facts_supposed(context: Context) -> Mapping[str, Any]:
    """Facts that the message only supposes (如果产值是6000万呢), for the scheme that is being checked."""
    scheme = scheme_by_id(context, context.state.scheme)
    found = _SUPPOSES.match(context.question.folded)
    if found is None and context.state.checking and turned_to(context) is None:
        found = _AND_THEN.match(context.question.folded)
    told = context.state.checking or context.state.facts
    folded = context.question.folded
    if found is not None and found[0].endswith(_ONLY_ASKED) and not asks(folded):
        # 等工期结束了，今年3月1日到5月1日停产 tells.
        found = None
    if found is None and context.state.checking and (inside := _supposes_inside(folded)):
        # 产值要是5001万呢, 移出来的话还能报吗: the condition stands inside or behind.
        mark = "，" if inside[0] == "的话" else ""
        folded = f"{folded[: inside.start()]}{mark}{folded[inside.end() :]}"
        found = re.match("", folded)
    asked = found is not None or asks(folded)
    if (
        scheme is not None
        and context.state.checking
        and asked
        and (more := one_more(context, scheme, folded))
    ):
        return more
    if scheme is None or found is None or not told or context.as_of > context.asked_on:
        return {}
    words = re.sub(r"(?:的话)?[呢吗嘛?？ ]*$", "", folded[found.end() :])
    read = read_facts(words, scheme, context.as_of, None)
    return (
        {name: _otherwise(context, name, value) for name, value in read.items()}
        or _another_day(context, scheme, words)
        or supposed_figure(context, scheme, words)
    )


def _supposes_inside(folded: str) -> re.Match[str] | None:
    """Words of a condition inside a message; 能源体系的话，还没有建 names its subject and supposes nothing."""
    found = _SUPPOSES_INSIDE.search(folded)
    for place in _SUPPOSES_WHEN_ASKING.finditer(folded) if found is None and asks(folded) else ():
        clause = re.split(r"[，,。；;]", folded[: place.start()])[-1]
        if place[0] != "的话" or (_VERB.search(clause) and not _IN_WORDS.search(clause)):
            return place
    return found


def _otherwise(context: Context, name: str, value: Any) -> Any:
    """An event supposed without its day is the one told, otherwise (那如果是较大事故呢)."""
    told = context.state.facts.get(name)
    one = isinstance(told, list) and isinstance(value, list) and len(told) == len(value) == 1
    return [{**told[0], **value[0]}] if one and told and not value[0].get("date") else value


def _another_day(context: Context, scheme: Scheme, words: str) -> Mapping[str, Any]:
    """The one event that was told, on the day that the words name instead (万一是去年1月发生的呢)."""
    times = find_times(words, context.as_of)
    told = [
        (name, value)
        for name, value in context.state.facts.items()
        if name in scheme.facts and scheme.facts[name].entry.type == "events" and value
    ]
    if not told and (listed := _off_the_list(context, scheme, words)):
        return listed
    if len(told) != 1 or len(told[0][1]) != 1:
        return {}
    name, (event,) = told[0]
    if len(times) == 1:
        return {name: [{**event, "date": times[0].wire}]}
    lasted = find_months(words)
    if lasted and event.get("end") and len(event.get("date") or "") >= len("2024-03"):
        return {name: [{**event, "end": months_after(event["date"], lasted)}]}
    return {}


def _off_the_list(context: Context, scheme: Scheme, words: str) -> Mapping[str, Any]:
    """The one entry in a list that was told, supposed to be off it (要是下个月给摘掉了).

    A day that has not come is left out: the outcome is asked for as it would be then.
    """
    for when in reversed(find_times(words, context.as_of)):
        if when.wire > context.as_of.isoformat()[: len(when.wire)]:
            words = f"{words[: when.start]}{words[when.end :]}"
    return dict(listing_with_days(context, scheme, _GIVEN.sub("", words.split("，")[0].split(",")[0])))


_GIVEN = re.compile(
    r"[给被让把帮]|(?:下个?|这个?|本)月(?:底|初|中)?|(?:过|再过)?[几两]天|下个?(?:周|礼拜|星期)|明后?天|马上|年底前?|能够?|真的?"
)
_SUPPOSES = re.compile(
    r"^(?:那|那么|然后)?(?:如果|要是|假如|假设|万一|换成|倘若|what if|suppose|if|等(?!下|等|一|会|我)(?=[^，,]{2,20}(?:了|后|完|时)))\s*(?:我们)?"
)
_ONLY_ASKED = ("等", "换成", "等我们", "换成我们")
"""Words that suppose only in a message that asks."""
_SUPPOSES_INSIDE = re.compile(r"(?:如果|要是|假如|假设|万一|倘若)(?:是)?")
_SUPPOSES_WHEN_ASKING = re.compile(
    r"换成(?:是)?(?![^，,。]*了(?:[，,。]|$))|的话(?=[，, 还能就会行可算够呢要])"
)
_VERB = re.compile(
    r"[有没无不是到了过出来去掉完做建拿移撤评报按算改升降超少多关停搬拆补交罚加元亿万%]|通过|达成"
)
_IN_WORDS = re.compile(r"[你我您他她它们家]$")
"""按你的话 is what somebody says."""
_AND_THEN = re.compile(r"^(?:那么?|换成)(?=.+呢[?？]?$)|^what about (?=.)")


def facts_told(context: Context) -> Mapping[str, Any]:
    """Facts of this message, for the scheme at hand; what was asked of an event told before completes it."""
    schemes = schemes_for(context) if context.scheme == ALL else (scheme_by_id(context, context.scheme),)
    asked = context.state.asked_fact if context.state.scheme == context.scheme else None
    read: dict[str, Any] = {}
    put_right: dict[str, Any] = {}
    for scheme in schemes:
        if scheme is not None:
            found = read_of(context.question.raw, scheme, context, asked)
            pointed = points_at_event(context.question.folded)
            again = pointed or _tells_again(context, scheme, found)
            if (not found or again) and (event := event_put_right(context, scheme)):
                put_right |= event
                continue
            if not asks(context.question.folded):
                # 再加3个园区项目，都签了合同: told, on top of those told before.
                more = one_more(context, scheme, context.question.folded)
                found = {**found, **{name: count for name, count in more.items() if name in found}}
            beside = {} if asked in found else of_last_question(context, scheme)
            read |= (
                {**beside, **found}
                if found or beside
                else _put_right(context, scheme) or bare_figure(context, scheme)
            )
    earlier = told_before(context, schemes)
    if not read and context.scheme == context.state.scheme:
        read = dict(more_precise(context))
    if not read and (listed := _off_the_list_since(context, earlier)):
        read = dict(listed)
    joined = {
        name: _joined(context, name, value, asked) for name, value in read.items() if name not in put_right
    }
    return {
        **earlier,
        **{
            name: with_events(earlier.get(name), value, context.question.folded)
            for name, value in joined.items()
        },
        **put_right,
    }


def _off_the_list_since(context: Context, earlier: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one entry in a list told before, be it before the first check, where this message says that it is over."""
    scheme, facts = scheme_by_id(context, context.scheme), {**context.state.facts, **earlier}
    if scheme is None or not facts:
        return {}
    then = copy(context)
    then.state = replace(context.state, facts=facts, scheme=context.scheme)
    return listing_with_days(then, scheme, told_part(context))


def _tells_again(context: Context, scheme: Scheme, found: Mapping[str, Any]) -> bool:
    """Whether a message that takes something back tells one event anew of which one was told (说错了，公告是4月10号的)."""
    if len(found) != 1 or not corrects(context.question.folded):
        return False
    name, value = next(iter(found.items()))
    if scheme.facts[name].entry.type != "events" or len(value or ()) != 1:
        return False
    before = context.state.facts.get(name) or ()
    # What is put right was told; what the last question asks for was not.
    only_asked = not before and name == context.state.asked_fact and event_told_last(context, scheme)
    return len(before) == 1 or bool(only_asked)


def _put_right(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """A figure or day told before that the message takes back (52是预计数，实际只有48%; 打错了，是5400万)."""
    folded = told_part(context).strip(_SIGHS)
    if asks(folded):
        return {}
    parts = split_message(folded)
    figures = [
        amount
        for part in parts
        for amount in part.amounts(context.as_of)
        if amount.unit or not _counts_something(part.text[amount.end :])
    ]
    if len(figures) != 2 and not (corrects(folded) and len(figures) == 1):
        return {}
    told_last = messages_told(context)[-1:] if len(figures) == 1 else ()
    rivals = [a for text in told_last for part in split_message(text) for a in part.amounts(context.as_of)]
    if sum(amount.unit == figures[0].unit for amount in rivals) > 1:
        # Several figures of one kind were told: which of them is taken back, is not said.
        return {}
    found = {}
    # What was told before the first check is known, though no check has read it yet.
    for name, value in {**context.state.facts, **told_before(context, (scheme,))}.items():
        told = _only_figure(value)
        if name not in scheme.facts or told is None:
            continue
        others = [f for f in figures if f.value != told]
        unit = scheme.facts[name].entry.unit
        if any(_is_of_another(part, scheme.facts[name]) for part in parts):
            # 不对，2022年技改投了800万 puts no output right.
            continue
        if len(others) == 1 and {f.unit for f in figures} <= {unit, ""}:
            new = others[0].value
            found[name] = {next(iter(value)): new} if isinstance(value, Mapping) else new
    # A bare figure may be of several facts told; which one, is not said.
    return found if len(found) == 1 or len(figures) == 2 else {}


def _is_of_another(part: Part, fact: Fact) -> bool:
    """Whether a part tells an amount of something else by name."""
    return bool(cue("other_amounts").search(part.text)) and part.match(fact.entry.cues.about) is None


def _counts_something(after: str) -> bool:
    """Whether a bare figure counts what stands behind it (5000个人, 2家分厂)."""
    return re.match(r"\s*(?:[个家人名台吨条项次位件座处]|\w)", after) is not None


def _only_figure(value: Any) -> float | None:
    """The figure of a fact; that of a series told for one year."""
    if isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.values()))
    return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


def of_last_question(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """What is said of the one fact that the last question was about (占比要多少 … 我们正好50%, 名单怎么规定 … 上面有我们)."""
    for last in dict.fromkeys((context.state.last_said, context.state.last_question)):
        # What was stated is told already; only what was asked leaves its subject open.
        parts = [part for part in split_message(last) if _asks(part)] if last else []
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


_FEW = 3
_ALSO = re.compile(r"也|还|又|另")
"""What comes on top takes nothing back."""
_SIGHS = " ,，哎哦噢诶唉呃嗯呀啊"
_SHORT = 24


def _asks(part: Part) -> bool:
    """Whether a part asks; 没上过什么名单 denies."""
    return not part.states or asks(NO_QUESTION.sub("", part.text))


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
    whole = context.question.folded if corrects(context.question.folded) else text
    if scheme is not None and not asks(text) and (listed := listing_with_days(context, scheme, whole)):
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


def _joined(context: Context, name: str, value: Any, asked: str | None) -> Any:
    """Events told before with those of this message: completed, added to, or replaced by a correction or a denial."""
    before = context.state.facts.get(name)
    if not before:
        value = on_the_day_before(context, name, value)
    folded = context.question.folded.strip(_SIGHS)
    puts_right = corrects(folded) and not _ALSO.search(folded)
    if isinstance(before, Mapping) and isinstance(value, Mapping) and puts_right:
        return _of_its_year(context, before, value)
    if (
        isinstance(before, list)
        and before
        and value == []
        and name != asked
        and _denies_a_detail(context, name)
    ):
        return before
    if not (isinstance(before, list) and isinstance(value, list)) or not before or not value:
        return value
    if puts_right:
        if len(value) != 1:
            return value
        year = str(value[0].get("date") or "-")[:4]
        own = [n for n, event in enumerate(before) if str(event.get("date") or "")[:4] == year]
        place = own[0] if len(own) == 1 else len(before) - 1
        return [*before[:place], changed(before[place], value[0]), *before[place + 1 :]]
    if not any(event.get("date") for event in value) and any(event.get("date") for event in before):
        # 称号被撤那个厂: what was told before is spoken of again, not told anew.
        return (
            before
            if all(not set(event) - {"kind"} for event in value)
            else _added(before, value, context, name == asked)
        )
    return _added(before, value, context, name == asked)


def _denies_a_detail(context: Context, name: str) -> bool:
    """Whether a denial speaks of what the event told did not bring about (没有死人), and not of the event."""
    scheme = scheme_by_id(context, context.scheme)
    if scheme is None or name not in scheme.facts:
        return False
    entry = scheme.facts[name].entry
    called = (entry.label, entry.event_name or entry.label)
    denied = (*word_list("none_happened"), *(fold(label) for label in called))
    return not any(word in context.question.folded for word in denied)


def _of_its_year(context: Context, before: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A figure put right without its year: of the one year of which it was told (去年产值4800万 … 搞错了，是8000万)."""
    one = len(before) == len(value) == 1 and not {"listed_on", "removed_on"} & set(before)
    named = bool(find_times(context.question.folded, context.as_of))
    return dict.fromkeys(before, next(iter(value.values()))) if one and not named else value


def _added(before: list[Any], value: list[Any], context: Context, answers_question: bool) -> list[Any]:
    """Events told before with those of this message added, or the one event completed."""
    folded = context.question.folded
    joined = list(before)
    for event in value:
        told = (event.get("date") or "").startswith(joined[-1].get("date") or "") or not event.get("date")
        more = has_any(folded, "other_words")
        answers = answers_question and len(value) == 1
        same = (told or answers or _spans(joined[-1], event)) and not more and len(joined) == 1
        joined[-1 if same else len(joined) :] = [_completed(joined[-1], event) if same else event]
    return joined


def _spans(before: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether an event told with both its days is the one of which only the year and the length were told."""
    begun, ended = (str(event.get(key) or "")[:4] for key in ("date", "end"))
    year = str(before.get("date") or before.get("end") or "")[:4]
    return bool(before.get("months") and begun and ended) and begun <= year <= ended


def _completed(before: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any]:
    """An event with what was told of it later; of one with both its days the length follows from them."""
    whole = {**before, **event}
    if event.get("date") and event.get("end") and not event.get("months"):
        whole.pop("months", None)
    return whole


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
    taken_back = set(facts_taken_back(context))
    for scheme in schemes if context.facts_read else ():
        if scheme is not None:
            taken_back |= contradicted(scheme, context.state.facts, context.facts_read, context.as_of)
    kept = {
        name: value for name, value in context.state.facts.items() if name in names and name not in taken_back
    }
    known = {**told_for_another(context), **kept}
    series = {
        name for s in schemes if s is not None for name, f in s.facts.items() if f.entry.type == "series"
    }
    read = {
        name: {**known[name], **value} if name in series and _by_year(known.get(name), value) else value
        for name, value in context.facts_read.items()
    }
    return {**known, **read}


def _by_year(before: Any, value: Any) -> bool:
    """Whether figures of some years were told and those of others, or the same anew, are told now."""
    return isinstance(before, Mapping) and isinstance(value, Mapping)
