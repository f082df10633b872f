from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.dialogue import DialogueState

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2024年3月1日申报绿色工厂按哪个办法", "还没有施行"),
        ("渝经信规范〔2024〕13号在2025年1月1日有效吗", "2025-01-01 现行有效"),
        ("渝经信规范〔2024〕13号现在有效吗", "不在有效期内"),
    ],
)
def test_the_rules_of_a_day_that_the_question_names_are_those_of_that_day(
    agent: Agent, question: str, said: str
) -> None:
    answer = agent.answer(question, state=DialogueState(), as_of=TODAY).answer
    assert said in answer.answer
    assert answer.as_of == TODAY


def test_a_follow_up_on_another_subject_leaves_the_first_one_behind(agent: Agent) -> None:
    first = agent.answer("绿色园区由谁批准的才算", state=DialogueState(), as_of=TODAY)
    second = agent.answer("那厂呢", state=first.state, as_of=TODAY).answer
    assert first.answer.citations[0].clause_label == "第六条（一）"
    assert second.citations[0].clause_label.startswith("第七条")
