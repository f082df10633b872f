"""The register: what all documents of a corpus fix, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.documents import Document
from assistant.register.contacts import Contact, find_contacts
from assistant.register.deadlines import Deadline, find_deadlines


@dataclass(frozen=True, slots=True)
class Register:
    """Deadlines and contacts of a corpus, by document and in the order of each text."""

    deadlines: tuple[Deadline, ...] = ()
    contacts: tuple[Contact, ...] = ()


def build_register(library_documents: Iterable[Document]) -> Register:
    """Read deadlines and contacts off the documents; equal texts give equal registers."""
    documents = sorted(library_documents, key=lambda document: document.id)
    return Register(
        deadlines=tuple(d for document in documents for d in find_deadlines(document)),
        contacts=tuple(c for document in documents for c in find_contacts(document)),
    )
