"""A grade that a question names against the bound of a clause (一般事故会被撤销吗: the clause says 较大及以上).

The grades are those of the events of the rule files, lowest first; without any, those of the law on accidents.

Source: Regulations on the Reporting, Investigation and Handling of Production Safety Accidents (生产安全事故报告和
调查处理条例, State Council decree 493), article 3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.agent.agreement import is_referenced
from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.polarity import asks_permission
from assistant.agent.compose.quotes import quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet
from assistant.eligibility.recognise import recognise
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

_BY_LAW = ("一般", "较大", "重大", "特别重大")
_SPAN = re.compile(r"近[^，。；,;]{1,3}年|年[之以]?内|个?月[之以]?内")
_LOOKED_AT = 10
_AFTER, _AFTER_BOUND = 10, 24
_ABOVE = r"(?:[（(]含[^（()）]{0,4}[)）])?\s*(?:及|或|和)?(?:其)?以上"


class _Grade(NamedTuple):
    """A grade in a text: its place on the scale, whether it is a bound, as printed, and what follows it."""

    rank: int
    is_bound: bool
    said: str
    after: str


def graded_blocks(context: Context) -> list[Block]:
    """Whether what the question names lies within the bound of the clause that answers; nothing where none has one."""
    question = context.question
    if (
        not (question.polar or question.premise)
        or context.state.checking
        or conflict_for(context) is not None
    ):
        return []
    for scale in _scales(tuple(context.checker.schemes)):
        asked = _grades(scale, question.folded)
        if len(asked) != 1 or conflict_for(context) is not None:
            continue
        for facet in _candidates(context):
            bounds = [one for one in _grades(scale, fold(facet.clause.text)) if one.is_bound]
            if len(bounds) == 1 and _is_of_the_same(asked[0], bounds[0]):
                return _told(context, facet, asked[0], bounds[0])
    return []


def _told(context: Context, facet: Facet, asked: _Grade, bound: _Grade) -> list[Block]:
    quote = quoted(context, facet, emphasise=False)
    if asked.is_bound:
        key = "grade_bound_right" if asked.rank == bound.rank else "grade_bound_wrong"
    else:
        key = "grade_reached" if asked.rank >= bound.rank else "grade_below"
        if asks_permission(context.question):
            # 较大事故还能报吗: what is barred for some years is allowed again.
            in_time = key == "grade_reached" and _SPAN.search(facet.text) is not None
            key = "grade_bars_in_time" if in_time else f"{key}_bars"
    lead = sentence(context.say(key, bound=bound.said), *quote.evidence)
    return [block("lead", lead), block("quote", quote), *related_blocks(context, {facet.key}, limit=2)]


def _candidates(context: Context) -> list[Facet]:
    """The clauses that may answer: those referred to, else the best, texts in force before others."""
    if context.question.clause_refs:
        return [facet for facet in context.facets.values() if is_referenced(context.question, facet)]
    named = recognise(context.question.folded, context.checker.schemes)
    basis = frozenset(named[0].file.basis) if named else context.question.documents
    best = [
        r.facet
        for r in context.ranked[:_LOOKED_AT]
        if not r.facet.is_heading_only and (not basis or r.facet.document_id in basis)
    ]
    return sorted(best, key=lambda facet: context.status(facet.document_id) != "in_force")


@lru_cache(maxsize=4)
def _scales(schemes: tuple[Scheme, ...]) -> tuple[tuple[str, ...], ...]:
    """The scales of the events of some rule files, each once, as their labels, lowest first."""
    facts = [fact for scheme in schemes for fact in scheme.facts.values() if fact.grades]
    found = tuple(
        dict.fromkeys(
            tuple(
                fact.labels[value] for value in sorted(set(fact.grades.values()), key=fact.ranks.__getitem__)
            )
            for fact in facts
        )
    )
    return found or (_BY_LAW,)


def _grades(scale: Sequence[str], folded: str) -> list[_Grade]:
    """The grades that a folded text names of something."""
    names = "|".join(re.escape(label) for label in sorted(scale, key=len, reverse=True))
    found = re.finditer(rf"(?<!不)({names})(?:等级|级别|级)?(?:的)?({_ABOVE})?", folded)
    said = []
    for match in found:
        after = folded[match.end() :]
        # 重大事故以上: the bound stands behind what it is of.
        behind = re.match(rf"[^，。；,;]{{2,6}}?({_ABOVE})", after)
        bound = bool(match[2]) or behind is not None
        length = _AFTER_BOUND if bound else _AFTER
        said.append(_Grade(scale.index(match[1]), bound, match[0], re.split(r"[。；;]", after)[0][:length]))
    return said


def _is_of_the_same(asked: _Grade, bound: _Grade) -> bool:
    """Whether both grades are of one thing: what follows them shares a word of two characters."""
    pairs = {asked.after[n : n + 2] for n in range(len(asked.after) - 1)}
    return any(bound.after[n : n + 2] in pairs for n in range(len(bound.after) - 1))
