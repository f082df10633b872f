"""The highest of many numbers, without sorting them or even looking at most of them twice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_STEP = 16


class Best(NamedTuple):
    """Places of an index, best first, and their scores, both (n,)."""

    places: NDArray[np.int64]
    scores: NDArray[np.float64]

    def first(self, limit: int) -> Best:
        """At most so many of them."""
        return Best(self.places[:limit], self.scores[:limit])


def topmost(values: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Positions of the ``limit`` highest finite values, in rising order; of equal values the first ones.

    One value in sixteen tells about how high the last of them is; what lies below is left aside, and only where that
    leaves too few is everything compared.

    >>> topmost(np.array([3, 9, 3, -np.inf, 7, 3], dtype=np.float32), 3)
    array([0, 1, 4])
    """
    if limit <= 0:
        return np.zeros(0, dtype=np.int64)
    among = _above_a_guess(values, limit)
    if among is None:
        among = np.flatnonzero(np.isfinite(values))
        if len(among) <= limit:
            return among
    chosen = values[among]
    floor = np.partition(chosen, len(chosen) - limit)[len(chosen) - limit]
    above = among[chosen > floor]
    equal = among[chosen == floor][: limit - len(above)]
    return np.sort(np.concatenate([above, equal]))


def _above_a_guess(values: NDArray[np.float32], limit: int) -> NDArray[np.int64] | None:
    """Positions of values that can be among the highest, at least ``limit``; None where the guess was too high."""
    sample = values[::_STEP]
    place = len(sample) - 1 - (2 * limit // _STEP + 8)
    if place <= 0:
        return None
    guess = np.partition(sample, place)[place]
    if not np.isfinite(guess):
        return None
    found = np.flatnonzero(values >= guess)
    return found if len(found) >= limit else None
