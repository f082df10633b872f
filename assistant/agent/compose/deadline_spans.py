"""The sentences about a span of time: how long, from what it runs, and the day on which it ends."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.agent.compose.deadline_ranking import asks_for_start
from assistant.agent.compose.polarity import premise_correction
from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, derived, evidence, sentence
from assistant.agent.days import day_named
from assistant.agent.draft import Block, Evidence, Sentence, block, untold
from assistant.eligibility.lookback import add_months
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_durations
from assistant.text.workdays import add_working_days

_FOREMOST = 2


def span_start_blocks(context: Context) -> list[Block]:
    """From what the span runs of which the best clause tells, where that is asked (黑名单三年从哪天算起)."""
    if not asks_for_start(context) or context.question.clause_refs:
        return []
    if (back := _LOOKS_BACK.search(context.question.folded)) is not None:
        return _back_from(context, back.group(0))
    spans = {
        (d.document_id, d.clause_id): d
        for d in context.register.deadlines
        if d.kind == "time_limit" and d.duration
    }
    facet = next((r.facet for r in context.ranked[:_FOREMOST] if r.facet.key in spans), None)
    if facet is None:
        return []
    told = span_sentences(context, spans[facet.key])
    return [block("lead", *told), block("quote", quoted(context, facet, emphasise=False))]


def span_end_blocks(context: Context) -> list[Block]:
    """The last day of a span that the question names with the day from which it counts (三年从2025年4月10日算，到哪天)."""
    question = context.question
    if question.clause_refs or not _ASKS_END.search(question.folded):
        return []
    said = [d.value for d in find_durations(question.folded)]
    spans = {
        (d.document_id, d.clause_id): d
        for d in context.register.deadlines
        if d.kind == "time_limit" and d.duration in said
    }
    facet = next((r.facet for r in context.ranked[:_FOREMOST] if r.facet.key in spans), None)
    if facet is None or day_named(question, context.as_of) is None:
        return []
    told = span_sentences(context, spans[facet.key])
    quote = quoted(context, facet, emphasise=False)
    return [block("lead", *reversed(told)), block("quote", quote)] if len(told) > 1 else []


_ASKS_END = re.compile(
    r"(?:到|至|管到|算到|截[止至])(?:什么时候|啥时候?|几时|何时|哪[年天一]|几[月号])|(?:哪[年天]|哪一[年天]|什么时候|几时|何时|啥时候?)(?:为止|到期|期满|届满|满|结束|到头|截止)"
    r"|\b(?:until when|when does [^?]{0,30}(?:end|expire|run out))\b"
)
_LOOKS_BACK = re.compile(r"近(?:[一二两三四五]|\d)年")


def _back_from(context: Context, words: str) -> list[Block]:
    """That no text says from which day the last years are counted back, with the clause that speaks of them."""
    facets = [*(r.facet for r in context.ranked), *context.facets.values()]
    facet = next((f for f in facets if words in f.text and context.question.within(f.document_id)), None)
    if facet is None or _COUNTED_BACK.search(facet.text):
        return []
    quote = quoted(context, facet, emphasise=False)
    lead = untold(sentence(context.say("span_back_untold", words=words), *quote.evidence))
    return [lead, block("quote", quote)]


_COUNTED_BACK = re.compile(
    r"截[止至]|基准日|(?:申报|申请|提交)(?:之)?日(?:起)?(?:前|往前|向前)|之日前|以[^，。；,;]{2,12}(?:为准|计算)"
)
"""A text that does say from which day one counts back."""


def span_sentences(context: Context, deadline: Deadline) -> list[Sentence]:
    """The span of time, a wrong one put forward corrected, and the day on which it ends where a start is told."""
    proof = deadline_proof(context, deadline)
    actor = _called(context, deadline)
    binds = context.say("deadline_binds", actor=actor) if actor else ""
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


def _called(context: Context, deadline: Deadline) -> str:
    """Whom a span binds; the body that calls itself 我委 by its name."""
    issuer = context.document(deadline.document_id).metadata.issuer
    is_issuer = deadline.actor.startswith("我") and issuer is not None
    return issuer.value if is_issuer and issuer is not None else deadline.actor


def _bound(context: Context, deadline: Deadline) -> str:
    """The word before a span that makes it the least or the most (公示期不少于7日), as printed; empty in English."""
    places = [d.start for d in find_durations(deadline.quote) if d.value == deadline.duration]
    found = _BOUND.search(deadline.quote[: places[0]]) if places else None
    return f"{found[1]} " if found and context.question.language == "zh" else ""


_BOUND = re.compile(r"(不(?:得)?(?:少于|低于|超过|多于|高于)|至少|最[长多少短]|最长不超过)(?:为|是)?\s*$")


def _start(context: Context, deadline: Deadline) -> str:
    """From what a span runs, in the words of the text; that it says nothing of it, where it does not."""
    ends = [d.start for d in find_durations(deadline.quote) if d.value == deadline.duration]
    before = deadline.quote[: ends[0]] if ends else ""
    found = _RUNS_FROM.search(before) or _AT_ONCE.search(before)
    return context.say("span_starts", words=found[1]) if found else context.say("span_start_untold")


_AT_ONCE = re.compile(r"(一经[^，,。；;]{1,8})[，,][^，,。；;]{0,6}$")
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
