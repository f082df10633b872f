"""Intervals and comparisons: the percentile bootstrap, the paired bootstrap, McNemar's test; all seeded.

Turns of one dialogue and days of one series are not independent, so whole clusters are drawn, not single items.

Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13 (percentile interval); Koehn, Statistical
Significance Tests for Machine Translation Evaluation, EMNLP 2004 (paired bootstrap); McNemar, Psychometrika 12, 1947,
in its exact binomial form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

SEED = 20261121
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval; ``n`` is the number of items behind it."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of means (after minus before) with its 95 % interval; ``p`` is two-sided."""

    before: float
    after: float
    low: float
    high: float
    p: float
    n: int

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def bootstrap(values: Sequence[float], clusters: Sequence[str] | None = None) -> Interval:
    """The mean with its percentile interval over drawn clusters; NaN of nothing.

    >>> bootstrap([1.0, 1.0, 1.0])
    Interval(mean=1.0, low=1.0, high=1.0, n=3)
    """
    if not values:
        nan = float("nan")
        return Interval(nan, nan, nan, 0)
    low, high = np.percentile(_drawn_means(np.asarray(values, dtype=float), clusters), [2.5, 97.5])
    return Interval(float(np.mean(values)), float(low), float(high), len(values))


def paired_bootstrap(
    before: Sequence[float], after: Sequence[float], clusters: Sequence[str] | None = None
) -> Change:
    """The change of a mean over the same items, with interval and two-sided bootstrap p-value."""
    if len(before) != len(after):
        raise ValueError(f"{len(before)} values before and {len(after)} after: the items must be the same")
    if not before:
        nan = float("nan")
        return Change(nan, nan, nan, nan, nan, 0)
    drawn = _drawn_means(np.asarray(after, dtype=float) - np.asarray(before, dtype=float), clusters)
    low, high = np.percentile(drawn, [2.5, 97.5])
    tail = min(float(np.mean(drawn <= 0)), float(np.mean(drawn >= 0)))
    p = min(1.0, 2 * max(tail, 1 / DRAWS))
    return Change(float(np.mean(before)), float(np.mean(after)), float(low), float(high), p, len(before))


def mcnemar(before: Sequence[bool], after: Sequence[bool]) -> tuple[int, int, float]:
    """Items that became wrong, items that became right, and the exact two-sided p-value.

    >>> mcnemar([True] * 6, [False] * 6)
    (6, 0, 0.03125)
    """
    worse = sum(b and not a for b, a in zip(before, after, strict=True))
    better = sum(a and not b for b, a in zip(before, after, strict=True))
    n, k = worse + better, min(worse, better)
    tail = sum(comb(n, i) for i in range(k + 1)) / 2**n if n else 1.0
    return worse, better, min(1.0, 2 * tail)


def kappa(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Cohen's kappa of two judges; NaN where chance alone explains all.

    Source: Cohen, A Coefficient of Agreement for Nominal Scales, 1960.
    """
    if not one:
        return float("nan")
    a, b = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    agreed = float(np.mean(a == b))
    chance = float(a.mean() * b.mean() + (1 - a.mean()) * (1 - b.mean()))
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")


def _drawn_means(values: NDArray[np.float64], clusters: Sequence[str] | None) -> NDArray[np.float64]:
    """Means of ``DRAWS`` samples of whole clusters, (DRAWS,)."""
    names = clusters if clusters is not None else [str(n) for n in range(len(values))]
    _, places = np.unique(np.asarray(names), return_inverse=True)
    sums, counts = np.bincount(places, weights=values), np.bincount(places)
    drawn = np.random.default_rng(SEED).integers(0, len(sums), size=(DRAWS, len(sums)))
    means: NDArray[np.float64] = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return means
