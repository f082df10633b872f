"""``python -m eval.retrieval.ablation``: what each part of the search is worth, on any corpus and on the shipped documents.

With ``--corpus`` and ``--questions`` (their form: ``eval.retrieval``) headings, words and the way of fusing are varied. With
``--model FOLDER --part P`` the questions of one part on the shipped documents are asked with and without the official words
that the lexicon adds to a question, of an embedder trained without that part (``train_embedder --leave-out P``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from assistant.assembly import build_assistant
from assistant.domain.dialogue import DialogueState
from assistant.index.embedder import load_embedder, query_vectors
from assistant.index.encoding import Vectors, mixed, own_and_above
from assistant.index.lexical import LexicalIndex
from assistant.index.passages import Passage, make_passages
from assistant.index.static import StaticEmbedder
from assistant.index.topmost import topmost
from assistant.retrieval import fusion
from assistant.retrieval.search import POOL, Searcher
from assistant.settings import Settings
from assistant.text.normalise import fold
from eval.errors import EvaluationError
from eval.retrieval.lines import Article, Question, read_corpus, read_questions
from eval.retrieval.scoring import Figures, Ranking, measure
from eval.retrieval.statutes import as_statutes
from eval.train.clause_questions import read_clause_questions

HEADINGS = (0.0, 0.2, 0.4)
WORDS = (0.0, 0.01, 0.02, 0.03, 0.05)
_DEPTH = 1000


class Bench:
    """Articles with their vectors at several weights of the headings, and their words with and without headings."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.embedder = load_embedder()
        documents = as_statutes(articles).documents
        self.passages: list[Passage] = [one for document in documents for one in make_passages(document)]
        own, above = own_and_above(self.passages, self.embedder)
        self.vectors = {share: mixed(own, above, share) for share in HEADINGS}
        self.words = LexicalIndex.build(one.full_text for one in self.passages)
        self.bare_words = LexicalIndex.build(one.text for one in self.passages)

    def systems(self) -> Iterator[tuple[str, Ranking]]:
        """Each way of ranking by its name."""
        yield "words", lambda question: self._names(_places(self.words.best(fold(question), POOL)))
        yield (
            "words, no headings",
            lambda question: self._names(_places(self.bare_words.best(fold(question), POOL))),
        )
        for share in HEADINGS:
            yield f"meaning, headings {share:g}", self._by_meaning(share)
        yield "fused by rank (k 20, meaning twice)", self._by_rank
        for weight in WORDS:
            yield f"fused as scores, words {weight:g}", self._fused(weight, HEADINGS[1])
        yield (
            f"fused as scores, words {fusion.WORDS_WEIGHT:g}, no headings",
            self._fused(fusion.WORDS_WEIGHT, 0.0),
        )

    def _by_meaning(self, share: float) -> Ranking:
        return lambda question: self._names(self._near(question, share)[0].tolist())

    def _near(self, question: str, share: float) -> tuple[NDArray[np.int64], Vectors]:
        vector = query_vectors(self.embedder, [fold(question)])[0]
        alike: Vectors = self.vectors[share] @ vector
        best = topmost(alike, POOL)
        return best[np.argsort(-alike[best], kind="stable")], alike

    def _by_rank(self, question: str) -> list[str]:
        near, _ = self._near(question, HEADINGS[1])
        words = _places(self.words.best(fold(question), POOL))
        scores = fusion.reciprocal_rank_fusion([(2.0, near.tolist()), (1.0, words)])
        return self._names(sorted(scores, key=lambda place: (-scores[place], place)))

    def _fused(self, weight: float, share: float) -> Ranking:
        def rank(question: str) -> list[str]:
            near, alike = self._near(question, share)
            words = self.words.best(fold(question), _DEPTH)
            wanted = {*near.tolist(), *_places(words[:POOL])}
            scores = fusion.weighted_sum(
                {place: float(alike[place]) for place in wanted},
                {place: weight / fusion.WORDS_WEIGHT * score for place, score in words},
                best=float(alike[near[0]]),
                last=float(alike[near[-1]]),
            )
            return self._names(sorted(scores, key=lambda place: (-scores[place], place)))

        return rank

    def _names(self, places: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(name for place in places for name in self.passages[place].clause_ids))


def _places(found: Sequence[tuple[int, float]]) -> list[int]:
    return [place for place, _ in found]


def with_official_words(folder: Path, model: Path, part: int, parts: int) -> dict[str, Figures]:
    """The shipped documents, each question as it was typed and with the official words of the lexicon."""
    agent = build_assistant(Settings(data_dir=folder), embedder=StaticEmbedder.load(model)).agent
    searcher = agent.ranker._searcher
    assert isinstance(searcher, Searcher)
    asked = [one for one in read_clause_questions(agent.library) if one.fold(parts) == part]
    expanded = {
        one.text: agent.understanding.read(one.text, DialogueState(), None, date(2026, 11, 20)).search_text
        for one in asked
    }
    questions = [
        Question(one.text, one.text, frozenset(f"{d}#{c}" for group in one.gold for d, c in group))
        for one in asked
    ]

    def words(text: str) -> list[str]:
        return [f"{key.document_id}#{key.clause_id}" for key in searcher.lexical_ranking(fold(text))]

    def both(text: str) -> list[str]:
        return [f"{hit.document_id}#{hit.clause_id}" for hit in searcher.search(text, limit=POOL)]

    ways: Mapping[str, Callable[[str], Sequence[str]]] = {
        "words": words,
        "words and official words": lambda text: words(expanded[text]),
        "fused": both,
        "fused, with official words": lambda text: both(expanded[text]),
    }
    return {name: measure(way, questions) for name, way in ways.items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval.ablation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", type=Path, metavar="FILE")
    parser.add_argument("--questions", type=Path, metavar="FILE")
    parser.add_argument("--model", type=Path, metavar="FOLDER")
    parser.add_argument("--part", type=int)
    parser.add_argument("--parts", type=int, default=4)
    options = parser.parse_args(argv)
    pairs = (options.corpus, options.questions), (options.model, options.part)
    if [sum(one is not None for one in pair) for pair in pairs] not in ([2, 0], [0, 2]):
        parser.error("give --corpus and --questions, or --model and --part")
    try:
        if options.corpus:
            articles, questions = read_corpus(options.corpus), read_questions(options.questions)
            found = {name: measure(rank, questions) for name, rank in Bench(articles).systems()}
        else:
            with tempfile.TemporaryDirectory() as folder:
                found = with_official_words(Path(folder), options.model, options.part, options.parts)
    except EvaluationError as error:
        print(f"eval.retrieval.ablation: {error}", file=sys.stderr)
        return error.status
    _print(found)
    return 0


def _print(found: Mapping[str, Figures]) -> None:
    heads = [head for head in next(iter(found.values())).as_json() if "ms" not in head]
    table = Table("way", *heads)
    for name, figures in found.items():
        row = figures.as_json()
        table.add_row(name, *(f"{row[head]:.3f}" for head in heads))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
