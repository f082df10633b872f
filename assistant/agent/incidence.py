"""Which words stand in which texts of a corpus: looked up where a question first needs it, and then remembered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_WORDS, _BYTES = 4096, 32_000_000
"""How many words are remembered at most, and in how much memory."""


class _Known(NamedTuple):
    """What was looked up.

    Attributes:
        rows: The row of each word.
        table: 2 where a text holds a word, 1 where it does not, 0 where nobody has looked, (words, texts).
    """

    rows: dict[str, int]
    table: NDArray[np.int8]


class Incidence:
    """Tells which of some words stand in which of some texts.

    Args:
        texts: The texts; their order is their number.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._most = min(_WORDS, _BYTES // max(len(texts), 1))
        self._guard = threading.Lock()
        self._known = self._nothing_known(0)

    def held(self, words: Sequence[str], texts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of some texts holds each word, (words, texts)."""
        rows, table = self._rows_of(words)
        found = table[rows, texts]
        for place in np.flatnonzero((found == 0).any(axis=1)).tolist():
            unknown = np.flatnonzero(found[place] == 0)
            word = words[place]
            found[place, unknown] = [1 + (word in self._texts[number]) for number in texts[unknown].tolist()]
            table[rows[place], texts] = found[place]
        return found > 1

    def _rows_of(self, words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        """The row of each word, (words, 1), and the table in which they stand."""
        with self._guard:
            rows, table = self._known
            missing = [word for word in words if word not in rows]
            if len(rows) + len(missing) > len(table):
                # A table that others still read stays as it is: a new one begins.
                rows, table = self._known = self._nothing_known(len(words))
                missing = list(words)
            for word in missing:
                rows.setdefault(word, len(rows))
        return np.array([[rows[word]] for word in words], dtype=np.int64).reshape(-1, 1), table

    def _nothing_known(self, words: int) -> _Known:
        return _Known({}, np.zeros((max(self._most, words), len(self._texts)), dtype=np.int8))
