"""Build time, query latency and recall of the search index over tens of thousands of statute articles.

Usage::

    python -m eval.bench.bench_retrieval FOLDER [--limit 62280] [--model NAME]

``FOLDER`` holds ``articles.jsonl.gz`` and ``stard_train.jsonl``; the questions asked are the sixth that
the bundled model was never trained on. Dense, BM25 and fused are measured in the same run, through the
same ``Searcher`` that serves the assistant, with Chroma on disk.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from assistant.domain.documents import Clause, Document, Metadata, Proved, Span
from assistant.index.build import open_index
from assistant.index.embedder import load_embedder
from assistant.retrieval.clauses import ClauseKey
from assistant.retrieval.search import Searcher
from assistant.text.normalise import fold
from eval.train.pairs import Article, LayQuestion, read_articles, read_lay_questions

DEPTHS = (5, 10, 100)
Ranking = Callable[[str], Sequence[ClauseKey]]


@dataclass(frozen=True, slots=True)
class Statutes:
    """A corpus made of statute articles, one document a law."""

    documents: tuple[Document, ...]
    version: str = "bench"


def as_documents(articles: Iterable[Article]) -> Statutes:
    """Make documents of articles that stand one law after the other."""
    groups = groupby(articles, key=lambda article: article.law)
    return Statutes(tuple(_document(f"law{n}", law, tuple(rows)) for n, (law, rows) in enumerate(groups)))


def _document(name: str, law: str, articles: Sequence[Article]) -> Document:
    clauses = tuple(
        Clause(
            id=article.id,
            kind="article",
            label="",
            text=article.text,
            spans=(Span(0, 0),),
            path=(article.path,) if article.path else (),
        )
        for article in {article.id: article for article in articles}.values()
    )
    title = Proved(value=law, clause_id="", quote=law)
    return Document(id=name, text="", clauses=clauses, furniture=(), metadata=Metadata(title=title))


def measure(name: str, rank: Ranking, questions: Sequence[tuple[str, frozenset[str]]]) -> list[str]:
    """Ask every question and return a row of the table."""
    times: list[float] = []
    recalls: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    for text, gold in questions:
        started = time.perf_counter()
        found = [key.clause_id for key in rank(text)]
        times.append((time.perf_counter() - started) * 1000)
        for depth in DEPTHS:
            recalls[depth].append(len(gold & set(found[:depth])) / len(gold))
    cuts = quantiles(times, n=20)
    shares = [f"{sum(values) / len(values):.3f}" for values in recalls.values()]
    return [name, *shares, f"{cuts[9]:.1f}", f"{cuts[18]:.1f}"]


def asked(questions: Sequence[LayQuestion], articles: Sequence[Article]) -> list[tuple[str, frozenset[str]]]:
    """Return the held-out questions that these articles can answer."""
    known = {article.id for article in articles}
    pairs = [(q.text, frozenset(g[0] for g in q.gold if g[0] in known)) for q in questions if q.held_out]
    return [(text, frozenset(str(i) for i in gold)) for text, gold in pairs if gold]


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=None, help="only so many national articles")
    parser.add_argument(
        "--model", default=None, help="a sentence-transformers model instead of the bundled one"
    )
    arguments = parser.parse_args()
    console = Console()
    articles = [a for a in read_articles(arguments.folder / "articles.jsonl.gz") if a.national]
    articles = articles[: arguments.limit]
    questions = asked(read_lay_questions(arguments.folder / "stard_train.jsonl"), articles)
    corpus, embedder = as_documents(articles), load_embedder(arguments.model)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        index = open_index(corpus, embedder, Path(folder))
        built = time.perf_counter() - started
        started = time.perf_counter()
        searcher = Searcher(open_index(corpus, embedder, Path(folder)))
        opened = time.perf_counter() - started
        size_mb = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()) / 1e6
        console.print(
            f"{len(articles)} articles, {len(index.passages)} passages: built in {built:.1f} s, "
            f"opened in {opened:.1f} s, {size_mb:.0f} MB on disk; {len(questions)} held-out questions"
        )
        console.print(results(searcher, questions))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"peak memory {peak_mb:.0f} MB")


def results(searcher: Searcher, questions: Sequence[tuple[str, frozenset[str]]]) -> Table:
    """Measure each way of ranking and return the table."""
    table = Table("ranking", *(f"R@{depth}" for depth in DEPTHS), "p50 ms", "p95 ms")
    searcher.search(questions[0][0])
    ways: dict[str, Ranking] = {
        "BM25, character bigrams": lambda text: searcher.lexical_ranking(fold(text)),
        "dense": lambda text: searcher.dense_ranking(fold(text)),
        "fused": lambda text: [
            ClauseKey(hit.document_id, hit.clause_id) for hit in searcher.search(text, limit=100)
        ],
    }
    for name, rank in ways.items():
        table.add_row(*measure(name, rank, questions))
    return table


if __name__ == "__main__":
    main()
