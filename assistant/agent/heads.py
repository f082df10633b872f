"""The clauses that print what a document is, for a search: its title, number, signature, date, the foot of its page.

They answer no question about what a document says, so that an answer never ranks them among its clauses; a search
that quotes one of them or asks for what it prints, and for nothing else, finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.agent.understanding.question import Question
from assistant.documents.library import Library
from assistant.domain.documents import Document
from assistant.text.normalise import fold

Key = tuple[str, str]
"""Document id and clause id."""
_PRINTS = ("title", "number", "signature", "issuer", "date", "page")
_SHORTEST, _LEAST_SHARE = 6, 0.4
"""Of a part of a title: its least length, and its least share of the whole."""
_BEYOND = 2
"""Characters that a query may have beyond the clause that it quotes."""


class Heads:
    """Heads and feet of the documents of a corpus."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._printed: list[tuple[Key, str, str]] = [
            ((document.id, clause.id), clause.kind, squeezed)
            for document in library.documents
            for clause in document.clauses
            if clause.kind in _PRINTS and (squeezed := _squeezed(clause.text))
        ]

    def sought(self, query: str, question: Question, document_ids: frozenset[str] | None) -> list[Key]:
        """The clauses that a query quotes, or that print the particulars which it asks for, best first.

        A particular that a document does not print is proved by its title.

        Args:
            query: As typed.
            question: The same, understood.
            document_ids: Search these documents only; None is all of them.
        """
        quoted = [] if question.clause_refs else self._quoted(_squeezed(query))
        found = [*quoted, *self._asked(question)]
        return [key for key in dict.fromkeys(found) if document_ids is None or key[0] in document_ids]

    def _quoted(self, query: str) -> list[Key]:
        scored = []
        for key, kind, text in self._printed:
            is_part = (
                kind != "number" and _SHORTEST <= len(query) >= _LEAST_SHARE * len(text) and query in text
            )
            if is_part or (text in query and len(query) <= len(text) + _BEYOND):
                scored.append((abs(len(text) - len(query)), key))
        return [key for _, key in sorted(scored)]

    def _asked(self, question: Question) -> Iterator[Key]:
        for document in self._library.documents:
            if question.asks_issue and document.id in question.documents:
                yield from _particulars(document, question.asks_issue)


def _particulars(document: Document, asked: frozenset[str]) -> Iterator[Key]:
    metadata = document.metadata
    given = {
        "title": (metadata.title,),
        "issuer": metadata.issuers,
        "number": (metadata.number,),
        "date": (metadata.signed_on,),
    }
    for name, proofs in given.items():
        if name in asked:
            known = [proof.clause_id for proof in proofs if proof is not None]
            yield from ((document.id, clause_id) for clause_id in known or [metadata.title.clause_id])


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*《》]+", "", fold(text))
