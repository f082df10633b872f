"""What readers say of answers, and the queue of answers that people should look at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from assistant.records.dataset import dataset_lines
from assistant.service.admin import admin
from assistant.service.errors import responses
from assistant.service.state import AssistantDep
from assistant.service.wire.feedback import FeedbackOut, QueueOut, feedback_out, queue_out
from assistant.service.wire.requests import FeedbackRequest

router = APIRouter(prefix="/api/v1/feedback", tags=["feedback"])

MOST_SHOWN, MOST_EXPORTED = 500, 10_000


@router.post("", summary="Say whether an answer was of use", responses=responses(404, 422, 503))
def give(body: FeedbackRequest, assistant: AssistantDep) -> FeedbackOut:
    """Keep a thumb, reasons and a remark; a second one for the same answer replaces the first."""
    given = assistant.sessions.give_feedback(body.answer_id, body.thumb, body.reasons, body.remark or "")
    return feedback_out(body.answer_id, given)


@router.get(
    "/queue",
    summary="Answers that people should look at (admin)",
    responses=responses(401, 403, 422, 503),
    dependencies=[admin("feedback")],
)
def queue(
    assistant: AssistantDep,
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN, description="At most so many.")] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9, description="After so many.")] = 0,
) -> QueueOut:
    """Questions not answered and answers found of no use, the newest first, personal data masked."""
    return queue_out(assistant.sessions.reviews(limit, offset))


@router.get(
    "/export",
    summary="The same as lines of an evaluation dataset (admin)",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}}, **responses(401, 403, 422, 503)},
    dependencies=[admin("feedback")],
)
def export(
    assistant: AssistantDep,
    limit: Annotated[int, Query(ge=1, le=MOST_EXPORTED, description="At most so many.")] = MOST_EXPORTED,
) -> Response:
    """JSONL that the evaluation reads once a person has added what a right answer must show."""
    lines = dataset_lines(assistant.sessions.reviews(limit).reviews)
    return Response(
        "".join(lines).encode(),
        media_type="application/x-ndjson; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="feedback.jsonl"', "cache-control": "no-store"},
    )
