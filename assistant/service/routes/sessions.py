"""Conversations: deleting one."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.service.errors import responses
from assistant.service.state import AssistantDep
from assistant.service.widget.tokens import VisitorDep

router = APIRouter(prefix="/api/v1/sessions", tags=["sessions"])


@router.delete(
    "/{session_id}",
    status_code=204,
    summary="Delete a conversation with its answers and feedback",
    responses=responses(404, 503),
)
def delete(session_id: str, assistant: AssistantDep, visitor: VisitorDep) -> None:
    """Everything kept of the conversation goes; whoever has its id may ask for it."""
    assistant.sessions.delete(visitor.session_of(session_id) or "")
