"""Fit the weights by which a question counts as treated by the documents (``agent/compose/ground.json``).

Usage::

    python -m eval.train.fit_ground --data FOLDER --model PART=FOLDER [--model …] [--parts 4] [--write]

Questions that the documents answer are those of ``clause_questions.tsv``, asked of an embedder that was trained without
their part; questions that they do not are lay questions on law (``statute_questions.tsv``) and those of ``other_questions.txt``,
on everyday matters and other programmes. Only those count that name no subject or document of the corpus: for the others
the weights are not asked. The threshold turns away one in eighty of the first kind.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.agent.compose import unanswered
from assistant.agent.context import Context
from assistant.agent.pipeline import Agent
from assistant.assembly import build_assistant
from assistant.domain.dialogue import DialogueState
from assistant.index.static import StaticEmbedder
from assistant.settings import Settings
from eval.train.clause_questions import read_clause_questions
from eval.train.pairs import read_articles
from eval.train.statute_questions import read_statute_questions

Matrix = NDArray[np.float64]
OTHERS = Path(__file__).with_name("other_questions.txt")
AS_OF = date(2026, 11, 20)
LEGAL, TURNED_AWAY, BESIDE = 1200, 0.013, 4.4
_SHOWN = (1, 5, 50, 95, 99)


def signs_of(agent: Agent, questions: Iterable[str], names: Sequence[str]) -> Matrix:
    """The signs of each question whose case is decided by them, ``(n, f)``."""
    asked: list[list[float]] = []

    def note(context: Context) -> float:
        signs = unanswered.ground_signs(context)
        asked.append([signs[name] for name in names])
        return 0.0

    kept, unanswered.ground = unanswered.ground, note
    try:
        for question in questions:
            context = agent._context(question, DialogueState(), AS_OF, None)
            context.ranked = agent.ranker.rank(context.question, AS_OF, limit=30)
            unanswered.is_out_of_scope(context)
    finally:
        unanswered.ground = kept
    return np.array(asked).reshape(-1, len(names))


def fit(inside: Matrix, outside: Matrix, others: int) -> tuple[NDArray[np.float64], float]:
    """Logistic regression; the last ``others`` rows of ``outside`` weigh as much as all rows before them.

    Returns:
        A weight a column, and the constant.
    """
    rows = torch.tensor(np.concatenate([inside, outside]))
    truth = torch.cat([torch.ones(len(inside)), torch.zeros(len(outside))]).double()
    legal = len(outside) - others
    weight = torch.cat(
        [
            torch.full((len(inside),), 1 / len(inside)),
            torch.full((legal,), 0.5 / max(legal, 1)),
            torch.full((others,), 0.5 / max(others, 1)),
        ]
    ).double()
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    scaled = (rows - mean) / scale
    line = torch.zeros(rows.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([line], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        logits = scaled @ line[:-1] + line[-1]
        told = torch.nn.functional.binary_cross_entropy_with_logits(logits, truth, weight, reduction="sum")
        found = told + 2e-3 * (line[:-1] ** 2).sum()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    own = (line[:-1] / scale).detach()
    return own.numpy(), float(line[-1].detach() - (own * mean).sum())


def main() -> None:
    """Read, fit, print, write when told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", action="append", required=True, metavar="PART=FOLDER")
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    stands = json.loads(unanswered.GROUND_FILE.read_text(encoding="utf-8"))
    names = list(stands["weights"])
    asked = read_statute_questions(read_articles(options.data / "articles.jsonl.gz"))
    legal = [question.text for question in Random(7).sample(asked, LEGAL)]
    others = OTHERS.read_text(encoding="utf-8").splitlines()
    inside, strange, beside = [], [], []
    for given in options.model:
        part, folder = int(given.partition("=")[0]), Path(given.partition("=")[2])
        with tempfile.TemporaryDirectory() as data:
            embedder = StaticEmbedder.load(folder)
            agent = build_assistant(Settings(data_dir=Path(data)), embedder=embedder).agent
            own = [q.text for q in read_clause_questions(agent.library) if q.fold(options.parts) == part]
            inside.append(signs_of(agent, own, names))
            strange.append(signs_of(agent, legal[part :: options.parts], names))
            beside.append(signs_of(agent, others, names))
    within, outside = np.concatenate(inside), np.concatenate([*strange, *beside])
    weights, _ = fit(within, outside, sum(map(len, beside)))
    sums, foreign = within @ weights, outside @ weights
    above = float(np.quantile(sums, TURNED_AWAY))
    old = np.array([stands["weights"][name] for name in names])
    for title, line, limit in (("as it stands", old, stands["above"]), ("fitted", weights, above)):
        kept, let_in = (within @ line >= limit).mean(), (outside @ line >= limit).mean()
        print(f"{title:12s} inside kept {kept:.4f}, outside let in {let_in:.4f}, limit {limit:.2f}")
    print("inside ", np.percentile(sums, _SHOWN).round(2), "outside", np.percentile(foreign, _SHOWN).round(2))
    print({name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)})
    if options.write:
        told = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
        found = {"weights": told, "above": round(above, 2), "beside": round(above + BESIDE, 2)}
        unanswered.GROUND_FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
