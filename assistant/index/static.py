"""The bundled embedder: a static model of one vector a token, read without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.features import Features

MODEL_FOLDER = Path(__file__).parent / "model"
_BATCH = 256


class StaticEmbedder:
    """Sums the int8 rows of a text's tokens; a text without tokens gets the zero vector.

    Args:
        rows: (v, d) int8.
        scale: (v,) factor of each row.
    """

    def __init__(
        self, features: Features, rows: NDArray[np.int8], scale: NDArray[np.float16], *, name: str
    ) -> None:
        self.name = name
        self.dimension = int(rows.shape[1])
        self._features = features
        self._rows = rows
        self._scale = scale.astype(np.float32)

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> StaticEmbedder:
        """Read a model folder written by ``eval.train.train_embedder``.

        Raises:
            StoreError: A file is missing or does not fit the others.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            tensors = load_file(folder / "rows.safetensors")
            features = Features.load(folder / "tokenizer.json", folder / "bigrams.txt", config["buckets"])
            rows, scale = tensors["rows"], tensors["scale"]
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise StoreError(f"内置检索模型无法读取（{folder}）：{error}。请重新安装或重新训练。") from error
        if rows.shape[0] != features.size:
            raise StoreError(
                f"内置检索模型的词表与向量不一致（{folder}）：{features.size} 与 {rows.shape[0]}。"
            )
        return cls(features, rows, scale, name=f"static-{_fingerprint(rows)}")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, (n, d)."""
        result = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            self._encode_into(result[start : start + _BATCH], texts[start : start + _BATCH])
        return result

    def _encode_into(self, target: NDArray[np.float32], texts: Sequence[str]) -> None:
        ids, counts = self._features.bags(texts)
        if len(texts) == 1:
            total = (self._rows[ids].astype(np.float32) * self._scale[ids, None]).sum(axis=0)
            target[0] = total / max(float(np.sqrt(total @ total)), 1e-12)
            return
        used = np.flatnonzero(counts)
        if len(used) == 0:
            return
        starts = np.concatenate([[0], np.cumsum(counts[used])[:-1]])
        vectors = self._rows[ids].astype(np.float32) * self._scale[ids, None]
        sums = np.add.reduceat(vectors, starts, axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        target[used] = sums / np.maximum(lengths, 1e-12)


@cache
def bundled() -> StaticEmbedder:
    """The embedder that ships with the program, read once.

    Raises:
        StoreError: A file of it is damaged.
    """
    return StaticEmbedder.load()


def _fingerprint(rows: NDArray[np.int8]) -> str:
    return hashlib.sha256(np.ascontiguousarray(rows[::16]).tobytes()).hexdigest()[:12]
