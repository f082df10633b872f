"""Documents and clauses on the wire: metadata with proofs, relations, the clause tree."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field

from assistant.documents.citing import official_citation
from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.documents import (
    Clause,
    ClauseKind,
    Document,
    Level,
    Proved,
    Reference,
    StatusCode,
)
from assistant.service.wire.badges import badge
from assistant.service.wire.metadata import MetadataOut, metadata_out
from assistant.service.wire.tables import (
    FormOut,
    RecognisedOut,
    TableOut,
    forms_out,
    recognised_out,
    tables_out,
)

T = TypeVar("T")


class ValidityOut(BaseModel):
    """Whether a document holds on a day, and why."""

    status: StatusCode
    status_label: str
    as_of: date
    reason: str
    since: date | None
    clause_id: str | None
    by_document_id: str | None


class DocumentSummary(BaseModel):
    """One document in the list."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    level: Level
    status: StatusCode
    status_label: str
    round_year: int | None
    signed_on: date | None
    clause_count: int
    version: str = Field(description="Tells apart the texts that stood under this id.")
    url: str = Field(description="The source viewer.")


class RelationOut(BaseModel):
    """Another text that this one names; ``document_id`` is null where the corpus lacks it."""

    title: str | None
    number: str | None
    relation: Literal["repeals", "based_on", "issues", "mentions"]
    clause_id: str
    document_id: str | None


class ClauseOut(BaseModel):
    """One clause without those below it."""

    id: str
    kind: ClauseKind
    label: str
    text: str
    marker: str
    path: list[str]
    page: int | None
    url: str


class ClauseNode(ClauseOut):
    """A clause with those below it."""

    children: list[ClauseNode]


class ClauseDetail(ClauseOut):
    """A clause with its surroundings."""

    document_id: str
    document_title: str
    official: str = Field(description="As an official text cites it: 《…》（文号）第七条第（三）项.")
    parent: ClauseOut | None
    previous: ClauseOut | None
    next: ClauseOut | None
    children: list[ClauseOut]


class DocumentOut(DocumentSummary):
    """One document in full."""

    validity: ValidityOut
    metadata: MetadataOut
    relations: list[RelationOut]
    clauses: list[ClauseNode]
    tables: list[TableOut] = []
    forms: list[FormOut] = []
    recognised: list[RecognisedOut] = []
    source: str
    file_name: str
    media_type: str
    sha256: str
    warnings: list[str]


class ProblemFileOut(BaseModel):
    """A file of the corpus that is not used."""

    path: str
    message: str


class DocumentsOut(BaseModel):
    """All documents on a day."""

    as_of: date
    corpus_version: str
    documents: list[DocumentSummary]
    problems: list[ProblemFileOut]
    publishing: bool = Field(
        default=False, description="Whether documents can be published with an admin key."
    )


def summary_out(
    document: Document, library: Library, as_of: date, language: Language = "zh"
) -> DocumentSummary:
    """A document for the list."""
    return DocumentSummary(**_summary(document, library, as_of, language))


def documents_out(library: Library, as_of: date) -> DocumentsOut:
    """Every document, and the files that cannot be used."""
    return DocumentsOut(
        as_of=as_of,
        corpus_version=library.version,
        documents=[summary_out(document, library, as_of) for document in library.documents],
        problems=[ProblemFileOut(path=p.path, message=p.message) for p in library.problems],
    )


def document_out(document: Document, library: Library, as_of: date) -> DocumentOut:
    """A document with everything that is known of it."""
    return DocumentOut(
        **_summary(document, library, as_of),
        validity=validity_out(document, library, as_of),
        metadata=metadata_out(document),
        relations=[_relation(reference) for reference in document.metadata.references],
        clauses=_tree(document, library),
        tables=tables_out(document, library),
        forms=forms_out(document),
        recognised=recognised_out(document),
        source=document.source,
        file_name=document.file_name,
        media_type=document.media_type,
        sha256=document.sha256,
        warnings=list(document.warnings),
    )


def validity_out(document: Document, library: Library, as_of: date) -> ValidityOut:
    """Whether the document holds on the day."""
    status = library.status(document.id, as_of)
    return ValidityOut(
        status=status.code,
        status_label=badge(library, document.id, status.code),
        as_of=status.as_of,
        reason=status.reason,
        since=status.since,
        clause_id=status.clause_id,
        by_document_id=status.by_document_id,
    )


def clause_out(document: Document, clause: Clause, library: Library) -> ClauseOut:
    """A clause alone."""
    return ClauseOut(**_clause(document, clause, library))


def clause_detail(document: Document, clause: Clause, library: Library) -> ClauseDetail:
    """A clause with parent, neighbours in reading order, and children."""
    place = document.clauses.index(clause)
    before = document.clauses[place - 1] if place else None
    after = document.clauses[place + 1] if place + 1 < len(document.clauses) else None
    parent = library.clause(document.id, clause.parent_id) if clause.parent_id else None
    return ClauseDetail(
        **_clause(document, clause, library),
        document_id=document.id,
        document_title=document.title,
        official=official_citation(document, clause),
        parent=clause_out(document, parent, library) if parent else None,
        previous=clause_out(document, before, library) if before else None,
        next=clause_out(document, after, library) if after else None,
        children=[clause_out(document, child, library) for child in library.children(document.id, clause.id)],
    )


def _summary(document: Document, library: Library, as_of: date, language: Language = "zh") -> dict[str, Any]:
    metadata, code = document.metadata, library.status(document.id, as_of).code
    return {
        "id": document.id,
        "title": document.title,
        "number": document.number,
        "issuer": _value(metadata.issuer),
        "level": metadata.level,
        "status": code,
        "status_label": badge(library, document.id, code, language),
        "clause_count": len(document.clauses),
        "round_year": _value(metadata.round_year),
        "signed_on": _value(metadata.signed_on),
        "version": document.version,
        "url": library.address(document.id),
    }


def _value(proved: Proved[T] | None) -> T | None:
    return proved.value if proved else None


def _relation(reference: Reference) -> RelationOut:
    return RelationOut(
        title=reference.title,
        number=reference.number,
        relation=reference.relation,
        clause_id=reference.clause_id,
        document_id=reference.document_id,
    )


def _clause(document: Document, clause: Clause, library: Library) -> dict[str, Any]:
    return {
        "id": clause.id,
        "kind": clause.kind,
        "label": clause.label,
        "text": clause.text,
        "marker": clause.marker,
        "path": list(clause.path),
        "page": clause.page,
        "url": library.address(document.id, clause.id),
    }


def _tree(document: Document, library: Library) -> list[ClauseNode]:
    def node(clause: Clause) -> ClauseNode:
        below = [node(child) for child in library.children(document.id, clause.id)]
        return ClauseNode(**_clause(document, clause, library), children=below)

    return [node(clause) for clause in document.clauses if clause.parent_id is None]
