"""When, and whom it binds: dates and time limits from the register."""

from __future__ import annotations

from datetime import date

from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context, derived, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block, fixed
from assistant.domain.answers import Derived
from assistant.register.deadlines import Deadline
from assistant.text.normalise import fold

_APPLICANT_ROLES = frozenset({"enterprise", "park"})


def answers_when(context: Context) -> bool:
    """Whether the question wants a date or a span of time."""
    question = context.question
    return bool(question.asks & {"date", "period"}) or question.intent == "deadline"


def deadline_blocks(context: Context) -> list[Block]:
    """Deadline answer, or nothing where the register has none that fits."""
    ranked = rank_deadlines(context)
    if not ranked or not _is_central(context, ranked[0]):
        return []
    best = ranked[0]
    blocks: list[Block] = []
    asked_years = [
        y
        for y in context.question.years
        if not any(d.last_day and d.last_day.year == y for d in context.register.deadlines)
    ]
    if asked_years and best.last_day:
        blocks.append(block("lead", _about(context, "deadline_none_year", best, year=max(asked_years))))
    blocks += _one(context, best)
    more = [d for d in ranked[1:] if _same_matter(context, best, d)][:3]
    if more:
        blocks.append(
            fixed("text", context.say("related") + ("：" if context.question.language == "zh" else ":"))
        )
        blocks += bullets(_line(context, d) for d in more)
    return blocks


def rank_deadlines(context: Context) -> list[Deadline]:
    """Deadlines that fit the question, best first."""
    question = context.question
    scores = {r.facet.key: r.score for r in context.ranked}
    top = max(scores.values(), default=1.0) or 1.0
    scored = []
    for deadline in context.register.deadlines:
        key = (deadline.document_id, deadline.clause_id)
        score = scores.get(key, 0.0) / top
        words = fold(deadline.quote + deadline.action)
        score += 0.25 * sum(1 for term in question.terms if fold(term) in words) ** 0.5
        if deadline.kind == "date" and "date" in question.asks and "period" not in question.asks:
            score += 0.35
        if deadline.kind == "time_limit" and "period" in question.asks:
            score += 0.35
        if question.role and deadline.binds == (
            "applicant" if question.role in _APPLICANT_ROLES else question.role
        ):
            score += 0.15
        if question.documents:
            score += 0.5 if deadline.document_id in question.documents else -0.8
        elif not _year_is_treated(context):
            score += 0.3 * context.ranker.recency(deadline.document_id)
        if _year_is_treated(context) and deadline.last_day:
            score += 0.3 if deadline.last_day.year in question.years else -0.2
        scored.append((score, deadline))
    scored.sort(key=lambda item: (-item[0], item[1].document_id, item[1].clause_id, item[1].quote))
    best = scored[0][0] if scored else 0.0
    return [deadline for score, deadline in scored if score >= 0.55 and score >= 0.6 * best]


def _year_is_treated(context: Context) -> bool:
    """Whether some deadline lies in a year that the question names."""
    years = context.question.years
    return any(d.last_day is not None and d.last_day.year in years for d in context.register.deadlines)


def _is_central(context: Context, deadline: Deadline) -> bool:
    """Whether the deadline stands in one of the best clauses, or the question names nothing else."""
    best = [r.facet.key for r in context.ranked[:4]]
    return (deadline.document_id, deadline.clause_id) in best or len(context.question.content) <= 4


def _same_matter(context: Context, best: Deadline, other: Deadline) -> bool:
    if other.quote == best.quote and other.last_day == best.last_day:
        return False
    return other.kind == best.kind or other.document_id == best.document_id


def _one(context: Context, deadline: Deadline) -> list[Block]:
    """The answer on one deadline: the day or span first, then whose it is, how far off, and the text."""
    proof = _proof(context, deadline)
    clause = context.clause(deadline.document_id, deadline.clause_id)
    binds = context.say("deadline_binds", actor=deadline.actor) if deadline.actor else ""
    quote = sentence(f"{deadline.quote}{context.source(deadline.document_id, clause)}", proof)
    if deadline.kind == "date" and deadline.last_day:
        day = _shown_day(context, deadline.last_day)
        lead = sentence(context.say("deadline_day", day=day, word=deadline.word, binds=binds), proof)
        rest = [_distance(context, deadline.last_day, deadline, proof)]
        if context.question.role in (None, *_APPLICANT_ROLES) and deadline.binds in ("district", "province"):
            rest.append(_not_yours(context, deadline, proof))
        return [block("lead", lead), block("text", *rest), block("quote", quote)]
    if deadline.kind == "yearly":
        return [block("lead", sentence(context.say("yearly"), proof)), block("quote", quote)]
    span = f"{deadline.duration.amount} {_unit(context, deadline.duration.unit)}" if deadline.duration else ""
    lead = sentence(context.say("time_limit", duration=span, binds=binds), proof)
    return [block("lead", lead), block("quote", quote)]


def _distance(context: Context, day: date, deadline: Deadline, proof: Evidence) -> Sentence:
    days = (context.as_of - day).days
    if days == 0:
        return sentence(
            context.say("deadline_today", as_of=context.as_of), proof, values=(_today(context, deadline),)
        )
    key = "deadline_passed" if days > 0 else "deadline_ahead"
    value = derived(abs(days), deadline.document_id, deadline.clause_id, f"{context.as_of} - {day}")
    return sentence(
        context.say(key, as_of=context.as_of, days=abs(days)),
        proof,
        values=(value, _today(context, deadline)),
    )


def _today(context: Context, deadline: Deadline) -> Derived:
    return derived(context.as_of, deadline.document_id, deadline.clause_id, "as_of")


def _not_yours(context: Context, deadline: Deadline, proof: Evidence) -> Sentence:
    actor = deadline.actor or context.say(f"binds_{deadline.binds}")
    return sentence(context.say("deadline_not_yours", actor=actor), proof)


def _about(context: Context, key: str, deadline: Deadline, **variables: object) -> Sentence:
    return sentence(context.say(key, **variables), _proof(context, deadline))


def _line(context: Context, deadline: Deadline) -> Sentence:
    clause = context.clause(deadline.document_id, deadline.clause_id)
    return sentence(
        f"{deadline.quote}{context.source(deadline.document_id, clause)}", _proof(context, deadline)
    )


def _proof(context: Context, deadline: Deadline) -> Evidence:
    return evidence(
        deadline.document_id, context.clause(deadline.document_id, deadline.clause_id), deadline.quote
    )


def _shown_day(context: Context, day: date) -> str:
    if context.question.language == "en":
        return f"{day:%B} {day.day}, {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def _unit(context: Context, unit: str) -> str:
    if context.question.language == "zh":
        return {"工作日": "个工作日", "月": "个月"}.get(unit, unit)
    return {"工作日": "working days", "日": "days", "月": "months", "年": "years"}[unit]
