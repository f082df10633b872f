"""Who asks how to become one is told the conditions whole, in either language; nobody's case is judged for it."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("怎样才能成为绿色工厂", "从事实际生产的制造型企业"),
        ("我们怎样才能成为市级绿色工厂", "从事实际生产的制造型企业"),
        ("咋个才能评得上绿色园区", "碳排放强度持续下降"),
        ("How does one qualify as a green factory?", "从事实际生产的制造型企业"),
        ("How do we qualify for the municipal green factory title?", "从事实际生产的制造型企业"),
    ],
)
def test_all_conditions_are_told(agent: Agent, question: str, condition: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer"
    assert condition in found.answer
    assert found.answer.count("\n- ") >= 8


@pytest.mark.parametrize(
    ("question", "actor"),
    [
        ("Who decides on the AA grade?", "市经济信息委:"),
        ("Who recommends companies to the city?", "各区县经信部门:"),
    ],
)
def test_who_asks_in_english_who_does_it_is_told_who(agent: Agent, question: str, actor: str) -> None:
    assert actor in ask(agent, question).answer


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("Does a fine of 5,000 yuan for exceeding emissions exclude us?", "do not state any fine"),
        ("What is the 1 level of energy quota?", "such a quota"),
    ],
)
def test_a_word_of_several_meanings_is_taken_as_it_is_meant(agent: Agent, question: str, never: str) -> None:
    assert never not in ask(agent, question).answer
