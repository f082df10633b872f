"""A question as understood: everything later steps need, nothing they must parse again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.domain.answers import Language
from assistant.text.references import ClauseRef

_LEAST_LEFT = 2

Intent = Literal[
    "condition",
    "procedure",
    "deadline",
    "contact",
    "material",
    "definition",
    "level",
    "sanction",
    "support",
    "validity",
    "comparison",
    "eligibility",
    "exclusion",
    "who",
    "quantity",
    "none",
    "guarantee",
    "cheating",
    "injection",
    "help",
    "clause",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked.

    Attributes:
        raw: The user's words.
        folded: Lower case, simplified, half width, typing errors corrected.
        language: Language of the reply.
        intents: Intents with scores, strongest first.
        terms: Official words that the question's lay words stand for, in order.
        concepts: The same, grouped by lay phrase: the words of one group are alternatives.
        carried: How many of the concepts, at their end, come from earlier questions.
        content: What is left after filler, topic and intent words: how specific the question is.
        topics: Ids of the corpus topics named, in order of appearance.
        documents: Documents that the question narrows to (scope words, numbers, titles).
        scopes: The groups of documents that the question's scope words mean, to be set side by side.
        subjects: Phrases of titles that the question names, folded.
        scope_words: Whether words, not a number or title, narrow the question to documents.
        asks_issue: What of a document's identity is asked for: ``date``, ``number``, ``issuer``, ``title``.
        named_documents: Those named outright (number, title, exact year of a round).
        years: Years named that are not part of a document number.
        dates: Days named.
        month_days: Months and days named without a year.
        clause_refs: Articles and items named.
        asks: Kinds of value asked for (money, date, phone …).
        role: Whom the asker speaks for.
        polar: Whether yes or no is wanted.
        premise: Whether a statement is put forward for confirmation.
        search_text: The words to search with: the question and the official terms.
        from_state: Whether topic or intent was taken from the conversation.
        compared: Of a comparison, the intents of what is compared (国家级和市级的条件有啥不同: condition).
    """

    raw: str
    folded: str
    language: Language
    intents: tuple[tuple[Intent, float], ...]
    terms: tuple[str, ...] = ()
    concepts: tuple[tuple[str, ...], ...] = ()
    carried: int = 0
    content: str = ""
    topics: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    named_documents: frozenset[str] = frozenset()
    scopes: tuple[frozenset[str], ...] = ()
    subjects: tuple[str, ...] = ()
    scope_words: bool = False
    asks_issue: frozenset[str] = frozenset()
    unknown_documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    month_days: tuple[tuple[int, int], ...] = ()
    clause_refs: tuple[ClauseRef, ...] = ()
    asks: frozenset[str] = frozenset()
    role: str | None = None
    polar: bool = False
    premise: bool = False
    places: tuple[str, ...] = ()
    search_text: str = ""
    from_state: bool = False
    follow_up: bool = False
    specific_topics: tuple[str, ...] = ()
    compared: tuple[tuple[Intent, float], ...] = ()

    def within(self, document_id: str) -> bool:
        """Whether a document may answer: where a title is named by its subject and nothing else, only that one."""
        return not self.subjects or bool(self.specific_topics) or document_id in self.documents

    def beside_subject(self) -> Question:
        """The question without the subject that a title names: every clause of that document is about it."""
        text, found = self.folded, self.search_text
        for phrase in self.subjects:
            text, found = text.replace(phrase, " "), found.replace(phrase, " ")
        text = " ".join(text.split())
        if not self.subjects or len(text) < _LEAST_LEFT:
            return self
        kept = tuple(
            group
            for group in self.concepts
            if not any(t in p for p in self.subjects for t in map(str.lower, group))
        )
        return replace(self, folded=text, search_text=" ".join(found.split()), concepts=kept)

    @property
    def worded(self) -> str:
        """The question in the words of the texts: as asked in Chinese, by its official words in another language."""
        return self.folded if self.language == "zh" else self.search_text

    @property
    def intent(self) -> Intent:
        """The strongest intent."""
        return self.intents[0][0] if self.intents else "none"

    def has(self, *intents: Intent, at_least: float = 0.35) -> bool:
        """Whether one of these intents is among the plausible ones."""
        return any(name in intents and score >= at_least for name, score in self.intents)
