"""Finds the clauses that a question is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from assistant.domain.answers import Hit
from assistant.index.build import Index
from assistant.retrieval.fusion import RRF_K, reciprocal_rank_fusion
from assistant.text.normalise import fold

# Source: the reference figures on 57,000 statute articles; not tuned on the documents served here.
DENSE_WEIGHT = 2.0
LEXICAL_WEIGHT = 1.0
POOL = 100
# What a clause gets of the score of a joined passage that holds it: a list answers as a whole,
# yet the item that says it in its own words comes first.
JOINED_SHARE = 0.8


class ClauseKey(NamedTuple):
    """A clause of the corpus; sorts as ids sort."""

    document_id: str
    clause_id: str


class Searcher:
    """Searches an index by meaning and by words and fuses both rankings of clauses."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def search(
        self, query: str, *, limit: int = 10, document_ids: frozenset[str] | None = None
    ) -> tuple[Hit, ...]:
        """Return at most ``limit`` clauses, best first, ties by document and clause id.

        Args:
            query: The question in any script and width.
            limit: At most so many hits; fewer when the corpus holds fewer.
            document_ids: Search these documents only; None is all of them.
        """
        folded = fold(query)
        dense = self.dense_ranking(folded, document_ids)
        lexical = self.lexical_ranking(folded, document_ids)
        scores = self._fused_by_engine(folded, document_ids)
        if scores is None:
            scores = reciprocal_rank_fusion([(DENSE_WEIGHT, dense), (LEXICAL_WEIGHT, lexical)])
        dense_ranks = {key: rank for rank, key in enumerate(dense, 1)}
        lexical_ranks = {key: rank for rank, key in enumerate(lexical, 1)}
        best = sorted(scores, key=lambda key: (-scores[key], key))[: max(limit, 0)]
        return tuple(
            Hit(
                document_id=key.document_id,
                clause_id=key.clause_id,
                score=scores[key],
                lexical_rank=lexical_ranks.get(key),
                dense_rank=dense_ranks.get(key),
            )
            for key in best
        )

    def dense_ranking(self, query: str, document_ids: frozenset[str] | None = None) -> list[ClauseKey]:
        """Clauses by similarity of meaning, best first."""
        vector = self.index.embedder.encode([query])[0]
        found = self.index.vectors.nearest(vector, POOL, document_ids)
        return self._clauses((place, similarity) for place, similarity in found)

    def lexical_ranking(self, query: str, document_ids: frozenset[str] | None = None) -> list[ClauseKey]:
        """Clauses by shared words, best first; those that share none are left out."""
        found = self.index.vectors.matching(query, POOL, document_ids)
        if found is not None:
            return self._clauses((place, score) for place, score in found)
        scores = self.index.lexical.scores(query)
        if document_ids is not None:
            scores = np.where(self.index.vectors.within(document_ids), scores, 0.0)
        matching = np.flatnonzero(scores > 0)
        best = matching[np.argsort(-scores[matching], kind="stable")[:POOL]]
        return self._clauses((int(place), float(scores[place])) for place in best)

    def _fused_by_engine(
        self, query: str, document_ids: frozenset[str] | None
    ) -> dict[ClauseKey, float] | None:
        """Scores of clauses where the vector store fuses both sides itself; None where it does not."""
        vector = self.index.embedder.encode([query])[0]
        found = self.index.vectors.fused(
            query, vector, POOL, document_ids, weights=(DENSE_WEIGHT, LEXICAL_WEIGHT), k=RRF_K
        )
        return None if found is None else self._scores(found)

    def _clauses(self, found: Iterable[tuple[int, float]]) -> list[ClauseKey]:
        scores = self._scores(found)
        return sorted(scores, key=lambda key: (-scores[key], key))

    def _scores(self, found: Iterable[tuple[int, float]]) -> dict[ClauseKey, float]:
        scores: dict[ClauseKey, float] = {}
        for place, score in found:
            passage = self.index.passages[place]
            share = JOINED_SHARE if passage.joined else 1.0
            for clause_id in passage.clause_ids:
                key = ClauseKey(passage.document_id, clause_id)
                scores[key] = max(scores.get(key, -1.0), score * share)
        return scores
