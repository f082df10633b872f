"""The OpenAI-compatible door: chat completions, whole or streamed, and the one model."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from assistant.assembly import Assistant, clean_question, read_day
from assistant.domain.answers import Answer
from assistant.service.openai_errors import OpenAiRoute, Refusal, failure, refused
from assistant.service.replay import Asked, answer_replayed
from assistant.service.state import AssistantDep
from assistant.service.streaming import (
    KEEP_ALIVE,
    RESTART,
    Delta,
    Done,
    EventStream,
    Failed,
    Following,
    Step,
)
from assistant.service.wire import completions as wire
from assistant.service.wire.answers import answer_out
from assistant.wording import words

router = APIRouter(prefix="/v1", tags=["openai"], route_class=OpenAiRoute)


@router.get("/models", summary="The models of the OpenAI-compatible door")
def models() -> wire.Models:
    """The one model there is."""
    return wire.Models(data=[wire.Model(id=wire.MODEL)])


@router.get("/models/{model}", summary="One model", responses=refused(404))
def model(model: str) -> wire.Model:
    """The model of this name."""
    _check_model(model)
    return wire.Model(id=wire.MODEL)


@router.post(
    "/chat/completions",
    summary="An answer as an OpenAI chat completion",
    response_model=wire.Completion,
    responses={
        200: {
            "description": (
                "The text bears footnotes; citations, notices, eligibility, session_id and engine stand beside "
                "it: on the message, or with stream on the chunk that ends the choice. A stream is data lines "
                "of chat.completion.chunk, then [DONE]; its text holds verified sentences only."
            ),
            "content": {
                "text/event-stream": {
                    "example": 'data: {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": '
                    '{"content": "…[1]"}, "finish_reason": null}]}\n\ndata: [DONE]\n\n'
                }
            },
        },
        **refused(400, 404, 500, 503),
    },
)
async def complete(body: wire.CompletionRequest, assistant: AssistantDep, request: Request) -> Response:
    """Answer the last user message in the conversation that the earlier ones make; nothing else is needed."""
    asked = _asked(body)
    following = Following(lambda heard: answer_replayed(assistant, asked, heard))
    reply = _Reply(body, assistant, request)
    if body.stream:
        return EventStream(following, _chunks(following, reply))
    with following:
        end = await following.outcome(request)
    if isinstance(end, Failed):
        raise end.error
    return JSONResponse(reply.whole(end.answer).model_dump(mode="json"))


def _asked(body: wire.CompletionRequest) -> Asked:
    _check_model(body.model)
    if body.n not in (None, 1):
        raise Refusal("n", "n", n=body.n)
    if body.tool_choice not in (None, "auto", "none"):
        raise Refusal("tool_choice", "tool_choice")
    form = (body.response_format or {}).get("type", "text")
    if form != "text":
        raise Refusal("response_format", "response_format", type=form)
    said = [(place, message) for place, message in enumerate(body.messages) if message.role == "user"]
    if not said:
        raise Refusal("no_question", "messages", code="invalid_question")
    place, last = said[-1]
    for part in last.content if isinstance(last.content, list) else ():
        if part.type != "text":
            raise Refusal(
                "unsupported_content",
                f"messages[{place}].content",
                code="unsupported_content",
                message=place,
                type=part.type,
            )
    return Asked(
        question=clean_question(wire.text_of(last), field=f"messages[{place}].content"),
        earlier=[wire.text_of(message) for _, message in said[:-1]],
        as_of=read_day(body.as_of),
        language=body.language,
    )


def _check_model(name: str) -> None:
    if name != wire.MODEL:
        raise Refusal(
            "model_not_found", "model", status=404, code="model_not_found", model=name[:80], known=wire.MODEL
        )


class _Reply:
    """Makes completion or chunks of one answer, which share id, moment and versions."""

    def __init__(self, body: wire.CompletionRequest, assistant: Assistant, request: Request) -> None:
        self.request = request
        self.asked = body.messages
        self.counted = bool(body.stream_options and body.stream_options.include_usage)
        self._assistant = assistant
        self._head = {
            "id": f"chatcmpl-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": wire.MODEL,
            "system_fingerprint": f"{assistant.library.version}-{assistant.checker.rules_version}",
        }

    def fields(self, answer: Answer) -> wire.PolicyFields:
        """The machine-readable part."""
        base = str(self.request.base_url).rstrip("/")
        return wire.fields_of(answer_out(answer, self._assistant.library), base)

    def whole(self, answer: Answer) -> wire.Completion:
        """The completion."""
        fields = self.fields(answer)
        content = answer.answer + wire.footnotes(fields)
        message = wire.MessageOut(content=content, **fields.model_dump())
        return wire.Completion.model_validate(
            {
                **self._head,
                "choices": [wire.Choice(message=message)],
                "usage": wire.usage_of(self.asked, content),
            }
        )

    def piece(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
        """A chunk of the choice; ``more`` stands beside it."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return self.chunk([choice], **more)

    def chunk(self, choices: list[Any], **more: Any) -> bytes:
        """A chunk as an event."""
        usage = {"usage": None} if self.counted else {}
        return _data(
            {**self._head, "object": "chat.completion.chunk", "choices": choices, **usage, **_plain(more)}
        )


async def _chunks(following: Following, reply: _Reply) -> AsyncIterator[bytes]:
    yield reply.piece({"role": "assistant", "content": ""})
    async for told in following.events():
        match told:
            case Delta(text):
                yield reply.piece({"content": text})
            case Step(name) if name == RESTART:
                # A text that was sent cannot be taken back here; it was verified, only not finished.
                yield reply.piece({"content": _restart(reply.asked)})
            case Done(answer):
                fields = reply.fields(answer)
                tail = wire.footnotes(fields)
                yield reply.piece({"content": tail})
                yield reply.piece({}, "stop", **fields.model_dump(mode="json"))
                if reply.counted:
                    yield reply.chunk([], usage=wire.usage_of(reply.asked, answer.answer + tail))
                yield format_sse_event(data_str="[DONE]")
            case Failed(error):
                yield _data(failure(reply.request, error)[1])
            case Step(_):
                continue
            case _:
                yield KEEP_ALIVE


def _restart(asked: list[wire.MessageIn]) -> str:
    question = next(wire.text_of(message) for message in reversed(asked) if message.role == "user")
    language = "en" if question.isascii() else "zh"
    return f"\n\n{words('completions')[language]['restart']}\n\n"


def _plain(more: dict[str, Any]) -> dict[str, Any]:
    return {k: v.model_dump(mode="json") if isinstance(v, BaseModel) else v for k, v in more.items()}


def _data(content: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(content, ensure_ascii=False))
