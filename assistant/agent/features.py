"""The named features by which ``scoring.py`` scores a clause for a question; one that is absent is 0.

What depends on the question alone is worked out once a question, what depends on the clause alone once a corpus.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.agent.agreement import codes, defining_words, is_referenced
from assistant.agent.facets import Facet
from assistant.agent.incidence import Incidence
from assistant.agent.understanding.question import Question
from assistant.domain.answers import Hit
from assistant.text.normalise import fold

Table = NDArray[np.float64]
Vector = NDArray[np.float64]
_ASK_VALUES = {
    "money": {"money"},
    "phone": {"phone"},
    "person": {"phone"},
    "email": {"email"},
    "address": {"address"},
    "website": {"website"},
    "date": {"date", "period"},
    "period": {"period"},
    "count": {"count"},
    "threshold": {"percent", "money", "count"},
    "frequency": {"frequency"},
}
ROLE_WORDS = {
    "enterprise": ("企业", "工厂", "公司", "申报单位"),
    "park": ("园区", "开发区"),
    "district": ("区县", "属地", "各区", "县（市", "我委"),
    "evaluator": ("第三方", "评价机构", "评估机构"),
}
_ASIDE = frozenset({"preamble", "addressees", "form", "note", "meta", "attachment", "chapter"})
_ISSUE_KINDS = {"date": ("date",), "number": ("number",), "issuer": (), "title": ()}
OPENING = 12
"""Characters in which a definition of a grade names it."""
NAMES = (
    *("aside", "clause_ref", "code", "defines", "dense", "document", "heading_only", "heading_terms"),
    *("heading_topic", "issue", "lexical", "other_code", "other_document", "other_topic", "recency", "role"),
    *("similar", "similar_part", "similar_part_terms", "similar_terms", "stale", "tag", "terms", "topic"),
    *("value", "words"),
)
"""Every feature; ``recency``, ``stale`` and the similarities are the ranker's to fill in."""
PLACES = {name: place for place, name in enumerate(NAMES)}
_TOPIC_PLACES = [PLACES[name] for name in ("topic", "heading_topic", "other_topic")]
_EVEN = 8.0
"""Weight of the words of a question that says enough; a shorter one counts less."""


class FeatureRow(Mapping[str, float]):
    """The features of one clause by their names; of most that are ranked none is ever looked up.

    Args:
        values: In the order of ``NAMES``.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Sequence[float]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> float:
        return self._values[PLACES[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


class Weights:
    """How much each word of a corpus tells: the idf of its bigrams, counted over the clauses."""

    def __init__(self, facets: Iterable[Facet]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for facet in facets:
            counts.update(set(bigrams(facet.told)))
            total += 1
        self._pairs = {pair: math.log(1 + total / (0.5 + n)) for pair, n in counts.items()}
        self._shares = {pair: n / total for pair, n in counts.items()}
        self._unseen = math.log(1 + total)
        self._terms: dict[str, float] = {}

    def pair(self, pair: str, absent: float) -> float:
        """Idf of a bigram, ``absent`` for one that no clause holds."""
        return self._pairs.get(pair, absent)

    def share(self, pair: str) -> float:
        """Share of the clauses that hold a bigram, 0 to 1."""
        return self._shares.get(pair, 0.0)

    @property
    def unseen(self) -> float:
        """What a bigram weighs that no clause holds."""
        return self._unseen

    def term(self, term: str) -> float:
        """Mean idf of the term's bigrams; a term that the corpus never uses weighs little."""
        if term not in self._terms:
            pairs = bigrams(fold(term))
            self._terms[term] = sum(self.pair(p, 0.5) for p in pairs) / len(pairs) if pairs else 0.5
        return self._terms[term]


class ClauseTexts:
    """What the features look at of every clause, by its number.

    Attributes:
        told: Which words stand in its text with the names of its columns.
        headings: Which words stand in a heading; ``heading_of`` is that of each clause, (n,).
        tags: How far each clause is tagged with an intent, 0 to 1, (n,).
        heading_only, aside, issue: Whether it is only a heading, no provision, the date or number of issue, (n,).
    """

    def __init__(self, facets: Iterable[Facet]) -> None:
        listed = tuple(facets)
        self._numbers = {facet.key: number for number, facet in enumerate(listed)}
        headings = {text: number for number, text in enumerate(dict.fromkeys(one.heading for one in listed))}
        self.told = Incidence([facet.told for facet in listed])
        self.headings = Incidence(tuple(headings))
        self.heading_of = np.array([headings[facet.heading] for facet in listed], dtype=np.int64)
        self.tags = {
            name: np.array([facet.tags.get(name, 0.0) for facet in listed])
            for name in {name for facet in listed for name in facet.tags}
        }
        self.heading_only = np.array([facet.is_heading_only for facet in listed], dtype=bool)
        self.aside = np.array([facet.clause.kind in _ASIDE for facet in listed], dtype=bool)
        self.issue = np.array([facet.clause.kind in ("date", "number") for facet in listed], dtype=bool)

    def numbers(self, facets: Sequence[Facet]) -> NDArray[np.int64]:
        """The numbers of some clauses, (n,)."""
        return np.array([self._numbers[facet.key] for facet in facets], dtype=np.int64)


class Features:
    """The features of one question with any clause.

    Args:
        question: What was asked.
        weights: How much each word of the corpus tells.
        texts: What was read of clauses before.
    """

    def __init__(self, question: Question, weights: Weights, texts: ClauseTexts) -> None:
        self._question, self._texts = question, texts
        pairs = bigrams(question.folded)
        self._pairs_total = sum(weights.pair(pair, weights.unseen) for pair in pairs)
        # One that no clause holds weighs nothing in any.
        self._pairs = [(pair, weight) for pair in pairs if (weight := weights.pair(pair, 0.0))]
        # Concepts as groups of alternatives, the heaviest first.
        self._groups = [
            sorted(((weights.term(term), fold(term)) for term in group), reverse=True)
            for group in question.concepts
        ]
        heaviest = sum(group[0][0] for group in self._groups)
        self._groups_norm = math.sqrt(heaviest * max(heaviest, _EVEN)) if heaviest else 0.0
        self._intents = question.intents[:3]
        self._intents_total = sum(score for _, score in self._intents) or 1.0
        self._values = [_ASK_VALUES[ask] for ask in question.asks if ask in _ASK_VALUES]
        self._role_words = ROLE_WORDS.get(question.role or "", ())
        self._codes = codes(question.folded)
        self._defined = (
            [fold(term) for group in question.concepts for term in group]
            if question.has("definition", at_least=0.2)
            else []
        )
        self._topics = frozenset(question.topics)
        self._strong = frozenset(question.specific_topics) or self._topics
        self._issues = {kind for name in question.asks_issue for kind in _ISSUE_KINDS[name]}

    def table(self, facets: Sequence[Facet], hits: Mapping[tuple[str, str], Hit]) -> Table:
        """The features of clauses, ``(n, f)``, in the order of ``NAMES``; those that the ranker knows stay 0.

        Args:
            facets: The clauses.
            hits: What retrieval found, by clause.
        """
        table = np.zeros((len(facets), len(NAMES)))
        texts, at = self._texts, self._texts.numbers(facets)
        columns: dict[str, Sequence[float] | NDArray[Any]] = {
            "words": self._overlaps(at),
            "terms": self._held(texts.told, at),
            "heading_terms": self._held(texts.headings, texts.heading_of[at]),
            "tag": self._tagged(at),
            "heading_only": texts.heading_only[at],
            "aside": texts.aside[at],
        }
        for place in np.flatnonzero(texts.issue[at]).tolist():
            # 1 where the clause prints the date or number of issue asked for, -1 where it does unasked.
            asked = facets[place].clause.kind in self._issues
            table[place, PLACES["issue"]] = 1.0 if asked else -1.0
        found = [hits.get(facet.key) for facet in facets]
        columns["dense"] = [_reciprocal(hit.dense_rank) if hit else 0.0 for hit in found]
        columns["lexical"] = [_reciprocal(hit.lexical_rank) if hit else 0.0 for hit in found]
        columns |= self._agreement(facets)
        for name, values in columns.items():
            table[:, PLACES[name]] = values
        if self._topics:
            table[:, _TOPIC_PLACES] = [self._topics_of(facet) for facet in facets]
        return table

    def _agreement(self, facets: Sequence[Facet]) -> dict[str, Sequence[float]]:
        """Document, kind of value, role, number of the clause, grade, definition: where the question asks for such."""
        columns: dict[str, Sequence[float]] = {}
        if meant := self._question.documents:
            columns["document"] = [facet.document_id in meant for facet in facets]
            columns["other_document"] = [facet.document_id not in meant for facet in facets]
        if self._values:
            columns["value"] = [
                any(not kinds.isdisjoint(facet.values) for kinds in self._values) for facet in facets
            ]
        if self._role_words:
            columns["role"] = [any(word in facet.text for word in self._role_words) for facet in facets]
        if self._question.clause_refs:
            columns["clause_ref"] = [is_referenced(self._question, facet) for facet in facets]
        if asked := self._codes:
            openings = [codes(facet.text[:OPENING]) for facet in facets]
            columns["code"] = [len(asked & codes(facet.text)) / len(asked) for facet in facets]
            columns["other_code"] = [bool(own) and not asked & own for own in openings]
        if self._defined:
            defining = [defining_words(facet.text) for facet in facets]
            columns["defines"] = [any(name in words for name in self._defined) for words in defining]
        return columns

    def _overlaps(self, at: NDArray[np.int64]) -> Vector:
        """Share of the question's bigram weight that each clause holds, 0 to 1."""
        if not self._pairs:
            return np.zeros(len(at))
        held = self._texts.told.held([pair for pair, _ in self._pairs], at)
        total = np.zeros(len(at))
        for (_, weight), here in zip(self._pairs, held, strict=True):
            total += weight * here
        return total / self._pairs_total

    def _held(self, texts: Incidence, at: NDArray[np.int64]) -> Vector:
        """Share of the concepts' weight that each text holds, one of each group's alternatives sufficing."""
        total = np.zeros(len(at))
        if not self._groups_norm:
            return total
        held = iter(texts.held([term for group in self._groups for _, term in group], at))
        for group in self._groups:
            # The heaviest that stands there counts: lighter ones are written first.
            best = np.zeros(len(at))
            for (weight, _), here in reversed([(one, next(held)) for one in group]):
                best[here] = weight
            total += best
        return total / self._groups_norm

    def _tagged(self, at: NDArray[np.int64]) -> Vector:
        """How far each clause is tagged with the question's strongest intents, 0 to 1."""
        total = np.zeros(len(at))
        for name, score in self._intents:
            if (tagged := self._texts.tags.get(name)) is not None:
                total += score * tagged[at]
        return total / self._intents_total

    def _topics_of(self, facet: Facet) -> tuple[float, float, float]:
        """Subject: how far named in the clause, how far above it, whether it is another one."""
        asked, own, above = self._topics, facet.topics, facet.heading_topics
        other = not above & asked and bool(above or (own and not own & asked))
        strong = len(self._strong)
        return len(own & self._strong) / strong, len(above & self._strong) / strong, float(other)


def bigrams(text: str) -> list[str]:
    """Pairs of Han characters and whole Latin words and figures of a folded text, each once.

    >>> bigrams("aa级 公示期")
    ['公示', '示期', 'aa']
    """
    runs = re.findall(r"[\u3400-\u9fff]+|[a-z0-9.%]+", text)
    pairs = [run[i : i + 2] for run in runs if not run[0].isascii() for i in range(len(run) - 1)]
    return list(dict.fromkeys(pairs + [run for run in runs if run[0].isascii() and len(run) > 1]))


def _reciprocal(rank: int | None) -> float:
    return 3.0 / (2.0 + rank) if rank else 0.0
