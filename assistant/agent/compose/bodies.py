"""The bodies that a corpus knows by name, and the documents that are theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.agent.context import Context
from assistant.agent.understanding.lexicon import as_list, find_word
from assistant.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the corpus.

    Attributes:
        names: Official names, as printed.
        words: Every name of it, folded.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]


def all_bodies(context: Context) -> Iterator[Body]:
    """The bodies that the corpus declares."""
    for entry in context.library.terms.get("bodies", ()):
        names = as_list(entry.get("name"))
        words = (*names, *as_list(entry.get("also")), *as_list(entry.get("en")))
        yield Body(tuple(names), tuple(map(fold, words)))


def bodies_named(context: Context) -> list[Body]:
    """The bodies that the question names."""
    folded = context.question.folded
    return [b for b in all_bodies(context) if any(find_word(folded, word) >= 0 for word in b.words)]


def documents_of(context: Context, body: Body) -> frozenset[str]:
    """Documents that a body issued or in which it is whom to turn to; of an office, those of its body that name it."""
    names = tuple(map(fold, body.names))
    own = {
        d.id
        for d in context.library.documents
        if d.metadata.issuer and any(word in fold(d.metadata.issuer.value) for word in body.words)
    }
    own |= {c.document_id for c in context.register.contacts if any(name in fold(c.role) for name in names)}
    if own:
        return frozenset(own)
    above = [
        other
        for other in all_bodies(context)
        if other.names != body.names and any(fold(o) in name for o in other.names for name in names)
    ]
    held = {document_id for other in above for document_id in documents_of(context, other)}
    return frozenset(d for d in held if any(name in fold(context.document(d).text) for name in names))
