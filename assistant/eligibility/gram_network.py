"""A small network over the words of a text: hashed n-grams and the vector of the embedder through one hidden layer.

As in fastText (Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification"), with the vector of the bundled
embedder beside the n-grams. It is trained with torch (``eval/train/gram_training.py``) and run with numpy.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[a-z']+|\d+|[\u3400-\u9fff]|[^\sa-z\d\u3400-\u9fff]")
DENIES = re.compile(r"[没未无不莫缺差别非否零空撤停欠]|n't\b|\b(?:not|no|never|none|without)\b")
"""What may deny; many words that hold such a character do not."""
_LONGEST = 160
"""Characters of a text that are read: what is longer tells more than one thing."""
_DENSE = ("dense", "out", "direct")


@dataclass(frozen=True, slots=True)
class GramNetwork:
    """The fitted network.

    Attributes:
        codes: What each output stands for.
        embedder: Name of the embedder whose vectors it was trained with.
        grams: Row of each n-gram bucket in whole numbers, ``(buckets, hidden)``.
        scale: What one of them stands for in each column, ``(hidden,)``.
        dense: Of the vector of the embedder, ``(dimension, hidden)``.
        bias: Of the hidden layer, ``(hidden,)``.
        out: Of each output, ``(hidden, codes)``.
        direct: From the vector past the hidden layer, ``(dimension, codes)``.
        out_bias: ``(codes,)``.
    """

    codes: tuple[str, ...]
    embedder: str
    grams: NDArray[np.int8]
    scale: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]
    out: NDArray[np.float32]
    direct: NDArray[np.float32]
    out_bias: NDArray[np.float32]

    def probabilities(
        self, ids: Sequence[Sequence[int]], vectors: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How probable each output is of each text, ``(texts, codes)``.

        Args:
            ids: Buckets of each text.
            vectors: Vector of each text, ``(texts, dimension)``.
        """
        hidden = vectors @ self.dense + self.bias
        for place, own in enumerate(ids):
            rows = self.grams[list(own)].sum(axis=0, dtype=np.int32)
            hidden[place] += rows * self.scale / np.sqrt(len(own))
        scores = np.maximum(hidden, 0) @ self.out + vectors @ self.direct + self.out_bias
        found: NDArray[np.float32] = 1 / (1 + np.exp(-scores))
        return found


def grams_of(text: str) -> set[str]:
    """The n-grams of a folded text: one to four words or characters in a row, two with one between them.

    One and two in a row stand there a second time with whether the text denies anything.
    """
    tokens = ["^", *("0" if token.isdigit() else token for token in _TOKEN.findall(text[:_LONGEST])), "$"]
    rows = {n: [" ".join(tokens[at : at + n]) for at in range(len(tokens) - n + 1)] for n in (1, 2, 3, 4)}
    sign = "!" if DENIES.search(text) else "+"
    grams = {gram for row in rows.values() for gram in row}
    grams |= {f"{tokens[at]}~{tokens[at + 2]}" for at in range(len(tokens) - 2)}
    return grams | {sign + gram for n in (1, 2) for gram in rows[n]}


def hashed(grams: Iterable[str], buckets: int) -> list[int]:
    """The buckets of some n-grams, in order."""
    return sorted({zlib.crc32(gram.encode()) % buckets for gram in grams})


def in_whole_numbers(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights in one byte each, and what one of them stands for in each column."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def read_network(path: Path) -> GramNetwork:
    """A network from its file."""
    with np.load(path) as held:
        return GramNetwork(
            codes=tuple(held["codes"].tolist()),
            embedder=str(held["embedder"]),
            grams=held["grams"],
            scale=held["grams_scale"],
            bias=held["bias"],
            out_bias=held["out_bias"],
            **{name: held[name].astype(np.float32) * held[f"{name}_scale"] for name in _DENSE},
        )


def write_network(network: GramNetwork, path: Path) -> None:
    """Put a network into its file, each weight in one byte."""
    held: dict[str, Any] = {
        "codes": np.array(network.codes),
        "embedder": np.array(network.embedder),
        "grams": network.grams,
        "grams_scale": network.scale,
        "bias": network.bias,
        "out_bias": network.out_bias,
    }
    for name in _DENSE:
        held[name], held[f"{name}_scale"] = in_whole_numbers(getattr(network, name))
    np.savez_compressed(path, **held)
