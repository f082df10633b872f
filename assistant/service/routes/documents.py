"""Documents and their clauses."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from assistant.documents.compare import compare_documents
from assistant.eligibility.coverage import REASONS, read_reasons
from assistant.service.admin import can_publish
from assistant.service.errors import responses
from assistant.service.pages.picture import picture_of
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.comparison import ComparisonOut, comparison_out
from assistant.service.wire.coverage import CoverageOut, coverage_out
from assistant.service.wire.documents import (
    ClauseDetail,
    DocumentOut,
    DocumentsOut,
    clause_detail,
    document_out,
    documents_out,
)
from assistant.service.wire.procedures import ProceduresOut, procedures_out
from assistant.wording import say

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])


@router.get("", summary="Every document with its status on a day", responses=responses(422))
def documents(request: Request, assistant: AssistantDep, day: DayDep) -> DocumentsOut:
    """All documents, sorted by id, and the files that cannot be used."""
    listed = documents_out(assistant.library, day)
    return listed.model_copy(update={"publishing": can_publish(request)})


# Before /{document_id}, which would take it for an id.
@router.get(
    "/compare", summary="Two documents side by side, provision by provision", responses=responses(404, 422)
)
def compare(
    assistant: AssistantDep,
    day: DayDep,
    left: Annotated[str, Query(description="Id of one document.")],
    right: Annotated[str, Query(description="Id of another.")],
    subject: Annotated[str | None, Query(description="Only what treats this, e.g. 申报程序.")] = None,
) -> ComparisonOut:
    """What answers to what, and the words that differ; empty with a message where neither treats the subject."""
    library = assistant.library
    return comparison_out(compare_documents(library, left, right, subject, day), library)


@router.get(
    "/{document_id}", summary="Metadata, validity, relations, clause tree", responses=responses(404, 422)
)
def document(
    document_id: str,
    assistant: AssistantDep,
    day: DayDep,
    version: Annotated[
        str, Query(max_length=64, description="A past version; the present one if empty.")
    ] = "",
) -> DocumentOut:
    """One document in full."""
    library = assistant.library.as_it_was(document_id, version) if version else assistant.library
    return document_out(library.document(document_id), library, day)


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


@router.get(
    "/{document_id}/procedures",
    summary="Who does what in which step, each with its clause and its limits",
    responses=responses(404, 422),
)
def procedures(document_id: str, assistant: AssistantDep, day: DayDep) -> ProceduresOut:
    """Steps in the order of the text; an actor that the text does not name is left open."""
    library = assistant.library
    return procedures_out(library.document(document_id), assistant.register, library, day)


@router.get(
    "/{document_id}/coverage",
    summary="How far the rules of eligibility hold a document, sentence by sentence",
    responses=responses(404),
)
def coverage(document_id: str, assistant: AssistantDep) -> CoverageOut:
    """Encoded, left to the authority, told as information, or in no rule and why."""
    reasons = read_reasons(assistant.settings.corpus_dir / "schemes" / REASONS)
    found = assistant.library.document(document_id)
    return coverage_out(found, assistant.checker, assistant.register, assistant.library, reasons)


@router.get(
    "/{document_id}/relations.svg",
    summary="The relations of a document as a picture",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, **responses(404, 422)},
)
def relations(
    document_id: str, assistant: AssistantDep, day: DayDep, lang: Literal["zh", "en"] = "zh"
) -> Response:
    """Each box opens its document."""
    library = assistant.library
    speak = partial(say, f"viewer.{lang}")
    drawn = picture_of(library.document(document_id), library, day, say=speak, language=lang)
    return Response(drawn.encode(), media_type="image/svg+xml")
