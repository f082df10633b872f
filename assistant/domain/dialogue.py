"""What a conversation remembers between two questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueState:
    """Topic and facts of a conversation; every field empty at its start.

    Attributes:
        intent: Intent of the last question answered.
        topic: Words of the subject last asked about, in official terms.
        scheme: Scheme under check or asked about.
        role: Whom the user speaks for (enterprise, park, district, evaluator).
        document_id: Document last narrowed to.
        year: Year last asked about.
        facts: Facts told so far, as on the wire.
        told: The last messages that told facts, in the teller's words.
        unread: Those of them that no check has read yet.
        heard: The messages behind them of which nobody has looked yet whether they told facts.
        for_another: Whether the asker speaks for a client or a friend: what is told of that one is the case.
        asked_fact: The fact that the assistant asked for last.
        checking: Whether the last answer was a check of ``scheme``.
        checked: The scheme last checked: what is told after a question put in between is told of it.
        wishing: Whether the asker said to want a title for an own enterprise or park.
        day_told: The day last told of something done (``2026-11-02``): what follows within so many days is counted from it.
        clause_keys: ``document_id#clause_id`` of the clauses last cited.
        rests_on: How many of them, from the first, the last answer rests on; the others stood beside it.
        last_question: The last question that leant on none before it.
        last_said: The last message, whatever it leant on.
        turns: Number of questions so far.
        past: Subjects spoken of before the present one, oldest first: the fields that one returns to.
    """

    intent: str = ""
    topic: str = ""
    scheme: str | None = None
    role: str | None = None
    document_id: str | None = None
    year: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    for_another: bool = False
    asked_fact: str | None = None
    checking: bool = False
    checked: str | None = None
    wishing: bool = False
    day_told: str | None = None
    clause_keys: tuple[str, ...] = ()
    rests_on: int = 0
    last_question: str = ""
    last_said: str = ""
    terms: tuple[str, ...] = ()
    content: str = ""
    turns: int = 0
    past: tuple[Mapping[str, Any], ...] = ()
