"""The gate: verbatim or silent (DESIGN, law 1).

Every quote stands at its span. Every value in the prose stands, by value, in a quote of the same
sentence, in the question, or in a derived value that a tool returned in this turn. Every sentence
that is not a fixed phrase carries a quote. A sentence keeps the negations of what it restates, and
names no other actor for a deadline than the register does. What fails is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.agent.draft import Block, Draft, DraftNotice, Evidence, Sentence
from assistant.agent.verify.claims import deadline_misattributed, negation_dropped, quoted_phrases
from assistant.agent.verify.figures import Value, covers, values_of
from assistant.documents.library import Library
from assistant.errors import NotFound
from assistant.register.deadlines import Deadline
from assistant.text.normalise import squeeze


@dataclass(frozen=True, slots=True)
class Drop:
    """A sentence that did not pass, and why."""

    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The draft that may be shown, and what was taken out of it."""

    draft: Draft
    drops: tuple[Drop, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no sentence with evidence is left."""
        return not any(s.evidence for b in self.draft.blocks for s in b.sentences if b.style != "opening")


class Gate:
    """Checks drafts against the library and the register."""

    def __init__(self, library: Library, deadlines: Sequence[Deadline] = ()) -> None:
        self._library = library
        self._deadlines = tuple(deadlines)

    def verify(self, draft: Draft, question: str) -> Verified:
        """Keep what can be shown; the draft's order is untouched."""
        drops: list[Drop] = []
        asked = values_of(question)
        blocks = []
        for item in draft.blocks:
            kept = tuple(s for s in (self._checked(s, asked, drops) for s in item.sentences) if s is not None)
            if kept:
                blocks.append(replace(item, sentences=kept))
        notices = tuple(self._checked_notice(notice, asked, drops) for notice in draft.notices)
        kept_notices = tuple(notice for notice in notices if notice is not None)
        return Verified(replace(draft, blocks=_without_orphans(blocks), notices=kept_notices), tuple(drops))

    def _checked(self, sentence: Sentence, asked: set[Value], drops: list[Drop]) -> Sentence | None:
        sound = tuple(e for e in sentence.evidence if self._stands(e))
        reason = self._fault(
            replace(sentence, evidence=sound), asked, lost=len(sound) < len(sentence.evidence)
        )
        if reason:
            drops.append(Drop(sentence.text, reason))
            return None
        return replace(sentence, evidence=sound)

    def _checked_notice(
        self, notice: DraftNotice, asked: set[Value], drops: list[Drop]
    ) -> DraftNotice | None:
        if notice.evidence is not None and not self._stands(notice.evidence):
            drops.append(Drop(notice.text, "quote"))
            return replace(notice, evidence=None)
        return notice

    def _stands(self, evidence: Evidence) -> bool:
        try:
            clause = self._library.clause(evidence.document_id, evidence.clause_id)
        except NotFound:
            return False
        wanted = squeeze(evidence.quote)
        return bool(wanted) and wanted in squeeze(clause.text)

    def _fault(self, sentence: Sentence, asked: set[Value], *, lost: bool) -> str:
        """Why a sentence may not be shown; empty when it may."""
        if lost and not sentence.evidence:
            return "quote"
        if not sentence.evidence and not sentence.fixed:
            return "unmarked"
        if not sentence.evidence:
            return ""
        known = self._known(sentence) | asked
        missing = [value for value in sorted(values_of(sentence.text)) if not covers(value, known)]
        if missing:
            return f"figure {missing[0][1]}"
        quotes = [e.quote for e in sentence.evidence]
        for phrase in quoted_phrases(sentence.text):
            if not any(squeeze(phrase) in squeeze(source) for source in (*quotes, *self._names(sentence))):
                return "quotation"
        if negation_dropped(sentence.text, quotes):
            return "negation"
        if deadline_misattributed(sentence, self._deadlines):
            return "actor"
        return ""

    def _known(self, sentence: Sentence) -> set[Value]:
        known: set[Value] = set()
        for evidence in sentence.evidence:
            known |= values_of(evidence.quote)
            document = self._library.document(evidence.document_id)
            clause = self._library.clause(evidence.document_id, evidence.clause_id)
            known |= (
                values_of(clause.label)
                | values_of(document.title)
                | {("label", clause.label), ("title", document.title)}
            )
            known |= {
                ("clause", v) for k, v in values_of("".join((*clause.path, clause.label))) if k == "clause"
            }
            if document.number:
                known |= values_of(document.number)
        for derived in sentence.derived:
            known |= values_of(derived.value) | {("quantity", derived.value)}
        return known

    def _names(self, sentence: Sentence) -> list[str]:
        names = []
        for evidence in sentence.evidence:
            document = self._library.document(evidence.document_id)
            clause = self._library.clause(evidence.document_id, evidence.clause_id)
            names += [document.title, clause.text, *clause.path]
        return names


def _without_orphans(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Headings whose content was dropped go too."""
    kept: list[Block] = []
    for index, item in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if item.style in ("heading", "opening") and (following is None or following.style == "heading"):
            continue
        kept.append(item)
    return tuple(kept)
