"""Errors as problem documents (RFC 9457): every error of the house has a status, every reply a code."""

from __future__ import annotations

import errno
import json
import logging
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from assistant import errors
from assistant.service.pages.rendering import error_page
from assistant.service.requests import request_id
from assistant.wording import words

log = logging.getLogger(__name__)

STATUSES: Mapping[type[errors.AssistantError], int] = {
    errors.AssistantError: 500,
    errors.CorpusError: 500,
    errors.UnreadableFile: 422,
    errors.UndeclaredFurniture: 422,
    errors.RuleError: 422,
    errors.NotFound: 404,
    errors.UnknownDocument: 404,
    errors.UnknownClause: 404,
    errors.UnknownScheme: 404,
    errors.UnknownSession: 404,
    errors.UnknownAnswer: 404,
    errors.NoForm: 404,
    errors.InvalidInput: 422,
    errors.InvalidQuestion: 422,
    errors.InvalidDate: 422,
    errors.InvalidFact: 422,
    errors.Conflict: 409,
    errors.AlreadyPublished: 409,
    errors.UnclearRelation: 409,
    errors.RulesLost: 409,
    errors.Forbidden: 403,
    errors.AdminOff: 403,
    errors.WrongKey: 401,
    errors.WrongScope: 403,
    errors.TryLater: 503,
    errors.TooManyRequests: 429,
    errors.Overloaded: 503,
    errors.OutOfMemory: 503,
    errors.Starting: 503,
    errors.ApiRefused: 502,
    errors.ApiSilent: 503,
    errors.StoreError: 503,
    errors.SettingsError: 500,
}

MEDIA_TYPE = "application/problem+json"
_MEMORY_AGAIN_S = 5
_CODES = {404: "unknown_path", 405: "method_not_allowed", 408: "too_slow", 413: "body_too_large"}


def install(app: FastAPI) -> None:
    """Answer every failure of ``app`` with a problem document, or a page where a person looks at one."""
    app.add_exception_handler(errors.AssistantError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)


def problem_of(error: errors.AssistantError) -> dict[str, Any]:
    """The problem document of an error of the house."""
    extra: dict[str, Any] = {}
    if isinstance(error, errors.InvalidInput) and error.field:
        extra = {"field": error.field}
    elif isinstance(error, errors.Conflict) and error.listed:
        extra = {error.lists: list(error.listed)}
    return problem(STATUSES[type(error)], error.code, str(error), **extra)


def problem(status: int, code: str, detail: str, **extra: Any) -> dict[str, Any]:
    """A problem document; ``code`` is stable, ``detail`` says what to change."""
    title = words("problems")["titles"][code]
    return {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail, **extra}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: the problem documents that a route may answer with."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    described = {
        401: "管理密钥缺失或不符",
        403: "运营者未开放",
        404: "没有找到",
        409: "与现有文件或规则冲突",
        413: "文件过大",
        422: "输入无法使用",
        429: "请求过于频繁",
        503: "暂时不可用",
    }
    return {
        status: {"description": described[status], "content": {MEDIA_TYPE: schema}} for status in statuses
    }


def _detail(code: str, **variables: Any) -> str:
    return str(words("problems")["details"][code]).format(**variables)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.AssistantError)
    return refusal(request, error)


def refusal(request: Request, error: errors.AssistantError) -> Response:
    """The reply to an error of the house, with what its status wants in the headers."""
    if STATUSES[type(error)] >= 500 and not isinstance(error, errors.TryLater):
        log.error("%s: %s", error.code, error)
    return _reply(request, problem_of(error), headers_of(error))


def headers_of(error: Exception) -> dict[str, str]:
    """What an error says in headers: how to come in, when to come again."""
    if isinstance(error, HTTPException):
        return dict(error.headers or {})
    if isinstance(error, errors.WrongKey):
        return {"www-authenticate": "Bearer"}
    if not isinstance(error, errors.AssistantError):
        error = shortage(error) or error
    return {"retry-after": str(error.retry_after_s)} if isinstance(error, errors.TryLater) else {}


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _reply(request, validation_problem(error))


async def _http(request: Request, error: Exception) -> Response:
    return http_refusal(request, error)


def http_refusal(request: Request, error: Exception) -> Response:
    """The reply to what the framework refuses, or the house as if it did."""
    assert isinstance(error, HTTPException)
    return _reply(request, http_problem(request, error), error.headers)


def validation_problem(error: RequestValidationError) -> dict[str, Any]:
    """The problem document of a request that has not the shape of its call."""
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        where = str(found[0].get("ctx", {}).get("error", ""))
        return problem(400, "invalid_json", _detail("invalid_json", where=where))
    listed = [{"field": _field(item["loc"]), "message": _message(item)} for item in found]
    text = "；".join(f"{item['field']}：{item['message']}" for item in listed)
    return problem(422, "invalid_request", _detail("invalid_request", errors=text), errors=listed)


def http_problem(request: Request, error: HTTPException) -> dict[str, Any]:
    """The problem document of what the framework refuses: an unknown path, a method, a size."""
    code, path = _CODES.get(error.status_code, "http_error"), request.url.path
    if error.status_code == 400 and "body" in str(error.detail):
        code = "invalid_json"
    allowed = (error.headers or {}).get("Allow", "")
    detail = _detail(
        code,
        path=path,
        method=request.method,
        allowed=allowed,
        limit=error.detail,
        reason=error.detail,
        where="",
    )
    return problem(error.status_code, code, detail)


def shortage(error: BaseException | None) -> errors.OutOfMemory | None:
    """The error of the house for want of memory, here or in a process that could not be started; None for any other."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            told = _detail("out_of_memory", seconds=_MEMORY_AGAIN_S)
            return errors.OutOfMemory(told, retry_after_s=_MEMORY_AGAIN_S)
        error = error.__cause__ or error.__context__
    return None


def unexpected(request: Request, error: Exception) -> Response:
    """The reply to a fault that nobody foresaw."""
    return _reply(request, fault(request, error), headers_of(error))


def fault(request: Request, error: Exception) -> dict[str, Any]:
    """The problem document of a fault that nobody foresaw; logs where it happened."""
    # Frames only: the message of an unforeseen error may hold somebody's words.
    frames = "".join(traceback.format_tb(error.__traceback__))
    identity = request_id(request.scope)
    short = shortage(error)
    code = short.code if short else "internal_error"
    log.error("%s %s %s\n%s", code, identity, type(error).__name__, frames)
    if short:
        return problem_of(short)
    return problem(500, "internal_error", _detail("internal_error", request_id=identity))


def _reply(request: Request, content: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    if not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        return error_page(content, headers)
    body = json.dumps({**content, "request_id": request_id(request.scope)}, ensure_ascii=False)
    return Response(
        # A lone surrogate sent by a caller must not break the reply that quotes it.
        body.encode("utf-8", "backslashreplace"),
        content["status"],
        dict(headers or {}),
        MEDIA_TYPE,
    )


def _field(place: Sequence[Any]) -> str:
    return ".".join(str(part) for part in place if part not in ("body", "query", "path")) or str(place[0])


def _message(item: Mapping[str, Any]) -> str:
    known: Mapping[str, str] = words("problems")["fields"]
    return known.get(item["type"], str(item["msg"])).format(**item.get("ctx", {}))
