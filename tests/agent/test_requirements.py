"""What only the texts of another title require is not said to be required."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("申报市级绿色工厂要求年产值超过5000万吗", "年产值超过5000万"),
        ("独立法人资格是申报市级绿色工厂的必备条件吗？", "独立法人"),
        ("市级绿色工厂要三年都盈利吗", "盈利状态"),
        ("国家级绿色工厂要求近三年盈利吗", "盈利状态"),
    ],
)
def test_a_condition_of_another_text_is_told_as_that_of_another(
    agent: Agent, question: str, elsewhere: str
) -> None:
    found = ask(agent, question)
    assert first_lines(found).startswith("文件没有这样要求")
    assert any(elsewhere in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "申报市级绿色园区需要工业增加值占比超过50%吗",
        "长寿区培育库要求年产值超过5000万吗",
        "申报市级绿色工厂必须请第三方机构吗",
        "申报市级绿色工厂要建立目标责任制吗",
    ],
)
def test_what_its_own_texts_name_is_not_denied(agent: Agent, question: str) -> None:
    assert "没有这样要求" not in ask(agent, question).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("绿色工厂复审几年进行一次？", "没有规定多久一次"),
        ("绿色工厂的复审周期是否固定为三年一次？", "没有规定多久一次"),
        ("各区县推荐市级绿色工厂有没有名额上限", "没有规定名额或家数"),
    ],
)
def test_an_interval_or_quota_that_no_text_fixes_is_told_to_be_so(
    agent: Agent, question: str, told: str
) -> None:
    assert told in first_lines(ask(agent, question))


@pytest.mark.parametrize("question", ["绿色工厂每年认定几次", "动态管理数据多久报一次", "等级评价多久搞一次"])
def test_an_interval_that_is_fixed_is_told(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "没有规定多久一次" not in found.answer
    assert "每年" in found.answer


def test_a_quota_not_fixed_in_one_round_is_not_answered_from_another(agent: Agent) -> None:
    found = ask(agent, "2025年度市级绿色工厂有推荐名额限制吗？")
    assert "没有规定名额" in first_lines(found)
    assert {citation.document_id for citation in found.citations} == {"cq-notice-2025"}


def test_what_comes_first_is_told_to_be_no_bar(agent: Agent) -> None:
    found = ask(agent, "能效达不到标杆水平的工厂，是否就不能申报？")
    assert first_lines(found).startswith("不是硬性要求：文件用的是“优先”")


def test_who_lacks_what_no_clause_softens_is_told_nothing_of_the_kind(agent: Agent) -> None:
    assert "不是硬性要求" not in first_lines(ask(agent, "没有独立法人资格，是不是就不能进长寿区培育库？"))


def test_hearsay_of_a_requirement_begins_no_check(agent: Agent) -> None:
    found = ask(agent, "都在传年产值要过五千万才评得上市级绿色工厂，真有这道坎吗？")
    assert found.kind == "answer" and first_lines(found).startswith("文件没有这样要求")


@pytest.mark.parametrize(
    "question",
    [
        "申报绿色园区，是否应当设立专门机构并配备专职工作人员？",
        "申报绿色工厂需要制定中长期规划吗",
        "园区要不要碳排放强度持续下降",
    ],
)
def test_an_item_of_a_list_of_conditions_is_needed(agent: Agent, question: str) -> None:
    assert first_lines(ask(agent, question)).startswith("需要。")


def test_what_follows_lateness_is_told_and_not_the_day(agent: Agent) -> None:
    assert "予以移除" in first_lines(ask(agent, "动态管理表逾期未填的会怎样"))


def test_what_a_body_has_to_do_is_not_required_of_the_applicant(agent: Agent) -> None:
    found = first_lines(ask(agent, "必须安装能耗在线监测吗"))
    assert not found.startswith(("需要", "不能"))


def test_a_thing_named_before_the_word_that_asks_whether_it_is_a_must_is_the_one_asked_about(
    agent: Agent,
) -> None:
    assert "没有写到“高企证书”" in first_lines(ask(agent, "高企证书 市级绿色工厂 必须有?"))


@pytest.mark.parametrize("question", ["评上以后市里给不给现金奖励，文件写没写？", "有没有奖金"])
def test_money_that_no_text_fixes_is_told_to_be_so(agent: Agent, question: str) -> None:
    assert first_lines(ask(agent, question)).startswith("现有文件没有规定具体金额")


def test_a_case_of_a_like_kind_is_for_the_authority_and_one_that_is_listed_is_barred(agent: Agent) -> None:
    assert first_lines(ask(agent, "环保处罚过一次还能不能申报")).startswith("可能不行")
    assert first_lines(ask(agent, "偷税被罚过能报吗")).startswith("不能，这是文件列明的不得申报情形。")
