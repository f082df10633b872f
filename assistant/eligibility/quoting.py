"""Finds the clause in which a quoted rule stands; a rule that the corpus does not say is refused."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from assistant.domain.answers import Citation
from assistant.domain.documents import Clause, Document, Status
from assistant.eligibility.scheme_file import Source


class Corpus(Protocol):
    """What the checker needs of the library of documents."""

    @property
    def version(self) -> str:
        """Changes with the documents."""
        ...

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, by id."""
        ...

    def document(self, document_id: str) -> Document:
        """The document of this id; an unknown id raises."""
        ...

    def find_quote(self, document_id: str, quote: str) -> tuple[Clause, ...]:
        """Clauses in which the quote stands, white space and emphasis marks aside."""
        ...

    def status(self, document_id: str, as_of: date) -> Status:
        """Validity of a document on a day."""
        ...

    def cite(self, document_id: str, clause_id: str, quote: str, as_of: date, index: int = 0) -> Citation:
        """A citation of a quote that stands in the clause."""
        ...


def place(corpus: Corpus, source: Source) -> str:
    """Id of the clause that a source names.

    Raises:
        LookupError: The quote does not stand in the document, or not in the named clause.
    """
    clauses = corpus.find_quote(source.document, source.quote)
    if not clauses:
        raise LookupError(f"the quote {_short(source.quote)} is not in {source.document}; copy it verbatim")
    for clause in clauses:
        if source.clause in (clause.label, clause.id):
            return clause.id
    places = ", ".join(f"{clause.label} ({clause.id})" for clause in clauses)
    raise LookupError(
        f"the quote {_short(source.quote)} is not in {source.clause} of {source.document} but in {places}; "
        "correct the clause or the quote"
    )


def _short(quote: str) -> str:
    return f"“{quote}”" if len(quote) <= 30 else f"“{quote[:28]}…”"
