"""Keeps the callers of several workers evenly shared out: a worker with more than its share lets some go.

The kernel deals connections out by chance, and a caller keeps his for as long as he asks: of fifty, thirty may come to
one worker and wait half as long again as the other twenty. A reply with ``Connection: close`` has its caller connect
anew, and as likely as not he comes to another worker.

Sources: RFC 9112, 9.6 (tear-down of connections); R. Motwani, P. Raghavan, Randomized Algorithms (1995), 3.1
(the spread of balls thrown at bins).
"""

from __future__ import annotations

import mmap
import os
import random
import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHARES, PLACE = "SHARES_FILE", "SHARES_PLACE"
"""Name the file of all workers and the place of one in it; no settings of an operator, so without their prefix."""
_COUNT = struct.Struct("<i")
_SLACK, _LEAST = 0.06, 1.0


class Shares:
    """How many connections each worker holds, in a file that all of them map.

    Args:
        path: The file, made by :func:`make_shares`.
        place: Which worker this is, from 0.
        chance: A random number from 0 to 1.
    """

    def __init__(self, path: Path, place: int, chance: Callable[[], float] = random.random) -> None:
        with path.open("r+b") as file:
            self._counts = mmap.mmap(file.fileno(), 0)
        self._place, self._chance = place, chance

    def lets_go(self, held: int) -> bool:
        """Whether the caller just answered is let go, by a worker that holds so many connections.

        Of what it holds above its share each reply lets go as large a part, so that no more than the surplus leaves.
        """
        _COUNT.pack_into(self._counts, self._place * _COUNT.size, held)
        counts = [count for (count,) in _COUNT.iter_unpack(self._counts)]
        share = sum(counts) / len(counts)
        surplus = held - share
        return bool(surplus > max(_LEAST, _SLACK * share) and self._chance() < surplus / held)

    def close(self) -> None:
        """Hold no connection any more."""
        _COUNT.pack_into(self._counts, self._place * _COUNT.size, 0)
        self._counts.close()


class Balanced:
    """ASGI middleware around everything: adds ``Connection: close`` to the replies to callers who are let go."""

    def __init__(self, app: ASGIApp, shares: Shares, held: Callable[[], int]) -> None:
        self._app = app
        self._shares = shares
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and self._shares.lets_go(self._held()):
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        await self._app(scope, receive, answer)


def make_shares(path: Path, workers: int) -> None:
    """An empty file of shares for so many workers."""
    path.write_bytes(_COUNT.pack(0) * workers)


def own_shares(environment: Mapping[str, str] = os.environ) -> Shares | None:
    """The shares of the worker that runs here; None where it stands alone."""
    if SHARES not in environment:
        return None
    return Shares(Path(environment[SHARES]), int(environment[PLACE]))
