"""Finds the clauses that a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.domain.answers import Hit
from assistant.index.build import Index
from assistant.index.embedder import query_vectors
from assistant.index.vectors import Neighbour
from assistant.retrieval.fusion import RRF_K, weighted_sum
from assistant.text.normalise import fold

# For an engine that fuses by rank itself. Source: the reference figures on 57,000 statute articles.
DENSE_WEIGHT = 2.0
LEXICAL_WEIGHT = 1.0
POOL = 100
# A clause that is near in meaning gets its score for words down to this rank among the words.
_WORDS_DEPTH = 1000
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
        self._keys: dict[int, tuple[float, tuple[ClauseKey, ...]]] = {}

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
        vector = query_vectors(self.index.embedder, [folded])[0]
        near = self.index.vectors.nearest(vector, POOL, document_ids)
        words = self._matching(folded, document_ids)
        dense, lexical = self._clauses(near), self._clauses(words[:POOL])
        scores = self._fused_by_engine(folded, vector, document_ids)
        if scores is None:
            scores = self._fused(vector, near, words)
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
        return self._near(query_vectors(self.index.embedder, [query])[0], document_ids)

    def lexical_ranking(self, query: str, document_ids: frozenset[str] | None = None) -> list[ClauseKey]:
        """Clauses by shared words, best first; those that share none are left out."""
        return self._clauses(self._matching(query, document_ids)[:POOL])

    def _near(self, vector: NDArray[np.float32], document_ids: frozenset[str] | None) -> list[ClauseKey]:
        return self._clauses(self.index.vectors.nearest(vector, POOL, document_ids))

    def _matching(self, query: str, document_ids: frozenset[str] | None) -> list[tuple[int, float]]:
        """Passages that share words with the question, best first."""
        found = self.index.vectors.matching(query, POOL, document_ids)
        if found is not None:
            return [(place, score) for place, score in found]
        within = None if document_ids is None else self.index.vectors.within(document_ids)
        return self.index.lexical.best(query, _WORDS_DEPTH, within)

    def _fused(
        self, vector: NDArray[np.float32], near: Sequence[Neighbour], words: Sequence[tuple[int, float]]
    ) -> dict[ClauseKey, float]:
        """Scores of all clauses that either side found, each by its similarity and its words."""
        wanted = {place for place, _ in (*near, *words[:POOL])}
        alike = self.index.vectors.exact.scored(vector, np.array(sorted(wanted), dtype=np.int64))
        best, last = (near[0].similarity, near[-1].similarity) if near else (1.0, 0.0)
        held = [(place, score) for place, score in words if place in wanted]
        return weighted_sum(self._scores(alike), self._scores(held), best=best, last=last)

    def _fused_by_engine(
        self, query: str, vector: NDArray[np.float32], document_ids: frozenset[str] | None
    ) -> dict[ClauseKey, float] | None:
        """Scores of clauses where the vector store fuses both sides itself; None where it does not."""
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
            share, keys = self._keys.get(place) or self._keys_of(place)
            for key in keys:
                if score * share > scores.get(key, -1.0):
                    scores[key] = score * share
        return scores

    def _keys_of(self, place: int) -> tuple[float, tuple[ClauseKey, ...]]:
        """The clauses of a passage, and what of its score each of them gets."""
        passage = self.index.passages[place]
        keys = tuple(ClauseKey(passage.document_id, clause_id) for clause_id in passage.clause_ids)
        self._keys[place] = (JOINED_SHARE if passage.joined else 1.0, keys)
        return self._keys[place]
