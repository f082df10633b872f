"""Which level comes first, whose day counts, and things with an official name that no text holds."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    "question",
    [
        "国家级是不是必须先是市级的",
        "申报国家级绿色工厂必须先评上市级吗",
        "没评过市级能直接报国家级吗",
        "Must we be a municipal green factory before applying for the national one?",
    ],
)
def test_the_lower_level_comes_first_in_principle_only(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "原则上" in opening(found) and "纳入省级绿色制造名单" in found.citations[0].quote


def test_the_pool_of_the_district_comes_first_in_principle_only(agent: Agent) -> None:
    found = ask(agent, "报市级的必须先进区县的库吗")
    assert "原则上" in opening(found) and "纳入各区县梯度培育库" in found.citations[0].quote


def test_weekends_are_told_of_behind_another_question(agent: Agent) -> None:
    assert "eekends" in opening(ask(agent, "How long does the public notice last, and do weekends count?"))


@pytest.mark.parametrize(
    "question", ["区里让我们2月份交，文件写的3月，听谁的", "区县要求的时间跟市里文件不一样，以哪个为准"]
)
def test_the_day_of_the_bodies_leaves_the_applicants_day_to_them(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "2025年6月14日" in opening(found)
    assert "以所在地主管部门的通知为准" in found.answer


def test_which_document_counts_is_still_a_question_of_texts(agent: Agent) -> None:
    assert "截止日是" not in ask(agent, "区县的文件和市里的办法不一样，以哪个为准").answer


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("申报要不要先通过清洁生产审核", "清洁生产审核"),
        ("报绿色工厂必须通过能源管理体系认证吗", "能源管理体系认证"),
        ("需要提供碳足迹核查报告吗", "碳足迹核查报告"),
    ],
)
def test_a_thing_with_a_name_of_its_own_is_not_held_to_be_a_like_one(
    agent: Agent, question: str, thing: str
) -> None:
    assert f"没有写到“{thing}”" in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question", ["申报需要第三方评价报告吗", "需要提交评价报告吗", "要提供绿色工厂评价报告吗"]
)
def test_a_thing_that_the_texts_name_is_not_denied(agent: Agent, question: str) -> None:
    assert "没有写到" not in opening(ask(agent, question))
