"""Asking: one answer, whole or streamed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from assistant.assembly import Assistant, clean_question, read_day
from assistant.domain.answers import Answer
from assistant.errors import AssistantError
from assistant.service.errors import fault, problem_of, responses
from assistant.service.state import AssistantDep
from assistant.service.wire.answers import AnswerOut, answer_out
from assistant.service.wire.requests import AskRequest

router = APIRouter(prefix="/api/v1", tags=["ask"])

# A sentence ends with its markers, a fixed phrase with its line.
_SENTENCE = re.compile(r".+?(?:(?:\[\d+\])+\s*|\n+|\Z)|\n+", re.DOTALL)


@router.post("/ask", summary="One question, one answer", responses=responses(404, 422))
def ask(body: AskRequest, assistant: AssistantDep) -> AnswerOut:
    """Answer a question from the documents, every sentence with its source."""
    return answer_out(_ask(body, assistant), assistant.library)


@router.post(
    "/chat",
    summary="The same answer as server-sent events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Events: status {step}, delta {text}, final (the answer), error {code, message}.",
            "content": {"text/event-stream": {}},
        },
        **responses(404, 422),
    },
)
def chat(body: AskRequest, assistant: AssistantDep, request: Request) -> StreamingResponse:
    """Stream steps, then verified sentences, then the whole answer."""
    # What the caller got wrong is refused before the stream opens with status 200.
    clean_question(body.question)
    read_day(body.as_of)
    if body.session_id is not None:
        assistant.sessions.load(body.session_id)
    return StreamingResponse(
        _events(body, assistant, request),
        media_type="text/event-stream",
        headers={"cache-control": "no-cache", "x-accel-buffering": "no"},
    )


def _ask(body: AskRequest, assistant: Assistant) -> Answer:
    return assistant.ask(body.question, session_id=body.session_id, as_of=body.as_of, language=body.language)


def _events(body: AskRequest, assistant: Assistant, request: Request) -> Iterator[bytes]:
    yield _event("status", {"step": "received"})
    try:
        answer = _ask(body, assistant)
    except AssistantError as error:
        yield _error(problem_of(error))
        return
    except Exception as error:
        yield _error(fault(request, error))
        return
    for step in answer.steps:
        yield _event("status", {"step": step})
    for sentence in _SENTENCE.findall(answer.answer):
        yield _event("delta", {"text": sentence})
    yield _event("final", answer_out(answer, assistant.library).model_dump(mode="json"))


def _error(problem: dict[str, Any]) -> bytes:
    return _event("error", {"code": problem["code"], "message": problem["detail"]})


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
