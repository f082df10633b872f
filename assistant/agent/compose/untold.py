"""A kind of thing that is asked for and that no fitting clause tells: how many experts, office hours, an appeal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.agent.compose.passages import pieces_asked
from assistant.agent.compose.spans_asked import is_of_matter
from assistant.agent.context import Context
from assistant.agent.facets import Facet
from assistant.agent.understanding.answer_kinds import AnswerKind


def untold_kind(context: Context, best: Sequence[Facet]) -> AnswerKind | None:
    """The first kind of thing asked for that no clause tells, of the best ones or of all where it may stand anywhere.

    Where other things are asked beside it, or persons to turn to, these are answered.
    """
    folded, kinds = context.lexicon.plain(said_of_title(context)), context.lexicon.answer_kinds
    for kind in kinds:
        thing = kind.thing_asked(folded)
        if thing is None or (_wants_contact(context) and not kind.beside_contacts):
            continue
        if any(_tells(context, kind, facet, thing) for facet in _where(context, kind, best)):
            continue
        return None if _asks_more(context) else kind
    return None


def said_of_title(context: Context) -> str:
    """The folded question, a title that is had for a time called one (its name and 的有效期: of no document, of the title)."""
    folded = context.question.folded
    if context.question.named_documents or not _HAD_FOR.search(folded):
        return folded
    names = (word for topic in context.question.topics for word in context.topics.said[topic])
    said = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(rf"(?:{said})(?={_HAD_FOR.pattern})", r"\g<0>称号", folded) if said else folded


_HAD_FOR = re.compile(
    r"(?:的|认定|评定|资质)*(?:有效期|有效[几多到]|[能可]?管[几多]|(?:什么时候|何时|几时|哪[年天])?(?:到期|过期|失效))"
)

_PART = re.compile(r"[，。；、,;（）()\n]")


def _tells(context: Context, kind: AnswerKind, facet: Facet, thing: str) -> bool:
    """Whether a clause tells it; of some kinds, in a part of a sentence that speaks of what is asked."""
    if not kind.of_matter or not kind.is_told(facet.told, thing) or _is_clearly_best(context, facet):
        return kind.is_told(facet.told, thing)
    parts = [part for part in _PART.split(facet.told) if kind.told.search(part)]
    return any(is_of_matter(context, part) for part in parts)


_CLEARLY = 2.0
"""By how much, in log-odds, a clause outdoes the next where nothing else can be meant."""


def _is_clearly_best(context: Context, facet: Facet) -> bool:
    first = context.ranked[:2]
    return (
        bool(first)
        and first[0].facet is facet
        and all(first[0].score - r.score >= _CLEARLY for r in first[1:])
    )


def _where(context: Context, kind: AnswerKind, best: Sequence[Facet]) -> list[Facet]:
    """The clauses that may tell it: of the documents meant; none where a place is named that no document treats."""
    question = context.question
    if question.places:
        return []
    clauses = context.facets.values() if kind.anywhere else best
    return [facet for facet in clauses if not question.documents or facet.document_id in question.documents]


def _wants_contact(context: Context) -> bool:
    return bool(context.question.asks & {"phone", "person", "email"}) or context.question.intent == "contact"


def _asks_more(context: Context) -> bool:
    """Whether some part of the message asks for something that is of no such kind."""
    pieces = pieces_asked(context)
    kinds = context.lexicon.answer_kinds
    return len(pieces) > 1 and not all(
        any(kind.thing_asked(context.lexicon.plain(piece)) is not None for kind in kinds) for piece in pieces
    )
