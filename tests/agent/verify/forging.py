"""Sentences with evidence at named clauses, as an engine would hand them to the gate."""

from __future__ import annotations

from assistant.agent.draft import Block, Draft, Evidence, Sentence, Style, block
from assistant.agent.verify.gate import Gate, Verified
from assistant.documents.library import Library
from assistant.domain.answers import Derived
from assistant.text.normalise import squeeze

RECOGNITION = "cq-recognition-2024-4"
DYNAMIC = "cq-dynamic-2024-13"
NOTICE = "cq-notice-2025"
DISTRICT = "changshou-2023-12"
NATIONAL = "miit-2023-202"


def proof(library: Library, document_id: str, label: str, quote: str | None = None) -> Evidence:
    """Evidence at the clause with a label, of its whole text unless a quote is given."""
    clauses = [c for c in library.document(document_id).clauses if c.label == label]
    if quote is not None:
        clauses = [c for c in clauses if squeeze(quote) in squeeze(c.text)] or clauses
    return Evidence(document_id, clauses[0].id, quote if quote is not None else clauses[0].text)


def said(text: str, *proofs: Evidence, derived: tuple[Derived, ...] = ()) -> Sentence:
    """A sentence that leans on proofs."""
    return Sentence(text=text, evidence=proofs, derived=derived)


def draft(*sentences: Sentence, style: Style = "text") -> Draft:
    """A draft with one block a sentence."""
    return Draft(kind="answer", blocks=tuple(block(style, s) for s in sentences))


def checked(gate: Gate, sentence: Sentence, question: str = "请问") -> Verified:
    """What the gate leaves of one sentence."""
    return gate.verify(draft(sentence), question)


def passes(gate: Gate, sentence: Sentence, question: str = "请问") -> bool:
    """Whether the gate lets one sentence through."""
    return bool(checked(gate, sentence, question).draft.blocks)


def reason(gate: Gate, sentence: Sentence, question: str = "请问") -> str:
    """Why the gate drops a sentence; empty when it does not."""
    drops = checked(gate, sentence, question).drops
    return drops[0].reason if drops else ""


def shown(verified: Verified) -> list[Block]:
    """The blocks that are left."""
    return list(verified.draft.blocks)
