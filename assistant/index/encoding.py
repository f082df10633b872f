"""Vectors of passages: their own words and, with less weight, what stands above them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedder import Embedder
from assistant.index.passages import Passage
from assistant.index.vectors import Progress
from assistant.text.normalise import fold

_CHUNK = 1000
_CONTEXT_SHARE = 0.2
Vectors = NDArray[np.float32]


def encode_passages(
    passages: Sequence[Passage],
    embedder: Embedder,
    report: Progress,
    target: Vectors,
    places: Sequence[int],
) -> None:
    """Write the unit vector of each passage into its row of ``target``, (n, d), some thousand at a time."""
    total, ready = len(target), len(target) - len(passages)
    for start in range(0, len(passages), _CHUNK):
        report("encode", ready + start, total)
        chunk = passages[start : start + _CHUNK]
        target[list(places[start : start + _CHUNK])] = mixed(*own_and_above(chunk, embedder))
    report("encode", total, total)


def own_and_above(passages: Sequence[Passage], embedder: Embedder) -> tuple[Vectors, Vectors]:
    """Vectors of the passages' own words and of what stands above each, both (n, d)."""
    own = embedder.encode([fold(passage.text) for passage in passages])
    # Neighbours share what stands above them: it is encoded once.
    contexts = list(dict.fromkeys(passage.context for passage in passages))
    rows = {context: row for row, context in enumerate(contexts)}
    above = embedder.encode([fold(context) for context in contexts])
    return own, above[[rows[passage.context] for passage in passages]]


def mixed(own: Vectors, above: Vectors, share: float = _CONTEXT_SHARE) -> Vectors:
    """Unit vectors of which ``share`` comes from what stands above."""
    sums = (1 - share) * own + share * above
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(length, 1e-12), dtype=np.float32)
