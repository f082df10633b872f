"""Short and official turns that lean on the last answer."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import converse


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("什么样的厂算D级？", "C级呢？"), "C级工厂，企业已接受主管部门监管"),
        (("AAA级是个什么水平？", "少一个A的呢？"), "较好水平"),
        (("AA级是个什么水平？", "多一个A的呢？"), "先进水平"),
    ],
)
def test_a_grade_asked_after_another_one_is_told_by_its_own_item(
    agent: Agent, turns: tuple[str, ...], told: str
) -> None:
    assert told in converse(agent, *turns)[-1].answer.answer


def test_an_official_doubt_is_answered_by_the_text_again(agent: Agent) -> None:
    last = converse(
        agent,
        "对有违规情形的单位，2025年度通知设定了多长的回溯期？",
        "贵处答复的年限似有误，我区掌握的是近五年。",
    )[-1].answer
    assert any("近三年有下列情况" in citation.quote for citation in last.citations)


def test_a_figure_told_is_shown_with_the_condition_that_it_meets(agent: Agent) -> None:
    last = converse(agent, "长寿区培育库，我们能进吗，2022年产值6300万")[-1].answer
    assert last.kind == "eligibility" and "年产值超过5000万" in last.answer
