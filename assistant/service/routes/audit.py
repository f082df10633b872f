"""The audit log, for operators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from assistant.service.admin import admin
from assistant.service.errors import responses

router = APIRouter(prefix="/api/v1", tags=["operation"])

MOST_SHOWN = 1000


class EntryOut(BaseModel):
    """One line of the audit log."""

    at: str = Field(description="Moment in UTC.")
    by: str = Field(description="Name of the key; cli: the terminal; -: no key fitted.")
    act: str = Field(description="Method and route, or the command.")
    outcome: str = Field(description="HTTP status, or done.")
    address: str
    request_id: str


class AuditOut(BaseModel):
    """The newest lines."""

    entries: list[EntryOut]


@router.get(
    "/audit",
    summary="Who used which call for operators (admin)",
    responses=responses(401, 403, 422, 503),
    dependencies=[admin("audit")],
)
def audit(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN, description="At most so many.")] = 100,
) -> AuditOut:
    """Lines of the audit log, the newest first; refused keys too."""
    entries = request.app.state.audit.latest(limit)
    return AuditOut(entries=[EntryOut.model_validate(entry, from_attributes=True) for entry in entries])
