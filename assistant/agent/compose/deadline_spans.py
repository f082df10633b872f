"""The sentences about a span of time: how long, from what it runs, and the day on which it ends."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.agent.compose.deadline_ranking import asks_for_start
from assistant.agent.compose.polarity import premise_correction
from assistant.agent.context import Context, derived, evidence, sentence
from assistant.agent.days import day_named
from assistant.agent.draft import Evidence, Sentence
from assistant.eligibility.lookback import add_months
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_durations
from assistant.text.workdays import add_working_days


def span_sentences(context: Context, deadline: Deadline) -> list[Sentence]:
    """The span of time, a wrong one put forward corrected, and the day on which it ends where a start is told."""
    proof = deadline_proof(context, deadline)
    binds = context.say("deadline_binds", actor=deadline.actor) if deadline.actor else ""
    corrected = premise_correction(context, deadline.quote)
    span = f"{deadline.duration.amount} {_unit(context, deadline.duration.unit)}" if deadline.duration else ""
    if asks_for_start(context):
        return [
            sentence(_start(context, deadline), proof),
            sentence(context.say("time_limit_of", duration=span, binds=binds), proof),
        ]
    span = f"{_bound(context, deadline)}{span}"
    lead = sentence(corrected or context.say("time_limit", duration=span, binds=binds), proof)
    ends = _end_of_working_days(context, deadline, proof) or _end_of_years(context, deadline, proof)
    return [lead, ends] if ends else [lead]


def _bound(context: Context, deadline: Deadline) -> str:
    """The word before a span that makes it the least or the most (公示期不少于7日), as printed; empty in English."""
    places = [d.start for d in find_durations(deadline.quote) if d.value == deadline.duration]
    found = _BOUND.search(deadline.quote[: places[0]]) if places else None
    return f"{found[1]} " if found and context.question.language == "zh" else ""


_BOUND = re.compile(r"(不(?:得)?(?:少于|低于|超过|多于|高于)|至少|最[长多少短]|最长不超过)(?:为|是)?\s*$")


def _start(context: Context, deadline: Deadline) -> str:
    """From what a span runs, in the words of the text; that it says nothing of it, where it does not."""
    ends = [d.start for d in find_durations(deadline.quote) if d.value == deadline.duration]
    found = _RUNS_FROM.search(deadline.quote[: ends[0]]) if ends else None
    return context.say("span_starts", words=found[1]) if found else context.say("span_start_untold")


_RUNS_FROM = re.compile(
    r"(?:应当?|须|需)?(?:自|在|从)?([^，,。；;：:]{2,30}?(?:之日起|之后|后|起))[\s的]*(?:内|在)?\s*$"
)


def _end_of_working_days(context: Context, deadline: Deadline, proof: Evidence) -> Sentence | None:
    """The last of the working days, counted from a day that the question names or that was told before."""
    day = _counted_from(context, deadline)
    if day is None or deadline.duration is None or deadline.duration.unit != "工作日":
        return None
    count = deadline.duration.amount
    found = add_working_days(day, count)
    last = found.last_day or found.not_before
    key = "working_days" if found.certain else "working_days_open"
    text = context.say(key, start=day, count=count, day=last, certain=found.counted)
    values = tuple(
        derived(value, deadline.document_id, deadline.clause_id, "working days")
        for value in (day, last, found.counted, count)
    )
    return sentence(text, proof, values=values)


def _end_of_years(context: Context, deadline: Deadline, proof: Evidence) -> Sentence | None:
    """The last day of a span of years or months that runs from a day told before, to its corresponding day."""
    day, span = _counted_from(context, deadline), deadline.duration
    months = {"年": 12, "月": 1}.get(span.unit, 0) if span else 0
    if day is None or span is None or not months:
        return None
    last = add_months(day, months * span.amount)
    text = context.say(
        "span_ends",
        start=day,
        count=span.amount,
        unit=_unit(context, span.unit),
        day=last,
        then=last + _ONE_DAY,
    )
    values = tuple(
        derived(value, deadline.document_id, deadline.clause_id, "to the corresponding day")
        for value in (day, last, last + _ONE_DAY, span.amount)
    )
    return sentence(text, proof, values=values)


_ONE_DAY = timedelta(days=1)


def _counted_from(context: Context, deadline: Deadline) -> date | None:
    """The day that the question names, or one told since the same deadline was cited: a day of another matter counts nothing."""
    day = day_named(context.question, context.as_of)
    told, cited = context.state.day_told, context.state.clause_keys[:1]
    same = f"{deadline.document_id}#{deadline.clause_id}" in cited and context.question.from_state
    return day or (date.fromisoformat(told) if told and same else None)


def deadline_proof(context: Context, deadline: Deadline) -> Evidence:
    """The sentence of a text that fixes a day or span."""
    return evidence(
        deadline.document_id, context.clause(deadline.document_id, deadline.clause_id), deadline.quote
    )


def _unit(context: Context, unit: str) -> str:
    if context.question.language == "zh":
        return {"工作日": "个工作日", "月": "个月"}.get(unit, unit)
    return {"工作日": "working days", "日": "days", "月": "months", "年": "years"}[unit]
