"""The gate: verbatim or silent (DESIGN, law 1).

Every quote stands at its span. Every value in the prose stands, by value and unit, in a quote of the
same sentence, in the question, or in a derived value that a tool returned in this turn; names stand in
a quote, titles are those of cited documents, quotation marks hold what is written. Every sentence that
is not a fixed phrase carries a quote. A sentence permits, forbids, requires and exempts as its quotes
do, and names no other actor for a deadline than the register does. What fails is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.agent.draft import Block, Draft, DraftNotice, Evidence, Sentence
from assistant.agent.verify.actors import deadline_misattributed
from assistant.agent.verify.cover import bound_holds, bounded, comparable, covers
from assistant.agent.verify.figures import Value, values_of
from assistant.agent.verify.known import (
    Grounds,
    Sources,
    derived_values,
    given,
    report_values,
    report_words,
)
from assistant.agent.verify.naming import names_of, quoted_phrases, unknown_title
from assistant.agent.verify.polarity import polarity_broken
from assistant.documents.library import Library
from assistant.domain.eligibility import Report
from assistant.errors import NotFound
from assistant.register.deadlines import Deadline
from assistant.text.normalise import squeezed

_DENIED = re.compile(
    r"^\W*(?:不对|不是|不完全|不满足|不可以|没有|现有文件没有|No\b|Not\b)|您(?:说|问|提|填|讲)|you (?:said|say|asked|mention)",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"(?:不是|并非|而非|没有|不到|未到|未达|不等于|\bnot|\bno)[^，。；,.;]{0,12}$", re.IGNORECASE
)
_TOOLS = frozenset({"checker", "window"})
"""Calculations whose outcome permits or forbids in its own right."""


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question: its values, its words, and what the checker returned for it."""

    values: frozenset[Value]
    words: tuple[str, ...]
    report: frozenset[Value]


class Gate:
    """Checks drafts against the library and the register."""

    def __init__(self, library: Library, deadlines: Sequence[Deadline] = ()) -> None:
        self._library = library
        self._deadlines = tuple(deadlines)
        self._sources = Sources(library, self._deadlines)
        self._stands = lru_cache(maxsize=4096)(self._is_piece)

    def verify(self, draft: Draft, question: str) -> Verified:
        """Keep what can be shown; the draft's order is untouched."""
        drops: list[Drop] = []
        asked = _Asked(
            given(question), (squeezed(question), *report_words(draft.report)), report_values(draft.report)
        )
        blocks = []
        for item in draft.blocks:
            kept = tuple(s for s in (self._checked(s, asked, drops) for s in item.sentences) if s is not None)
            if kept:
                blocks.append(replace(item, sentences=kept))
        shown = _without_orphans(blocks)
        around = self._shown_grounds(shown, asked) if draft.notices else Grounds()
        notices = tuple(self._checked_notice(notice, around, asked, drops) for notice in draft.notices)
        kept_notices = tuple(notice for notice in notices if notice is not None)
        return Verified(replace(draft, blocks=shown, notices=kept_notices), tuple(drops))

    def fault(self, sentence: Sentence, question: str, report: Report | None = None) -> str:
        """Why one sentence may not be shown, its evidence taken as a whole; empty when it may."""
        if not all(self._stands(evidence) for evidence in sentence.evidence):
            return "quote"
        asked = _Asked(given(question), (squeezed(question), *report_words(report)), report_values(report))
        return self._fault(sentence, asked, lost=False)

    def stands(self, evidence: Evidence) -> bool:
        """Whether a quote is a piece of the clause that it names."""
        return self._stands(evidence)

    def _checked(self, sentence: Sentence, asked: _Asked, drops: list[Drop]) -> Sentence | None:
        sound = tuple(e for e in sentence.evidence if self._stands(e))
        lost = len(sound) < len(sentence.evidence)
        sentence = replace(sentence, evidence=sound) if lost else sentence
        reason = self._fault(sentence, asked, lost=lost)
        if reason:
            drops.append(Drop(sentence.text, reason))
            return None
        return sentence

    def _checked_notice(
        self, notice: DraftNotice, around: Grounds, asked: _Asked, drops: list[Drop]
    ) -> DraftNotice | None:
        """A notice without a proof that does not stand; none at all where it says what nothing shows."""
        if notice.evidence is not None and not self._stands(notice.evidence):
            drops.append(Drop(notice.text, "quote"))
            notice = replace(notice, evidence=None)
        grounds = around + (self._sources.of(notice.evidence) if notice.evidence else Grounds())
        known = grounds.quoted | grounds.around | derived_values(notice.derived)
        missing = _missing(values_of(notice.text), known)
        reason = f"figure {missing[0][1]}" if missing else ""
        if unknown_title(notice.text, (*grounds.words, *asked.words)):
            reason = "title"
        if reason:
            drops.append(Drop(notice.text, reason))
            return None
        return notice

    def _shown_grounds(self, shown: Sequence[Block], asked: _Asked) -> Grounds:
        """What notices may lean on: everything that the answer shows, the question, the checker."""
        sentences = [s for b in shown for s in b.sentences]
        proofs = tuple(dict.fromkeys(e for s in sentences for e in s.evidence))
        tools = derived_values(d for s in sentences for d in s.derived)
        return self._sources.of_all(proofs) + Grounds(around=tools | asked.values | asked.report)

    def _is_piece(self, evidence: Evidence) -> bool:
        """Whether a quote is a piece of its clause, not cut behind a negation nor inside a figure."""
        try:
            clause = self._library.clause(evidence.document_id, evidence.clause_id)
        except NotFound:
            return False
        wanted = squeezed(evidence.quote)
        if not wanted:
            return False
        if wanted == squeezed(clause.text):
            return True
        return _cut_cleanly(wanted, squeezed(clause.text)) or _cut_cleanly(evidence.quote, clause.text)

    def _fault(self, sentence: Sentence, asked: _Asked, *, lost: bool) -> str:
        """Why a sentence may not be shown; empty when it may."""
        if lost and not sentence.evidence:
            return "quote"
        if not sentence.evidence and not sentence.fixed:
            return "unmarked"
        grounds = self._sources.of_all(sentence.evidence)
        return (
            _false_figure(sentence, grounds, asked)
            or _false_words(sentence, grounds, asked)
            or self._false_meaning(sentence, grounds)
        )

    def _false_meaning(self, sentence: Sentence, grounds: Grounds) -> str:
        if not sentence.evidence:
            return ""
        decided = any(value.calculation in _TOOLS for value in sentence.derived)
        if polarity_broken(sentence.text, grounds.quotes, decided=decided):
            return "negation"
        return "actor" if deadline_misattributed(sentence, self._deadlines) else ""


def _false_figure(sentence: Sentence, grounds: Grounds, asked: _Asked) -> str:
    """The first value of a sentence that nothing shows, or that only the asker put forward."""
    tools = derived_values(sentence.derived)
    if sentence.fixed and not sentence.evidence:
        tools |= asked.report
    own = grounds.quoted | grounds.around | tools
    values = values_of(sentence.text)
    missing = _missing(values, own | asked.values)
    missing += [v for v in sorted(values) if _only_asked(v, own, grounds.quoted, sentence.text)]
    missing += [
        v
        for v in sorted(values)
        if v[0] == "bound" and not covers(bounded(v)[1], tools) and not bound_holds(v, grounds.quoted)
    ]
    return f"figure {missing[0][1]}" if missing else ""


def _missing(values: frozenset[Value], known: frozenset[Value]) -> list[Value]:
    return [value for value in sorted(values) if value[0] != "bound" and not covers(value, known)]


def _only_asked(value: Value, own: frozenset[Value], quoted: frozenset[Value], text: str) -> bool:
    """Whether a value comes from the question alone while the quotes hold another of its kind and unit."""
    if value[0] == "bound" or covers(value, own) or not any(comparable(value, held) for held in quoted):
        return False
    return not _denied(value, text)


def _denied(value: Value, text: str) -> bool:
    plain = text.replace("*", "")
    if _DENIED.search(plain):
        return True
    number = re.match(r"[\d.]+", value[1])
    place = plain.find(number.group(0)) if number else -1
    return place >= 0 and bool(_DENIED_BEFORE.search(plain[:place]))


def _false_words(sentence: Sentence, grounds: Grounds, asked: _Asked) -> str:
    """Quotations, titles and names that stand nowhere."""
    told = tuple(squeezed(value.value) for value in sentence.derived)
    words = (*grounds.words, *asked.words, *told)
    if any(not any(squeezed(p) in w for w in words) for p in quoted_phrases(sentence.text)):
        return "quotation"
    if unknown_title(sentence.text, words):
        return "title"
    quoted = [squeezed(quote) for quote in grounds.quotes]
    unknown = [n for n in sorted(names_of(sentence.text)) if not any(squeezed(n) in q for q in quoted)]
    return f"name {unknown[0]}" if unknown else ""


def _cut_cleanly(quote: str, text: str) -> bool:
    start = text.find(quote)
    while start >= 0:
        before, after = text[:start], text[start + len(quote) :]
        negated = bool(re.search(r"[不未非没]$|不得$|不予$|严禁$|禁止$", before)) and not before.endswith(
            "除非"
        )
        inside = bool(
            re.search(r"[\d.]$", before) and quote[0].isdigit() and not re.search(r"\D\.$|^\d+\.$", before)
        )
        inside = inside or bool(quote[-1].isdigit() and re.match(r"\.?\d|[万亿%％]", after))
        if not negated and not inside:
            return True
        start = text.find(quote, start + 1)
    return False


def _without_orphans(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Headings whose content was dropped go too."""
    kept: list[Block] = []
    for item in reversed(blocks):
        following = kept[-1] if kept else None
        if _is_heading(item) and (following is None or following.style == "heading"):
            continue
        kept.append(item)
    return tuple(reversed(kept))


def _is_heading(item: Block) -> bool:
    """A heading, the opening on validity, or a fixed line that announces what follows."""
    if item.style in ("heading", "opening"):
        return True
    announces = all(s.fixed and not s.evidence for s in item.sentences) and item.sentences[-1].text.endswith(
        ("：", ":")
    )
    return item.style == "text" and announces
