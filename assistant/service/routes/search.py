"""Searching for clauses."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.assembly import read_day
from assistant.service.errors import responses
from assistant.service.state import AssistantDep
from assistant.service.wire.citations import SearchOut, search_out
from assistant.service.wire.requests import SearchRequest

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.post("/search", summary="Clauses nearest to a query", responses=responses(404, 422))
def search(body: SearchRequest, assistant: AssistantDep) -> SearchOut:
    """Ranked clauses, each quoted whole, with a score."""
    day = read_day(body.as_of)
    found = assistant.search(body.query, limit=body.limit, document_id=body.document_id, as_of=day)
    return search_out(body.query, day, found, assistant.library)
