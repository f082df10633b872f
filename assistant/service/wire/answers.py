"""Answers on the wire."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from assistant.domain.answers import Answer, AnswerKind, Engine, Language
from assistant.service.wire.citations import CitationOut, NoticeOut, citation_out, notice_out
from assistant.service.wire.eligibility import ReportOut, report_out

if TYPE_CHECKING:
    from assistant.documents.library import Library


class AnswerOut(BaseModel):
    """The one answer object, the same at every door."""

    answer: str = Field(description="Markdown; the direct answer first, each sentence with its marker [1].")
    kind: AnswerKind
    citations: list[CitationOut]
    eligibility: ReportOut | None
    notices: list[NoticeOut]
    quick_replies: list[str]
    session_id: str
    answer_id: str
    as_of: date
    corpus_version: str
    rules_version: str
    engine: Engine
    language: Language
    steps: list[str] = Field(description="The steps that made the answer, in order.")


def answer_out(answer: Answer, library: Library) -> AnswerOut:
    """An answer with the badges of all documents cited."""
    report = answer.eligibility
    return AnswerOut(
        answer=answer.answer,
        kind=answer.kind,
        citations=[citation_out(c, library, answer.language) for c in answer.citations],
        eligibility=report_out(report, library, answer.language) if report else None,
        notices=[notice_out(notice) for notice in answer.notices],
        quick_replies=list(answer.quick_replies),
        session_id=answer.session_id,
        answer_id=answer.answer_id,
        as_of=answer.as_of,
        corpus_version=answer.corpus_version,
        rules_version=answer.rules_version,
        engine=answer.engine,
        language=answer.language,
        steps=list(answer.steps),
    )
