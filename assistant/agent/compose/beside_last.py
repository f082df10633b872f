"""The clause of the last answer and the one of another text that comes nearest to it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.agent.compose.compare import conflict_blocks, conflict_notice, side_of
from assistant.agent.compose.notices import validity_notices
from assistant.agent.compose.quotes import best_passage, bullets, sentences_of
from assistant.agent.context import Context
from assistant.agent.draft import Draft, fixed
from assistant.agent.facets import Facet
from assistant.agent.ranking import Ranked
from assistant.text.normalise import fold

_DEPTH = 30
_LIKE = 6.0
"""What a cosine of 1 between two clauses adds to the log-odds that one answers the question."""
_CLEARLY_BETTER = 3.0
"""A clause ahead of the one last cited by so much, in log-odds, is meant instead."""
_DOUBTFUL = 9.0
"""Below this the nearest clause may well be of another matter, which is said."""


def beside_last_draft(context: Context, documents: frozenset[str]) -> Draft | None:
    """What the last answer rests on, and what the documents set beside it say of the same.

    The question of the context is the last one.
    """
    own = _own_side(context)
    found = _nearest(context, own, documents) if own else None
    if own is None or found is None:
        return None
    other, closeness = found
    kinds = frozenset(name for name, _ in context.question.intents) | {"none"}
    for conflict in context.conflicts:
        sides = {(side.document_id, side.clause_id) for side in conflict.sides}
        if {own.key, other.key} <= sides and conflict.touches(context.question.folded, kinds, ""):
            notices = [conflict_notice(context, conflict)]
            return Draft(
                kind="answer", blocks=tuple(conflict_blocks(context, conflict)), notices=tuple(notices)
            )
    opening = "beside_last" if closeness >= _DOUBTFUL else "beside_last_doubtful"
    sides_told = [side_of(context, facet, whole=True) for facet in (own, other)]
    proofs = [proof for said in sides_told for proof in said.evidence]
    return Draft(
        kind="answer",
        blocks=(fixed("lead", context.say(opening)), *bullets(sides_told)),
        notices=tuple(validity_notices(context, proofs)),
    )


def with_last_beside(context: Context, draft: Draft) -> Draft:
    """An answer with the clause of the answer before it, where the two are compared and it stands there no more."""
    shown = {(e.document_id, e.clause_id) for b in draft.blocks for s in b.sentences for e in s.evidence}
    told = next(iter(_rested_on(context)), None)
    if draft.kind != "answer" or told is None or told.key in shown:
        return draft
    side = side_of(context, told, whole=True)
    related = context.say("related")
    beside = [n for n, one in enumerate(draft.blocks) if one.sentences[0].text.startswith(related)]
    place = beside[0] if beside else len(draft.blocks)
    added = (fixed("text", context.say("said_before")), *bullets([side]))
    notices = (*draft.notices, *validity_notices(context, side.evidence))
    return replace(
        draft,
        blocks=(*draft.blocks[:place], *added, *draft.blocks[place:]),
        notices=tuple(dict.fromkeys(notices)),
    )


def _own_side(context: Context) -> Facet | None:
    """The clause on which the last answer rests that answers the question best.

    Where none of those is left, the best one of the documents asked about, where any was named.
    """
    state = context.state
    cited = [tuple(key.partition("#")[::2]) for key in state.clause_keys]
    asked = frozenset((state.document_id or "").split()) or frozenset(name for name, _ in cited[:1])
    ranked = [one for one in _within(context, asked) if _says_something(one.facet)]
    if rested_on := _rested_on(context):
        # Another clause goes before it only where the question now put is plainly of that.
        fit = {one.facet.key: one.score for one in ranked}
        known = max(rested_on, key=lambda facet: fit.get(facet.key, -_CLEARLY_BETTER))
        best = ranked[0] if ranked else None
        least = fit.get(known.key, -_CLEARLY_BETTER) + _CLEARLY_BETTER
        return best.facet if best is not None and best.score > least else known
    return next((one.facet for one in ranked if one.facet.key in cited), ranked[0].facet if ranked else None)


def _rested_on(context: Context) -> list[Facet]:
    """The clauses on which the last answer rests and that say something, in its order."""
    cited = [key.partition("#") for key in context.state.clause_keys[: context.state.rests_on or 1]]
    found = [context.facets.get((document_id, clause_id)) for document_id, _, clause_id in cited]
    return [facet for facet in found if facet is not None and _says_something(facet)]


def _nearest(context: Context, own: Facet, documents: frozenset[str]) -> tuple[Facet, float] | None:
    """The clause of some documents that answers the last question and is worded most like the one given, with how near."""
    ranked = [one for one in _within(context, documents) if _says_something(one.facet)]
    if not ranked:
        return None
    passage = fold(best_passage(context, own))
    scores = [one.score + _LIKE * _likeness(context, passage, one.facet) for one in ranked]
    best = max(range(len(ranked)), key=lambda n: (scores[n], -n))
    return ranked[best].facet, scores[best]


def _says_something(facet: Facet) -> bool:
    """Whether a clause is more than a heading or the words that open a list."""
    return not (facet.is_heading_only or facet.text.rstrip().endswith((":", "：")))


def _likeness(context: Context, passage: str, facet: Facet) -> float:
    """How like a passage the nearest sentence of a clause is, as a cosine."""
    texts = [facet.text, *map(fold, sentences_of(facet.clause.text))]
    return max(context.ranker.meanings.compare(passage, texts))


def _within(context: Context, documents: frozenset[str]) -> Sequence[Ranked]:
    """The clauses of some documents, ranked for the question as if it were asked of them."""
    asked = replace(
        context.question,
        documents=documents,
        scopes=(documents,),
        named_documents=frozenset(),
        years=(),
        subjects=(),
    )
    return context.ranker.rank(asked, context.as_of, limit=_DEPTH, document_ids=documents)
