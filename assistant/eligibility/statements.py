"""What a message tells of facts in words that no list of cues foresees: a small trained network.

Each part of a message, and each two and three side by side, is scored for every statement that the rule files know of (a fact
with one of its values). It is trained by ``eval/train/fit_statements.py`` on messages of many writers, near-misses
among them. Figures and days are never read by it: where it tells that something happened, the readers of events and
lists say when.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.eligibility.gram_network import GramNetwork, grams_of, hashed, read_network
from assistant.index.static import bundled as embedder

FILE = Path(__file__).with_name("statements.npz")
BUCKETS = 1 << 15
_WIDEST = 3


def buckets(window: str) -> list[int]:
    """The buckets of a window of folded text."""
    return hashed(grams_of(window), BUCKETS)


def windows_of(parts: Sequence[str]) -> list[tuple[int, ...]]:
    """Places of the parts that are read together: each alone, each two and each three side by side."""
    return [
        tuple(range(place, place + wide))
        for wide in range(1, _WIDEST + 1)
        for place in range(len(parts) - wide + 1)
    ]


def window_text(parts: Sequence[str], places: Sequence[int]) -> str:
    """The words of the parts at some places."""
    return " ".join(parts[place] for place in places)


@lru_cache(maxsize=64)
def told_by(texts: tuple[str, ...]) -> NDArray[np.float32]:
    """How probable each statement is of each window of some folded texts, ``(windows, codes)``."""
    windows = [window_text(texts, places) for places in windows_of(texts)]
    return bundled().probabilities([buckets(window) for window in windows], embedder().encode(windows))


@cache
def bundled() -> GramNetwork:
    """The network that ships with the program; its outputs are ``fact=value``."""
    return read_network(FILE)


def prepare() -> None:
    """Read the network before a first message waits for it."""
    told_by((" ",))
