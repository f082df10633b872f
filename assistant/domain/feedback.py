"""Answers as they are kept, what readers say of them, and which of them people should look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Thumb = Literal["up", "down"]
Reason = Literal["wrong", "outdated", "incomplete", "wrong_citation"]
Why = Literal["out_of_scope", "not_found", "thumbed_down"]
"""Why somebody should look: the documents do not treat it, do not say it, or a reader was not helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """What is kept of an answer: whence it came and what was asked, personal data masked.

    Attributes:
        question: The words asked, masked; empty where they are not known.
        not_found: Whether the answer says that the documents do not say what was asked.
        clause_keys: ``document_id#clause_id`` of what it cites, in marker order.
        asked_at: The moment in UTC without time zone, as the tables hold it.
    """

    id: str
    question_digest: str
    question: str
    language: str
    kind: str
    not_found: bool
    as_of: date
    corpus_version: str
    rules_version: str
    engine: str
    clause_keys: tuple[str, ...]
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader says of one answer; ``remark`` is masked as questions are."""

    thumb: Thumb
    reasons: tuple[Reason, ...] = ()
    remark: str = ""
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An answer that people should look at; ``earlier`` are the questions before it in its conversation."""

    answer: AnswerRecord
    why: tuple[Why, ...]
    earlier: tuple[str, ...]
    feedback: Feedback | None


def reasons_to_look(answer: AnswerRecord, feedback: Feedback | None) -> tuple[Why, ...]:
    """Why people should look at an answer; empty where they need not."""
    found: list[Why] = []
    if answer.kind == "out_of_scope":
        found.append("out_of_scope")
    if answer.not_found:
        found.append("not_found")
    if feedback is not None and feedback.thumb == "down":
        found.append("thumbed_down")
    return tuple(found)
