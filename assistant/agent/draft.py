"""A draft: sentences with their evidence, before the gate has looked at them and markers are set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.answers import AnswerKind, Derived, NoticeCode
from assistant.domain.eligibility import Report

Style = Literal["lead", "text", "bullet", "quote", "heading", "row", "opening"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote and the clause where it stands."""

    document_id: str
    clause_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer.

    Attributes:
        text: As the reader sees it, without markers; Markdown allowed.
        evidence: Quotes that carry it; empty only for a fixed phrase.
        fixed: A phrase of the house that states nothing of the documents' content.
        derived: Values that tools computed for it.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    fixed: bool = False
    derived: tuple[Derived, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Sentences that are shown together.

    Attributes:
        untold: They say that the documents do not tell what was asked: nothing may stand before that.
    """

    style: Style
    sentences: tuple[Sentence, ...]
    untold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftNotice:
    """A notice with the evidence that proves it, if any, and the values that tools computed for it."""

    code: NoticeCode
    text: str
    evidence: Evidence | None = None
    derived: tuple[Derived, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer that has not passed the gate.

    Attributes:
        scheme: What the conversation goes on checking, where that is not the report's own scheme.
        asked: The fact or group asked for, where the report did not choose it.
    """

    kind: AnswerKind
    blocks: tuple[Block, ...]
    notices: tuple[DraftNotice, ...] = ()
    quick_replies: tuple[str, ...] = ()
    report: Report | None = None
    scheme: str | None = None
    asked: str | None = None


def block(style: Style, *sentences: Sentence) -> Block:
    """A block of sentences."""
    return Block(style=style, sentences=sentences)


def untold(said: Sentence) -> Block:
    """The opening of an answer: the documents do not tell what was asked."""
    return Block(style="lead", sentences=(said,), untold=True)


def fixed(style: Style, text: str) -> Block:
    """A block with one fixed phrase."""
    return Block(style=style, sentences=(Sentence(text=text, fixed=True),))


def from_tool(style: Style, text: str) -> Block:
    """A block with one phrase of the house whose values the checker gave: a count, a fact told, its next question."""
    value = Derived(value=text, document_id="", clause_id="", calculation="checker")
    return Block(style=style, sentences=(Sentence(text=text, fixed=True, derived=(value,)),))
