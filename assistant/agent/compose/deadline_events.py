"""Whether a limit of the register is the limit of the event that a question asks about.

A sentence tells of several events in a row (评审, 公示 5 个工作日, 认定): its span belongs to one of them.
"""

from __future__ import annotations

import re

from assistant.agent.context import Context
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_durations
from assistant.text.normalise import fold

Event = tuple[str, ...]
"""The words for one event."""

_PART = re.compile(r"[^，,；;]+")
_CONDITION = re.compile(r"(?:的|的[^，,]{1,6}|后|时|之?日起|起|期满|期间)$")
_NEXT_STAGE = re.compile(
    r"^(?:并?经[^，,]{0,12}(?:后|通过|同意|无异议|合格)|公示[^，,]{0,6}后|[^，,]{0,12}(?:后|的)$)"
)
_WITHIN = re.compile(r"\s*(?:之内|以内|内|前|之前)")
_ASKING = re.compile(r"[几多什啥何哪]")
_PUNCTUATION = re.compile(r"[，。,.；;！!？?、]")
_START = r"(?:之?后|完成?|结束|期?满|通过|以后|没?有?异议)"


def events_asked(context: Context) -> list[Event]:
    """The events of which the question asks when they happen or how long they take.

    An event after which something else happens (公示结束后多久…) is where one counts from, and is not asked about;
    nor is one before a time word behind which something else is said (被检查出问题多久不能报).
    """
    question = context.question
    terms = {fold(term) for group in question.concepts for term in group}
    asked = _behind_time_word(context) or question.folded
    found = []
    for event in context.lexicon.events:
        named = [word for word in event if word in asked]
        starts = named and all(
            re.search(re.escape(word) + _START, question.folded) or is_over(word, question.folded)
            for word in named
        )
        meant = question.language == "en" and terms & set(event)
        if (named or meant) and not starts:
            found.append(event)
    return found


def is_over(word: str, folded: str) -> bool:
    """Whether a question tells that the event took place (被发文公告撤销了，多久能再报): it asks of what follows."""
    return bool(
        re.search(rf"(?:被|已经?)[^，,。？?]{{0,6}}{re.escape(word)}[^，,。？?]{{0,6}}了[，,]", folded)
    )


def _behind_time_word(context: Context) -> str:
    """What is said behind the last time word of a question; empty where it only asks of what was said before."""
    folded, asks = context.question.folded, context.lexicon.asks
    words = [hit for kind in ("date", "period") for hit in asks[kind].hits(folded) if _ASKING.search(hit)]
    ends = [place + len(word) for word in words if (place := folded.rfind(word)) >= 0]
    behind = _PUNCTUATION.split(folded[max(ends) :], maxsplit=1)[0] if ends else ""
    rest = behind
    for word in context.lexicon.of_the_event_before:
        rest = rest.replace(word, "")
    return behind if len(rest) > 1 else ""


def is_of_event(deadline: Deadline, event: Event) -> bool:
    """Whether the part of the sentence that bears the day or span, or its condition, tells of the event."""
    return any(word in part for part in _parts_of(deadline) for word in event)


def fits_events(context: Context, deadline: Deadline) -> bool:
    """Whether the deadline is that of an event asked about, or the question names none or asks how often."""
    events = [] if "frequency" in context.question.asks else events_asked(context)
    return not events or any(is_of_event(deadline, event) for event in events)


def _parts_of(deadline: Deadline) -> list[str]:
    """The part with the day or span, the conditions before it, and what must be done within it."""
    place, _ = _place(deadline)
    parts = [(match.start(), match.group()) for match in _PART.finditer(deadline.quote)]
    own = next((i for i, (start, part) in enumerate(parts) if start <= place < start + len(part)), None)
    if own is None:
        return [fold(deadline.quote), fold(deadline.action)]
    chosen = [part for _, part in parts[:own] if _CONDITION.search(part)] + [parts[own][1]]
    for _, part in parts[own + 1 :]:
        if lasts(deadline) or _NEXT_STAGE.match(part):
            break
        chosen.append(part)
    return [fold(part) for part in chosen]


def lasts(deadline: Deadline) -> bool:
    """Whether a span is how long something goes on (公示 5 个工作日), not within what something must be done."""
    return deadline.kind == "time_limit" and not _WITHIN.match(deadline.quote[_place(deadline)[1] :])


def _place(deadline: Deadline) -> tuple[int, int]:
    """Where the day or span stands in the quote; (-1, -1) where it does not."""
    if deadline.duration:
        found = next((d for d in find_durations(deadline.quote) if d.value == deadline.duration), None)
        return (found.start, found.end) if found else (-1, -1)
    start = deadline.quote.find(deadline.day_text) if deadline.day_text else -1
    return (start, start + len(deadline.day_text)) if start >= 0 else (-1, -1)


def is_timed_in_a_clause(context: Context) -> bool:
    """Whether one of the best clauses times the event asked for, though the register has no limit of it (15 个工作日内答复)."""
    words = [word for event in events_asked(context) for word in event]
    return any(
        any(word in part for word in words) and find_durations(part)
        for ranked in context.ranked[:3]
        for part in _PART.findall(ranked.facet.text)
    )
