"""An embedder that remembers: one question is encoded in several steps, one clause in the answers to many questions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedder import Embedder, QueryEmbedder

_KEPT = 4096
_FEW = 64

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


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
        self._encode_queries = embedder.encode_queries if isinstance(embedder, QueryEmbedder) else None
        self._kept = kept
        self._vectors: dict[tuple[str, bool], NDArray[np.float32]] = {}
        self._guard = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, (n, d)."""
        return self._remembered(texts, self._embedder.encode, asks=False)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a question, (n, d)."""
        if self._encode_queries is None:
            return self.encode(texts)
        return self._remembered(texts, self._encode_queries, asks=True)

    def _remembered(self, texts: Sequence[str], encode: Encode, *, asks: bool) -> NDArray[np.float32]:
        if len(texts) > _FEW or not texts:
            return encode(texts)
        with self._guard:
            found = {text: self._vectors[text, asks] for text in texts if (text, asks) in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update(zip(missing, encode(missing), strict=True))
            self._remember({(text, asks): found[text] for text in missing})
        return np.stack([found[text] for text in texts])

    def _remember(self, vectors: dict[tuple[str, bool], NDArray[np.float32]]) -> None:
        with self._guard:
            self._vectors |= vectors
            # The texts that came first go first: a dict keeps their order.
            for key in list(islice(self._vectors, max(len(self._vectors) - self._kept, 0))):
                del self._vectors[key]
