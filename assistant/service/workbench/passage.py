"""Hands requests on to another process, body and reply as they come: what is not the workbench's own goes to the API.

Whoever opens a workbench of its own process finds everything else behind the same address.

Source: RFC 9110, section 7.6.1: fields that concern one connection only are not passed on.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterable
from urllib.parse import urlsplit

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.wording import say, words

log = logging.getLogger(__name__)

_ONE_CONNECTION = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "upgrade"}
    | {"transfer-encoding", "proxy-connection"}
)
_OURS = frozenset({"host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"})
# A page that listens for events may be silent for long.
_PATIENCE = httpx.Timeout(None, connect=5)


class Passage:
    """ASGI application that is another one, elsewhere.

    Args:
        address: Scheme, host and port of the other. It is called by its own name; what pages of this address send
            looks to it as sent by pages of its own, what pages of other hosts send does not.
    """

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        self._client = httpx.AsyncClient(timeout=_PATIENCE, trust_env=False, limits=limits)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; one that the other does not answer gets a page that says so."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            reply = await self._client.send(self._passed(request), stream=True)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            log.warning("%s does not answer: %s", self._address, type(error).__name__)
            await _silence(request)(scope, receive, send)
            return
        except ClientDisconnect:
            return
        back = StreamingResponse(_bytes_of(reply), reply.status_code)
        back.raw_headers = [
            (name.lower(), value) for name, value in reply.headers.raw if _goes_on(name.decode("latin-1"))
        ]
        try:
            await back(scope, receive, send)
        finally:
            await reply.aclose()

    def _passed(self, request: Request) -> httpx.Request:
        path, query = (
            request.scope["raw_path"].decode("latin-1"),
            request.scope["query_string"].decode("latin-1"),
        )
        url = httpx.URL(self._address + path + (f"?{query}" if query else ""))
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        return httpx.Request(
            request.method,
            url,
            headers=list(self._headers(request)),
            content=request.stream() if has_body else None,
        )

    def _headers(self, request: Request) -> Iterable[tuple[str, str]]:
        host = request.headers.get("host", "")
        for name, value in request.headers.items():
            if not _goes_on(name) or name in _OURS:
                continue
            if name in ("origin", "referer"):
                value = self._as_own(value, host)
            yield name, value
        client = request.client.host if request.client else ""
        before = request.headers.get("x-forwarded-for", "")
        yield "host", urlsplit(self._address).netloc
        yield "x-forwarded-for", ", ".join(filter(None, (before, client)))
        yield "x-forwarded-proto", request.headers.get("x-forwarded-proto", request.url.scheme)
        yield "x-forwarded-host", request.headers.get("x-forwarded-host", host)

    def _as_own(self, value: str, host: str) -> str:
        """An address of this host as one of the other; any other address stays foreign."""
        try:
            parts = urlsplit(value)
        except ValueError:
            return value
        return (
            value.replace(f"{parts.scheme}://{parts.netloc}", self._address, 1)
            if parts.netloc == host
            else value
        )


async def _bytes_of(reply: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in reply.aiter_raw():
            yield piece
    except httpx.TransportError as error:
        # The head has gone out: all that is left is to end, which the reader sees as a cut connection.
        log.warning("the reply of %s was cut: %s", reply.request.url.path, type(error).__name__)
        raise


def _goes_on(name: str) -> bool:
    return name.lower() not in _ONE_CONNECTION


def _silence(request: Request) -> Response:
    """One calm sentence, for a person or for a program."""
    told = say("passage", "silent")
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
        page = say("passage", "page", title=say("passage", "title"), told=told, again=say("passage", "again"))
        return Response(page, 503, {"retry-after": "5"}, "text/html; charset=utf-8")
    problem = {
        "type": "about:blank",
        "title": words("problems")["titles"]["api_silent"],
        "status": 503,
        "code": "api_silent",
        "detail": told,
    }
    body = json.dumps(problem, ensure_ascii=False)
    return Response(body, 503, {"retry-after": "5"}, "application/problem+json")
