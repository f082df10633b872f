"""Which documents of the corpus the references of each document mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.documents.validity import names
from assistant.domain.documents import Document, Reference


def resolve_references(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The documents with ``document_id`` of each reference filled in, or emptied where none answers any more.

    A document in which nothing changes stays the same object.
    """
    return tuple(_resolved(document, documents) for document in documents)


def _resolved(document: Document, documents: Sequence[Document]) -> Document:
    before = document.metadata.references
    after = tuple(_meant(reference, document, documents) for reference in before)
    if after == before:
        return document
    return replace(document, metadata=replace(document.metadata, references=after))


def _meant(reference: Reference, document: Document, documents: Sequence[Document]) -> Reference:
    for other in documents:
        if other.id != document.id and names(reference.title, reference.number, other):
            return replace(reference, document_id=other.id)
    return replace(reference, document_id=None)
