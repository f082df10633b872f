"""The score of a clause for a question: a linear part and one small hidden layer over named features.

The figures stand in ``scoring.json`` beside this file, as ``eval/train/fit_ranking.py`` writes them; they are
fitted on tuning questions and on nothing else. Scores are log-odds: a difference of 4 is 55 to 1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
FILE = Path(__file__).with_name("scoring.json")


@dataclass(frozen=True, slots=True)
class Scoring:
    """A fitted scorer.

    Attributes:
        names: The features, in the order of the columns.
        linear: Weight of each feature, ``(f,)``.
        mean, scale: What is taken off each feature and what it is divided by before the hidden layer, ``(f,)``.
        inner, bias: The hidden layer, ``(f, h)`` and ``(h,)``.
        outer: Weight of each hidden unit, ``(h,)``.
    """

    names: tuple[str, ...]
    linear: Vector
    mean: Vector
    scale: Vector
    inner: Vector
    bias: Vector
    outer: Vector

    def scores(self, table: Vector) -> Vector:
        """One score a row of features ``(n, f)``, whose columns stand in the order of ``names``. Shape ``(n,)``."""
        hidden = np.tanh((table - self.mean) / self.scale @ self.inner + self.bias)
        found: Vector = table @ self.linear + hidden @ self.outer
        return found

    def as_json(self) -> dict[str, Any]:
        """The figures, rounded to six digits, as they are stored."""
        arrays = ("linear", "mean", "scale", "inner", "bias", "outer")
        return {"names": list(self.names)} | {
            name: np.round(getattr(self, name), 6).tolist() for name in arrays
        }


def read_scoring(path: Path) -> Scoring:
    """A scorer from its file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    names = tuple(data.pop("names"))
    return Scoring(names, **{key: np.array(value) for key, value in data.items()})


@cache
def bundled() -> Scoring:
    """The scorer that is shipped."""
    return read_scoring(FILE)
