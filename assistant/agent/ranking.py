"""Which clauses answer: retrieval joined with what the question and the clause are known to be about.

Named features of question and clause (``features.py``), scored by ``scoring.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from assistant.agent.agreement import is_referenced
from assistant.agent.facets import Facet
from assistant.agent.features import PLACES, ClauseTexts, FeatureRow, Features, Weights
from assistant.agent.rounds import Rounds
from assistant.agent.scoring import Scoring, bundled
from assistant.agent.understanding.question import Question
from assistant.agent.understanding.understand import Encode
from assistant.documents.library import Library
from assistant.domain.answers import Hit
from assistant.domain.documents import Metadata
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences

CANDIDATES = 120
_PAST_ROUND = 1.5
_DATED = {"date", "number"}
_ISSUE = ("date", "number")
"""Kinds of clauses that are only the date or number of the document: they answer nothing else."""
_SIMILAR = [PLACES[name] for name in ("similar", "similar_part", "similar_terms", "similar_part_terms")]


class Search(Protocol):
    """What the ranker needs of retrieval."""

    def search(
        self, query: str, *, limit: int = 10, document_ids: frozenset[str] | None = None
    ) -> tuple[Hit, ...]:
        """Clauses nearest to a query."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """A clause with its score and the features that made it."""

    facet: Facet
    score: float
    features: Mapping[str, float]


class Meanings:
    """Vectors of clauses and of their sentences, made when first needed."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._vectors: dict[tuple[str, str], Any] = {}

    def query(self, text: str) -> Any:
        """The unit vector of a text, shape ``(d,)``."""
        return self._encode([text])[0]

    def prepare(self, facets: Sequence[Facet]) -> None:
        """Encode all clauses at once that have no vectors yet."""
        missing = [facet for facet in facets if facet.key not in self._vectors]
        parts = [[f"{facet.heading} {facet.text}", *_sentences(facet)] for facet in missing]
        if not parts:
            return
        vectors = self._encode([text for group in parts for text in group])
        start = 0
        for facet, group in zip(missing, parts, strict=True):
            self._vectors[facet.key] = vectors[start : start + len(group)]
            start += len(group)

    def compare(self, query: str, texts: Sequence[str]) -> list[float]:
        """Cosine of a query with each text."""
        vectors = self._encode([query, *texts])
        return [float(score) for score in vectors[1:] @ vectors[0]]

    def similarities(self, queries: Sequence[Any], facets: Sequence[Facet]) -> Any:
        """Cosines of each query with each whole clause under its headings, and with its nearest sentence.

        Returns:
            An array ``(facets, queries, 2)``.
        """
        blocks = [self._vectors[facet.key] for facet in facets]
        found = np.zeros((len(blocks), len(queries), 2))
        if not blocks:
            return found
        scores = np.concatenate(blocks) @ np.stack(queries, axis=1)
        sizes = np.array([len(block) for block in blocks])
        starts = np.cumsum(sizes) - sizes
        found[:, :, 0] = scores[starts]
        # A clause of no sentence stands for itself: its own row is then its nearest.
        inner = np.where(sizes > 1, starts + 1, starts)
        bounds = np.stack((inner, starts + sizes), axis=1).ravel()
        found[:, :, 1] = np.maximum.reduceat(np.vstack((scores, scores[-1:])), bounds)[::2]
        return found


class Ranker:
    """Ranks clauses for a question."""

    def __init__(
        self,
        library: Library,
        facets: Mapping[tuple[str, str], Facet],
        searcher: Search,
        encode: Encode,
        rounds: Rounds,
    ) -> None:
        self._library = library
        self.meanings = Meanings(encode)
        self._facets = facets
        self._in_order = [facets[key] for key in sorted(facets)]
        self._places = {facet.key: place for place, facet in enumerate(self._in_order)}
        self._tell_issue = {facet.key for facet in self._in_order if facet.clause.kind in _ISSUE}
        self._searcher = searcher
        self._weights = Weights(facets.values())
        self._texts = ClauseTexts(facets.values())
        self._recency = _recency(library)
        self._rounds = rounds

    def rank(
        self,
        question: Question,
        as_of: date,
        *,
        limit: int = 12,
        document_ids: frozenset[str] | None = None,
        scoring: Scoring | None = None,
    ) -> list[Ranked]:
        """The best clauses, best first; ties in document order."""
        if question.subjects and not question.specific_topics and document_ids is None:
            document_ids = question.documents
            question = question.beside_subject()
        hits = {
            (h.document_id, h.clause_id): h
            for h in self._searcher.search(question.search_text, limit=CANDIDATES, document_ids=document_ids)
        }
        keys = set(hits) | self._referenced(question) | self._issues(question)
        if document_ids is not None:
            keys = {key for key in keys if key[0] in document_ids}
        if not question.asks_issue & _DATED:
            keys -= self._tell_issue
        candidates = [
            self._in_order[place]
            for place in sorted(self._places[key] for key in keys if key in self._places)
        ]
        self.meanings.prepare(candidates)
        table = Features(question, self._weights, self._texts).table(candidates, hits)
        queries = (self.meanings.query(question.worded), self.meanings.query(question.search_text))
        table[:, _SIMILAR] = self.meanings.similarities(queries, candidates).reshape(-1, len(_SIMILAR))
        stale = {
            document_id: self._library.status(document_id, as_of).code not in ("in_force", "round_closed")
            for document_id in {facet.document_id for facet in candidates}
        }
        table[:, PLACES["stale"]] = [stale[facet.document_id] for facet in candidates]
        if not question.documents and not question.years:
            table[:, PLACES["recency"]] = [self._recency[facet.document_id] for facet in candidates]
        past = self._rounds.superseded(as_of) - question.named_documents
        scores = (scoring or bundled()).scores(table)
        if past:
            scores = scores - _PAST_ROUND * np.array([facet.document_id in past for facet in candidates])
        scores = np.round(scores, 6)
        # The candidates stand in the order of their keys: equal scores stay so.
        best = np.argsort(-scores, kind="stable")[:limit].tolist()
        told = zip(best, scores[best].tolist(), table[best].tolist(), strict=True)
        return [Ranked(candidates[n], score, FeatureRow(row)) for n, score, row in told]

    def is_past_round(self, document_id: str, question: Question, as_of: date) -> bool:
        """Whether a newer round of the document is out on the day and the question names neither it nor its year."""
        return document_id in self._rounds.superseded(as_of) - question.named_documents

    def share_of_clauses(self, pair: str) -> float:
        """Share of all clauses that hold a pair of characters, 0 to 1."""
        return self._weights.share(pair)

    def recency(self, document_id: str) -> float:
        """Age rank of a document, 0 for the oldest year and 1 for the newest."""
        return self._recency[document_id]

    def _issues(self, question: Question) -> set[tuple[str, str]]:
        """The dates and numbers of the documents meant, where these are asked for."""
        if not question.asks_issue & _DATED:
            return set()
        return {
            key
            for key, facet in self._facets.items()
            if facet.clause.kind in _ISSUE
            and (not question.documents or facet.document_id in question.documents)
        }

    def _referenced(self, question: Question) -> set[tuple[str, str]]:
        return (
            {key for key, facet in self._facets.items() if is_referenced(question, facet)}
            if question.clause_refs
            else set()
        )


def _recency(library: Library) -> dict[str, float]:
    """Age rank of each document, 0 for the oldest year and 1 for the newest."""
    years = {d.id: _year(d.metadata) for d in library.documents}
    known = sorted({year for year in years.values() if year})
    span = max(known[-1] - known[0], 1) if known else 1
    return {key: (year - known[0]) / span if year else 0.5 for key, year in years.items()}


def _year(metadata: Metadata) -> int | None:
    if metadata.round_year:
        return metadata.round_year.value
    return metadata.signed_on.value.year if metadata.signed_on else None


def _sentences(facet: Facet) -> list[str]:
    return [
        fold(part) for a, b in split_sentences(facet.clause.text) if (part := facet.clause.text[a:b].strip())
    ]
