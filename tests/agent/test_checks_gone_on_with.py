"""Checks gone on with: the outcome asked for, another case told, figures by year, whose scheme it is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent, Turn
from tests.agent.places import converse

ACCIDENT = "我们厂想报市级绿色工厂，2025年6月1日出过一起一般安全事故"
POOL = "长寿2023年绿色工厂培育库，本区注册的独立法人，2022年产值6000万"
SPRING = date(2023, 3, 6)


def verdict(turn: Turn) -> str:
    assert turn.answer.eligibility is not None, turn.answer.answer[:80]
    return turn.answer.eligibility.verdict


@pytest.mark.parametrize(
    "asked",
    ["进不进得去", "那现在咋判", "这样够得上不", "眼下是什么结论", "有没有戏", "到底过得了不", "能进吗"],
)
def test_a_statement_that_ends_in_asking_for_the_outcome_is_checked(agent: Agent, asked: str) -> None:
    turns = converse(
        agent, POOL, f"2020到2022年利润都是60万，近三年质量安全环保事故都没有。{asked}", as_of=SPRING
    )
    assert turns[1].answer.kind == "eligibility"
    assert turns[1].state.facts["accidents"] == []


def test_the_outcome_asked_for_alone_repeats_it_without_complaint(agent: Agent) -> None:
    turns = converse(agent, POOL, "那到底行不行", as_of=SPRING)
    assert turns[1].answer.kind == "eligibility"
    assert "没有读到" not in turns[1].answer.answer


def test_a_question_of_the_rule_is_not_taken_for_one_after_the_outcome(agent: Agent) -> None:
    turns = converse(agent, POOL, "要不要交纸质材料", as_of=SPRING)
    assert turns[1].answer.kind == "answer"


@pytest.mark.parametrize(
    "afresh",
    [
        "刚才说的都是另一家的，作废。",
        "推倒重来，换一家：",
        "算了这个不谈了，重新核：",
        "前面讲的全部不算，",
        "再看另一家：",
        "Scratch that, a different plant: ",
    ],
)
def test_what_is_told_of_another_case_stands_alone(agent: Agent, afresh: str) -> None:
    turns = converse(agent, ACCIDENT, f"{afresh}注册在重庆，税交在重庆，没有出过事故，结果如何")
    assert turns[1].state.facts["accidents"] == []
    assert turns[1].state.facts["registered_in_chongqing"] is True
    assert verdict(turns[1]) == "needs_information"


def test_the_other_of_two_things_asked_after_forgets_nothing(agent: Agent) -> None:
    turns = converse(agent, ACCIDENT, "换一家第三方机构重新评价行吗")
    assert turns[1].state.facts["accidents"]


def test_a_figure_of_one_year_leaves_those_of_the_others(agent: Agent) -> None:
    turns = converse(
        agent, POOL, "20年利润50万、21年60万、22年70万，没出过事故", "不对，21年是亏了30万", as_of=SPRING
    )
    assert turns[2].state.facts["profit"] == {"2020": 50, "2021": -30, "2022": 70}


def test_the_text_named_says_which_scheme_of_a_subject_is_meant(agent: Agent) -> None:
    turns = converse(agent, "部里2023年那份的绿色工业园区，我们园够不够格", "区政府批的，就是区县级园区")
    assert turns[0].state.scheme == "miit-green-park-2023"
    assert verdict(turns[1]) == "not_eligible"


def test_an_evaluator_that_tells_of_factories_means_what_it_evaluated(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们是搞第三方评价的公司，想对照工信部2023年那批的要求",
        "绿色工厂评了10个，园区评了4个",
        "绿色供应链的又评了2个，超没超",
    )
    assert turns[2].answer.eligibility is not None
    assert turns[2].answer.eligibility.scheme == "miit-evaluator-2023"
    assert verdict(turns[2]) == "not_eligible"


def test_a_title_only_mentioned_does_not_turn_the_check_that_was_wished_for(agent: Agent) -> None:
    turns = converse(
        agent,
        "Can our plant join the Chongqing gradient cultivation?",
        "we hold no green factory title",
        "we are registered in Chengdu, not in Chongqing",
    )
    assert turns[2].answer.eligibility is not None
    assert turns[2].answer.eligibility.scheme == "cq-gradient-cultivation"


@pytest.mark.parametrize("asked", ["为啥不肯给句准话，这回算不算近三年", "为什么不能说死"])
def test_why_no_plain_word_is_given_is_explained_from_the_check(agent: Agent, asked: str) -> None:
    turns = converse(agent, "我们厂报市级绿色工厂，2023年5月10日出过一般安全事故，能报不", asked)
    assert turns[1].answer.kind == "eligibility"
    assert "2026-05-11" in turns[1].answer.answer


def test_a_promise_is_declined_in_a_check_too(agent: Agent) -> None:
    turns = converse(agent, ACCIDENT, "那你给我打个包票")
    assert turns[1].answer.answer.startswith("不能保证")


def test_a_wish_of_the_text_that_is_not_met_is_said_and_decides_nothing(agent: Agent) -> None:
    turns = converse(agent, "我们厂想报市级绿色工厂，注册纳税都在重庆，没出过事故", "没进过区里的培育库")
    assert verdict(turns[1]) == "needs_information"
    assert "不是硬性条件" in turns[1].answer.answer
