"""BM25 alone: the same chunks, ranked by shared character bigrams.

Character bigrams stand in for words, as is usual for Chinese (Nie, Gao, Zhang and Zhou, On the Use of Words and
N-grams for Chinese Information Retrieval, 2000). BM25 by bm25s (Lù, BM25S, 2024) with its defaults k1 1.5, b 0.75.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import bm25s
import numpy as np

from assistant.documents.library import Library
from eval.peers.passages import PassagePeer, chunks


class Bm25Finder:
    """Chunks by BM25 score; those that share nothing with the question are left out."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        self._index = bm25s.BM25()
        if texts:
            self._index.index([terms(text) or [""] for text in texts], show_progress=False)

    def find(self, question: str, limit: int) -> Sequence[int]:
        """Positions of the best chunks, ties by position."""
        known = self._index.vocab_dict if self._size else {}
        asked = [term for term in terms(question) if term in known]
        if not asked:
            return []
        scores = np.asarray(self._index.get_scores(asked))
        best = np.argsort(-scores, kind="stable")[:limit]
        return [int(place) for place in best if scores[place] > 0]


def terms(text: str) -> list[str]:
    """Character bigrams of Chinese runs, whole words of others, lower case.

    >>> terms("绿色工厂 ISO 50001")
    ['绿色', '色工', '工厂', 'iso', '50001']
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    found: list[str] = []
    for run in re.findall(r"[㐀-鿿]+|[a-z0-9.]+", folded):
        found += [run] if run[0] < "㐀" or len(run) == 1 else [run[n : n + 2] for n in range(len(run) - 1)]
    return found


def bm25(library: Library, name: str = "bm25") -> PassagePeer:
    """The peer over a library."""
    cut = chunks(library)
    return PassagePeer(name, library, cut, Bm25Finder([chunk.text for chunk in cut]))
