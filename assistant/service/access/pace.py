"""How fast refusals go out: at once while they are few, at a steady pace when callers come again without waiting.

Whoever is refused and asks again at once costs as much as the answers of everybody else; made to wait a moment for
the refusal, such callers slow down by themselves. Nothing is kept but one moment (the generic cell rate algorithm).

Source: ITU-T I.371, annex on the generic cell rate algorithm.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

PER_SECOND = 800
"""A refusal costs a fifth of a millisecond: at this pace refusals take a sixth of a processor."""
_AT_ONCE_S, _LONGEST_S = 0.1, 1.0


class Pace:
    """Spreads what may come in any number; belongs to one event loop.

    Args:
        per_second: How many go out in a second, in the long run.
        at_once_s: So many seconds' worth go out without waiting.
        longest_s: Nobody waits longer; beyond that the pace is no more than a wish.
        now: Seconds of a clock that never goes back.
    """

    def __init__(
        self,
        per_second: float = PER_SECOND,
        *,
        at_once_s: float = _AT_ONCE_S,
        longest_s: float = _LONGEST_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each_s, self._at_once_s, self._longest_s = 1 / per_second, at_once_s, longest_s
        self._now = now
        self._next = 0.0

    def wait_s(self) -> float:
        """How long the next one has to wait, seconds; counts it."""
        now = self._now()
        # What waited as long as may be is not owed by those who come later.
        self._next = min(max(self._next, now) + self._each_s, now + self._at_once_s + self._longest_s)
        return max(self._next - now - self._at_once_s, 0.0)

    async def turn(self) -> None:
        """Wait for the turn of one."""
        if wait_s := self.wait_s():
            await asyncio.sleep(wait_s)
