"""The door at /mcp: streamable HTTP without sessions; the protocol's library is loaded at the first call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from assistant.holder import Holder
from assistant.service.mcp.hosts import allowed_hosts, stranger
from assistant.settings import Settings
from assistant.wording import say

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

log = logging.getLogger(__name__)


class McpDoor:
    """ASGI application; each POST is answered by itself, so any worker may take it."""

    def __init__(self, settings: Settings) -> None:
        self._hosts = allowed_hosts(settings)
        self._limit = settings.max_body_kb * 1024
        self._wanted = asyncio.Event()
        self._manager: asyncio.Future[StreamableHTTPSessionManager] | None = None

    @asynccontextmanager
    async def running(self, holder: Holder) -> AsyncIterator[None]:
        """Hold the door open for as long as the application runs."""
        self._manager = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._serve(holder, self._manager))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message.

        Raises:
            HTTPException: The request comes under a foreign name, or is no POST.
        """
        foreign = stranger(Headers(scope=scope), self._hosts)
        if foreign:
            raise HTTPException(421, say("mcp", "foreign", name=foreign[:200]))
        # Without sessions there is no stream to GET and nothing to DELETE.
        if scope["method"] != "POST":
            raise HTTPException(405, headers={"Allow": "POST"})
        assert self._manager is not None
        self._wanted.set()
        manager = await asyncio.shield(self._manager)
        await manager.handle_request(scope, receive, send)

    async def _serve(self, holder: Holder, opened: asyncio.Future[StreamableHTTPSessionManager]) -> None:
        # The library's task group must be entered and left by one task, which no request is.
        await self._wanted.wait()
        try:
            manager = await run_in_threadpool(self._make, holder)
        except Exception as error:
            opened.set_exception(error)
            return
        async with manager.run():
            opened.set_result(manager)
            log.info("mcp loaded")
            await asyncio.Event().wait()

    def _make(self, holder: Holder) -> StreamableHTTPSessionManager:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from assistant.service.mcp.server import make_server

        return StreamableHTTPSessionManager(
            make_server(holder),
            stateless=True,
            json_response=True,
            max_request_body_size=self._limit,
        )
