from __future__ import annotations

from typing import Literal

import pytest

from assistant.agent.draft import Block, Draft, Sentence
from assistant.agent.pipeline import Agent


def test_every_declared_conflict_is_found_in_the_corpus(agent: Agent) -> None:
    assert len(agent.conflicts) >= 8
    assert agent.problems == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_conflict_says_passes_the_gate_with_its_own_quotes(
    agent: Agent, language: Literal["zh", "en"]
) -> None:
    for conflict in agent.conflicts:
        note = Sentence(text=conflict.note[language], evidence=conflict.sides)
        verified = agent.gate.verify(
            Draft(kind="answer", blocks=(Block(style="lead", sentences=(note,)),)), ""
        )
        assert verified.drops == (), conflict.id
