"""Fit the model of brief replies, and say what it does with replies of a writer that it never read.

Usage::

    python -m eval.train.fit_replies [--across] [--write]

``replies.tsv`` holds replies by several writers, each with its writer and what it says: ``fact=value``, ``?`` for one
that does not know, ``-`` for one that answers nothing. Replies of the tuning halves of the evaluation sets join them;
held-out halves are never read. ``--across`` leaves out one writer at a time; ``--write`` puts the network fitted on
all into ``assistant/eligibility/brief_replies.npz``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.documents.library import load_library
from assistant.eligibility.brief_replies import BUCKETS, CODES, FILE, LONGEST, NO, UNKNOWN, YES, buckets
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.gram_network import GramNetwork, write_network
from assistant.index.static import bundled as embedder
from assistant.text.normalise import fold
from assistant.wording import corpus_folder
from eval.train.gram_training import Windows, fit

REPLIES = Path(__file__).with_name("replies.tsv")
DATASETS = Path(__file__).parents[1] / "datasets"
HIDDEN = 64
TO_OTHERS = 3
"""To as many questions a reply of no single one is put, chosen by chance."""
_KINDS = ("boolean", "events", "listing")
_VALUES = {"true": YES, "some": YES, "listed": YES, "false": NO, "none": NO, "no": NO}
LEVELS = (0.5, 0.8, 0.9)


class Reply(NamedTuple):
    """A reply with its writer (empty: of an evaluation set), the fact asked for, and what it says (empty: nothing)."""

    writer: str
    fact: str
    said: str
    text: str


def kinds_of(checker: Checker) -> Mapping[str, str]:
    """The type of every fact whose questions a yes or no may answer."""
    facts = {name: fact.entry.type for scheme in checker.schemes for name, fact in scheme.facts.items()}
    return {name: kind for name, kind in facts.items() if kind in _KINDS}


def written(names: Sequence[str], path: Path = REPLIES) -> Iterator[Reply]:
    """The replies written for this; what answers no question of its own is put to several."""
    chance = random.Random(0)
    for line in path.read_text(encoding="utf-8").splitlines():
        writer, told, text = line.split("\t")
        if told in "?-":
            for name in chance.sample(sorted(names), TO_OTHERS):
                yield Reply(writer, name, UNKNOWN if told == "?" else "", text)
            continue
        name, _, value = told.partition("=")
        yield Reply(writer, name, _VALUES[value], text)


def of_sets(kinds: Mapping[str, str], folder: Path = DATASETS) -> Iterator[Reply]:
    """Replies of the tuning halves to the question for one fact."""
    for path in sorted(folder.glob("facts*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = row.get("asked")
            if row["split"] != "tune" or name not in kinds or len(row["text"]) > LONGEST:
                continue
            if name in row.get("confirm", ()):
                continue
            said = ""
            if name in row["facts"]:
                value = row["facts"][name]
                said = UNKNOWN if value is None else YES if value else NO
            yield Reply("", name, said, row["text"])


def fitted(replies: Sequence[Reply]) -> GramNetwork:
    """The network that fits some replies."""
    told = np.array([[reply.said == code for code in CODES] for reply in replies], np.float32)
    return fit(
        windows_of(replies),
        told,
        np.ones_like(told),
        CODES,
        embedder=embedder().name,
        buckets=BUCKETS,
        hidden=HIDDEN,
    )


def windows_of(replies: Sequence[Reply]) -> list[Windows]:
    """The words of each reply."""
    vectors = embedder().encode([fold(reply.text) for reply in replies])
    return [
        Windows([buckets(fold(reply.text).strip(), reply.fact)], vectors[place : place + 1])
        for place, reply in enumerate(replies)
    ]


def report(network: GramNetwork, replies: Sequence[Reply]) -> str:
    """Precision and recall of what is said, from several probabilities on."""
    shares = np.array([network.probabilities(*windows)[0] for windows in windows_of(replies)])
    lines = []
    for level in LEVELS:
        said = [CODES[row.argmax()] if row.max() >= level else "" for row in shares]
        right = sum(bool(one) and one == reply.said for one, reply in zip(said, replies, strict=True))
        made, meant = sum(map(bool, said)), sum(bool(reply.said) for reply in replies)
        lines.append(f"from {level}: precision {right / max(made, 1):.3f} recall {right / max(meant, 1):.3f}")
    return f"{len(replies):5} replies  " + "  ".join(lines)


def main() -> None:
    """Fit across writers, and write the model, where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--across", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    folder = corpus_folder()
    kinds = kinds_of(load_checker(folder / "schemes", load_library(folder)))
    replies = [*written(list(kinds)), *of_sets(kinds)]
    if options.across:
        for writer in sorted({reply.writer for reply in replies}):
            network = fitted([reply for reply in replies if reply.writer != writer])
            print(f"{writer or 'sets':9} {report(network, [r for r in replies if r.writer == writer])}")
    if options.write:
        write_network(fitted(replies), FILE)


if __name__ == "__main__":
    main()
