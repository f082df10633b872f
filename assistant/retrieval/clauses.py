"""The clauses that the passages of an index hold, as numbers: what a question finds is scored without a tuple each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.index.passages import Passage

# What a clause gets of the score of a joined passage that holds it: a list answers as a whole,
# yet the item that says it in its own words comes first.
JOINED_SHARE = 0.8


class ClauseKey(NamedTuple):
    """A clause of the corpus; sorts as ids sort."""

    document_id: str
    clause_id: str


class Scored(NamedTuple):
    """Clauses by their numbers, ascending and each once, and their scores, both (n,)."""

    numbers: NDArray[np.int64]
    scores: NDArray[np.float64]

    def ranking(self) -> list[int]:
        """The numbers, best first, ties by document and clause id."""
        ranked: list[int] = self.numbers[np.argsort(-self.scores, kind="stable")].tolist()
        return ranked


class Clauses:
    """Every clause of the passages by its number, which ascends as ids do.

    Attributes:
        keys: The clause of each number.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        held = [[ClauseKey(one.document_id, clause_id) for clause_id in one.clause_ids] for one in passages]
        self.keys = tuple(sorted({key for group in held for key in group}))
        number = {key: place for place, key in enumerate(self.keys)}
        self._numbers = np.array([number[key] for group in held for key in group], dtype=np.int64)
        self._sizes = np.array([len(group) for group in held], dtype=np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._shares = np.where(self._sizes > 1, JOINED_SHARE, 1.0)

    def scored(self, places: NDArray[np.int64], scores: NDArray[np.floating]) -> Scored:
        """The clauses of some passages, each with the best score that one of these gives it."""
        sizes = self._sizes[places]
        ends = np.cumsum(sizes)
        # The clauses of one passage stand side by side, from its start on.
        rows = np.arange(len(places) and ends[-1]) + np.repeat(self._starts[places] - ends + sizes, sizes)
        numbers = self._numbers[rows]
        shared = np.repeat(scores.astype(np.float64) * self._shares[places], sizes)
        order = np.lexsort((-shared, numbers))
        numbers = numbers[order]
        first = np.ones(len(numbers), dtype=bool)
        first[1:] = numbers[1:] > numbers[:-1]
        return Scored(numbers[first], shared[order][first])
