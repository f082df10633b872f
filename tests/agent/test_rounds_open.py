"""Whether one may apply now: told by the last day of the round that treats the subject."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines


@pytest.mark.parametrize(
    "question",
    [
        "今年市级绿色制造名单还能报吗",
        "市级绿色工厂现在可以报吗",
        "眼下还能申报绿色园区不",
        "目前还可以申请吗",
        "市级绿色工厂这会儿还能不能报",
    ],
)
def test_whether_one_may_apply_now_is_told_by_the_round_and_not_by_an_exclusion(
    agent: Agent, question: str
) -> None:
    assert "这一轮已经结束" in first_lines(ask(agent, question))


def test_of_a_subject_the_round_that_treats_it_is_meant(agent: Agent) -> None:
    assert "2023 年度" in first_lines(ask(agent, "现在能报绿色供应链吗"))


@pytest.mark.parametrize(
    "question", ["现在列入失信名单还能报绿色工厂吗", "我们目前亏损能报培育库吗", "现在停产半年了还能报吗"]
)
def test_a_case_told_beside_now_is_not_answered_by_the_round_alone(agent: Agent, question: str) -> None:
    assert not first_lines(ask(agent, question)).startswith("现在不能按这一轮报了")


def test_how_one_level_stands_to_another_is_told_by_a_clause_and_not_by_a_list(agent: Agent) -> None:
    assert "择优推荐申报国家级" in first_lines(ask(agent, "市级绿色工厂名单里的企业能申报国家级吗"))
