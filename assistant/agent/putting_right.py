"""What a message puts right or adds of the event or entry told last: its days, its kind, how grave, how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.context import Context
from assistant.agent.speaking import asks
from assistant.eligibility.event_readers import says_out
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.forms import NoSpell
from assistant.eligibility.message import Part, corrects, split_message
from assistant.eligibility.reading import option
from assistant.eligibility.said_times import find_months, find_times
from assistant.eligibility.said_words import has_any, word_list
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.tree import leaves

_SIGHS = " ,，哎哦噢诶唉呃嗯呀啊"
_OF_A_DAY = re.compile(r"^(?:那|这|都|就|还|已经|其实)*(?:是|发生在|出在|在)(?P<rest>.+)$")
_ANOTHER = re.compile(r"还有|又|另|再")
_INSTEAD = re.compile(r"(?:那)?不是[^，,]{1,12}[，,]\s*(?:而)?是")
_TAKES_BACK = re.compile(r"(?:那|这|都|其实)*是[^，,]{2,12}的事情?了?[。.]?")
_LENGTH_ALONE = re.compile(
    r"(?:就|只|也就|一共|总共|大概)*停?产?了?(?:\d+|[一二两三四五六七八九十]+)(?:个?月|年半?)(?:的样子)?[。.]?"
)
_NOTHING_ELSE = re.compile(r"[的了事情发生出那这次左右底初份。.!！ ]*")


def event_put_right(context: Context, scheme: Scheme) -> Mapping[str, Any]:
    """The event told last with what the message puts right (不对，是一般的; 时间说错了，是2022年5月).

    A statement of nothing but a day (是四年前的事) is one of the event told last, too, where no day was asked for.
    """
    text = context.question.raw
    folded = context.question.folded.strip(_SIGHS)
    if asks(folded) or _ANOTHER.search(folded) or (name := _told_last(context, scheme)) is None:
        return {}
    told = list(context.state.facts[name])
    soft = folded.startswith(word_list("put_right_softly")) or _INSTEAD.match(folded)
    if corrects(folded) or soft:
        change = _change(context, scheme, name, split_message(text, sure=True))
    elif context.state.asked_fact in (None, name):
        change = _day_alone(context, folded) or _length_alone(scheme, name, folded)
    else:
        change = {}
    new = changed(told[-1], change)
    return {name: [*told[:-1], new]} if change and new != told[-1] else {}


def takes_back(folded: str) -> bool:
    """Whether a message means to put right what was told, understood or not (不对，…; 是很多年前的事)."""
    text = folded.strip(_SIGHS)
    return corrects(folded) or bool(_INSTEAD.match(text) or _TAKES_BACK.fullmatch(text))


def changed(event: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """An event with what is told otherwise; what followed from what was told before is left out."""
    new = {**event, **change}
    if "months" in change and event.get("date") and "end" not in change:
        new.pop("end", None)
    if "date" in change and "end" not in change and str(new.get("end", "9")) < str(new["date"]):
        new.pop("end")
    return new


def _told_last(context: Context, scheme: Scheme) -> str | None:
    """The fact of the events told last; None where there is none, or several and it is not said which."""
    names = [
        name
        for name, value in context.state.facts.items()
        if value and name in scheme.facts and scheme.facts[name].entry.type == "events"
    ]
    parts = split_message(context.question.raw)
    named = [n for n in names if any(part.match(scheme.facts[n].entry.cues.about) for part in parts)]
    for text in () if named else reversed(context.state.told):
        named = [name for name in read_facts(text, scheme, context.as_of) if name in names]
        if named:
            break
    chosen = named or names
    return chosen[0] if len(chosen) == 1 else None


def _change(context: Context, scheme: Scheme, name: str, parts: tuple[Part, ...]) -> dict[str, Any]:
    """What the parts say of the event otherwise than before, the last of each."""
    fact = scheme.facts[name]
    found: dict[str, Any] = {}
    for part in parts:
        times = part.times(context.as_of)
        rest = part.text
        for when in reversed(times):
            rest = f"{rest[: when.start]} {rest[when.end :]}"
        said = {
            "grade": option(part, fact.grades),
            "kind": option(part, fact.kinds),
            "date": times[0].wire if times and not has_any(part.text, "ended_words") else None,
            "end": times[-1].wire
            if len(times) > 1 or (times and has_any(part.text, "ended_words"))
            else None,
            "months": find_months(rest) if _lasts(scheme, name) else None,
        }
        found |= {key: value for key, value in said.items() if value is not None}
    return found


def _lasts(scheme: Scheme, name: str) -> bool:
    """Whether the rules ask how long an event lasted."""
    tests = (leaf for criterion in scheme.criteria for leaf in leaves(criterion.entry.test))
    return any(isinstance(leaf, NoSpell) and leaf.fact == name for leaf in tests)


def _length_alone(scheme: Scheme, name: str, folded: str) -> dict[str, Any]:
    """How long the event told last lasted, where a message says nothing else (停了3个月)."""
    months = find_months(folded) if _lasts(scheme, name) and _LENGTH_ALONE.fullmatch(folded) else None
    return {"months": months} if months else {}


def _day_alone(context: Context, folded: str) -> dict[str, Any]:
    """The one time of a message that says nothing else (是四年前的事)."""
    said = _OF_A_DAY.match(folded)
    times = find_times(said["rest"], context.as_of) if said else []
    if said is None or len(times) != 1:
        return {}
    rest = f"{said['rest'][: times[0].start]}{said['rest'][times[0].end :]}"
    return {"date": times[0].wire} if _NOTHING_ELSE.fullmatch(rest) else {}


def listing_with_days(context: Context, scheme: Scheme, text: str) -> Mapping[str, Any]:
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
    if len(told) == 1 and says["removed_on"] and not times and _is_out(text):
        return {told[0][0]: {**told[0][1], "removed": True}}
    keys = [key for key, said in says.items() if said]
    if len(told) != 1 or not keys or len(times) != len(keys):
        return {}
    name, before = told[0]
    added = {key: when.wire for key, when in zip(keys, times, strict=True)}
    fits = all(day.startswith(before.get(key) or "") for key, day in added.items())
    return {name: {**before, **added}} if fits and {**before, **added} != dict(before) else {}


def _is_out(text: str) -> bool:
    """Whether a message says that one has come off the list (已经执行完移出来了)."""
    return any(part.states and says_out(part) for part in split_message(text))
