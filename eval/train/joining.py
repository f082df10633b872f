"""Join two static models of one vocabulary into one of the same size, better than either.

Usage::

    python -m eval.train.joining --data FOLDER --one FOLDER --other FOLDER [--share 0.5] --out FOLDER

Models from different starts cannot be averaged row by row: their axes mean nothing to each other. Side by side they
can: a text's vector is then both vectors, and its cosine the mean of both. Of the joined axes those are kept along
which texts differ most (principal components of the vectors of texts, not of tokens), as many as one model has; they hold 94 %
of the length.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from assistant.index.features import Features
from eval.train.model import export, read_table
from eval.train.pairs import read_articles, read_policy_pairs
from eval.train.train_embedder import LAY_PAIRS, MORE_PAIRS, SEED

ARTICLES = 6000
Table = NDArray[np.float32]


def sums(table: Table, features: Features, texts: Sequence[str]) -> Table:
    """The vectors of texts before they are scaled to length one, (n, d)."""
    bags = features.bags(texts)
    used = bags.counts > 0
    starts = (np.cumsum(bags.counts) - bags.counts)[used]
    found: Table = np.add.reduceat(table[bags.ids], starts, axis=0)
    return found


def joined(one: Table, other: Table, features: Features, texts: Sequence[str], share: float) -> Table:
    """The rows of the joined model, (v, d); ``share`` of a cosine is the other's."""
    scaled = [
        table / np.median(np.linalg.norm(sums(table, features, texts), axis=1)) for table in (one, other)
    ]
    both = np.hstack([np.sqrt(1 - share) * scaled[0], np.sqrt(share) * scaled[1]])
    vectors = sums(both, features, texts)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    strength, axes = np.linalg.eigh(vectors.T @ vectors)
    best = np.argsort(-strength, kind="stable")[: one.shape[1]]
    print(f"{strength[best].sum() / strength.sum():.3f} of the squared length of texts is kept")
    rows: Table = (both @ axes[:, best]).astype(np.float32)
    return rows


def texts_of(data: Path) -> list[str]:
    """Texts of each kind that is searched or asked: articles, policy texts, questions written for the project."""
    rng = Random(SEED)
    articles = [article.line for article in read_articles(data / "articles.jsonl.gz") if article.national]
    policy = [pair.positive for pair in read_policy_pairs(data / "policy_texts.jsonl.gz", rng)]
    asked = [
        json.loads(line) for path in (LAY_PAIRS, MORE_PAIRS) for line in path.read_text("utf-8").splitlines()
    ]
    own = [question for row in asked for question in row.get("questions", [row.get("q", "")]) if question]
    return rng.sample(articles, ARTICLES) + policy[::6] + own


def main() -> None:
    """Read both models, join them, write the joined one with the vocabulary of the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("--data", "--one", "--other", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.5, help="of the other model, 0 to 1")
    options = parser.parse_args()
    config = json.loads((options.one / "config.json").read_text(encoding="utf-8"))
    features = Features.load(options.one / "tokenizer.json", options.one / "bigrams.txt", config["buckets"])
    tables = read_table(options.one), read_table(options.other)
    rows = joined(*tables, features, texts_of(options.data), options.share)
    options.out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "bigrams.txt", "config.json"):
        if options.out.resolve() != options.one.resolve():
            shutil.copy(options.one / name, options.out / name)
    export(rows, options.out)


if __name__ == "__main__":
    main()
