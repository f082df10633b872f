"""Whatever a model or its endpoint does, the reader gets a correct, cited answer or an honest one without it."""

from __future__ import annotations

import copy
import re
import time
from datetime import date

import pytest

from assistant.agent.llm.engine import LlmWriter
from assistant.agent.llm.middleware import Limits
from assistant.agent.llm.models import open_model
from assistant.agent.pipeline import Agent, Turn
from assistant.domain.dialogue import DialogueState
from tests.agent.llm.adversary import CASES, Case
from tests.agent.llm.endpoint import endpoint

DAY = date(2026, 11, 21)
_SLACK_S = 3.0


def play(agent: Agent, case: Case) -> Turn:
    """The answer to the case's question with its endpoint behind the model."""
    with endpoint(*case.moves) as running:
        worded = copy.copy(agent)
        model = open_model("openai:scripted", running.url, "sk-test", tokens=2000)
        worded.writer = LlmWriter(
            model,
            agent.tools,
            agent.gate,
            limits=Limits(seconds=case.seconds),
            protocol=case.protocol,  # type: ignore[arg-type]
        )
        return worded.answer(case.question, state=DialogueState(), as_of=DAY)


def test_there_are_at_least_sixty_cases_each_of_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_reader_is_not_misled(agent: Agent, case: Case) -> None:
    started = time.monotonic()
    answer = play(agent, case).answer
    assert time.monotonic() - started < case.seconds + _SLACK_S
    shown = answer.answer + "".join(notice.text for notice in answer.notices)
    assert not [words for words in case.never if words in shown]
    assert not [words for words in case.shows if words not in shown]
    if case.engine is not None:
        assert answer.engine == case.engine
    if case.verdict is not None:
        assert answer.eligibility is not None
        assert answer.eligibility.verdict == case.verdict
    markers = {int(found) for found in re.findall(r"\[(\d+)\]", answer.answer)}
    assert markers <= set(range(1, len(answer.citations) + 1))
