"""Feedback and the queue of answers to look at on the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pydantic import BaseModel, Field

from assistant.domain.feedback import Feedback, Reason, Review, Thumb, Why
from assistant.records.stores import Page


class FeedbackOut(BaseModel):
    """What is kept of a reader's word on an answer."""

    answer_id: str
    thumb: Thumb
    reasons: list[Reason]
    remark: str = Field(description="With personal data masked.")
    given_at: datetime


class ReviewOut(BaseModel):
    """An answer that people should look at."""

    answer_id: str
    question: str = Field(description="With personal data masked.")
    earlier: list[str] = Field(description="The questions before it, as long as its conversation is kept.")
    why: list[Why]
    kind: str
    engine: str
    language: str
    as_of: date
    clause_keys: list[str] = Field(description="document_id#clause_id of what the answer cites.")
    corpus_version: str
    rules_version: str
    asked_at: datetime
    feedback: FeedbackOut | None


class QueueOut(BaseModel):
    """Answers to look at, the newest first."""

    total: int
    items: list[ReviewOut]


def feedback_out(answer_id: str, given: Feedback) -> FeedbackOut:
    """What is kept of a reader's word."""
    return FeedbackOut(
        answer_id=answer_id,
        thumb=given.thumb,
        reasons=list(given.reasons),
        remark=given.remark,
        given_at=given.given_at.replace(tzinfo=UTC),
    )


def queue_out(page: Page) -> QueueOut:
    """A part of the queue."""
    return QueueOut(total=page.total, items=[_review_out(review) for review in page.reviews])


def _review_out(review: Review) -> ReviewOut:
    answer, given = review.answer, review.feedback
    return ReviewOut(
        answer_id=answer.id,
        question=answer.question,
        earlier=list(review.earlier),
        why=list(review.why),
        kind=answer.kind,
        engine=answer.engine,
        language=answer.language,
        as_of=answer.as_of,
        clause_keys=list(answer.clause_keys),
        corpus_version=answer.corpus_version,
        rules_version=answer.rules_version,
        asked_at=answer.asked_at.replace(tzinfo=UTC),
        feedback=feedback_out(answer.id, given) if given else None,
    )
