"""The editor's desk: each claim of a model is checked as it comes in; what passes is kept, what fails has a reason."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.agent.context import Context
from assistant.agent.draft import Draft, Evidence, Sentence
from assistant.agent.llm.protocol import Claim, Source
from assistant.agent.verify.gate import Gate
from assistant.agent.verify.written import Around, written_fault
from assistant.domain.eligibility import Report
from assistant.errors import NotFound
from assistant.text.normalise import squeezed
from assistant.text.sentences import split_sentences

_MARKS = re.compile(r"\[\d{1,3}\]|\[\[[^\]]*\]\]|\*\*")
_LEAD = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)）]|[（(]\d{1,2}[)）])\s*")
_BLANKS = re.compile(r"\s+")
_WHOLE, _QUOTE, _QUOTES = 400, 220, 3
_REPLACEABLE = frozenset({"negation", "exception", "actor", "support", "verdict", "figure"})


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that did not pass, why, and what it was said to rest on."""

    text: str
    reason: str
    evidence: tuple[Evidence, ...]


class Desk:
    """Checks the claims of one answer, in the order in which they come.

    Args:
        unsaid: Whether the tools found the documents silent on what is asked.
        passed: Told of each sentence that passes.
    """

    def __init__(
        self,
        context: Context,
        gate: Gate,
        *,
        unsaid: bool,
        passed: Callable[[Sentence], None],
    ) -> None:
        self.kept: list[Sentence] = []
        self.refused: list[Refused] = []
        self.report: Report | None = None
        self._context = context
        self._gate = gate
        self._unsaid = unsaid
        self._passed = passed
        self._seen: set[tuple[str, tuple[Source, ...]]] = set()
        self._said: set[str] = set()
        # The graph checks a whole message in one thread while another still reads its pieces.
        self._lock = threading.RLock()

    def offer(self, claims: Iterable[Claim]) -> None:
        """Check claims; the same claim is checked once."""
        with self._lock:
            for claim in claims:
                key = (claim.text, claim.sources)
                if key not in self._seen:
                    self._seen.add(key)
                    evidence = self._evidence(claim)
                    for text in _sentences_of(claim.text):
                        self._take(text, evidence, lost=len(evidence) < len(claim.sources))

    def round(self, claims: Iterable[Claim]) -> list[Refused]:
        """Check a whole message; only what was refused of this one counts from now on."""
        with self._lock:
            self.offer(claims)
            refused, self.refused = self.refused, []
            return refused

    def quotes_for(self, refused: Iterable[Refused]) -> list[Sentence]:
        """The clauses' own words in place of sentences that did not pass."""
        found: list[Sentence] = []
        shown = {(e.document_id, e.clause_id) for s in self.kept for e in s.evidence}
        for item in refused:
            for proof in item.evidence[:1]:
                place = (proof.document_id, proof.clause_id)
                replaceable = item.reason.split(" ")[0] in _REPLACEABLE and len(proof.quote) <= _QUOTE
                if replaceable and place not in shown:
                    shown.add(place)
                    found.append(self._quoted(proof))
        return found[:_QUOTES]

    def _take(self, text: str, evidence: tuple[Evidence, ...], *, lost: bool) -> None:
        said = squeezed(text)
        if said in self._said:
            return
        sentence = Sentence(text=text, evidence=evidence)
        reason = self._fault(sentence, lost=lost)
        if reason:
            self.refused.append(Refused(text, reason, evidence))
            return
        self._said.add(said)
        self.kept.append(sentence)
        self._passed(sentence)

    def _fault(self, sentence: Sentence, *, lost: bool) -> str:
        if not sentence.evidence:
            return "quote" if lost else "unmarked"
        context = self._context
        fault = self._gate.fault(sentence, context.question.raw, self.report)
        if fault:
            return fault
        clauses = tuple(context.clause(e.document_id, e.clause_id) for e in sentence.evidence)
        documents = tuple(context.document(e.document_id) for e in sentence.evidence)
        around = Around(
            clauses=tuple(c.text for c in clauses),
            names=tuple(
                w
                for c, d in zip(clauses, documents, strict=True)
                for w in (d.title, d.number or "", c.label, *c.path)
            ),
            question=context.question.raw,
            report=self.report,
            unsaid=self._unsaid,
            phrases=lambda folded: [(p.text, p.terms) for p in context.lexicon.concepts.find(folded)],
        )
        return written_fault(sentence, around, context.register.deadlines)

    def _evidence(self, claim: Claim) -> tuple[Evidence, ...]:
        found = (self._proof(source) for source in claim.sources)
        return tuple(dict.fromkeys(proof for proof in found if proof is not None))

    def _proof(self, source: Source) -> Evidence | None:
        """The quote at its clause; at another clause of the document where it stands there and nowhere else."""
        try:
            document = self._context.document(source.document_id)
        except NotFound:
            return None
        clause = next((c for c in document.clauses if c.id == source.clause_id), None)
        if not source.quote:
            if clause is None or len(clause.text) > _WHOLE or not clause.text.strip():
                return None
            return Evidence(document.id, clause.id, clause.text.strip())
        quote = _BLANKS.sub(" ", source.quote).strip("。；; \"“”'…")
        if not quote:
            return None
        if clause is not None and self._gate.stands(proof := Evidence(document.id, clause.id, quote)):
            return proof
        wanted = squeezed(quote)
        holding = [c for c in document.clauses if len(wanted) >= 8 and wanted in squeezed(c.text)]
        if len(holding) == 1 and self._gate.stands(proof := Evidence(document.id, holding[0].id, quote)):
            return proof
        return None

    def _quoted(self, proof: Evidence) -> Sentence:
        clause = self._context.clause(proof.document_id, proof.clause_id)
        text = self._context.say(
            "said", quote=proof.quote, source=self._context.source(proof.document_id, clause)
        )
        return Sentence(text=text, evidence=(proof,))


def _sentences_of(text: str) -> list[str]:
    """Single sentences without markers, bullets and emphasis of the model's own."""
    plain = _LEAD.sub("", _MARKS.sub("", text)).strip()
    found = [plain[start:end].strip() for start, end in split_sentences(plain)]
    return [s for s in found if len(s) > 1]


def is_unsaid(draft: Draft, lead: Iterable[str]) -> bool:
    """Whether the tools' draft opens with saying that the documents do not say what is asked."""
    if draft.kind == "out_of_scope":
        return True
    first = next((s.text for b in draft.blocks for s in b.sentences), "")
    return any(first.startswith(words) for words in lead)
