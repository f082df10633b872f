"""Which clauses answer: retrieval joined with what the question and the clause are known to be about.

Named features of question and clause, scored by ``scoring.py``; the features of agreement are in ``agreement.py``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from assistant.agent.agreement import (
    code_agreement,
    defines,
    document_agreement,
    is_referenced,
    issue_agreement,
    other_code,
    role_agreement,
    tag_agreement,
    topic_agreement,
    value_agreement,
)
from assistant.agent.facets import Facet
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
_SIMILAR = ("similar", "similar_part", "similar_terms", "similar_part_terms")


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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a question, weighted: bigrams by idf, and concepts as groups of alternatives, heaviest first."""

    pairs: tuple[tuple[str, float], ...]
    pairs_total: float
    groups: tuple[tuple[tuple[float, str], ...], ...]
    groups_total: float

    def overlap(self, text: str) -> float:
        """Share of the question's bigram weight that a text holds, 0 to 1."""
        if not self.pairs_total:
            return 0.0
        return sum(weight for pair, weight in self.pairs if pair in text) / self.pairs_total

    def held(self, text: str) -> float:
        """Share of the concepts' weight that a text holds, one of each group's alternatives sufficing."""
        if not self.groups_total:
            return 0.0
        found = sum(next((weight for weight, term in group if term in text), 0.0) for group in self.groups)
        return found / math.sqrt(self.groups_total * max(self.groups_total, 8.0))


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
        self._searcher = searcher
        self._idf = _idf(facets.values())
        self._weights: dict[str, float] = {}
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
        stale = {
            d.id: self._library.status(d.id, as_of).code not in ("in_force", "round_closed")
            for d in self._library.documents
        }
        candidates = [
            self._facets[key]
            for key in sorted(keys)
            if key in self._facets and (question.asks_issue or not _tells_issue(self._facets[key]))
        ]
        self.meanings.prepare(candidates)
        words = self._prepared(question)
        asked = question.folded if question.language == "zh" else question.search_text
        plain = self.meanings.query(asked)
        official = self.meanings.query(question.search_text)
        rows = []
        alike = self.meanings.similarities((plain, official), candidates).reshape(-1, 4).tolist()
        for facet, cosines in zip(candidates, alike, strict=True):
            features = self._features(question, words, facet, hits.get(facet.key), stale[facet.document_id])
            features |= zip(_SIMILAR, cosines, strict=True)
            rows.append(features)
        scores = (scoring or bundled()).scores(rows)
        past = self._rounds.superseded(as_of) - question.named_documents
        ranked = [
            Ranked(facet, round(float(score) - _PAST_ROUND * (facet.document_id in past), 6), features)
            for facet, score, features in zip(candidates, scores, rows, strict=True)
        ]
        ranked.sort(key=lambda r: (-r.score, r.facet.key))
        return ranked[:limit]

    def is_past_round(self, document_id: str, question: Question, as_of: date) -> bool:
        """Whether a newer round of the document is out on the day and the question names neither it nor its year."""
        return document_id in self._rounds.superseded(as_of) - question.named_documents

    def recency(self, document_id: str) -> float:
        """Age rank of a document, 0 for the oldest year and 1 for the newest."""
        return self._recency[document_id]

    def _issues(self, question: Question) -> set[tuple[str, str]]:
        """The dates and numbers of the documents meant, where these are asked for."""
        if not question.asks_issue:
            return set()
        return {
            key
            for key, facet in self._facets.items()
            if facet.clause.kind in ("date", "number")
            and (not question.documents or facet.document_id in question.documents)
        }

    def _referenced(self, question: Question) -> set[tuple[str, str]]:
        return (
            {key for key, facet in self._facets.items() if is_referenced(question, facet)}
            if question.clause_refs
            else set()
        )

    def _features(
        self, question: Question, words: Words, facet: Facet, hit: Hit | None, stale: bool
    ) -> dict[str, float]:
        features = {
            "dense": _reciprocal(hit.dense_rank if hit else None),
            "lexical": _reciprocal(hit.lexical_rank if hit else None),
            "words": words.overlap(facet.told),
            "terms": words.held(facet.told),
            "heading_terms": words.held(facet.heading),
            "tag": tag_agreement(question, facet),
            "value": value_agreement(question, facet),
            "role": role_agreement(question, facet),
            "heading_only": float(facet.is_heading_only),
            "aside": float(
                facet.clause.kind
                in ("preamble", "addressees", "form", "note", "meta", "attachment", "chapter")
            ),
            "clause_ref": float(is_referenced(question, facet)),
            "code": code_agreement(question, facet),
            "issue": issue_agreement(question, facet),
            "defines": defines(question, facet),
            "other_code": other_code(question, facet),
            "stale": float(stale),
        }
        if not question.documents and not question.years:
            features["recency"] = self._recency[facet.document_id]
        features |= topic_agreement(question, facet)
        features |= document_agreement(question, facet)
        return features

    def _prepared(self, question: Question) -> Words:
        """The question's bigrams and concepts with their weights, worked out once a question."""
        pairs = [(pair, self._idf.get(pair, 0.0)) for pair in _bigrams(question.folded)]
        total = sum(self._idf.get(pair, self._idf[""]) for pair, _ in pairs)
        groups = []
        for group in question.concepts:
            weighted = sorted(((self._term_weight(term), fold(term)) for term in group), reverse=True)
            groups.append(tuple(weighted))
        return Words(tuple(pairs), total, tuple(groups), sum(group[0][0] for group in groups))

    def _term_weight(self, term: str) -> float:
        """Mean idf of the term's bigrams; a term that the corpus never uses weighs little."""
        if term not in self._weights:
            pairs = _bigrams(fold(term))
            self._weights[term] = sum(self._idf.get(p, 0.5) for p in pairs) / len(pairs) if pairs else 0.5
        return self._weights[term]


def _tells_issue(facet: Facet) -> bool:
    """Whether a clause is only the date or number of the document: it answers nothing else."""
    return facet.clause.kind in ("date", "number")


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


def _idf(facets: Iterable[Facet]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    total = 0
    for facet in facets:
        counts.update(set(_bigrams(facet.told)))
        total += 1
    idf = {pair: math.log(1 + total / (0.5 + n)) for pair, n in counts.items()}
    idf[""] = math.log(1 + total)
    return idf


def _bigrams(text: str) -> list[str]:
    runs = re.findall(r"[\u3400-\u9fff]+|[a-z0-9.%]+", text)
    pairs = [run[i : i + 2] for run in runs if not run[0].isascii() for i in range(len(run) - 1)]
    return list(dict.fromkeys(pairs + [run for run in runs if run[0].isascii() and len(run) > 1]))


def _reciprocal(rank: int | None) -> float:
    return 3.0 / (2.0 + rank) if rank else 0.0
