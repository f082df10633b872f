"""How a document that comes in stands to those that are there; what is found is for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.documents.library import Library
from assistant.documents.originals import id_from_name
from assistant.documents.series import is_newer_round, newer_round, same_series
from assistant.documents.validity import fold_number, repealers
from assistant.domain.documents import Document
from assistant.text.normalise import squeeze
from assistant.text.titles import short_title

Kind = Literal["same", "version", "newer_round", "older_round", "repeals", "repealed_by"]
Why = Literal["text", "number", "title"]

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How the new document stands to one that is there.

    Attributes:
        kind: ``same`` text; another ``version`` of it; its ``newer_round`` or an ``older_round``; it
            ``repeals`` that one, or is ``repealed_by`` it.
        why: For the first two, what they have in common.
        clause_id: For a repeal, the clause that says so, in the document that repeals.
    """

    kind: Kind
    document_id: str
    title: str
    why: Why | None = None
    clause_id: str | None = None


def relations_of(new: Document, library: Library) -> tuple[Relation, ...]:
    """Relations to every document of the library, the closest first."""
    others = library.documents
    return (
        *(_relation("same", d, why="text") for d in others if _same_text(new, d)),
        *_versions(new, library),
        *_rounds(new, library),
        *_repeals(new, library),
    )


def propose_id(new: Document, relations: tuple[Relation, ...], library: Library) -> str:
    """An id that is free: after the earlier round where there is one, else after the file name."""
    present = {d.id for d in library.documents}
    base = id_from_name(new.file_name)
    if base in ("original", "document", "notice", "index") or base.startswith("original-"):
        base = f"doc-{new.version[:8]}"
    for relation in relations:
        year = new.metadata.round_year
        if relation.kind in ("newer_round", "older_round") and year:
            changed = _YEAR.sub(str(year.value), relation.document_id)
            base = changed if changed != relation.document_id else base
            break
    candidates = (base, f"{base}-{new.version[:4]}", f"doc-{new.version}")
    free = (one for one in candidates if one not in present and not library.editions.of(one))
    return next(free, f"{base}-{new.version}")


def _versions(new: Document, library: Library) -> Iterator[Relation]:
    for other in library.documents:
        if _same_text(new, other):
            continue
        if new.number and other.number:
            if fold_number(new.number) == fold_number(other.number):
                yield _relation("version", other, why="number")
        elif _same_title(new, other):
            yield _relation("version", other, why="title")


def _rounds(new: Document, library: Library) -> Iterator[Relation]:
    family = [d for d in library.documents if d.id != new.id and same_series(new, d)]
    for other in family:
        if is_newer_round(new, other) and newer_round(other, [d for d in family if d is not other]) is None:
            yield _relation("newer_round", other)
        elif is_newer_round(other, new):
            yield _relation("older_round", other)


def _repeals(new: Document, library: Library) -> Iterator[Relation]:
    for other in library.documents:
        for _, clause_id in repealers(other, [new]):
            yield _relation("repeals", other, clause_id=clause_id)
            break
    for other, clause_id in repealers(new, library.documents):
        yield _relation("repealed_by", other, clause_id=clause_id)


def _same_text(new: Document, other: Document) -> bool:
    if new.sha256 == other.sha256:
        return True
    # Few documents begin alike: the whole of a large library need not be gone through.
    alike = new.title == other.title or squeeze(new.clauses[0].text) == squeeze(other.clauses[0].text)
    return alike and squeeze(new.text) == squeeze(other.text)


def _same_title(new: Document, other: Document) -> bool:
    a, b = (squeeze(short_title(d.title)) for d in (new, other))
    issuers = [squeeze(d.metadata.issuer.value) if d.metadata.issuer else "" for d in (new, other)]
    years = [d.metadata.round_year.value if d.metadata.round_year else None for d in (new, other)]
    return a == b and years[0] == years[1] and (issuers[0] == issuers[1] or "" in issuers)


def _relation(
    kind: Kind, other: Document, *, why: Why | None = None, clause_id: str | None = None
) -> Relation:
    return Relation(kind=kind, document_id=other.id, title=other.title, why=why, clause_id=clause_id)
