"""The systems compared: the searcher that serves the assistant, as it is shipped and part by part."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.index.build import Index, open_index
from assistant.index.embedder import load_embedder
from assistant.retrieval.clauses import ClauseKey
from assistant.retrieval.search import Searcher
from assistant.settings import Settings
from assistant.text.normalise import fold
from eval.retrieval.late import DEPTH, SHARE, LateInteraction
from eval.retrieval.lines import Article
from eval.retrieval.scoring import DEPTHS, Ranking
from eval.retrieval.statutes import as_statutes


@dataclass(frozen=True, slots=True)
class Built:
    """A searcher over the articles, and what it took to make its index on disk."""

    searcher: Searcher
    build_s: float
    disk_mb: float

    @property
    def index(self) -> Index:
        """The index that is searched."""
        return self.searcher.index


def build(articles: Sequence[Article], folder: Path) -> Built:
    """Index the articles below ``folder`` with the model and the store that the assistant has by default."""
    started = time.perf_counter()
    index = open_index(as_statutes(articles), load_embedder(), folder, exact_up_to=Settings().exact_up_to)
    build_s = time.perf_counter() - started
    bytes_on_disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Built(Searcher(index), build_s, bytes_on_disk / 1e6)


def systems(searcher: Searcher) -> dict[str, Ranking]:
    """Every way of ranking by its name in the output; ``default``, which fuses ``bm25`` and ``dense``, is what the product does."""
    passages = {
        (passage.document_id, clause_id): passage.full_text
        for passage in reversed(searcher.index.passages)
        for clause_id in passage.clause_ids
    }

    def names(keys: Sequence[ClauseKey]) -> list[str]:
        return [key.clause_id for key in keys]

    def default(question: str) -> list[str]:
        return [hit.clause_id for hit in searcher.search(question, limit=max(DEPTHS))]

    interaction = LateInteraction.load()

    def reranked(question: str) -> list[str]:
        hits = searcher.search(question, limit=max(DEPTHS))
        texts = [fold(passages[hit.document_id, hit.clause_id]) for hit in hits[:DEPTH]]
        nearness = SHARE * interaction.scores(fold(question), texts)
        scores = {hit.clause_id: hit.score + more for hit, more in zip(hits, nearness.tolist(), strict=False)}
        first = sorted(scores, key=lambda name: -scores[name])
        return [*first, *(hit.clause_id for hit in hits[DEPTH:])]

    return {
        "default": default,
        "reranked": reranked,
        "bm25": lambda question: names(searcher.lexical_ranking(fold(question))),
        "dense": lambda question: names(searcher.dense_ranking(fold(question))),
    }
