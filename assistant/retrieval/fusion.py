"""Joins rankings that have no common scale."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

RRF_K = 20


def reciprocal_rank_fusion(
    rankings: Iterable[tuple[float, Sequence[Key]]], *, k: int = RRF_K
) -> dict[Key, float]:
    """Add ``weight / (k + rank)`` over all rankings; a key that a ranking lacks gets nothing from it.

    Args:
        rankings: Weight and keys, best first, rank counted from 1.
        k: The larger, the less the first places stand out.

    >>> scores = reciprocal_rank_fusion([(2.0, ["a", "b"]), (1.0, ["b"])], k=1)
    >>> sorted(scores, key=scores.__getitem__, reverse=True)
    ['b', 'a']
    """
    scores: dict[Key, float] = {}
    for weight, ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + weight / (k + rank)
    return scores
