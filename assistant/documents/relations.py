"""Which documents of the corpus the references of each document mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.documents.validity import fold_number, names
from assistant.domain.documents import Document, Reference
from assistant.text.titles import short_title

_SHORTEST_ENDING = 8
"""As in :func:`assistant.documents.validity.names`: a shorter ending of a title names nothing."""


def resolve_references(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The documents with ``document_id`` of each reference filled in, or emptied where none answers any more.

    A document in which nothing changes stays the same object.
    """
    directory = _Directory(documents)
    return tuple(_resolved(document, directory) for document in documents)


def resolve_one(document: Document, documents: Sequence[Document]) -> Document:
    """One document with its references filled in, among others that stay as they are."""
    return _resolved(document, _Directory(documents))


class _Directory:
    """Documents by number and by every name they can go by, so that no reference is held against all."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._places: dict[str, list[int]] = {}
        for place, document in enumerate(documents):
            for key in set(_keys(document)):
                self._places.setdefault(key, []).append(place)

    def meant(self, reference: Reference, document: Document) -> str | None:
        """Id of the first document that a reference in ``document`` names."""
        keys = [reference.title or "", fold_number(reference.number) if reference.number else ""]
        for place in sorted({place for key in keys if key for place in self._places.get(key, ())}):
            other = self._documents[place]
            if other.id != document.id and names(reference.title, reference.number, other):
                return other.id
        return None


def _keys(document: Document) -> Iterator[str]:
    own = short_title(document.title)
    yield from (own, document.title)
    yield from (own[start:] for start in range(1, len(own) - _SHORTEST_ENDING + 1))
    if document.number:
        yield fold_number(document.number)


def _resolved(document: Document, directory: _Directory) -> Document:
    before = document.metadata.references
    after = tuple(replace(r, document_id=directory.meant(r, document)) for r in before)
    if after == before:
        return document
    return replace(document, metadata=replace(document.metadata, references=after))
