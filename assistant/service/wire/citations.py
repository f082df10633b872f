"""Citations and notices on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from assistant.domain.answers import Citation, Language, Notice, NoticeCode
from assistant.domain.documents import StatusCode
from assistant.service.wire.badges import badge

if TYPE_CHECKING:
    from assistant.documents.library import Library


class CitationOut(BaseModel):
    """A verbatim quote and where it stands."""

    index: int = Field(description="The marker in the answer, from 1.")
    document_id: str
    document_title: str
    document_number: str | None
    clause_id: str
    clause_label: str = Field(examples=["第七条（三）"])
    quote: str = Field(description="Verbatim in the document, white space and emphasis marks aside.")
    page: int | None
    url: str = Field(description="Opens the clause, highlighted, in the source viewer.")
    status: StatusCode
    status_label: str = Field(description="The status as people see it.")
    recognised: float | None = Field(
        default=None,
        description="Confidence, 0 to 1, where the text was read off a picture and may be wrong.",
    )


class ScoredCitationOut(CitationOut):
    """A citation found by search."""

    score: float = Field(description="Comparable within one result list only.")


class NoticeOut(BaseModel):
    """Something the reader must not miss."""

    code: NoticeCode
    text: str
    citation: int | None = Field(description="Marker of the citation that proves it.")


class SearchOut(BaseModel):
    """Ranked clauses."""

    query: str
    as_of: date
    results: list[ScoredCitationOut]


def citation_out(citation: Citation, library: Library, language: Language = "zh") -> CitationOut:
    """A citation with the badge of its document."""
    label = badge(library, citation.document_id, citation.status, language)
    return CitationOut(
        index=citation.index,
        document_id=citation.document_id,
        document_title=citation.document_title,
        document_number=citation.document_number,
        clause_id=citation.clause_id,
        clause_label=citation.clause_label,
        quote=citation.quote,
        page=citation.page,
        url=citation.url,
        status=citation.status,
        status_label=label,
        recognised=citation.recognised,
    )


def notice_out(notice: Notice) -> NoticeOut:
    """A notice as it is."""
    return NoticeOut(code=notice.code, text=notice.text, citation=notice.citation)


def search_out(
    query: str, as_of: date, found: Sequence[tuple[Citation, float]], library: Library
) -> SearchOut:
    """Ranked clauses."""
    results = [
        ScoredCitationOut(**citation_out(citation, library).model_dump(), score=score)
        for citation, score in found
    ]
    return SearchOut(query=query, as_of=as_of, results=results)
