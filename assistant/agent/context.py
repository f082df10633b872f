"""What the steps of one answer share: the question, the tools, and what they returned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.agent.conflicts import Conflict
from assistant.agent.draft import Block, Evidence, Sentence
from assistant.agent.facets import Facet, Topics
from assistant.agent.ranking import Ranked, Ranker
from assistant.agent.understanding.lexicon import Lexicon
from assistant.agent.understanding.question import Question
from assistant.documents.library import Library
from assistant.domain.answers import Derived
from assistant.domain.dialogue import DialogueState
from assistant.domain.documents import Clause, Document
from assistant.eligibility.doubtful import Doubtful
from assistant.eligibility.engine import Checker
from assistant.register.build import Register
from assistant.text.titles import short_title
from assistant.wording import say as say_words

_PAST = frozenset({"expired", "repealed", "round_closed", "not_yet_effective"})


@dataclass(slots=True)
class Context:
    """One question on its way to an answer."""

    question: Question
    state: DialogueState
    as_of: date
    asked_on: date
    library: Library
    register: Register
    facets: Mapping[tuple[str, str], Facet]
    ranker: Ranker
    checker: Checker
    topics: Topics
    lexicon: Lexicon
    conflicts: tuple[Conflict, ...] = ()
    ranked: list[Ranked] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    scheme: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    facts_read: Mapping[str, Any] = field(default_factory=dict)
    supposed: Mapping[str, Any] = field(default_factory=dict)
    doubtful: tuple[Doubtful, ...] = ()
    for_another: bool = False
    """Whether the case is not the asker's own but that of somebody for whom he asks."""
    heard_telling: tuple[str, ...] | None = None
    """Those of the messages merely heard before (``state.heard``) that told facts; None until it was looked for."""
    returned: bool = False
    """Whether the question goes back to an earlier subject: the clause cited then is asked of."""
    of_another: bool = False
    """Whether the last question is asked again of another subject (那园区呢)."""
    pointed: str = ""
    """Key of the clause that the question points at (其中第三条)."""
    wants: str = ""
    """What the message wants of the case that is being told: its outcome (``verdict``), or what is ``missing``."""
    stays: bool = False
    """Whether the document of the last answer is asked about before all others."""
    of_text: bool = False
    """Whether the question is asked of the documents that it names and of no others."""
    of_kind: tuple[Question, list[Ranked], list[Block]] | None = None
    """Whether a kind of applicant may apply, as composed for a question and its clauses; None until it was."""

    def say(self, key: str, /, **variables: Any) -> str:
        """A sentence of the house in the language of the reply."""
        return say_words(f"answers.{self.question.language}", key, **variables)

    def document(self, document_id: str) -> Document:
        """A document of the library."""
        return self.library.document(document_id)

    def name(self, document_id: str) -> str:
        """The short title of a document."""
        return short_title(self.document(document_id).title)

    def clause(self, document_id: str, clause_id: str) -> Clause:
        """A clause of the library."""
        return self.library.clause(document_id, clause_id)

    def source(self, document_id: str, clause: Clause) -> str:
        """Where a quote stands, as a parenthesis."""
        return self.say("source", title=self.name(document_id), label=clause.label)

    def source_in_time(self, document_id: str, clause: Clause) -> str:
        """Where a quote stands, and that its text no longer or not yet holds or its round is over, where it is so."""
        status = self.status(document_id)
        if status not in _PAST:
            return self.source(document_id, clause)
        standing = self.say(f"standing_{status}")
        return self.say("source_past", title=self.name(document_id), label=clause.label, standing=standing)

    def status(self, document_id: str) -> str:
        """Status code of a document on the day asked."""
        return self.library.status(document_id, self.as_of).code


def evidence(document_id: str, clause: Clause, quote: str | None = None) -> Evidence:
    """Evidence at a clause: a part of its text, or the whole."""
    return Evidence(document_id, clause.id, (quote or clause.text).strip())


def derived(value: object, document_id: str, clause_id: str, calculation: str) -> Derived:
    """A value that a tool computed, with its source."""
    return Derived(value=str(value), document_id=document_id, clause_id=clause_id, calculation=calculation)


def sentence(text: str, *proofs: Evidence, values: tuple[Derived, ...] = ()) -> Sentence:
    """A sentence with its evidence."""
    return Sentence(text=text, evidence=proofs, derived=values)
