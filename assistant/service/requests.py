"""What every request passes through: an id, a size limit, safe headers, one line in the log.

Each answer says what it took up to its first byte in ``Server-Timing`` (W3C Server Timing).
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping, MutableMapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SAFE = (("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"))


def request_id(scope: MutableMapping[str, Any]) -> str:
    """The id of the request: the caller's, where it is fit to be logged, else a new one."""
    given = Headers(scope=scope).get("x-request-id", "")
    if "assistant.request_id" not in scope:
        scope["assistant.request_id"] = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
    return str(scope["assistant.request_id"])


OnFault = Callable[[Request, Exception], Response]
"""Answers a request in which something failed that nobody foresaw."""


class Envelope:
    """ASGI middleware around the whole application, its faults included.

    ``uploads_kb`` gives the limit of the paths that take files; ``*`` stands for any part of a path.
    """

    def __init__(
        self,
        app: ASGIApp,
        max_body_kb: int,
        on_fault: OnFault,
        uploads_kb: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._limit_kb = max_body_kb
        self._on_fault = on_fault
        self._uploads_kb = uploads_kb

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0
        identity = request_id(scope)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                took = ("server-timing", f"app;dur={(time.perf_counter() - started) * 1000:.1f}")
                for name, value in (*_SAFE, took, ("x-request-id", identity)):
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, self._limited(receive, self._limit_of(scope)), answer)
        except Exception as error:
            response = self._on_fault(Request(scope), error)
            if not status:
                await response(scope, receive, answer)
        took_ms = (time.perf_counter() - started) * 1000
        log.info("%s %s %s %.1f ms %s", scope["method"], _template(scope), status, took_ms, identity)

    def _limit_of(self, scope: Scope) -> int:
        path = scope["path"].rstrip("/") if scope["method"] == "POST" else ""
        found = (kb for pattern, kb in self._uploads_kb.items() if fnmatchcase(path, pattern))
        return next(found, self._limit_kb)

    def _limited(self, receive: Receive, limit_kb: int) -> Receive:
        taken = 0

        async def next_message() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit_kb * 1024:
                raise HTTPException(413, str(limit_kb))
            return message

        return next_message


def _template(scope: Scope) -> str:
    """The path with its variables unfilled: what was typed into an address is not logged."""
    return str(getattr(scope.get("route"), "path", None) or scope.get("root_path") or "-")
