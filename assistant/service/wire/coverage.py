"""How far the rules hold a document, on the wire: counts, and each sentence with its standing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, Field

from assistant.documents.library import Library
from assistant.domain.documents import Document
from assistant.eligibility.coverage import Reason, Sentence, read_quotes, reason_for, sentences
from assistant.eligibility.engine import Checker
from assistant.register.build import Register

StandingOut = Literal["encoded", "judgement", "information", "not_encoded"]


class CoverageCounts(BaseModel):
    """Sentences by standing."""

    encoded: int = Field(description="Held by a criterion with a test, a window or a result.")
    judgement: int = Field(description="Held by criteria that only the authority decides.")
    information: int = Field(description="Held by a hint, a step, a notice, or read off as date or contact.")
    not_encoded: int


class CoveredSentence(BaseModel):
    """One sentence."""

    clause_id: str
    clause_label: str
    text: str
    standing: StandingOut
    reason: str | None = Field(description="Why no rule holds it, where that is written down.")
    url: str


class CoverageOut(BaseModel):
    """The whole document."""

    document_id: str
    counts: CoverageCounts
    sentences: list[CoveredSentence]


def coverage_out(
    document: Document, checker: Checker, register: Register, library: Library, reasons: Sequence[Reason]
) -> CoverageOut:
    """Every sentence of a document that says something, with how the rules hold it."""
    limits = [(d.document_id, d.clause_id, d.quote) for d in register.deadlines]
    people = [(c.document_id, c.clause_id, c.quote) for c in register.contacts]
    quotes = read_quotes(checker, [*limits, *people], [document]).only(document.id)
    found = [_sentence(sentence, library, reasons) for sentence in sentences([document], quotes)]
    counts = Counter(sentence.standing for sentence in found)
    return CoverageOut(
        document_id=document.id,
        counts=CoverageCounts(
            encoded=counts["encoded"],
            judgement=counts["judgement"],
            information=counts["information"],
            not_encoded=counts["not_encoded"],
        ),
        sentences=found,
    )


def _sentence(sentence: Sentence, library: Library, reasons: Sequence[Reason]) -> CoveredSentence:
    open_one = sentence.standing == "not encoded"
    reason = reason_for(sentence.document_id, sentence.text, reasons) if open_one else None
    return CoveredSentence(
        clause_id=sentence.clause_id,
        clause_label=sentence.label,
        text=sentence.text,
        standing="not_encoded" if sentence.standing == "not encoded" else sentence.standing,
        reason=reason.reason if reason else None,
        url=library.address(sentence.document_id, sentence.clause_id),
    )
