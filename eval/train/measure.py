"""Recall of lay questions over articles: dense, lexical and fused, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.index.lexical import LexicalIndex
from eval.train.pairs import Article, LayQuestion, Pair

DEPTHS = (5, 10, 100)
RRF_K = 20
POOL = 300


class Encoder(Protocol):
    """Anything that turns texts into unit vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (n, d)."""
        ...


def legal_recall(encoder: Encoder, questions: Sequence[LayQuestion], articles: Sequence[Article]) -> str:
    """Return a table of recall and MRR@10, averaged over the questions that have a gold article."""
    places = {article.id: place for place, article in enumerate(articles)}
    asked = [(q, gold) for q in questions if (gold := {places[g[0]] for g in q.gold if g[0] in places})]
    passages = [article.passage for article in articles]
    title = f"{len(asked)} lay legal questions, {len(articles)} articles"
    return _table(title, encoder, passages, [(question.text, gold) for question, gold in asked])


def policy_recall(encoder: Encoder, questions: Sequence[Pair], others: Sequence[Pair]) -> str:
    """Return the same table for hand-written questions over their clauses among others."""
    passages = list(dict.fromkeys(pair.positive for pair in (*questions, *others)))
    places = {passage: place for place, passage in enumerate(passages)}
    gold: dict[str, set[int]] = {}
    for pair in questions:
        gold.setdefault(pair.anchor, set()).add(places[pair.positive])
    title = f"{len(gold)} lay policy questions, {len(passages)} passages"
    return _table(title, encoder, passages, list(gold.items()))


def _table(
    title: str, encoder: Encoder, passages: Sequence[str], asked: Sequence[tuple[str, set[int]]]
) -> str:
    vectors = encoder.encode(passages)
    lexical = LexicalIndex.build(passages)
    ranks: dict[str, list[tuple[NDArray[np.int64], set[int]]]] = {"bm25": [], "dense": [], "fused": []}
    for (text, gold), vector in zip(asked, encoder.encode([text for text, _ in asked]), strict=True):
        words = np.argsort(-lexical.scores(text), kind="stable")[:POOL]
        meaning = np.argsort(-(vectors @ vector), kind="stable")[:POOL]
        ranks["bm25"].append((words, gold))
        ranks["dense"].append((meaning, gold))
        ranks["fused"].append((fuse(meaning, words), gold))
    return "\n".join([title, *(f"{name:6s} {figures(found)}" for name, found in ranks.items())])


def fuse(meaning: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fuse two rankings by reciprocal rank, the dense one counted twice."""
    scores: dict[int, float] = {}
    for weight, ranking in ((2.0, meaning), (1.0, words)):
        for rank, place in enumerate(ranking.tolist()):
            scores[place] = scores.get(place, 0.0) + weight / (RRF_K + rank + 1)
    return np.array(sorted(scores, key=lambda place: (-scores[place], place)))


def figures(found: Sequence[tuple[NDArray[np.int64], set[int]]]) -> str:
    """Format recall at each depth and MRR@10."""
    parts = []
    for depth in DEPTHS:
        share = [len(gold & set(ranking[:depth].tolist())) / len(gold) for ranking, gold in found]
        parts.append(f"R@{depth} {np.mean(share):.3f}")
    first = [[r for r, p in enumerate(ranking[:10].tolist(), 1) if p in gold] for ranking, gold in found]
    parts.append(f"MRR@10 {np.mean([1 / hits[0] if hits else 0.0 for hits in first]):.3f}")
    return "  ".join(parts)
