"""What follows from a case or from a duty not met: said where a clause says it, and that nothing is fixed where none does."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, open_texts, opening


@pytest.mark.parametrize(
    "question",
    [
        "改名报晚了要罚吗",
        "更名后超过30个工作日才上报会有什么后果",
        "没在30个工作日内报更名会被撤销吗",
        "逾期不报更名调整，有没有处罚",
    ],
)
def test_a_duty_without_a_sanction_is_said_to_have_none(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "没有写明不按时办有什么后果" in opening(found)
    assert any("30 个工作日内" in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question", ["动态管理表逾期未填的会怎样", "连续两年没报数据会怎样", "逾期未整改会怎样"]
)
def test_where_a_clause_says_what_follows_none_is_denied(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "没有写明" not in found.answer
    assert any(word in found.answer for word in ("移除", "降级", "不予采信"))


@pytest.mark.parametrize(
    ("question", "word", "quote"),
    [
        ("复审没参加会被撤销吗", "会。", "未按规定参加复审"),
        ("复审不合格要摘牌吗", "会。", "复审结果不合格的"),
        ("进了失信黑名单，称号会被取消吗", "会。", "被列入失信黑名单的"),
        ("企业注销了称号会被撤销吗", "可能会。", "被依法终止的"),
    ],
)
def test_a_listed_case_is_affirmed_with_its_clause(
    agent: Agent, question: str, word: str, quote: str
) -> None:
    found = ask(agent, question)
    assert opening(found).startswith(word)
    assert quote in found.citations[0].quote


def test_who_took_part_is_not_told_that_he_did_not(agent: Agent) -> None:
    assert not opening(ask(agent, "参加了复审还会被撤销吗")).startswith("会")


def test_what_befalls_applicants_is_not_said_of_those_who_assess(agent: Agent) -> None:
    found = ask(agent, "评价机构弄虚作假会被取消资格吗")
    assert "第三方评价机构，取消" in found.citations[0].quote


@pytest.mark.parametrize(
    "question", ["亏损一年会被撤销吗", "搬迁了会不会被撤销称号", "换了法人代表会不会被摘牌"]
)
def test_a_case_that_no_list_names_is_left_to_the_authority_with_the_list(
    agent: Agent, question: str
) -> None:
    found = ask(agent, question)
    assert "没有写到您说的这一种" in opening(found)
    assert "被依法终止的" in found.answer


def test_so_it_is_in_a_text_of_another_place(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = (
        "青石县工业和信息化局关于节水车间管理的通知\n各乡镇人民政府：\n一、管理要求\n"
        "（一）节水车间应于每年3月底前报送用水台账。\n（二）车间负责人变动的，应在15日内书面报告县工业和信息化局。\n"
        "二、有下列情形之一的，取消节水车间资格：\n（一）未按要求报送用水台账的；\n（二）私自更换计量仪表的。\n"
        "青石县工业和信息化局\n2026年3月2日\n"
    )
    agent = open_texts({"qs-water-2026": text}, tmp_path_factory)
    assert opening(ask(agent, "私自更换计量仪表会被取消资格吗")).startswith("会")
    assert "没有写明不按时办" in opening(ask(agent, "负责人变动没有按时报告要处罚吗"))


@pytest.mark.parametrize(
    "question",
    ["哪些企业不得申报", "哪些情况下企业不能申报绿色工厂", "What disqualifies a company from applying?"],
)
def test_a_list_run_on_in_one_paragraph_is_told_item_by_item_from_the_newest_round(
    agent: Agent, question: str
) -> None:
    found = ask(agent, question)
    assert "2025年度" in opening(found)
    assert "- 被列入工业节能监察整改名单且未按要求完成整改" in found.answer


@pytest.mark.parametrize(
    "question", ["绿色工厂的有效期是几年", "绿色工厂什么时候到期", "市级绿色园区有效期多久"]
)
def test_the_term_of_a_title_is_none_of_a_document(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "没有规定称号或证书的有效期" in opening(found)
    assert "定期复审" in found.citations[0].quote


def test_the_term_of_a_document_is_still_told(agent: Agent) -> None:
    assert "试行两年" in ask(agent, "绿色工厂动态管理试行办法的有效期是几年").answer
