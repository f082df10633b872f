"""Errors in OpenAI's shape, for the door that speaks its protocol; their words are those of every other door."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from assistant.agent.writing import Left
from assistant.errors import AssistantError
from assistant.service.errors import (
    fault,
    headers_of,
    http_problem,
    http_refusal,
    problem_of,
    refusal,
    validation_problem,
)
from assistant.service.wire.completions import OpenAiErrorBody
from assistant.wording import words

_CLIENT_CLOSED = 499


class Refusal(Exception):
    """A request that this door cannot serve, in the words of ``prompts/completions.yaml``.

    Args:
        reason: Key of the sentence.
        param: The field to change.
        status: HTTP status.
        code: Stable, for programs.
        variables: What the sentence names.
    """

    def __init__(
        self, reason: str, param: str, *, status: int = 400, code: str = "unsupported_value", **variables: Any
    ) -> None:
        super().__init__(str(words("completions")["refusals"][reason]).format(**variables))
        self.param = param
        self.status = status
        self.code = code


class OpenAiRoute(APIRoute):
    """A route whose every failure has OpenAI's shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, its errors caught."""
        handle = super().get_route_handler()

        async def shaped(request: Request) -> Response:
            try:
                return await handle(request)
            except Left:
                return Response(status_code=_CLIENT_CLOSED)
            except Exception as error:
                status, body = failure(request, error)
                return JSONResponse(body, status, headers_of(error))

        return shaped


def failure(request: Request, error: Exception) -> tuple[int, dict[str, Any]]:
    """Status and body of a failure; what a caller can mend has status 400, as with OpenAI."""
    if isinstance(error, Refusal):
        return error.status, _shape(error.status, str(error), error.code, error.param)
    problem = _problem(request, error)
    listed = problem.get("errors") or [{}]
    param = problem.get("field") or listed[0].get("field")
    status = 400 if problem["status"] == 422 else int(problem["status"])
    return status, _shape(status, problem["detail"], problem["code"], param)


def turned_away(request: Request, error: Exception) -> Response:
    """The reply of every door to a request that is refused before its route is reached."""
    if request.url.path.startswith("/v1/"):
        status, body = failure(request, error)
        return JSONResponse(body, status, headers_of(error))
    return refusal(request, error) if isinstance(error, AssistantError) else http_refusal(request, error)


def refused(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: the errors that a route may answer with."""
    described = {
        400: "输入无法使用",
        404: "没有这个模型",
        429: "请求过于频繁",
        500: "内部错误",
        503: "暂时不可用",
    }
    return {status: {"model": OpenAiErrorBody, "description": described[status]} for status in statuses}


def _problem(request: Request, error: Exception) -> dict[str, Any]:
    match error:
        case AssistantError():
            return problem_of(error)
        case RequestValidationError():
            return validation_problem(error)
        case HTTPException():
            return http_problem(request, error)
        case _:
            return fault(request, error)


def _shape(status: int, message: str, code: str, param: str | None) -> dict[str, Any]:
    kind = "server_error" if status >= 500 else "invalid_request_error"
    kind = "rate_limit_error" if status == 429 else kind
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
