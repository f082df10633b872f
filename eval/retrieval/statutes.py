"""Articles as the documents that the product indexes: one a title, one clause an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.documents import Clause, Document, Metadata, Proved, Span
from eval.retrieval.lines import Article


@dataclass(frozen=True, slots=True)
class Statutes:
    """A corpus made of articles; what ``assistant.index.build.open_index`` takes in place of a library."""

    documents: tuple[Document, ...]
    version: str = "benchmark"


def as_statutes(articles: Sequence[Article]) -> Statutes:
    """One document a title, in the order in which titles first come; articles without title share one."""
    by_title: dict[str, list[Article]] = {}
    for article in articles:
        by_title.setdefault(article.title, []).append(article)
    return Statutes(
        tuple(_document(number, title, rows) for number, (title, rows) in enumerate(by_title.items()))
    )


def _document(number: int, title: str, articles: Sequence[Article]) -> Document:
    clauses = tuple(
        Clause(id=article.id, kind="article", label="", text=article.text, spans=(Span(0, 0),))
        for article in articles
    )
    return Document(
        id=f"law{number}",
        text="",
        clauses=clauses,
        furniture=(),
        metadata=Metadata(title=Proved(value=title, clause_id="", quote=title)),
    )
