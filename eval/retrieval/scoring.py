"""How well one system ranks: recall at three depths, the first answer's place, time a question."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from eval.retrieval.lines import Question

DEPTHS = (5, 10, 100)
FIRST = 10
Ranking = Callable[[str], Sequence[str]]
"""Gives article ids for a question, best first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all questions; times in milliseconds of wall clock."""

    recall: dict[int, float]
    mrr: float
    mean_ms: float
    p50_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, float]:
        """The figures under the names of the output."""
        recalls = {f"R@{depth}": round(value, 4) for depth, value in self.recall.items()}
        times = {"ms_per_query": self.mean_ms, "p50_ms": self.p50_ms, "p95_ms": self.p95_ms}
        return {
            **recalls,
            f"MRR@{FIRST}": round(self.mrr, 4),
            **{name: round(value, 2) for name, value in times.items()},
        }


def recall(ranking: Sequence[str], gold: frozenset[str], depth: int) -> float:
    """Share of the articles that answer among the first ``depth``.

    >>> recall(["a", "b", "c"], frozenset({"b", "x"}), 2)
    0.5
    """
    return len(gold.intersection(ranking[:depth])) / len(gold)


def reciprocal_rank(ranking: Sequence[str], gold: frozenset[str]) -> float:
    """One over the place of the first article that answers; 0 beyond the tenth.

    >>> reciprocal_rank(["a", "b"], frozenset({"b"}))
    0.5
    """
    return next((1 / place for place, name in enumerate(ranking[:FIRST], 1) if name in gold), 0.0)


def measure(rank: Ranking, questions: Sequence[Question]) -> Figures:
    """Ask every question once, one after the other; a first one beforehand opens what is opened late."""
    rank(questions[0].text)
    rankings, times = [], []
    for question in questions:
        started = time.perf_counter()
        ranking = list(rank(question.text))
        times.append((time.perf_counter() - started) * 1000)
        rankings.append((ranking, question.gold))
    cuts = quantiles(times, n=20) if len(times) > 1 else times * 19
    return Figures(
        recall={depth: fmean(recall(found, gold, depth) for found, gold in rankings) for depth in DEPTHS},
        mrr=fmean(reciprocal_rank(found, gold) for found, gold in rankings),
        mean_ms=fmean(times),
        p50_ms=cuts[9],
        p95_ms=cuts[18],
    )
