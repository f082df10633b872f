"""An applicant or a circumstance that no text names: said so, with every condition of the title."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask

UNHEARD = "可以还是不可以，看的是是否符合条件"


@pytest.mark.parametrize(
    "question",
    [
        "专精特新企业可以报吗",
        "合作社可以申报吗",
        "出口企业能申报吗",
        "厂房是租的能不能申报",
        "老板是外地人可以申报吗",
        "租的厂房能不能申报绿色工厂",
    ],
)
def test_what_no_text_names_is_said_with_the_list_of_conditions(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer" and UNHEARD in found.answer and "基本条件" in found.answer


@pytest.mark.parametrize(
    "question", ["停产的企业能申报吗", "失信企业能申报吗", "税收是外地交的能申报吗", "被处罚的企业能申报吗"]
)
def test_what_a_condition_treats_is_not_called_unheard_of(agent: Agent, question: str) -> None:
    assert UNHEARD not in ask(agent, question).answer
