"""An answer while it is being made: a thread at work, what it tells the door, and a reader who may leave."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from anyio import CapacityLimiter, create_task_group, move_on_after
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from fastapi.responses import StreamingResponse
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from assistant.agent.pipeline import STEPS
from assistant.agent.writing import Heard, Left
from assistant.domain.answers import Answer

KEEP_ALIVE_S = 10.0
KEEP_ALIVE = b": keep-alive\n\n"
RESTART = "restart"
"""The step after which the deltas so far are void and the answer begins anew."""

# Answers under way have threads of their own: a slow model must not hold up the quick calls.
_AT_ONCE = 40
_THREADS: RunVar[CapacityLimiter] = RunVar("threads of answers under way")
_VOIDING = ("write", "fallback")
# A sentence ends with its markers, a fixed phrase with its line.
_SENTENCE = re.compile(r".+?(?:(?:\[\d+\])+\s*|\n+|\Z)|\n+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """Something begins."""

    name: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A verified piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing has happened for a while."""


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is whole."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no answer."""

    error: Exception


Told = Step | Delta | Quiet | Done | Failed


class Following:
    """One answer under way; once its ``with`` block is left, however, the work stops.

    Args:
        ask: Makes the answer in a thread; what it tells its listener becomes events.
    """

    def __init__(self, ask: Callable[[Heard], Answer]) -> None:
        self._ask = ask
        self._left = threading.Event()
        self._queue: asyncio.Queue[Step | Delta | Done | Failed] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> Following:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()

    async def events(self) -> AsyncIterator[Told]:
        """Steps and sentences as they come, then ``Done`` or ``Failed``; ``Quiet`` in long pauses."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(run_sync(self._work, limiter=_threads()))
        narration = Narration()
        while True:
            item: Told = Quiet()
            with move_on_after(KEEP_ALIVE_S):
                item = await self._queue.get()
            for told in narration.told(item):
                yield told
            if isinstance(item, Done | Failed):
                return

    async def outcome(self, request: Request) -> Done | Failed:
        """The end alone; the work stops when the client of ``request`` leaves before it."""
        end: Done | Failed = Failed(Left())
        async with create_task_group() as group:
            group.start_soon(self._watch, request)
            async for told in self.events():
                if isinstance(told, Done | Failed):
                    end = told
            group.cancel_scope.cancel()
        return end

    async def _watch(self, request: Request) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        self._left.set()
        self._queue.put_nowait(Failed(Left()))

    def _work(self) -> None:
        """Runs in a thread; a reader who has left is told nothing more."""
        with suppress(Left):
            try:
                self._tell(Done(self._ask(self._heard)) if not self._left.is_set() else Failed(Left()))
            except Left:
                raise
            except Exception as error:
                self._tell(Failed(error))

    def _heard(self, kind: Literal["step", "delta"], text: str) -> None:
        self._tell(Step(text) if kind == "step" else Delta(text))

    def _tell(self, item: Step | Delta | Done | Failed) -> None:
        if self._left.is_set() or self._loop is None:
            raise Left
        try:
            self._loop.call_soon_threadsafe(self._queue.put_nowait, item)
        except RuntimeError:  # the server has stopped
            raise Left from None


class Narration:
    """What a reader is told, in order: each step once, and text that joins to the answer."""

    def __init__(self) -> None:
        self._steps: list[str] = []
        self._shown = ""

    def told(self, item: Told) -> Iterator[Told]:
        """The events that one item becomes."""
        match item:
            case Step(name):
                # A writer is called once the tools' own steps are done.
                yield from self._begun(STEPS[:-1] if name == "write" else ())
                yield item
                if name in _VOIDING:
                    yield from self._void()
            case Delta(text):
                self._shown += text
                yield from [item] if text else []
            case Done(answer):
                yield from self._begun(answer.steps)
                if not answer.answer.startswith(self._shown):
                    yield from self._void()
                for sentence in _SENTENCE.findall(answer.answer[len(self._shown) :]):
                    yield Delta(sentence)
                yield item
            case _:
                yield item

    def _begun(self, steps: tuple[str, ...]) -> Iterator[Step]:
        for step in steps:
            if step not in self._steps:
                self._steps.append(step)
                yield Step(step)

    def _void(self) -> Iterator[Step]:
        if self._shown:
            self._shown = ""
            yield Step(RESTART)


class EventStream(StreamingResponse):
    """Server-sent events of one answer; the work stops with the response, wherever that ends."""

    media_type = "text/event-stream"

    def __init__(self, following: Following, content: AsyncIterator[bytes]) -> None:
        super().__init__(content, headers={"cache-control": "no-cache", "x-accel-buffering": "no"})
        self._following = following

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        with self._following:
            await super().__call__(scope, receive, send)


def _threads() -> CapacityLimiter:
    try:
        return _THREADS.get()
    except LookupError:
        _THREADS.set(CapacityLimiter(_AT_ONCE))
        return _THREADS.get()
