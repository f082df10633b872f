"""Whose limit a question names by the words of the actor, where a document fixes several (乡镇呢)."""

from __future__ import annotations

from functools import lru_cache

from assistant.agent.context import Context
from assistant.agent.features import bigrams
from assistant.register.deadlines import Deadline
from assistant.text.normalise import fold

_RARE = 0.06
"""The greatest share of clauses that may hold a word which names somebody: 名单 stands everywhere."""


def names_actor(context: Context, deadline: Deadline) -> bool:
    """Whether the question names who must act, in words that the actors of the document's other limits do not share."""
    actors = context.register.actors_of(deadline.document_id)
    if not deadline.actor or len(actors) < 2:
        return False
    said, share = context.question.folded, context.ranker.share_of_clauses
    return any(pair in said and share(pair) <= _RARE for pair in _own_words(deadline.actor, actors))


def names_another(context: Context, deadline: Deadline) -> bool:
    """Whether the question names the actor of another limit of the document, and not of this one."""
    return not names_actor(context, deadline) and any(
        names_actor(context, other) for other in context.register.of_document(deadline.document_id)
    )


@lru_cache(maxsize=1024)
def _own_words(actor: str, actors: frozenset[str]) -> tuple[str, ...]:
    """The pairs of characters of an actor that no other of the document has."""
    common = {pair for other in actors if other != actor for pair in bigrams(fold(other))}
    return tuple(pair for pair in bigrams(fold(actor)) if pair not in common)
