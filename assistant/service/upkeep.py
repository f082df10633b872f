"""What goes on beside the answers: idle conversations are deleted, changes of the documents are noticed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool

from assistant.assembly import Assistant
from assistant.errors import StoreError
from assistant.holder import Holder

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


@asynccontextmanager
async def published(holder: Holder) -> AsyncIterator[None]:
    """Look after published documents: what a crash left behind at first, then what others change."""
    started = asyncio.create_task(run_in_threadpool(holder.publisher.start))
    with holder.watch.running():
        try:
            yield
        finally:
            await started


async def _daily(assistant: Assistant, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            forgotten = await run_in_threadpool(assistant.sessions.forget_idle)
        except StoreError as error:
            log.warning("idle conversations stay: %s", error)
        else:
            log.info("idle conversations deleted: %d", forgotten)
