"""The register: what all documents of a corpus fix, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.documents import Document
from assistant.register.contacts import Contact, find_contacts
from assistant.register.deadlines import Deadline, find_deadlines


@dataclass(frozen=True)
class Register:
    """Deadlines and contacts of a corpus, by document and in the order of each text."""

    deadlines: tuple[Deadline, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def of_document(self, document_id: str) -> tuple[Deadline, ...]:
        """The deadlines of one document."""
        return self._by_document.get(document_id, ())

    def actors_of(self, document_id: str) -> frozenset[str]:
        """Who must act by some deadline of a document, as printed."""
        return self._actors.get(document_id, frozenset())

    @cached_property
    def _by_document(self) -> Mapping[str, tuple[Deadline, ...]]:
        found: dict[str, list[Deadline]] = {}
        for deadline in self.deadlines:
            found.setdefault(deadline.document_id, []).append(deadline)
        return {document_id: tuple(own) for document_id, own in found.items()}

    @cached_property
    def _actors(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(d.actor for d in own if d.actor) for name, own in self._by_document.items()}


def build_register(library_documents: Iterable[Document]) -> Register:
    """Read deadlines and contacts off the documents; equal texts give equal registers."""
    documents = sorted(library_documents, key=lambda document: document.id)
    return Register(
        deadlines=tuple(d for document in documents for d in find_deadlines(document)),
        contacts=tuple(c for document in documents for c in find_contacts(document)),
    )
