"""Whether one may still apply: the rounds that are open on the day asked, else the one that closed last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from assistant.agent.compose.bounds import figures_put_forward
from assistant.agent.compose.lists import levels_named, specific_concepts
from assistant.agent.compose.validity import status_line
from assistant.agent.context import Context, sentence
from assistant.agent.days import hands_in_on_a_day, month_places
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.domain.documents import Document, Proved
from assistant.eligibility.said_times import find_times
from assistant.text.dates import find_month_days
from assistant.text.normalise import fold

_ROUND_YEAR = re.compile(r"(?:19|20)\d{2}年?度?(?!\d)")
_MOST = 3
"""Open rounds that are told, at most."""


def round_blocks(context: Context) -> list[Block]:
    """Whether a round of what is asked about can still be joined, with its last days."""
    told = _on_day_told(context)
    if told is not None:
        context = told
    question = context.question
    still_open = bool(context.lexicon.still_open.hits(question.folded))
    rest = _without_now(context)
    if context.lexicon.every_year.hits(question.folded):
        # 今年还要报数据吗 asks what a holder of a title has to do.
        return []
    if not (still_open or rest is not None) or not (rounds := _rounds_meant(context)):
        return []
    bare = rest is not None and _tells_no_case(context, rest, rounds)
    # Two subjects (one outside the pool applying for the title) ask how they stand to each other.
    asks_more = (
        (specific_concepts(context, own=True) and not bare)
        or (len(question.specific_topics) > 1 and not bare)
        or _asks_of_a_matter(context, bare=bare)
    )
    if not (bare or still_open) or asks_more:
        return []
    then = _month_ahead(context) if told is None else context.as_of
    if then is not None and told is None:
        asked, context = context.as_of, copy(context)
        context.as_of = then
        context.as_of = then if any(_is_over(context, d) for d in _told(context, rounds)) else asked
    return [told for document in _told(context, rounds) for told in _of_round(context, document, then)]


def _on_day_told(context: Context) -> Context | None:
    """The question as it would be asked on the one day that it names for applying (去年5月20日还能报吗); else None."""
    question = context.question
    days = [
        when for when in find_times(question.folded, context.as_of) if len(when.wire) == len("2025-05-20")
    ]
    if len(days) != 1 or not _APPLIES_THEN.match(question.folded, days[0].end):
        return None
    day = date.fromisoformat(days[0].wire)
    rest = f"{question.folded[: days[0].start]}{question.folded[days[0].end :]}"
    then = copy(context)
    then.question = replace(question, folded=_THAT_DAY.sub("", rest), dates=(), month_days=())
    then.as_of = day
    return then


_THAT_DAY = re.compile(r"(?:当天|那天|当日|那一天|的时候|那会儿)[呢，, ]*")
_APPLIES_THEN = re.compile(
    r"(?:当天|那天|当日|那一天|的时候|那会儿|时|去|才|再|还|也|呢|，|,| )*(?:来得及|来不来得及|能|可以|可不可以|赶得上|报(?!表|告|送)|申报|申请|补报)"
)


def _asks_of_a_matter(context: Context, *, bare: bool) -> bool:
    """Whether figures stand in a question, or a day on which something other than the application is handed in."""
    folded = context.question.folded
    if [figure for figure in figures_put_forward(folded) if figure[1] not in _DAYS]:
        return True
    if bare and _days_this_year(context, folded):
        return False
    return hands_in_on_a_day(context.question) or _asks_of_one_day(context)


_DAYS = ("号", "日", "月")


def _month_ahead(context: Context) -> date | None:
    """The first day of the month to come in which one would apply (7月还能报吗)."""
    folded = context.question.folded
    ahead = {day for day, _, _ in month_places(folded, context.as_of) if day > context.as_of}
    ahead |= {day for day in _days_this_year(context, folded) if day > context.as_of}
    return ahead.pop() if len(ahead) == 1 else None


def _days_this_year(context: Context, folded: str) -> list[date]:
    """Days that a question names without a year (6月10日还来得及吗): of the year in which it is asked."""
    if context.question.dates:
        return []
    return [
        date(context.as_of.year, found.month, found.day)
        for found in find_month_days(folded)
        if (found.month, found.day) != _LEAP_DAY
    ]


_LEAP_DAY = (2, 29)


def _is_over(context: Context, document: Document) -> bool:
    return context.status(document.id) == "round_closed"


def _rounds_meant(context: Context) -> list[Document]:
    """The notices of rounds within the question's documents, or that rest on them; of its subject, where one treats it."""
    question = context.question
    rounds = [d for d in context.library.documents if d.metadata.round_year]
    if question.documents:
        named = [d for d in rounds if d.id in question.documents]
        rounds = named or [
            d for d in rounds if any(r.document_id in question.documents for r in d.metadata.references)
        ]
    asked = frozenset(question.specific_topics)
    if not asked:
        return rounds
    treating = {facet.document_id for facet in context.facets.values() if asked & facet.topics}
    return [d for d in rounds if d.id in treating] or rounds


def _told(context: Context, rounds: Sequence[Document]) -> list[Document]:
    """The rounds that are open, by their last day; where none is, the one that closed last, or that is yet to come."""
    out = [d for d in rounds if context.status(d.id) != "not_yet_effective"]
    running = [d for d in out if context.status(d.id) != "round_closed"]
    if running:
        newest = max(_year(d) for d in running)
        return sorted((d for d in running if _year(d) == newest), key=_order)[:_MOST]
    return [max(out or rounds, key=lambda d: (_year(d), _order(d)))]


def _year(document: Document) -> int:
    return document.metadata.round_year.value if document.metadata.round_year else 0


def _order(document: Document) -> tuple[date, str]:
    return max((day.value for day in document.metadata.last_days), default=date.min), document.id


def _of_round(context: Context, document: Document, then: date | None) -> list[Block]:
    """Whether a round is open on the day asked, or over by the month to come in which one would apply."""
    status = status_line(context, document)
    code = context.status(document.id)
    if code == "not_yet_effective":
        # A round that was not out on the day asked is no round that one could join.
        return [block("lead", status)]
    opening = context.say("no_longer" if code == "round_closed" else "perhaps_still")
    if code == "round_closed" and context.as_of == then:
        opening = context.say("closed_by_then", day=then)
    lines = [_last_day(context, document, proved) for proved in document.metadata.last_days]
    return [
        block("lead", replace(status, text=f"{opening}{status.text}")),
        *(block("bullet", line) for line in lines),
    ]


def _without_now(context: Context) -> str | None:
    """What a question says beside asking whether one may apply now; None where it does not ask that.

    A month that it names is as good as now once the day asked is past it, or in it.
    """
    lexicon, folded = context.lexicon, context.question.folded
    rest, now = lexicon.now.subn(" ", folded)
    months = list(month_places(rest, context.as_of))
    if any(begins > context.as_of for begins, _, _ in months):
        return None
    for _, start, end in reversed(months):
        rest = f"{rest[:start]} {rest[end:]}"
    days = find_month_days(rest) if _days_this_year(context, folded) else []
    for found in reversed(days):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    rest = _ROUND_YEAR.sub(" ", rest)
    rest, may = lexicon.may_apply_now.subn(" ", " ".join(rest.split()))
    return rest if may and (now or months or days) else None


def _tells_no_case(context: Context, rest: str, rounds: Sequence[Document]) -> bool:
    """Whether a question that asks if one may apply now names the subject of the rounds and nothing else.

    Args:
        context: The question.
        rest: What it says beside.
        rounds: The rounds of what it is about.
    """
    question, lexicon = context.question, context.lexicon
    if not question.polar or question.carried or context.state.facts or len(levels_named(question)) > 1:
        return False
    subjects = {fold(word) for names in context.topics.said.values() for word in names}
    for word in sorted(subjects | lexicon.applicants, key=len, reverse=True):
        rest = rest.replace(word, " ")
    titles = " ".join(fold(text) for document in rounds for text in _names_of(document))
    return all(piece in titles for piece in re.findall(r"\w+", rest))


def _names_of(document: Document) -> list[str]:
    """What a notice is called by: its title, and whoever issued it."""
    issuer = document.metadata.issuer
    return [document.title, issuer.value if issuer else ""]


def _asks_of_one_day(context: Context) -> bool:
    """Whether it is asked if one thing is still in time whose last day the best clause fixes (动态表今天填来得及不)."""
    if not context.lexicon.in_time.hits(context.question.folded) or not context.ranked:
        return False
    best = context.ranked[0].facet.key
    return any((d.document_id, d.clause_id) == best and d.last_day for d in context.register.deadlines)


def _last_day(context: Context, document: Document, proved: Proved[date]) -> Sentence:
    clause = context.clause(document.id, proved.clause_id)
    return sentence(
        f"{proved.quote}{context.source(document.id, clause)}", Evidence(document.id, clause.id, proved.quote)
    )
