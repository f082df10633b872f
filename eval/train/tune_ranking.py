"""Fit the weights of ``assistant.agent.ranking`` on the tuning split, and say what cross-validation expects of them.

Usage::

    python -m eval.train.tune_ranking [--l2 0.1] [--fold 5]

Each question is a softmax over its candidate clauses; the loss is the negative log of the probability that falls on
the gold clauses (listwise, as ListNet: Cao et al. 2007), with an l2 pull towards the weights now in the code. The
held-out split is never read. Embeddings that were trained on the same questions flatter their own features: fit with a
model that was not, and judge by the cross-validated figures.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.agent.pipeline import Agent
from assistant.agent.ranking import WEIGHTS
from assistant.assembly import build_assistant
from assistant.domain.dialogue import DialogueState
from assistant.settings import Settings
from eval.items import DATASETS, Item, load_questions
from eval.metrics.evidence import squash

Vector = NDArray[np.float64]
STEPS, RATE = 300, 0.05


@dataclass(frozen=True, slots=True)
class Example:
    """Candidates of one question: features ``(n, f)``, and for each gold group which candidates are right ``(g, n)``."""

    features: Vector
    gold: NDArray[np.bool_]


def examples(agent: Agent, items: Sequence[Item], names: Sequence[str]) -> list[Example]:
    """Rank every question and keep the features of its candidates."""
    made = []
    for item in items:
        if not item.gold:
            continue
        question = agent.understanding.read(item.question, DialogueState(), None, item.as_of)
        ranked = agent.ranker.rank(question, item.as_of, limit=400)
        features = np.array([[r.features.get(name, 0.0) for name in names] for r in ranked])
        gold = [
            [
                any(
                    g.document_id == r.facet.document_id and squash(g.quote) in squash(r.facet.clause.text)
                    for g in group
                )
                for r in ranked
            ]
            for group in item.gold
        ]
        made.append(Example(features, np.array(gold)))
    return made


def fit(data: Sequence[Example], start: Vector, l2: float) -> Vector:
    """Adam on the listwise loss; returns the weights ``(f,)``."""
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        gradient = sum((_gradient(example, weights) for example in data), np.zeros_like(start)) / len(data)
        gradient = gradient + l2 * (weights - start)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def _gradient(example: Example, weights: Vector) -> Vector:
    scores = example.features @ weights
    mass = np.exp(scores - scores.max())
    expected = mass / mass.sum()
    total = np.zeros_like(weights)
    for group in example.gold:
        if group.any():
            right = mass * group
            total += example.features.T @ (expected - right / right.sum())
    return total / len(example.gold)


def recall(data: Sequence[Example], weights: Vector, k: int) -> float:
    """Share of questions of which every gold group has a clause among the first ``k``."""
    held = []
    for example in data:
        best = np.argsort(-(example.features @ weights), kind="stable")[:k]
        held.append(all(group[best].any() for group in example.gold))
    return float(np.mean(held))


def main() -> None:
    """Fit, cross-validate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--l2", type=float, default=0.1)
    parser.add_argument("--fold", type=int, default=5)
    options = parser.parse_args()
    names = sorted(WEIGHTS)
    start = np.array([WEIGHTS[name] for name in names])
    with tempfile.TemporaryDirectory() as folder:
        agent = build_assistant(Settings(data_dir=Path(folder))).agent
        data = examples(agent, load_questions(DATASETS / "policy_qa.jsonl", "tune"), names)
    order = np.random.default_rng(0).permutation(len(data))
    figures = []
    for fold in range(options.fold):
        test = set(order[fold :: options.fold].tolist())
        weights = fit([e for i, e in enumerate(data) if i not in test], start, options.l2)
        kept = [data[i] for i in sorted(test)]
        figures.append([recall(kept, weights, k) for k in (1, 3, 5)])
    expected = np.mean(figures, axis=0)
    print(
        f"as in the code   R@1 {recall(data, start, 1):.3f}  R@3 {recall(data, start, 3):.3f}  R@5 {recall(data, start, 5):.3f}"
    )
    print(f"cross-validated  R@1 {expected[0]:.3f}  R@3 {expected[1]:.3f}  R@5 {expected[2]:.3f}")
    fitted = fit(data, start, options.l2)
    print({name: round(float(weight), 2) for name, weight in zip(names, fitted, strict=True)})


if __name__ == "__main__":
    main()
