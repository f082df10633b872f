"""Which deadlines of the register fit a question, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from assistant.agent.compose.actors_named import names_actor, names_another
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.context import Context
from assistant.agent.features import bigrams
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_durations
from assistant.text.normalise import fold

APPLICANT_ROLES = frozenset({"enterprise", "park"})
_LEAST = 0.55
_PAST_ROUND = 0.8
_OF_BEST = 0.6
_GOES_ON = 2.5
_ACTOR_NAMED = 0.6
_APPLICANT = 0.1
_IN_TIME = 0.35
"""Whether one is still in time is told by a day; what is done every year comes again."""


def rank_deadlines(context: Context) -> list[Deadline]:
    """Deadlines that fit the question, best first; none where no one fits well."""
    scores = {r.facet.key: r.score for r in context.ranked}
    top = max(scores.values(), default=1.0) or 1.0
    scored = []
    for deadline in context.register.deadlines:
        if not context.question.within(deadline.document_id):
            continue
        found = scores.get((deadline.document_id, deadline.clause_id), 0.0) / top
        fits = _words(context, deadline) + _kind(context, deadline) + _whose(context, deadline)
        # The list that one applies for is named by its holders too (名单内的企业): that names none of them.
        fits += _ACTOR_NAMED * (names_actor(context, deadline) and not _is_of_holders(context, deadline))
        scored.append((found + fits + _when(context, deadline), deadline))
    scored.sort(key=lambda item: (-item[0], item[1].document_id, item[1].clause_id, item[1].quote))
    if asks_for_next(context):
        return next_days([deadline for _, deadline in scored], context.as_of)
    best = scored[0][0] if scored else 0.0
    return [deadline for score, deadline in scored if score >= _LEAST and score >= _OF_BEST * best]


def asks_for_start(context: Context) -> bool:
    """Whether the day is asked from which a span of time runs (从哪天算起)."""
    return bool(context.lexicon.runs_from.hits(context.question.folded))


def asks_for_next(context: Context) -> bool:
    """Whether the days that come next are asked for, of whatever they are the last (最近的截止日是哪天)."""
    question = context.question
    named = specific_concepts(context, own=True) or question.month_days or question.dates or question.years
    return bool(context.lexicon.next_day.hits(question.folded)) and not named


def next_days(deadlines: Sequence[Deadline], as_of: date) -> list[Deadline]:
    """The days that lie ahead, the nearest first; where none does, the one that passed last."""
    dated = [d for d in deadlines if d.kind == "date" and d.last_day]
    ahead = [d for d in dated if d.last_day and d.last_day >= as_of]
    nearest = sorted(ahead, key=lambda d: d.last_day or date.max)
    return nearest or sorted(dated, key=lambda d: d.last_day or date.min)[-1:]


def _words(context: Context, deadline: Deadline) -> float:
    """Official words and specific concepts of the question that the deadline's sentence holds."""
    words = fold(deadline.quote + deadline.action)
    general = context.lexicon.general_terms | context.topics.all_names
    said = [term for term in context.question.terms if term not in general]
    held = 0.25 * math.sqrt(sum(fold(term) in words for term in said))
    groups = specific_concepts(context)
    shared = sum(any(fold(term) in words for term in group) for group in groups)
    if deadline.kind == "yearly" and groups and not shared:
        held -= 0.5
    held += _of_its_own_part(context, deadline)
    column = _COLUMN.search(fold(deadline.action))
    held += _OWN_COLUMN if column and column[1] in context.question.folded else 0.0
    return held + (0.5 * shared / len(groups) if groups else 0.0)


_COLUMN = re.compile(r"[（(]([^（）()]{2,12})[）)]$")
_OWN_COLUMN = 0.5
"""A row sets a day a column: the one that is named (第二批) is meant."""
_PARTS = re.compile(r"[，,；;。]")


def _of_its_own_part(context: Context, deadline: Deadline) -> float:
    """How far the part that holds the limit itself says what is asked: one sentence may fix several (45日内评审，公示7日)."""
    said = deadline.day_text or deadline.word
    printed = [found for found in find_durations(deadline.quote) if found.value == deadline.duration]
    said = printed[0].text if printed else said
    own = [part for part in _PARTS.split(deadline.quote) if said and said in part]
    if len(own) != 1 or own[0] == deadline.quote:
        return 0.0
    near = fold(own[0])
    held = sum(pair in near for pair in bigrams(context.question.content))
    held += sum(any(fold(term) in near for term in group) for group in context.question.concepts)
    return 0.2 * min(held, 2)


def _kind(context: Context, deadline: Deadline) -> float:
    """A day where a day is asked for, a span where a span is."""
    question = context.question
    goes_on = bool(context.state.day_told) and goes_on_about(context, deadline)
    counts_from_a_day = (bool(question.dates) or goes_on) and not (question.polar or question.premise)
    # What may be handed in later has a day; of how many days later the texts say nothing.
    moves = bool(context.lexicon.extension.hits(question.folded))
    if context.lexicon.in_time.hits(question.folded):
        return _IN_TIME if deadline.kind == "date" else -_IN_TIME if deadline.kind == "yearly" else 0.0
    if deadline.kind == "time_limit" and asks_for_start(context):
        said = {found.value for found in find_durations(question.folded)}
        return 1.0 + (1.0 if deadline.duration in said else 0.0)
    if deadline.kind == "time_limit":
        return 0.6 * counts_from_a_day + 0.35 * ("period" in question.asks and not moves)
    if deadline.kind == "yearly" and "date" in question.asks and not deadline.day_text:
        # Of what is done once a year the day is told by another sentence, where there is one.
        own = context.register.of_document(deadline.document_id)
        return -0.4 if any(d.kind == "yearly" and d.day_text for d in own) else 0.0
    wants_day = moves or ("date" in question.asks and "period" not in question.asks)
    return 0.35 if deadline.kind == "date" and wants_day else 0.0


def _whose(context: Context, deadline: Deadline) -> float:
    """The asker's own deadlines first; those of title holders only where a title is spoken of."""
    role = context.question.role
    score = 0.0
    if _is_of_holders(context, deadline):
        # Who applies must not be told another's day; a span names the act from which it runs.
        score = -_OF_HOLDERS if deadline.kind == "date" else -_SPAN_OF_HOLDERS
    own = "applicant" if role in APPLICANT_ROLES else role
    # 第三方机构呢 asks for nothing but the day of those whom it names.
    named = context.question.follow_up and not specific_concepts(context, own=True)
    if role is None and deadline.binds == "applicant" and deadline.kind == "date":
        # Who tells nothing of himself asks when to apply.
        score += _APPLICANT
    return score + ((0.6 if named else 0.15) if role and deadline.binds == own else 0.0)


def _when(context: Context, deadline: Deadline) -> float:
    """The document, year or day that the question names; else the newer document."""
    question, day = context.question, deadline.last_day
    treated = year_is_treated(context)
    past = context.ranker.is_past_round(deadline.document_id, question, context.as_of) or (
        context.status(deadline.document_id) == "repealed"
        and deadline.document_id not in question.named_documents
    )
    named = day and (day in question.dates or (day.month, day.day) in question.month_days)
    score = 1.0 if named else 0.0
    score -= _PAST_ROUND * past
    if goes_on_about(context, deadline):
        score += _GOES_ON if _does_what_is_asked(context, deadline) else 1.0
    if question.documents:
        score += 0.5 if deadline.document_id in question.documents else -0.8
    elif not treated:
        # A day that has long passed is asked for less often than one of the newest round, or one still ahead.
        ahead = 0.4 if day and day >= context.as_of else 0.0
        score += ahead + (0.6 if day else 0.3) * context.ranker.recency(deadline.document_id)
    if treated and day:
        score += 0.3 if day.year in question.years else -0.2
    return score


def goes_on_about(context: Context, deadline: Deadline) -> bool:
    """Whether the question only asks further about the deadline cited last (从今天算是哪天).

    Who has told a day since, and asks for the last one, wants the span cited counted from it.
    """
    cited = f"{deadline.document_id}#{deadline.clause_id}" in context.state.clause_keys[:1]
    if not (cited and context.question.from_state):
        return False
    counts = (
        bool(context.state.day_told) and deadline.kind == "time_limit" and "date" in context.question.asks
    )
    if _is_of_others(context, deadline) or names_another(context, deadline):
        return False
    words = fold(deadline.quote)
    own = [] if asks_for_start(context) else specific_concepts(context, own=True)
    of_it = all(any(fold(term) in words for term in group) for group in own)
    return counts or of_it


def _is_of_others(context: Context, deadline: Deadline) -> bool:
    """Whether the question names those whom another deadline binds, or asks for a last day where a body's own span was cited."""
    role = context.question.role
    # 园区也一样吗 asks of an applicant what was asked of another one.
    others = role not in APPLICANT_ROLES and deadline.binds != role
    named = others and any(other.binds == role for other in context.register.deadlines)
    closes = deadline.kind == "time_limit" and deadline.binds in (None, "authority")
    return (named and role is not None) or (closes and bool(_CLOSES.search(context.question.folded)))


_DEEDS = re.compile(r"[报交填送申办]")
_CLOSES = re.compile(r"截止|deadline|closing", re.IGNORECASE)


def _does_what_is_asked(context: Context, deadline: Deadline) -> bool:
    """Whether what one does by the deadline cited last is what the question says (哪天之前要报); it may say nothing."""
    deeds = set(_DEEDS.findall(context.question.folded))
    if not deeds:
        return not _CLOSES.search(context.question.folded)
    return bool(deeds & set(deadline.quote))


def year_is_treated(context: Context) -> bool:
    """Whether some deadline lies in a year that the question names."""
    years = context.question.years
    return any(d.last_day is not None and d.last_day.year in years for d in context.register.deadlines)


_OF_HOLDERS, _SPAN_OF_HOLDERS = 1.5, 0.3
_HOLDS = re.compile(
    r"名单[内里上中]|已经?(?:是|在|有|评|获|入|拿|当)|在榜|上榜|榜上|有牌|(?:在|进了?|入了?|已经?|列入|评上)[^，。？?,]{0,8}名单|\b(?:already|listed|holders?|hold)\b"
)


def _is_of_holders(context: Context, deadline: Deadline) -> bool:
    """Whether a day is of those who hold a title, and the question speaks of none."""
    return deadline.binds == "title_holder" and not _asks_as_holder(context)


def _asks_as_holder(context: Context) -> bool:
    """Whether the question speaks of a title already held, or of what its holders must do."""
    wanted = ("称号", "动态管理", "撤销", "更名", "复审", "名单内")
    return (
        any(term in group for group in context.question.concepts for term in wanted)
        or "dynamic" in context.question.topics
        or bool(_HOLDS.search(context.question.folded))
    )
