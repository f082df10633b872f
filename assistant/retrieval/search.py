"""Finds the clauses that a question is about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.domain.answers import Hit
from assistant.index.build import Index
from assistant.index.embedder import query_vectors
from assistant.index.topmost import Best
from assistant.index.vectors import Neighbour
from assistant.retrieval.clauses import ClauseKey, Clauses, Scored
from assistant.retrieval.fusion import RRF_K, summed
from assistant.text.normalise import fold

# For an engine that fuses by rank itself. Source: the reference figures on 57,000 statute articles.
DENSE_WEIGHT = 2.0
LEXICAL_WEIGHT = 1.0
POOL = 100
# A clause that is near in meaning gets its score for words down to this rank among the words.
_WORDS_DEPTH = 1000


class Searcher:
    """Searches an index by meaning and by words and fuses both rankings of clauses."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._known = Clauses(index.passages)

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
        near = self.index.vectors.foremost(vector, POOL, document_ids)
        words = self._matching(folded, document_ids)
        fused = self._fused_by_engine(folded, vector, document_ids)
        if fused is None:
            fused = self._fused(vector, near, words)
        best = np.argsort(-fused.scores, kind="stable")[: max(limit, 0)]
        numbers = fused.numbers[best].tolist()
        lexical = _ranks(self._known.scored(*words.first(POOL)), numbers)
        dense = _ranks(self._known.scored(*near), numbers)
        keys = [self._known.keys[number] for number in numbers]
        scores = fused.scores[best].tolist()
        return tuple(
            Hit(key.document_id, key.clause_id, score, lexical_rank, dense_rank)
            for key, score, lexical_rank, dense_rank in zip(keys, scores, lexical, dense, strict=True)
        )

    def dense_ranking(self, query: str, document_ids: frozenset[str] | None = None) -> list[ClauseKey]:
        """Clauses by similarity of meaning, best first."""
        vector = query_vectors(self.index.embedder, [query])[0]
        return self._ranked(self.index.vectors.foremost(vector, POOL, document_ids))

    def lexical_ranking(self, query: str, document_ids: frozenset[str] | None = None) -> list[ClauseKey]:
        """Clauses by shared words, best first; those that share none are left out."""
        return self._ranked(self._matching(query, document_ids).first(POOL))

    def _ranked(self, found: Best) -> list[ClauseKey]:
        return [self._known.keys[number] for number in self._known.scored(*found).ranking()]

    def _matching(self, query: str, document_ids: frozenset[str] | None) -> Best:
        """Passages that share words with the question, best first."""
        found = self.index.vectors.matching(query, POOL, document_ids)
        if found is not None:
            return _best(found)
        within = None if document_ids is None else self.index.vectors.within(document_ids)
        return self.index.lexical.foremost(query, _WORDS_DEPTH, within)

    def _fused(self, vector: NDArray[np.float32], near: Best, words: Best) -> Scored:
        """Scores of all clauses that either side found, each by its similarity and its words."""
        is_wanted = np.zeros(len(self.index.passages), dtype=bool)
        is_wanted[near.places] = is_wanted[words.first(POOL).places] = True
        wanted = np.flatnonzero(is_wanted)
        alike = self._known.scored(wanted, self.index.vectors.exact.similarities(vector, wanted))
        best, last = (float(near.scores[0]), float(near.scores[-1])) if len(near.scores) else (1.0, 0.0)
        held = is_wanted[words.places]
        worded = self._known.scored(words.places[held], words.scores[held])
        scores = np.zeros(len(alike.numbers))
        # Every passage held is wanted: its clauses stand among those compared.
        scores[np.searchsorted(alike.numbers, worded.numbers)] = worded.scores
        return Scored(alike.numbers, summed(alike.scores, scores, best=best, last=last))

    def _fused_by_engine(
        self, query: str, vector: NDArray[np.float32], document_ids: frozenset[str] | None
    ) -> Scored | None:
        """Scores of clauses where the vector store fuses both sides itself; None where it does not."""
        found = self.index.vectors.fused(
            query, vector, POOL, document_ids, weights=(DENSE_WEIGHT, LEXICAL_WEIGHT), k=RRF_K
        )
        return None if found is None else self._known.scored(*_best(found))


def _best(found: Sequence[Neighbour]) -> Best:
    places, scores = zip(*found, strict=True) if found else ((), ())
    return Best(np.array(places, dtype=np.int64), np.array(scores, dtype=np.float64))


def _ranks(scored: Scored, numbers: Sequence[int]) -> list[int | None]:
    """The rank of each of some clauses among those scored, None where it is not among them."""
    ranks = {number: rank for rank, number in enumerate(scored.ranking(), 1)}
    return [ranks.get(number) for number in numbers]
