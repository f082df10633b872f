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


def encode_passages(
    passages: Sequence[Passage],
    embedder: Embedder,
    report: Progress,
    target: NDArray[np.float32],
    places: Sequence[int],
) -> None:
    """Write the unit vector of each passage into its row of ``target``, (n, d), some thousand at a time."""
    total, ready = len(target), len(target) - len(passages)
    for start in range(0, len(passages), _CHUNK):
        report("encode", ready + start, total)
        chunk = passages[start : start + _CHUNK]
        target[list(places[start : start + _CHUNK])] = _encoded(chunk, embedder)
    report("encode", total, total)


def _encoded(passages: Sequence[Passage], embedder: Embedder) -> NDArray[np.float32]:
    own = embedder.encode([fold(passage.text) for passage in passages])
    # Neighbours share what stands above them: it is encoded once.
    contexts = list(dict.fromkeys(passage.context for passage in passages))
    rows = {context: row for row, context in enumerate(contexts)}
    above = embedder.encode([fold(context) for context in contexts])
    context = above[[rows[passage.context] for passage in passages]]
    mixed = (1 - _CONTEXT_SHARE) * own + _CONTEXT_SHARE * context
    length = np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.asarray(mixed / np.maximum(length, 1e-12), dtype=np.float32)
