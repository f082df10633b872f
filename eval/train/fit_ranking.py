"""Fit the scorer of ``assistant.agent.ranking``, and say what cross-validation expects of it.

Usage::

    python -m eval.train.fit_ranking --model 0=FOLDER --model 1=FOLDER … [--write]

Embeddings that were trained on a question flatter its features. So each part of the lay questions
(``clause_questions.py``, cut by a hash) is ranked with an embedder that was trained on the other parts
(``train_embedder --leave-out PART --parts N``); the pooled features fit the scorer. The loss is listwise (ListNet:
Cao et al. 2007): the negative log of the probability that falls on the clauses that answer. Held-out evaluation
sets are never read. ``--write`` puts the fitted scorer into ``assistant/agent/scoring.json``; with ``--join`` the mean
of the scorer that stands there and of the fitted one, which errs less than either where they differ by chance.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.agent.pipeline import Agent
from assistant.agent.scoring import FILE, Scoring, bundled
from assistant.assembly import build_assistant
from assistant.domain.dialogue import DialogueState
from assistant.index.static import StaticEmbedder
from assistant.settings import Settings
from eval.train.clause_questions import ClauseQuestion, read_clause_questions

Vector = NDArray[np.float64]
_NEVER = -1e9
HIDDEN, EPOCHS, RATE, DECAY, BATCH = 24, 14, 3e-3, 1e-3, 16
AS_OF = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Example:
    """Candidates of one question: features ``(n, f)``, and for each gold group which are right ``(g, n)``."""

    features: Vector
    gold: NDArray[np.bool_]


def examples(agent: Agent, questions: Sequence[ClauseQuestion], names: Sequence[str]) -> list[Example]:
    """Rank every question and keep the features of its candidates."""
    made = []
    for asked in questions:
        question = agent.understanding.read(asked.text, DialogueState(), None, AS_OF)
        ranked = agent.ranker.rank(question, AS_OF, limit=400)
        features = np.array([[r.features.get(name, 0.0) for name in names] for r in ranked])
        gold = np.array([[r.facet.key in group for r in ranked] for group in asked.gold])
        made.append(Example(features, gold))
    return made


def fit(data: Sequence[Example], start: Scoring, seed: int = 0) -> Scoring:
    """AdamW on the listwise loss, from the linear weights of ``start``."""
    torch.manual_seed(seed)
    every = np.concatenate([example.features for example in data])
    mean, scale = every.mean(axis=0), every.std(axis=0) + 1e-6
    inner = torch.nn.Linear(len(start.names), HIDDEN)
    outer = torch.nn.Parameter(torch.zeros(HIDDEN))
    linear = torch.nn.Parameter(torch.tensor(start.linear, dtype=torch.float32))
    optimiser = torch.optim.AdamW(
        [
            {"params": [*inner.parameters(), outer], "weight_decay": DECAY},
            {"params": [linear], "weight_decay": 0.0},
        ],
        lr=RATE,
    )
    padded = _padded(data, mean, scale)
    rng = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        for batch in np.array_split(rng.permutation(len(data)), max(1, len(data) // BATCH)):
            loss = _loss(padded.of(batch), inner=inner, outer=outer, linear=linear)
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
    weight, bias = (p.detach().numpy().astype(np.float64) for p in (inner.weight.T, inner.bias))
    fitted = (linear.detach().numpy().astype(np.float64), outer.detach().numpy().astype(np.float64))
    return Scoring(start.names, fitted[0], mean, scale, weight, bias, fitted[1])


def mean_of(one: Scoring, other: Scoring) -> Scoring:
    """The scorer whose score is the mean of two; their hidden units stand side by side.

    Raises:
        ValueError: They read different features.
    """
    if one.names != other.names:
        raise ValueError(f"features differ: {set(one.names) ^ set(other.names)}")
    inner = [scorer.inner / scorer.scale[:, None] for scorer in (one, other)]
    bias = [scorer.bias - scorer.mean @ weight for scorer, weight in zip((one, other), inner, strict=True)]
    return Scoring(
        one.names,
        (one.linear + other.linear) / 2,
        np.zeros(len(one.names)),
        np.ones(len(one.names)),
        np.hstack(inner),
        np.concatenate(bias),
        np.concatenate([one.outer, other.outer]) / 2,
    )


class Padded(NamedTuple):
    """Questions of one batch, filled up to the same number of candidates ``m`` and of gold groups ``g``.

    Attributes:
        raw, scaled: Features as they are and as the hidden layer gets them, ``(n, m, f)``.
        real: Which candidates there are, ``(n, m)``.
        gold: Which answer, ``(n, g, m)``; a group without any counts nothing.
    """

    raw: torch.Tensor
    scaled: torch.Tensor
    real: torch.Tensor
    gold: torch.Tensor

    def of(self, batch: NDArray[np.int64]) -> Padded:
        """Some of the questions."""
        return Padded(*(part[batch] for part in self))


def _padded(data: Sequence[Example], mean: Vector, scale: Vector) -> Padded:
    longest = max(len(example.features) for example in data)
    groups = max(len(example.gold) for example in data)
    raw = np.zeros((len(data), longest, len(mean)), dtype=np.float32)
    scaled, real = np.zeros_like(raw), np.zeros((len(data), longest), dtype=bool)
    gold = np.zeros((len(data), groups, longest), dtype=bool)
    for place, example in enumerate(data):
        count = len(example.features)
        raw[place, :count] = example.features
        scaled[place, :count] = (example.features - mean) / scale
        real[place, :count] = True
        gold[place, : len(example.gold), :count] = example.gold
    return Padded(*map(torch.from_numpy, (raw, scaled, real, gold)))


def _loss(
    batch: Padded, *, inner: torch.nn.Linear, outer: torch.Tensor, linear: torch.Tensor
) -> torch.Tensor:
    """Mean over the questions of the mean over their gold groups."""
    scores = batch.raw @ linear + torch.tanh(inner(batch.scaled)) @ outer
    logs = torch.log_softmax(scores.masked_fill(~batch.real, _NEVER), dim=1)
    found = -torch.logsumexp(logs[:, None].expand(batch.gold.shape).masked_fill(~batch.gold, _NEVER), dim=2)
    asked = batch.gold.any(dim=2)
    share = (found * asked).sum(dim=1) / asked.sum(dim=1).clamp(min=1)
    return share.mean()


def recall(data: Sequence[Example], scoring: Scoring, k: int) -> float:
    """Share of questions of which every gold group has a clause among the first ``k``."""
    held = []
    for example in data:
        best = np.argsort(-scoring.scores(example.features), kind="stable")[:k]
        held.append(all(group[best].any() for group in example.gold))
    return float(np.mean(held))


def main() -> None:
    """Collect the features part by part, cross-validate, fit on all, print, write when told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", action="append", required=True, metavar="PART=FOLDER")
    parser.add_argument("--parts", type=int, default=4, help="into how many parts the questions are cut")
    parser.add_argument("--validate", action="store_true", help="cross-validate before the fit on all")
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--join", action="store_true", help="write the mean with the scorer that stands there"
    )
    options = parser.parse_args()
    start = bundled()
    pooled: dict[int, list[Example]] = {}
    for given in options.model:
        part, folder = int(given.partition("=")[0]), Path(given.partition("=")[2])
        with tempfile.TemporaryDirectory() as data:
            settings = Settings(data_dir=Path(data))
            agent = build_assistant(settings, embedder=StaticEmbedder.load(folder)).agent
            asked = [q for q in read_clause_questions(agent.library) if q.fold(options.parts) == part]
            pooled[part] = examples(agent, asked, start.names)
        print(f"part {part}: {len(pooled[part])} questions", flush=True)
    everything = [example for part in pooled.values() for example in part]
    _show("as in the code", [[recall(everything, start, k) for k in (1, 3, 5, 10)]])
    figures = []
    for part in pooled if options.validate and len(pooled) > 1 else ():
        others = [example for other, data in pooled.items() if other != part for example in data]
        fitted = fit(others, start)
        figures.append([recall(pooled[part], fitted, k) for k in (1, 3, 5, 10)])
    _show("cross-validated", figures)
    if options.write:
        fitted = fit(everything, start)
        written = mean_of(start, fitted) if options.join else fitted
        FILE.write_text(json.dumps(written.as_json()) + "\n", encoding="utf-8")


def _show(title: str, figures: Sequence[Sequence[float]]) -> None:
    if figures:
        means = np.mean(figures, axis=0)
        print(
            f"{title:16s}"
            + "".join(f"  R@{k} {value:.3f}" for k, value in zip((1, 3, 5, 10), means, strict=True))
        )


if __name__ == "__main__":
    main()
