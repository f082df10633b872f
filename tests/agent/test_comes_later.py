"""Who lacks what puts others first is not told that he may not apply."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask

LATER = "没有写不能；条文写的是“优先”"


@pytest.mark.parametrize(
    "question",
    [
        "A级能报国家级绿色工厂吗",
        "我们现在是A级，是不是就没资格报国家级了？",
        "没到标杆水平能报国家级绿色工厂吗",
        "供应商里没有绿色工厂还能报绿色供应链吗",
    ],
)
def test_an_order_of_preference_is_no_bar(agent: Agent, question: str) -> None:
    assert LATER in ask(agent, question).answer


@pytest.mark.parametrize(
    "question", ["AA级能报国家级绿色工厂吗", "没有市级称号能报国家级吗", "失信被执行人能报国家级吗"]
)
def test_it_is_said_of_nobody_whom_it_puts_first_or_whom_another_clause_treats(
    agent: Agent, question: str
) -> None:
    assert LATER not in ask(agent, question).answer
