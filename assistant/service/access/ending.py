"""The end of a server: answers under way are finished, streams that would last as long as a browser are ended.

A page made with Gradio holds a stream open for as long as it is looked at; a server that waited for it would not
stop before its patience is over.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LASTING = re.compile(r"/ui/gradio_api/heartbeat/[^/]+")


class Ending:
    """Set once the server is told to end; ``begin`` is called on its event loop."""

    def __init__(self) -> None:
        self._begun = asyncio.Event()

    def begin(self) -> None:
        """The server has been told to end."""
        self._begun.set()

    async def begun(self) -> None:
        """Wait for that."""
        await self._begun.wait()


class EndsWithServer:
    """ASGI middleware that ends lasting streams in good order when the server is told to end."""

    def __init__(self, app: ASGIApp, ending: Ending) -> None:
        self._app = app
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not _LASTING.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        stream = asyncio.ensure_future(self._app(scope, receive, answer))
        ended = asyncio.ensure_future(self._ending.begun())
        try:
            await asyncio.wait({stream, ended}, return_when=asyncio.FIRST_COMPLETED)
            if stream.done():
                await stream
                return
            stream.cancel()
            with suppress(asyncio.CancelledError):
                await stream
            if begun:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            ended.cancel()
            stream.cancel()
