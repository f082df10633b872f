"""Whether a grade is the highest or the lowest of its list."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("A级是不是最低一级？", "是。条文在这里列了AAAA、AAA、AA、A几个等级，其中A级最低"),
        ("AAAA是最高等级吗", "其中AAAA级最高"),
        ("AAA是最高级吗", "不是。条文在这里列了AAAA、AAA、AA、A几个等级，其中最高的是AAAA级"),
        ("D级是最低的吗", "是。条文在这里列了B、C、D几个等级，其中D级最低"),
        ("B级是最低的吗", "其中最低的是D级"),
        ("Is grade A the lowest grade?", "grade A is the lowest"),
    ],
)
def test_the_place_of_a_grade_among_those_of_its_list_is_said_in_one_word(
    agent: Agent, question: str, said: str
) -> None:
    assert said in ask(agent, question).answer


def test_the_least_that_a_grade_takes_is_no_place_of_it(agent: Agent) -> None:
    assert "几个等级，其中" not in ask(agent, "达到A级的最低要求是什么吗").answer
