"""An embedder that remembers: one question is encoded in several steps, one clause in the answers to many questions."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedder import Embedder

_KEPT = 4096
_FEW = 64


class RememberingEmbedder:
    """Keeps the vectors of the texts encoded last; large batches, as when an index is built, pass by.

    Args:
        embedder: What encodes.
        kept: Most texts remembered; at 256 dimensions 1 KB each, texts aside.
    """

    def __init__(self, embedder: Embedder, kept: int = _KEPT) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self._embedder = embedder
        self._kept = kept
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._guard = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, (n, d)."""
        if len(texts) > _FEW:
            return self._embedder.encode(texts)
        with self._guard:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update(zip(missing, self._embedder.encode(missing), strict=True))
            self._remember(missing, found)
        return np.stack([found[text] for text in texts]) if texts else self._embedder.encode([])

    def _remember(self, texts: Sequence[str], vectors: dict[str, NDArray[np.float32]]) -> None:
        with self._guard:
            for text in texts:
                self._vectors[text] = vectors[text]
            # The texts that came first go first: a dict keeps their order.
            for text in list(self._vectors)[: max(len(self._vectors) - self._kept, 0)]:
                del self._vectors[text]
