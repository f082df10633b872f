"""Fit the model of dialogue acts, and say what a writer that it never read expects of it.

Usage::

    python -m eval.train.fit_dialogue_acts [--write]

``dialogue_acts.tsv`` holds follow-up messages by several writers, each with its writer and its act; ``matter`` are
messages with a matter of their own, most of them worded like an act. Messages of the tuning halves of the
evaluation sets that have a matter join them as ``matter``, with a lower weight; held-out halves are never read. Cross-validation
leaves out one writer at a time, with a part of the other messages. Loss: cross-entropy with L2 (multinomial logistic
regression), minimised by L-BFGS. ``--write`` puts the model fitted on all into ``assistant/agent/dialogue_acts.npz``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from assistant.agent.dialogue_acts import (
    BUCKETS,
    FILE,
    MATTER,
    DialogueActs,
    buckets,
    pairs_of,
    write_dialogue_acts,
)
from assistant.text.normalise import fold

MESSAGES = Path(__file__).with_name("dialogue_acts.tsv")
DATASETS = Path(__file__).parents[1] / "datasets"
_ON_A_MATTER = (
    "ellipsis",
    "pronoun",
    "return",
    "compare",
    "correction",
    "mid-question",
    "later-day",
    "topic",
)
"""Kinds of later turns that have a matter, as their notes say."""
DECAY, STEPS, WEIGHT_OF_OTHERS = 5e-8, 150, 0.3


class Message(NamedTuple):
    """A message with its writer (empty: of an evaluation set), its act and its weight."""

    writer: str
    act: str
    text: str
    weight: float


def written(path: Path = MESSAGES) -> list[Message]:
    """The messages written for this."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [Message(writer, act, text, 1.0) for writer, act, text in rows]


def of_sets(folder: Path = DATASETS) -> list[Message]:
    """Openings and some later turns of conversations, and messages that tell facts, of the tuning halves."""
    return [Message("", MATTER, text, WEIGHT_OF_OTHERS) for text in dict.fromkeys(_texts(folder)) if text]


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if item.get("split") != "tune":
                continue
            if "turns" not in item:
                yield item.get("question") or item.get("text", "")
                continue
            yield item["turns"][0]["question"]
            yield from (
                turn["question"]
                for turn in item["turns"][1:]
                if turn.get("note", "").startswith(_ON_A_MATTER)
            )


def fit(messages: Sequence[Message], names: Sequence[str]) -> DialogueActs:
    """The model that fits some messages."""
    torch.manual_seed(0)
    bags = [buckets(fold(message.text)) for message in messages]
    ids = torch.tensor([one for bag in bags for one in bag])
    starts = torch.tensor(np.cumsum([0, *(len(bag) for bag in bags[:-1])]))
    share = torch.tensor([len(bag) ** -0.5 for bag in bags for _ in bag], dtype=torch.float32)
    classes = torch.tensor([names.index(message.act) for message in messages])
    counts = torch.tensor([message.weight for message in messages])
    weights = torch.zeros(BUCKETS, len(names), requires_grad=True)
    bias = torch.zeros(len(names), requires_grad=True)
    search = torch.optim.LBFGS([weights, bias], max_iter=STEPS, history_size=8, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        scores = torch.nn.functional.embedding_bag(ids, weights, starts, mode="sum", per_sample_weights=share)
        each = torch.nn.functional.cross_entropy(scores + bias, classes, reduction="none")
        whole = (each * counts).sum() / counts.sum() + DECAY * (weights * weights).sum()
        whole.backward()  # type: ignore[no-untyped-call]
        return whole

    search.step(loss)  # type: ignore[no-untyped-call]
    worded = frozenset(
        pair for message in messages if message.act != MATTER for pair in pairs_of(fold(message.text))
    )
    return DialogueActs(tuple(names), weights.detach().numpy(), bias.detach().numpy(), worded)


def folds(
    messages: Sequence[Message], others: Sequence[Message]
) -> Iterator[tuple[list[Message], list[Message]]]:
    """For each writer the messages to fit without his, and his; the other messages are dealt out in turn."""
    writers = sorted({message.writer for message in messages})
    for number, writer in enumerate(writers):
        beside = [m for place, m in enumerate(others) if place % len(writers) == number]
        rest = [m for place, m in enumerate(others) if place % len(writers) != number]
        own = [m for m in messages if m.writer == writer]
        yield [*(m for m in messages if m.writer != writer), *rest], [*own, *beside]


def report(told: Sequence[str], messages: Sequence[Message], names: Sequence[str]) -> Iterator[str]:
    """Precision and recall of each act, and how often a message with a matter is read as an act."""
    for name in names[1:]:
        right = sum(t == name == m.act for t, m in zip(told, messages, strict=True))
        said, meant = sum(t == name for t in told), sum(m.act == name for m in messages)
        yield f"{name:8} precision {right / max(said, 1):.3f}  recall {right / max(meant, 1):.3f}  ({meant})"
    for label, own in (("written as near-misses", True), ("of the sets", False)):
        matters = [
            t for t, m in zip(told, messages, strict=True) if m.act == MATTER and bool(m.writer) == own
        ]
        yield f"matter {label}: {sum(map(bool, matters))} of {len(matters)} read as an act"


def main() -> None:
    """Cross-validate, and write the model where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    messages, others = written(), of_sets()
    names = [MATTER, *sorted({m.act for m in messages} - {MATTER})]
    tested: list[Message] = []
    told: list[str] = []
    for known, unknown in folds(messages, others):
        model = fit(known, names)
        tested += unknown
        # Without a corpus no pair of characters is one of its.
        told += [model.act(message.text, lambda pair: 0.0) for message in unknown]
    print("\n".join(report(told, tested, names)))
    if options.write:
        write_dialogue_acts(fit([*messages, *others], names), FILE)


if __name__ == "__main__":
    main()
