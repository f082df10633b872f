"""The gate before the work: how often a caller may come, and in which lane its request waits for its turn.

A turn is waited for once the body is whole: whoever sends slowly holds up nobody. A request that is turned away is
answered here, in the place of the application, whatever that makes of the exception in its body.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import TryLater
from assistant.service.access.clients import is_loopback, site_of
from assistant.service.access.kinds import Kind, kind_of
from assistant.service.access.lanes import Lane
from assistant.service.access.pace import Pace
from assistant.service.access.rates import Rate

OnRefusal = Callable[[Request, Exception], Response]
"""Answers a request that is turned away."""

_UPLOAD_TIMES = 10


class Gate:
    """ASGI middleware before the routes.

    Args:
        app: What is behind the gate.
        lanes: The lane of each kind of work; a kind that is not named does not wait.
        rate: How often an address may call.
        counts_loopback: Whether callers on this machine are counted too.
        body_s: How long a body may take to arrive; ten times as long where files are handed in.
        on_refusal: Makes the reply.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        lanes: Mapping[Kind, Lane],
        rate: Rate,
        counts_loopback: bool,
        body_s: float,
        on_refusal: OnRefusal,
    ) -> None:
        self._app = app
        self._lanes = lanes
        self._rate = rate
        self._counts_loopback = counts_loopback
        self._body_s = body_s
        self._on_refusal = on_refusal
        self._pace = Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        kind = kind_of(scope["method"], scope["path"]) if scope["type"] == "http" else "free"
        if kind == "free":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else "-"
        try:
            if self._counts_loopback or not is_loopback(address):
                self._rate.take(site_of(address))
        except TryLater as error:
            await self._refuse(error, scope, receive, send)
            return
        caller, lane = site_of(address), self._lanes.get(kind)
        if lane is not None and (full := lane.refusal_for(caller)) is not None:
            # Here, the body unread and no route looked for: thousands of refusals must leave time for answers.
            await self._refuse(full, scope, receive, send)
            return
        body_s = self._body_s * (_UPLOAD_TIMES if kind == "heavy" else 1)
        visit = _Visit(scope, receive, send, lane, caller, body_s)
        await visit.run(self._app, self._on_refusal)

    async def _refuse(self, why: Exception, scope: Scope, receive: Receive, send: Send) -> None:
        await self._pace.turn()
        await self._on_refusal(Request(scope), why)(scope, receive, send)


class _TurnedAway(Exception):
    """Ends the application's work on a request that was answered here."""


class _Visit:
    """One request on its way through a lane."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, lane: Lane | None, caller: str, body_s: float
    ) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._lane, self._caller = lane, caller
        self._entered: float | None = None
        self._whole = self._begun = False
        self._why: Exception | None = None
        self._ends = asyncio.get_running_loop().time() + body_s
        self._body_s = body_s

    async def run(self, app: ASGIApp, on_refusal: OnRefusal) -> None:
        try:
            with suppress(_TurnedAway):
                if not _has_body(self._scope):
                    await self._enter()
                await self._handle(app)
            if self._why is not None and not self._begun:
                reply = on_refusal(Request(self._scope), self._why)
                await reply(self._scope, self._receive, self._send)
        finally:
            self._leave()

    async def _handle(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self._next, self._answer)
        except Exception:
            if self._why is None:
                raise

    async def _next(self) -> Message:
        """The next message of the client; the last one of a body comes with the turn."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._ends):
                message = await self._receive()
        except TimeoutError:
            self._why = HTTPException(408, f"{self._body_s:g}", {"connection": "close"})
            raise _TurnedAway from None
        if message["type"] != "http.request" or not message.get("more_body"):
            self._whole = True
            if message["type"] == "http.request":
                await self._enter()
        return message

    async def _enter(self) -> None:
        if self._lane is None or self._entered is not None or self._begun:
            return
        try:
            self._entered = await self._lane.enter(self._caller)
        except TryLater as error:
            self._why = error
            raise _TurnedAway from None

    def _leave(self) -> None:
        if self._lane is not None and self._entered is not None:
            self._lane.leave(self._entered)
            self._lane = None

    async def _answer(self, message: Message) -> None:
        if self._why is None:
            self._begun = True
            if message["type"] == "http.response.start" and "content-length" in Headers(
                raw=message["headers"]
            ):
                # The work is done; who reads slowly keeps nobody else waiting.
                self._leave()
            await self._send(message)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
