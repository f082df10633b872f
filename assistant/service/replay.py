"""A conversation that the caller sends along: replayed, so that nothing need be remembered between its requests."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.agent.writing import Heard
from assistant.assembly import Assistant, clean_question
from assistant.domain.answers import Answer, Language
from assistant.domain.dialogue import DialogueState
from assistant.errors import InvalidQuestion

_LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what was asked before it.

    Attributes:
        question: The question, cleaned.
        earlier: The user's earlier words, oldest first; replies are not needed, and not trusted.
        as_of: The day asked.
        language: Language of the assistant's own words; the question's when None.
    """

    question: str
    earlier: Sequence[str]
    as_of: date
    language: Language | None


def answer_replayed(assistant: Assistant, asked: Asked, heard: Heard) -> Answer:
    """Answer a question in the conversation that its earlier questions make; a session begins with it.

    Raises:
        Left: The reader has gone.
    """

    def reply(_: DialogueState) -> tuple[Answer, DialogueState]:
        turn = assistant.agent.answer(
            asked.question,
            state=replayed(assistant, asked, heard),
            as_of=asked.as_of,
            language=asked.language,
            heard=heard,
        )
        return turn.answer, turn.state

    return assistant.sessions.run(None, reply, question=asked.question)


def replayed(assistant: Assistant, asked: Asked, heard: Heard) -> DialogueState:
    """What is known after the earlier questions, the last thirty of them, none of them worded by a model."""
    silent = copy.copy(assistant.agent)
    silent.writer = None
    state = DialogueState()
    for words in _askable(asked.earlier)[-_LONGEST:]:
        heard("step", "replay")
        state = silent.answer(words, state=state, as_of=asked.as_of, language=asked.language).state
    return state


def _askable(earlier: Sequence[str]) -> list[str]:
    """Without what was refused when it was asked."""
    found = []
    for words in earlier:
        try:
            found.append(clean_question(words))
        except InvalidQuestion:
            continue
    return found
