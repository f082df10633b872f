"""Session tokens: what a page holds instead of a session id, for one origin and a short time."""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request

from assistant.errors import UnknownSession
from assistant.service.access.clients import is_loopback
from assistant.service.access.rates import Rate
from assistant.service.widget.origins import is_foreign
from assistant.wording import words

HEADER = "x-assistant-session"
SEALED = "sealed"
"""A client that sends ``X-Assistant-Session: sealed`` is given tokens; foreign pages always are."""

_FORM = re.compile(r"(?P<session>[A-Za-z0-9_-]{1,64})\.(?P<ends>[0-9a-f]{1,12})\.(?P<mark>[0-9a-f]{64})")


class Tokens:
    """Makes and opens tokens ``<session id>.<end, seconds in hex>.<HMAC-SHA-256 of both and the origin>``.

    Args:
        secret: Shared by all processes that serve the same visitors; a new one for this process when None.
        minutes: How long a token serves; each answer brings a new one.
        now: Seconds since the epoch.
    """

    def __init__(self, secret: str | None, minutes: int, now: Callable[[], float] = time.time) -> None:
        self._key = secret.encode() if secret else secrets.token_bytes(32)
        self._lasts_s = minutes * 60
        self._now = now

    def seal(self, session_id: str, origin: str) -> str:
        """A token of the session for one origin."""
        ends = f"{int(self._now()) + self._lasts_s:x}"
        return f"{session_id}.{ends}.{self._mark(session_id, ends, origin)}"

    def open(self, token: str, origin: str) -> str:
        """The session of a token.

        Raises:
            UnknownSession: The token is forged, of another origin, or has expired.
        """
        found = _FORM.fullmatch(token)
        if found:
            session_id, ends, mark = found["session"], found["ends"], found["mark"]
            right = hmac.compare_digest(mark, self._mark(session_id, ends, origin))
            if right and int(ends, 16) >= self._now():
                return session_id
        raise UnknownSession(words("problems")["details"]["unknown_session"])

    def _mark(self, session_id: str, ends: str, origin: str) -> str:
        return hmac.new(self._key, f"{session_id}\n{ends}\n{origin}".encode(), sha256).hexdigest()


class Visitor:
    """Where a request comes from, and what its session is called there."""

    def __init__(self, request: Request) -> None:
        self._tokens: Tokens = request.app.state.tokens
        self._origin = request.headers.get("origin", "")
        self._foreign = is_foreign(request.headers)
        self._sealed = self._foreign or request.headers.get(HEADER) == SEALED
        address = request.client.host if request.client else "-"
        state = request.app.state
        self._rate: Rate | None = (
            None if is_loopback(address) and not state.counts_loopback else state.session_rate
        )

    def session_of(self, given: str | None) -> str | None:
        """The session meant by what the caller sent; a foreign page has to send a token.

        Raises:
            UnknownSession: It is not the caller's to use, or not any more.
            TooManyRequests: More is asked in it than may be in a minute.
        """
        if given is None:
            return None
        session = self._tokens.open(given, self._origin) if self._foreign or "." in given else given
        if self._rate is not None:
            self._rate.take(session)
        return session

    def name_of(self, session_id: str) -> str:
        """What the caller is told: a token, or the id."""
        return self._tokens.seal(session_id, self._origin) if self._sealed else session_id


async def get_visitor(request: Request) -> Visitor:
    """Who asks. A coroutine: a plain function would be sent to a thread, which takes longer than it does."""
    return Visitor(request)


VisitorDep = Annotated[Visitor, Depends(get_visitor)]
