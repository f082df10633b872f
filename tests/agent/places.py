"""Where the agent under test comes from, and short ways to ask it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from assistant.agent.pipeline import Agent, Turn
from assistant.assembly import build_assistant
from assistant.domain.answers import Answer, Language
from assistant.domain.dialogue import DialogueState
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
TODAY = date(2026, 11, 20)
IN_ROUND = date(2025, 5, 6)
"""A day on which the municipal round of 2025 is open and the trial measure holds."""


def open_agent(corpus: Path, data: Path) -> Agent:
    """The agent of an assistant over a corpus folder; its database is closed, the agent needs none."""
    assistant = build_assistant(Settings(corpus_dir=corpus, data_dir=data))
    assistant.sessions.close()
    return assistant.agent


def ask(agent: Agent, question: str, as_of: date = TODAY, *, language: Language | None = None) -> Answer:
    """One question in a conversation of its own."""
    return agent.answer(question, state=DialogueState(), as_of=as_of, language=language).answer


def converse(agent: Agent, *questions: str, as_of: date = TODAY) -> list[Turn]:
    """Questions in one conversation."""
    turns: list[Turn] = []
    state = DialogueState()
    for question in questions:
        turns.append(agent.answer(question, state=state, as_of=as_of))
        state = turns[-1].state
    return turns


def labels(answer: Answer) -> set[tuple[str, str]]:
    """Document and label of every clause cited."""
    return {(c.document_id, c.clause_label) for c in answer.citations}


def codes(answer: Answer) -> set[str]:
    """Codes of the notices."""
    return {notice.code for notice in answer.notices}


def first_lines(answer: Answer) -> str:
    """What the reader sees first: the text up to the first empty line."""
    return answer.answer.split("\n\n", 1)[0]


def opening(answer: Answer) -> str:
    """The first two paragraphs: where a text no longer holds, that is told before what it says."""
    return "\n\n".join(answer.answer.split("\n\n")[:2])


def open_texts(texts: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """An agent over nothing but some texts, each a document of its own."""
    corpus = tmp_path_factory.mktemp("corpus")
    for name, text in texts.items():
        folder = corpus / "documents" / name
        folder.mkdir(parents=True)
        (folder / "original.txt").write_text(text, encoding="utf-8")
    return open_agent(corpus, tmp_path_factory.mktemp("data"))
