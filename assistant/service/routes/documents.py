"""Documents and their clauses."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.service.errors import responses
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.documents import (
    ClauseDetail,
    DocumentOut,
    DocumentsOut,
    clause_detail,
    document_out,
    documents_out,
)

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])


@router.get("", summary="Every document with its status on a day", responses=responses(422))
def documents(assistant: AssistantDep, day: DayDep) -> DocumentsOut:
    """All documents, sorted by id, and the files that cannot be used."""
    return documents_out(assistant.library, day)


@router.get(
    "/{document_id}", summary="Metadata, validity, relations, clause tree", responses=responses(404, 422)
)
def document(document_id: str, assistant: AssistantDep, day: DayDep) -> DocumentOut:
    """One document in full."""
    return document_out(assistant.library.document(document_id), assistant.library, day)


@router.get(
    "/{document_id}/clauses/{clause_id}",
    summary="One clause with its path and neighbours",
    responses=responses(404),
)
def clause(document_id: str, clause_id: str, assistant: AssistantDep) -> ClauseDetail:
    """One clause, verbatim."""
    library = assistant.library
    found = library.clause(document_id, clause_id)
    return clause_detail(library.document(document_id), found, library)
