"""Deadlines and contacts that the documents fix."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from assistant.service.calendar import calendar_of
from assistant.service.errors import responses
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.register import ContactsOut, DeadlinesOut, contacts_out, deadlines_out

router = APIRouter(prefix="/api/v1", tags=["register"])

DocumentFilter = Annotated[str | None, Query(description="Only those of this document.")]


@router.get(
    "/deadlines", summary="Deadlines and time limits, with whom they bind", responses=responses(404, 422)
)
def deadlines(assistant: AssistantDep, day: DayDep, document_id: DocumentFilter = None) -> DeadlinesOut:
    """Every date, time limit and yearly duty that a document fixes."""
    return deadlines_out(assistant.register, assistant.library, day, document_id)


@router.get(
    "/deadlines.ics",
    summary="The dates as a calendar",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {}}}, **responses(404)},
)
def deadlines_calendar(assistant: AssistantDep, document_id: DocumentFilter = None) -> Response:
    """Every last day as an all-day event (RFC 5545)."""
    library = assistant.library
    wanted = {library.document(document_id).id} if document_id else {d.id for d in library.documents}
    found = [d for d in assistant.register.deadlines if d.document_id in wanted]
    content = calendar_of(found, library)
    return Response(content.encode(), media_type="text/calendar; charset=utf-8")


@router.get("/contacts", summary="Whom to turn to, as printed", responses=responses(404, 422))
def contacts(assistant: AssistantDep, day: DayDep, document_id: DocumentFilter = None) -> ContactsOut:
    """Every contact that a document prints."""
    return contacts_out(assistant.register, assistant.library, day, document_id)
