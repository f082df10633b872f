"""The door at /ui: opens at once, loads Gradio behind itself (four seconds), and lets nobody wait for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.workbench.api import Api

log = logging.getLogger(__name__)

# Gradio's page runs inline scripts and styles; other hosts stay out.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'self'"
)


class Workbench:
    """ASGI application that hands on to the Gradio page once that is loaded; requests before wait for it."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._page: ASGIApp | None = None
        self._loaded = asyncio.Event()

    @asynccontextmanager
    async def running(self, api: Api) -> AsyncIterator[None]:
        """Load the page in the background for as long as the application runs; it asks ``api``."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(api.client.aclose)
            task = asyncio.create_task(self._load(api, stack)) if self._enabled else None
            try:
                yield
            finally:
                if task:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the page and hand the request on."""
        await self._loaded.wait()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("content-security-policy", _POLICY)
            await send(message)

        assert self._page is not None
        await self._page(scope, receive, answer)

    async def _load(self, api: Api, stack: AsyncExitStack) -> None:
        from assistant.service.workbench.mounting import make_page

        self._page, lifespan = await run_in_threadpool(make_page, api)
        await stack.enter_async_context(lifespan)
        self._loaded.set()
        log.info("workbench loaded")
