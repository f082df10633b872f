"""Joins rankings that have no common scale."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)

RRF_K = 20
# Source: a sixth of the lay legal questions that the embedder had not seen; 0.01 to 0.03 rank alike, 0 and 0.04 worse.
WORDS_WEIGHT = 0.02


def weighted_sum(
    similarities: Mapping[Key, float], words: Mapping[Key, float], *, best: float, last: float
) -> dict[Key, float]:
    """Add similarity, stretched so that ``best`` is 2 and ``last`` 1, and the score of shared words times its weight.

    Unlike ranks this keeps how far apart the candidates lie; unlike plain similarities it is the same for models whose
    cosines crowd together. What lies far below ``last`` counts 0 for similarity.

    Args:
        similarities: Cosine of every candidate.
        words: BM25 score of those that share words with the question.
        best: Similarity of the nearest.
        last: Similarity of the last one that was looked at.

    >>> weighted_sum({"a": 0.6, "b": 0.4}, {"b": 50.0}, best=0.6, last=0.4)
    {'a': 2.0, 'b': 3.0}
    """
    values = np.array(list(similarities.values()), dtype=np.float64)
    shared = np.array([words.get(key, 0.0) for key in similarities], dtype=np.float64)
    return dict(zip(similarities, summed(values, shared, best=best, last=last).tolist(), strict=True))


def summed(
    similarities: NDArray[np.float64], words: NDArray[np.float64], *, best: float, last: float
) -> NDArray[np.float64]:
    """As :func:`weighted_sum`, of candidates by their places, (n,); 0 for one that shares no words."""
    span = max(best - last, 1e-6)
    found: NDArray[np.float64] = np.maximum(0.0, 1 + (similarities - last) / span) + WORDS_WEIGHT * words
    return found


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
