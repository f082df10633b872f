"""Asking: one answer, whole or streamed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from assistant.agent.writing import Heard, unheard
from assistant.assembly import Assistant, clean_question, read_day
from assistant.domain.answers import Answer
from assistant.errors import AssistantError
from assistant.service.errors import fault, problem_of, responses
from assistant.service.state import AssistantDep, get_holder
from assistant.service.streaming import KEEP_ALIVE, Delta, Done, EventStream, Failed, Following, Step
from assistant.service.widget.tokens import Visitor, VisitorDep
from assistant.service.wire.answers import AnswerOut, answer_out
from assistant.service.wire.requests import AskRequest

router = APIRouter(prefix="/api/v1", tags=["ask"])


@router.post(
    "/ask",
    summary="One question, one answer",
    response_model=AnswerOut,
    responses=responses(404, 422, 429, 503),
)
def ask(body: AskRequest, request: Request, visitor: VisitorDep) -> Response:
    """Answer a question from the documents, every sentence with its source."""
    body.session_id = visitor.session_of(body.session_id)
    # Held here: a dependency that is taken back after the reply costs as much as reading the question.
    with get_holder(request).using() as assistant:
        told = _told(_ask(body, assistant), assistant, visitor)
    # Written here: the framework would have it checked again, in another thread.
    return Response(told.model_dump_json(by_alias=True), media_type="application/json")


@router.post(
    "/chat",
    summary="The same answer as server-sent events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": (
                "Events: status {step}, delta {text}, final (the answer), error {code, message}. Steps are "
                "received, screen, understand, gather, compose, verify; with a model also write, the names of "
                "tools, fallback. restart: discard the deltas so far, the answer begins anew. The deltas since "
                "the last restart, joined, are the answer. A comment line every ten seconds keeps a quiet "
                "stream open."
            ),
            "content": {"text/event-stream": {}},
        },
        **responses(404, 422, 429, 503),
    },
)
def chat(body: AskRequest, assistant: AssistantDep, visitor: VisitorDep, request: Request) -> EventStream:
    """Stream steps and verified sentences as they come, then the whole answer; leaving stops the work."""
    # What the caller got wrong is refused before the stream opens with status 200.
    clean_question(body.question)
    read_day(body.as_of)
    body.session_id = visitor.session_of(body.session_id)
    if body.session_id is not None:
        assistant.sessions.load(body.session_id)
    following = Following(lambda heard: _ask(body, assistant, heard))
    return EventStream(following, _events(following, assistant, visitor, request))


def _ask(body: AskRequest, assistant: Assistant, heard: Heard = unheard) -> Answer:
    return assistant.ask(
        body.question, session_id=body.session_id, as_of=body.as_of, language=body.language, heard=heard
    )


def _told(answer: Answer, assistant: Assistant, visitor: Visitor) -> AnswerOut:
    told = answer_out(answer, assistant.library)
    told.session_id = visitor.name_of(told.session_id)
    return told


async def _events(
    following: Following, assistant: Assistant, visitor: Visitor, request: Request
) -> AsyncIterator[bytes]:
    yield _event("status", {"step": "received"})
    async for told in following.events():
        match told:
            case Step(name):
                yield _event("status", {"step": name})
            case Delta(text):
                yield _event("delta", {"text": text})
            case Done(answer):
                yield _event("final", _told(answer, assistant, visitor).model_dump(mode="json"))
            case Failed(error):
                problem = problem_of(error) if isinstance(error, AssistantError) else fault(request, error)
                yield _event("error", {"code": problem["code"], "message": problem["detail"]})
            case _:
                yield KEEP_ALIVE


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
