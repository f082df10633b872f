"""Hard negatives: articles that look as if they answered a question and do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.index.encoding import mixed
from assistant.index.lexical import LexicalIndex
from assistant.index.static import StaticEmbedder
from assistant.index.topmost import topmost
from eval.train.pairs import Article, LayQuestion

PER_QUESTION = 30
# An article that a model likes nearly as much as the answer may answer as well, though nobody said so.
_NEAR = 0.95
_AT_ONCE = 256


def hard_negatives(
    questions: Sequence[LayQuestion], articles: Sequence[Article], per_question: int = PER_QUESTION
) -> dict[str, Sequence[str]]:
    """Find for each question the articles that BM25 likes best although they do not answer it."""
    index = LexicalIndex.build([article.passage for article in articles])
    found: dict[str, Sequence[str]] = {}
    for question in questions:
        best = np.argsort(-index.scores(question.text), kind="stable")[: per_question + len(question.gold)]
        found[question.id] = _wrong(question, [articles[place] for place in best])
    return found


def mined_negatives(
    embedder: StaticEmbedder,
    questions: Sequence[LayQuestion],
    articles: Sequence[Article],
    per_question: int = PER_QUESTION,
) -> dict[str, Sequence[str]]:
    """Find for each question the articles that a model likes best among those that it likes less than the answer.

    Source: Moreira et al., NV-Retriever, 2024 (negatives at most 0.95 times as near as the positive).
    """
    own = embedder.encode([article.line for article in articles])
    vectors = mixed(own, embedder.encode([article.heading for article in articles]))
    rows = {article.id: row for row, article in enumerate(articles)}
    found: dict[str, Sequence[str]] = {}
    for start in range(0, len(questions), _AT_ONCE):
        chunk = questions[start : start + _AT_ONCE]
        for question, near in zip(
            chunk, embedder.encode([one.text for one in chunk]) @ vectors.T, strict=True
        ):
            right = [near[rows[gold[0]]] for gold in question.gold if gold[0] in rows]
            allowed = np.where(near < _NEAR * min(right, default=1.0), near, -1.0)
            best = topmost(allowed, per_question)
            found[question.id] = _wrong(question, [articles[place] for place in best])
    return found


def _wrong(question: LayQuestion, articles: Sequence[Article]) -> list[str]:
    ids, texts = {gold[0] for gold in question.gold}, {gold[2].strip() for gold in question.gold}
    return [one.passage for one in articles if one.id not in ids and one.text not in texts]
