"""Documents around a document: those that name it, rounds of its series, those that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.documents.library import Library
from assistant.documents.series import is_newer_round
from assistant.domain.documents import Document, Reference
from assistant.text.titles import short_title

_ORDER = ("repeals", "issues", "based_on", "mentions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """One neighbour in the picture.

    Attributes:
        side: ``in`` for those that name the document or follow it, ``out`` for those that it names or follows.
        relation: Key of the word for it, in ``prompts/viewer``.
        document_id: None where the corpus lacks it.
        clause_id: Where this document, or for ``in`` the other, says so; empty for rounds.
    """

    side: Literal["in", "out"]
    relation: str
    title: str
    number: str
    document_id: str | None
    clause_id: str = ""


def kin_of(document: Document, library: Library) -> tuple[Kin, ...]:
    """Neighbours of a document: first those that name it; the most telling relation to each, by weight."""
    found: dict[tuple[str, str], Kin] = {}
    for kin in (*_named_by(document, library), *_rounds(document, library), *_names(document, library)):
        found.setdefault((kin.side, kin.document_id or kin.title + kin.number), kin)
    return tuple(sorted(found.values(), key=lambda kin: kin.side))


def _named_by(document: Document, library: Library) -> Iterator[Kin]:
    naming = [
        (other, reference)
        for other in library.documents
        for reference in other.metadata.references
        if reference.document_id == document.id and other.id != document.id
    ]
    for other, reference in sorted(naming, key=lambda pair: (_weight(pair[1]), pair[0].id)):
        yield _known("in", f"in_{reference.relation}", other, reference.clause_id)


def _rounds(document: Document, library: Library) -> Iterator[Kin]:
    for other in library.documents:
        if is_newer_round(other, document):
            yield _known("in", "newer_round", other)
        elif is_newer_round(document, other):
            yield _known("out", "older_round", other)


def _names(document: Document, library: Library) -> Iterator[Kin]:
    own = {short_title(document.title), document.title}
    for reference in sorted(document.metadata.references, key=_weight):
        if reference.document_id:
            other = library.document(reference.document_id)
            yield _known("out", f"out_{reference.relation}", other, reference.clause_id)
        elif reference.title not in own:
            yield Kin(
                side="out",
                relation=f"out_{reference.relation}",
                title=reference.title or "",
                number=reference.number or "",
                document_id=None,
                clause_id=reference.clause_id,
            )


def _known(side: Literal["in", "out"], relation: str, other: Document, clause_id: str = "") -> Kin:
    return Kin(
        side=side,
        relation=relation,
        title=short_title(other.title),
        number=other.number or "",
        document_id=other.id,
        clause_id=clause_id,
    )


def _weight(reference: Reference) -> int:
    return _ORDER.index(reference.relation)
