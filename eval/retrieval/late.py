"""Reranking by late interaction: every token of a question against every token of a passage.

Not part of the product: over what the searcher finds it gains less than questions differ by chance, and costs as much time
as the search. It stands beside the other systems so that this can be seen anew whenever the model changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.features import Features
from assistant.index.static import MODEL_FOLDER

DEPTH = 50
# Chosen among 1, 2, 4 and 8 on the lay legal questions of ``dev``.
SHARE = 1.0


class LateInteraction:
    """The sum over a question's tokens of the nearest token of a passage, weighted by what each token weighs.

    Source: Khattab and Zaharia, ColBERT, 2020; the token vectors are those of the bundled embedder.

    Args:
        features: Cuts texts into tokens.
        rows: One vector a token, its weight multiplied in, (v, d).
    """

    def __init__(self, features: Features, rows: NDArray[np.float32]) -> None:
        self._features = features
        self._weights = np.linalg.norm(rows, axis=1)
        self._directions = rows / np.maximum(self._weights, 1e-9)[:, None]

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> LateInteraction:
        """Read the token vectors of a model folder."""
        from safetensors.numpy import load_file

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tensors = load_file(folder / "rows.safetensors")
        rows = tensors["rows"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]
        features = Features.load(folder / "tokenizer.json", folder / "bigrams.txt", config["buckets"])
        return cls(features, rows)

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """One score from -1 to 1 a passage, (n,); 0 where the question or the passage has no token.

        >>> near = LateInteraction.load().scores("拖欠工资", ["用人单位拖欠劳动报酬的", "渔船应当悬挂标志"])
        >>> bool(near[0] > near[1])
        True
        """
        found = np.zeros(len(passages), dtype=np.float32)
        asked = np.unique(self._features.bags([question]).ids)
        ids, counts = self._features.bags(passages)
        used = np.flatnonzero(counts)
        if not len(asked) or not len(used):
            return found
        tokens, places = np.unique(ids, return_inverse=True)
        alike = (self._directions[asked] @ self._directions[tokens].T)[:, places]
        starts = np.cumsum(counts[used]) - counts[used]
        nearest = np.maximum.reduceat(alike, starts, axis=1)
        weights = self._weights[asked]
        found[used] = weights @ nearest / max(float(weights.sum()), 1e-9)
        return found
