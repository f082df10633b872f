"""A case told is checked for another title, or a title that is only told of leaves the check where it is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import IN_ROUND, converse

PARK = "我们是区政府批的区级工业园，工业增加值占六成，能报国家2023年绿色工业园区不"
PLANT = "我们厂在渝北注册纳税，做电子的，想报市级绿色工厂"


@pytest.mark.parametrize(
    "turned",
    [
        "照旧这个园区，改成报2025年的市级绿色工业园区呢",
        "情况都不变，再看看市级绿色园区",
        "还是拿这个园区去问市级绿色园区",
        "Same park, now check it for the municipal green park.",
    ],
)
def test_the_case_told_is_checked_for_the_title_turned_to(agent: Agent, turned: str) -> None:
    turns = converse(agent, PARK, turned, as_of=date(2025, 4, 20))
    report = turns[1].answer.eligibility
    assert report is not None and report.scheme == "cq-green-park"
    assert report.verdict == "not_eligible"


def test_a_title_turned_to_supposes_nothing_of_the_one_before(agent: Agent) -> None:
    turns = converse(agent, PLANT, "情况都不变，换成进区县的梯度培育，要得不", as_of=IN_ROUND)
    report = turns[1].answer.eligibility
    assert report is not None and report.scheme == "cq-gradient-cultivation"


@pytest.mark.parametrize(
    "told",
    [
        "去年我们评上市级绿色工厂了。这样还够格吗",
        "我们手里已经有市级绿色工厂的牌子，那还进得了这个培育吗",
        "We were recognised as a municipal green factory last year. So are we eligible for that cultivation?",
    ],
)
def test_a_title_told_of_beside_the_question_is_a_fact_of_the_check(agent: Agent, told: str) -> None:
    turns = converse(agent, "想进区里的梯度培育，我们是重庆注册的独立法人", told, as_of=IN_ROUND)
    report = turns[1].answer.eligibility
    assert report is not None and report.scheme == "cq-gradient-cultivation"
    assert report.verdict == "not_eligible"


def test_a_title_wished_for_beside_the_question_is_turned_to(agent: Agent) -> None:
    turns = converse(
        agent, "想进区里的梯度培育，我们是重庆注册的独立法人", "还是这个厂，改查市级绿色工厂。条件够了没"
    )
    report = turns[1].answer.eligibility
    assert report is not None and report.scheme == "cq-green-factory"


def test_a_title_held_told_in_reply_turns_nothing(agent: Agent) -> None:
    turns = converse(agent, "想进区里的梯度培育，我们是重庆注册的独立法人", "我们是市级绿色工厂")
    report = turns[1].answer.eligibility
    assert report is not None and report.scheme == "cq-gradient-cultivation"
