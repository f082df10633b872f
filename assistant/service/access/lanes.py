"""A lane: so much work at once, a bounded queue before it, and turns that go round among those who wait.

Whoever has many requests waiting gets one turn as anybody else does; and when the queue is full it is the longest
of the callers' lines that loses its last request, so that one busy caller keeps nobody else out.

Source: P. McKenney, Stochastic fairness queueing (1990), for dropping from the longest line.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from assistant.errors import Overloaded
from assistant.wording import words

_LEARNING = 0.1
_LONGEST_ADVICE_S = 30


def _unheard(_: Lane) -> None:
    """Nobody wants to know."""


class Lane:
    """Lets work begin in turn; belongs to one event loop.

    Args:
        name: What the metrics call it.
        at_once: How much may be under way.
        waiting: How much may wait.
        longest_s: How long it may wait.
        now: Seconds of a clock that never goes back.

    Attributes:
        busy: How much is under way.
        depth: How much waits.
        changed: Told when either may have changed.
    """

    def __init__(
        self,
        name: str,
        *,
        at_once: int,
        waiting: int,
        longest_s: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.busy = 0
        self.depth = 0
        self.changed: Callable[[Lane], object] = _unheard
        self._at_once, self._most, self._longest_s = at_once, waiting, longest_s
        self._now = now
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._work_s = 0.01

    async def enter(self, caller: str) -> float:
        """Wait for a turn; returns the moment at which it came, for :meth:`leave`.

        Raises:
            Overloaded: The queue is full, or the turn did not come in time.
        """
        if self.busy < self._at_once and not self.depth:
            self.busy += 1
            self.changed(self)
            return self._now()
        if error := self.refusal_for(caller):
            raise error
        if self.depth >= self._most:
            self._make_room()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._lines.setdefault(caller, deque()).append(turn)
        self.depth += 1
        self.changed(self)
        timer = loop.call_later(self._longest_s, self._turn_away, turn)
        try:
            await turn
        except BaseException:
            self._give_up(caller, turn)
            raise
        finally:
            timer.cancel()
        return self._now()

    def refusal_for(self, caller: str) -> Overloaded | None:
        """Why a caller would be turned away at this moment: the queue is full, and no other's line is longer."""
        if self.depth < self._most or (self.busy < self._at_once and not self.depth):
            return None
        own = len(self._lines.get(caller, ()))
        return self._refusal() if max(map(len, self._lines.values()), default=0) <= own + 1 else None

    def leave(self, entered: float) -> None:
        """End what began at ``entered``; the next in turn begins."""
        self._work_s += _LEARNING * (self._now() - entered - self._work_s)
        self.busy -= 1
        self._admit()
        self.changed(self)

    def _admit(self) -> None:
        while self.busy < self._at_once and self._lines:
            caller, line = next(iter(self._lines.items()))
            turn = line.popleft()
            self.depth -= 1
            self._lines.move_to_end(caller)
            if not line:
                del self._lines[caller]
            if not turn.done():
                self.busy += 1
                turn.set_result(None)

    def _make_room(self) -> None:
        """Turn away the last of the longest line."""
        longest = max(self._lines, key=lambda name: len(self._lines[name]))
        last = self._lines[longest][-1]
        self._remove(longest, last)
        self._turn_away(last)

    def _turn_away(self, turn: asyncio.Future[None]) -> None:
        if not turn.done():
            turn.set_exception(self._refusal())

    def _give_up(self, caller: str, turn: asyncio.Future[None]) -> None:
        """Nobody waits for the turn any more."""
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            self.busy -= 1  # it had come, and is passed on
            self._admit()
        else:
            self._remove(caller, turn)

    def _remove(self, caller: str, turn: asyncio.Future[None]) -> None:
        line = self._lines.get(caller)
        if line is not None and turn in line:
            line.remove(turn)
            self.depth -= 1
            if not line:
                del self._lines[caller]

    def _refusal(self) -> Overloaded:
        ahead_s = (self.depth + self.busy) * self._work_s / self._at_once
        seconds = min(_LONGEST_ADVICE_S, max(1, math.ceil(ahead_s)))
        told = str(words("problems")["details"]["overloaded"])
        return Overloaded(told.format(seconds=seconds), retry_after_s=seconds)
