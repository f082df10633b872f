"""Pages of which origins may call: the public calls only, and only from the operator's list.

Source: Fetch Standard, CORS protocol; origins are compared whole, without patterns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PUBLIC = {
    "POST": re.compile(r"/api/v1/(ask|chat|search|feedback|schemes/check|schemes/[^/]+/check)"),
    "GET": re.compile(
        r"/api/v1/(documents|documents/[^/]+|documents/[^/]+/clauses/[^/]+|schemes|schemes/[^/]+"
        r"|deadlines|contacts)"
    ),
    "DELETE": re.compile(r"/api/v1/sessions/[^/]+"),
}
_ASKED_METHOD = "access-control-request-method"
_KEPT_S = 7200


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of another host than the one it is sent to.

    >>> is_foreign({"host": "a.example"}), is_foreign({"host": "a.example", "origin": "https://a.example"})
    (False, False)
    >>> is_foreign({"host": "a.example", "origin": "null"})
    True
    """
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower() or origin == "null"
    except ValueError:
        return True


def is_public(method: str, path: str) -> bool:
    """Whether pages of other hosts may be let in at all.

    >>> is_public("POST", "/api/v1/chat"), is_public("POST", "/api/v1/documents")
    (True, False)
    """
    allowed = _PUBLIC.get(method)
    return bool(allowed and allowed.fullmatch(path))


class CrossOrigin:
    """ASGI middleware that answers preflights and names the origin that may read a reply."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers({})
        if not is_foreign(headers):
            await self._app(scope, receive, send)
            return
        asked = headers.get(_ASKED_METHOD) if scope["method"] == "OPTIONS" else None
        welcome = headers["origin"] in self._origins and is_public(asked or scope["method"], scope["path"])
        if asked is not None:
            await _preflight(headers["origin"] if welcome else None, asked, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = MutableHeaders(scope=message)
                added.add_vary_header("Origin")
                if welcome:
                    added["access-control-allow-origin"] = headers["origin"]
            await send(message)

        await self._app(scope, receive, answer)


async def _preflight(origin: str | None, method: str, send: Send) -> None:
    headers = MutableHeaders({"vary": "Origin"})
    if origin is not None:
        headers["access-control-allow-origin"] = origin
        headers["access-control-allow-methods"] = method
        headers["access-control-allow-headers"] = "content-type, x-assistant-session"
        headers["access-control-max-age"] = str(_KEPT_S)
    status = 204 if origin is not None else 403
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b""})
