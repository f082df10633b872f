"""Answers, their citations and notices, as every door of the assistant hands them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from assistant.domain.documents import StatusCode
from assistant.domain.eligibility import Report

AnswerKind = Literal["answer", "eligibility", "clarification", "out_of_scope", "help"]
Engine = Literal["deterministic", "llm"]
Language = Literal["zh", "en"]
NoticeCode = Literal[
    "deadline_passed",
    "round_closed",
    "document_expired",
    "document_repealed",
    "not_yet_effective",
    "documents_differ",
    "not_in_corpus",
    "needs_official_confirmation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A verbatim quote with the clause where it stands; ``index`` is its marker, 0 while unplaced.

    Attributes:
        recognised: Confidence, 0 to 1, where the clause was read off a picture; None where it was not.
    """

    index: int = 0
    document_id: str
    document_title: str
    document_number: str | None
    clause_id: str
    clause_label: str
    quote: str
    page: int | None
    url: str
    status: StatusCode
    recognised: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the reader must not miss; ``citation`` is the marker of the citation that proves it."""

    code: NoticeCode
    text: str
    citation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value that a tool computed in this turn, with its source clause and calculation.

    Attributes:
        value: As printed in the answer (``584``, ``2026-06-21``, ``8``).
        calculation: How it came about, in words.
    """

    value: str
    document_id: str
    clause_id: str
    calculation: str


class Hit(NamedTuple):
    """One clause found by retrieval. Scores are comparable within one result list only."""

    document_id: str
    clause_id: str
    score: float
    lexical_rank: int | None = None
    dense_rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reader gets; the same object at every door."""

    answer: str
    kind: AnswerKind
    citations: tuple[Citation, ...]
    eligibility: Report | None
    notices: tuple[Notice, ...]
    quick_replies: tuple[str, ...]
    session_id: str
    answer_id: str
    as_of: date
    corpus_version: str
    rules_version: str
    engine: Engine
    language: Language = "zh"
    steps: tuple[str, ...] = ()
