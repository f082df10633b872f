"""What people say by the way is not taken for what they ask, and a plain word is in front where a clause decides."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


def test_a_website_that_fails_is_a_matter_for_its_technicians(agent: Agent) -> None:
    found = ask(agent, "绿效码那个网站老是登不进去，验证码也收不到，有没有技术的电话？")
    assert "13667679209" in found.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "以前地址失联被市监局挂过经营异常，上个月已经移出来了，这还算2025通知里不让报的情形吗",
        "被挂过经营异常，上个月移出来了，还算不让报的情形吗",
    ],
)
def test_a_case_barred_only_while_it_lasts_is_none_once_it_is_over(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert opening(found).startswith("不属于") and "且未被移出" in found.citations[0].quote


def test_a_case_barred_for_good_is_not_said_to_be_over(agent: Agent) -> None:
    assert not opening(ask(agent, "出过环境事故，已经整改到位了，还能报2025年的吗")).startswith("不属于")


def test_what_holds_for_some_is_not_confirmed_as_the_only_thing(agent: Agent) -> None:
    found = ask(agent, "2023年国家绿色供应链管理企业只收电子电器、机械、汽车三个行业，是这样吗？")
    assert opening(found).startswith("不是只限于此") and "其他行业" in found.citations[0].quote


@pytest.mark.parametrize("question", ["公示那5天，周六周天算在里头吗", "公示的5天里礼拜天算不算在内"])
def test_days_of_rest_are_told_to_be_left_out(agent: Agent, question: str) -> None:
    assert "不算在内" in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question",
    ["2023年国家绿色工业园区那批，区县级的园子够格被推荐吗？", "区县级的园区够格申报国家绿色工业园区吗"],
)
def test_a_kind_that_fails_a_condition_is_told_so_without_a_check(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer" and opening(found).startswith("不能")


def test_to_whom_it_is_handed_in_is_no_matter_of_what_texts_say_of_the_report(agent: Agent) -> None:
    found = ask(agent, "第三方报告拿到了，想评市级绿色工厂，申请递给市经信委还是递给区里？")
    assert "可向所在区县经信部门提出申请" in found.citations[0].quote


def test_that_nothing_is_required_is_said_in_english_too(agent: Agent) -> None:
    found = ask(
        agent,
        "Does a company have to be an independent legal person to apply for the municipal Green Factory title?",
    )
    assert "do not require this" in opening(found)
