"""What is tidied up once a day while the service runs: conversations that lay idle for too long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool

from assistant.assembly import Assistant
from assistant.errors import StoreError

log = logging.getLogger(__name__)

DAY_S = 24 * 3600.0


@asynccontextmanager
async def upkeep(assistant: Assistant, every_s: float = DAY_S) -> AsyncIterator[None]:
    """Tidy up every ``every_s`` seconds; opening the database has done so once."""
    task = asyncio.create_task(_daily(assistant, every_s))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _daily(assistant: Assistant, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            forgotten = await run_in_threadpool(assistant.sessions.forget_idle)
        except StoreError as error:
            log.warning("idle conversations stay: %s", error)
        else:
            log.info("idle conversations deleted: %d", forgotten)
