"""How often somebody may call: so many a minute, and a quarter of that at once.

One number is kept for each caller: the moment at which all it has spent will have been earned (the generic cell
rate algorithm, a token bucket without a timer). Each process counts for itself.

Source: ITU-T I.371, annex on the generic cell rate algorithm.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.errors import TooManyRequests
from assistant.wording import words

_MINUTE_S = 60.0
_BURST = 0.25
_MOST_CALLERS = 50_000
"""Kept at once; beyond that those are forgotten that have been silent longest."""


class Rate:
    """Counts calls by caller, from any thread.

    Args:
        per_minute: How many calls a caller may make in the long run; 0: as many as it likes.
        now: Seconds of a clock that never goes back.
    """

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._now = now
        self._each_s = _MINUTE_S / per_minute if per_minute else 0.0
        self._ahead_s = self._each_s * max(5.0, per_minute * _BURST)
        self._earned: OrderedDict[str, float] = OrderedDict()
        self._guard = threading.Lock()

    def take(self, caller: str) -> None:
        """Count one call.

        Raises:
            TooManyRequests: The caller has none left for now; the call is not counted.
        """
        if not self.per_minute:
            return
        with self._guard:
            now = self._now()
            at = max(now, self._earned.get(caller, 0.0)) + self._each_s
            if at - now > self._ahead_s:
                raise _refusal(self.per_minute, at - now - self._ahead_s)
            self._earned[caller] = at
            self._earned.move_to_end(caller)
            while len(self._earned) > _MOST_CALLERS:
                self._earned.popitem(last=False)


def _refusal(per_minute: int, wait_s: float) -> TooManyRequests:
    seconds = max(1, math.ceil(wait_s))
    told = str(words("problems")["details"]["too_many_requests"])
    return TooManyRequests(told.format(rate=per_minute, seconds=seconds), retry_after_s=seconds)
