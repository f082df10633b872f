"""Deadlines and contacts that the documents fix."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from assistant.service.calendar import calendar_of
from assistant.service.errors import responses
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.register import (
    ContactsOut,
    DeadlinesOut,
    LastDayOut,
    contacts_out,
    deadlines_out,
    last_day_out,
)
from assistant.text.dates import Duration

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


@router.get(
    "/last-day",
    summary="The last day of a span, by the announced calendar of working days",
    responses=responses(422),
)
def last_day(
    start: Annotated[date, Query(description="The day from which one counts; it is not counted.")],
    amount: Annotated[int, Query(ge=1, le=3650)],
    unit: Literal["工作日", "日", "月", "年"] = "工作日",
) -> LastDayOut:
    """Working days that the State Council has not announced yet are said to be uncertain."""
    return last_day_out(start, Duration(amount, unit))


@router.get("/contacts", summary="Whom to turn to, as printed", responses=responses(404, 422))
def contacts(assistant: AssistantDep, day: DayDep, document_id: DocumentFilter = None) -> ContactsOut:
    """Every contact that a document prints."""
    return contacts_out(assistant.register, assistant.library, day, document_id)
