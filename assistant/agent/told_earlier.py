"""What earlier messages told: before the first check, while another scheme was checked, and what no longer holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.agent.context import Context
from assistant.agent.schemes import scheme_by_id
from assistant.agent.speaking import asks, is_personal
from assistant.agent.verdict_asked import cue
from assistant.domain.dialogue import DialogueState
from assistant.eligibility.asking import NO_QUESTION
from assistant.eligibility.facts_from_text import read_facts, rough_days, years_told
from assistant.eligibility.said_times import find_times
from assistant.eligibility.said_words import has_any
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

_TOLD, _HEARD = 8, 16


def told_before(context: Context, schemes: Sequence[Scheme | None]) -> Mapping[str, Any]:
    """What was told before the first check or since the last one (铝加工厂，去年被列入整改名单 … 那能报吗)."""
    known = context.state.facts
    read: dict[str, Any] = {}
    for text in messages_unread(context) if known or context.state.checking else messages_told(context):
        for scheme in schemes:
            found = read_of(text, scheme, context) if scheme is not None else {}
            read |= {
                name: with_events(read.get(name, known.get(name)), value, fold(text))
                for name, value in found.items()
            }
    return read


def read_of(text: str, scheme: Scheme, context: Context, asked: str | None = None) -> Mapping[str, Any]:
    """The facts that a message tells of a scheme; of days also those of which it tells but the month or year."""
    rough = rough_days(text, scheme, context.as_of, asked)
    known = context.state.facts
    roughly = {name: day for name, day in rough.items() if not str(known.get(name) or "").startswith(day)}
    return {**roughly, **read_facts(text, scheme, context.as_of, asked)}


def messages_told(context: Context) -> tuple[str, ...]:
    """The last messages before this one that told facts."""
    return (*context.state.told, *_of_heard(context))[-_TOLD:]


def messages_unread(context: Context) -> tuple[str, ...]:
    """Those of them that no check has read yet."""
    return (*context.state.unread, *_of_heard(context))[-_TOLD:]


def _of_heard(context: Context) -> tuple[str, ...]:
    if context.heard_telling is None:
        context.heard_telling = tuple(text for text in context.state.heard if _tells(text, context))
    return context.heard_telling


def with_this_told(context: Context, state: DialogueState, *, checked: bool) -> DialogueState:
    """The state with this message among those told or heard.

    Whether a message told facts costs a tenth of an answer to see, and most questions are followed by none that asks:
    it is looked for when it is asked, or when too many have been heard.

    Args:
        context: The message.
        state: What is left for the next one.
        checked: Whether the answer is a check: what was told is read by it.
    """
    before, text = context.state, context.question.raw
    heard = (*before.heard, text)
    looked = context.heard_telling is not None and bool(before.heard)
    if not (context.facts_read or checked or looked or len(heard) > _HEARD):
        return replace(state, told=before.told, unread=before.unread, heard=heard)
    now = (text,) if context.facts_read or _tells(text, context) else ()
    unread = () if checked else (*messages_unread(context), *now)[-_TOLD:]
    return replace(state, told=(*messages_told(context), *now)[-_TOLD:], unread=unread, heard=())


def _tells(text: str, context: Context) -> bool:
    """Whether a message tells facts of any scheme, and does not ask of a rule."""
    folded = NO_QUESTION.sub("", fold(text))
    if asks(folded) and not is_personal(folded):
        return False
    return any(read_of(text, scheme, context) for scheme in context.checker.distinct)


def was_told(context: Context, scheme_id: str | None) -> bool:
    """Whether anything of a scheme was told before this message."""
    scheme = scheme_by_id(context, scheme_id)
    if scheme is None:
        return False
    if any(name in scheme.facts for name in context.state.facts):
        return True
    return any(read_facts(text, scheme, context.as_of) for text in messages_told(context))


def with_events(before: Any, value: Any, text: str = "") -> Any:
    """What a later message tells of a fact beside what was told; events add up, and no denial undoes one told.

    Args:
        before: What was told.
        value: What the message tells.
        text: The message, folded: how grave the last event was (市里定的较大事故) makes no other of it.
    """
    if not (isinstance(before, list) and isinstance(value, list)):
        return value
    if before and len(value) == 1 and not _tells_another(text):
        if _grades(value[0], before[-1], later=bool(_FOUND_OUT.search(text))):
            return [*before[:-1], {**value[0], **before[-1]}]
        if _ends(value[0], before[-1]) or (not before[-1] and value[0]):
            return [*before[:-1], {**before[-1], **value[0]}]
    return [*before, *(event for event in value if event not in before)]


def _grades(event: Mapping[str, Any], last: Mapping[str, Any], *, later: bool) -> bool:
    """Whether what is told of an event is how grave the last one was, of which that was not said.

    Args:
        event: What the message tells.
        last: The event told last.
        later: Whether the message tells how it was ruled in the end: its day is that of the ruling.
    """
    kinds = {one["kind"] for one in (event, last) if one.get("kind")}
    told = (
        {"grade", "kind", "date"} if later and last.get("date") and "kind" not in event else {"grade", "kind"}
    )
    return "grade" in event and not set(event) - told and "grade" not in last and len(kinds) <= 1


def _ends(event: Mapping[str, Any], last: Mapping[str, Any]) -> bool:
    """Whether what is told is when the last spell was over, of which only the beginning was told."""
    begun = str(last.get("date") or "")
    return set(event) == {"end"} and bool(begun) and not last.get("end") and begun <= str(event["end"])


def on_the_day_before(context: Context, name: str, value: Any) -> Any:
    """An event told without its day, on the one of the message before, where that said only that something happened.

    去年3月18号车间出了点事 … 安全事故，较大那一档.
    """
    last, scheme = context.state.last_said, scheme_by_id(context, context.scheme)
    if scheme is None or not (isinstance(value, list) and len(value) == 1) or value[0].get("date"):
        return value
    if not cue("happened").search(last) or asks(last) or _tells_another(context.question.folded):
        return value
    times = find_times(last, context.as_of)
    told = read_facts(last, scheme, context.as_of)
    return [{**value[0], "date": times[0].wire}] if len(times) == 1 and name not in told else value


def _tells_another(folded: str) -> bool:
    """Whether a message tells of something that happened besides, or later (另外有一起; 后来定的是 … says what it was)."""
    later = has_any(folded, "turns_later") and not _FOUND_OUT.search(folded)
    return later or bool(_BESIDES.search(folded))


_BESIDES = re.compile(r"另|还有|还[出发]|又|再|第二|别的|其他|其它|\b(?:another|again|second|other|also)\b")
_FOUND_OUT = re.compile(r"通报|正式|定|查|判|结论|算|属|found|rated|classed|turned out")


def told_for_another(context: Context) -> Mapping[str, Any]:
    """What was told while another scheme was checked, read again for the one turned to."""
    scheme = scheme_by_id(context, context.scheme)
    if scheme is None or context.scheme == context.state.scheme:
        return {}
    read: dict[str, Any] = {}
    for text in messages_told(context):
        found = read_of(text, scheme, context)
        read |= {name: with_events(read.get(name), value, fold(text)) for name, value in found.items()}
    return read


def facts_taken_back(context: Context) -> frozenset[str]:
    """Facts that were told false, as the year of which they failed is now told otherwise.

    2021年亏了 … 不对，2021年是赚的: of the other years nothing is told by that.
    """
    scheme = scheme_by_id(context, context.scheme)
    if scheme is None or asks(context.question.folded):
        return frozenset()
    now = years_told(context.question.raw, scheme, context.as_of)
    before: dict[str, dict[int, bool]] = {}
    for text in messages_told(context):
        for name, years in years_told(text, scheme, context.as_of).items():
            before.setdefault(name, {}).update(years)
    return frozenset(
        name
        for name, years in now.items()
        if context.state.facts.get(name) is False and name not in context.facts_read
        if (failed := {year for year, held in before.get(name, {}).items() if not held})
        and failed <= {year for year, held in years.items() if held}
    )
