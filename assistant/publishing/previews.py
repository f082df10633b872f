"""What a document would be once published: read, parsed, set beside what is there; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.documents.compare import compare_texts
from assistant.documents.library import Library
from assistant.domain.comparison import Comparison
from assistant.domain.documents import Document
from assistant.publishing.doubts import Doubt, doubts_of
from assistant.publishing.relations import Relation, propose_id, relations_of
from assistant.publishing.rules import LostRule
from assistant.register.contacts import Contact, find_contacts
from assistant.register.deadlines import Deadline, find_deadlines

_MOST_PAIRS = 400_000
"""Clauses of the one times clauses of the other beyond which two texts are not compared clause by clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between the document that is there and the one that comes in.

    Attributes:
        library: Holds both, the new one under the id ``ID@VERSION``; for the citations.
    """

    against: str
    comparison: Comparison
    library: Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A document as it would stand in the library.

    Attributes:
        document: Under the id that is proposed, or that of the document it is to replace.
        library: The library as it would be; for the citations.
        replaces: The document in whose place it would stand.
        proposed_id: A free id for it as a document of its own.
        lost: Rules whose quotes would be lost.
    """

    document: Document
    library: Library
    replaces: str | None
    proposed_id: str
    relations: tuple[Relation, ...]
    doubts: tuple[Doubt, ...]
    deadlines: tuple[Deadline, ...]
    contacts: tuple[Contact, ...]
    changes: Changes | None
    lost: tuple[LostRule, ...] = ()


def make_preview(new: Document, library: Library, replaces: str | None, as_of: date) -> Preview:
    """Look at a document before it is published.

    Args:
        new: The document, under any id.
        library: The library as it is.
        replaces: The document that it is to replace, where a person said so.
        as_of: The day for which differences are cited.
    """
    relations = relations_of(new, library)
    proposed = propose_id(new, relations, library)
    placed = replace(new, id=replaces or proposed)
    after = with_document(library, placed)
    return Preview(
        document=after.document(placed.id),
        library=after,
        replaces=replaces,
        proposed_id=proposed,
        relations=relations,
        doubts=doubts_of(placed),
        deadlines=tuple(find_deadlines(placed)),
        contacts=tuple(find_contacts(placed)),
        changes=_changes(placed, library, replaces, relations, as_of),
    )


def with_document(library: Library, document: Document) -> Library:
    """The library with a document more, or with it in place of the one of its id."""
    others = tuple(d for d in library.documents if d.id != document.id)
    return Library((*others, document), (), library.terms, library.folder, known=library)


def _changes(
    new: Document, library: Library, replaces: str | None, relations: tuple[Relation, ...], as_of: date
) -> Changes | None:
    """Against the document to be replaced, else the one of which it is a version or a newer round."""
    found = [r.document_id for kind in ("version", "newer_round") for r in relations if r.kind == kind]
    against = replaces or next(iter(found), None)
    old = next((d for d in library.documents if d.id == against), None)
    if old is None or len(old.clauses) * len(new.clauses) > _MOST_PAIRS:
        return None
    later = replace(new, id=f"{old.id}@{new.version}")
    both = Library((old, later), (), library.terms, library.folder, known=library)
    documents = both.document(old.id), both.document(later.id)
    return Changes(against=old.id, comparison=compare_texts(both, documents, None, as_of), library=both)
