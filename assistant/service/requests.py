"""What every request passes through: caller, id, size limit, safe headers, one line in the log, the metrics.

Each answer says what it took up to its first byte in ``Server-Timing`` (W3C Server Timing).
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.access.audit import Audit
from assistant.service.access.clients import Clients
from assistant.service.admin import NAMED
from assistant.service.observing.logs import REQUEST_ID
from assistant.service.observing.metrics import Metrics

log = logging.getLogger(__name__)

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SAFE = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    # Pages that show more say so themselves; what comes without a policy is data.
    (
        "content-security-policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
)
_HTTPS_ONLY = ("strict-transport-security", "max-age=31536000")


def request_id(scope: MutableMapping[str, Any]) -> str:
    """The id of the request: the caller's, where it is fit to be logged, else a new one."""
    if "assistant.request_id" not in scope:
        given = Headers(scope=scope).get("x-request-id", "")
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
        clients: Clients,
        metrics: Metrics,
        audit: Audit,
        uploads_kb: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._clients = clients
        self._metrics = metrics
        self._audit = audit
        self._limit_kb = max_body_kb
        self._on_fault = on_fault
        self._uploads_kb = uploads_kb

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0
        address = self._clients.place(scope)
        identity = request_id(scope)
        REQUEST_ID.set(identity)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                took = ("server-timing", f"app;dur={(time.perf_counter() - started) * 1000:.1f}")
                secure = (_HTTPS_ONLY,) if scope["scheme"] == "https" else ()
                _complete(message, (*_SAFE, *secure, took, ("x-request-id", identity)))
            await send(message)

        try:
            await self._app(scope, self._limited(receive, self._limit_of(scope)), answer)
        except Exception as error:
            response = self._on_fault(Request(scope), error)
            if not status:
                await response(scope, receive, answer)
        took_s, route = time.perf_counter() - started, _template(scope)
        self._metrics.replied(scope["method"], route, status, took_s)
        log.info("%s %s %s %.1f ms", scope["method"], route, status, took_s * 1000)
        if NAMED in scope:
            act = f"{scope['method']} {route}"
            self._audit.enter(scope[NAMED], act, str(status), address=address, request_id=identity)

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


def _complete(message: Message, wanted: Iterable[tuple[str, str]]) -> None:
    """Add the headers that a reply lacks."""
    given = message["headers"] = list(message.get("headers", ()))
    names = {name for name, _ in given}
    for name, value in wanted:
        if (encoded := name.encode()) not in names:
            given.append((encoded, value.encode()))


def _template(scope: Scope) -> str:
    """The path with its variables unfilled: what was typed into an address is not logged."""
    return str(getattr(scope.get("route"), "path", None) or scope.get("root_path") or "-")
