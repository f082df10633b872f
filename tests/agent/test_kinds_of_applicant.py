"""Whether a kind of applicant may apply is decided by the checker on what its name alone tells."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines, opening


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("分公司能否申请进入长寿区绿色工厂培育库？", "具有独立法人资格"),
        ("贸易公司能申报市级绿色工厂吗？", "从事实际生产的制造型企业"),
        ("注册在成都的企业能申报重庆市绿色工厂吗", "企业工商注册和税收解缴在本市辖区内"),
        ("区县政府批准设立的园区能否申报市级绿色园区？", "应为经国家或市政府批准"),
        ("被列入经营异常名录的企业可以申报市级绿色工厂吗", "列入经营异常名单且未被移出"),
    ],
)
def test_who_cannot_apply_is_told_so_first_with_the_condition_that_is_not_met(
    agent: Agent, question: str, quote: str
) -> None:
    found = ask(agent, question)
    assert first_lines(found).startswith("不能")
    assert any(quote in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "独立法人企业能申报市级绿色工厂吗",
        "专精特新企业能申报绿色工厂吗",
        "市级绿色工厂能申报国家级绿色工厂吗",
        "发生过较大事故的企业能申报市级绿色工厂吗",
    ],
)
def test_of_whom_the_name_decides_nothing_no_verdict_is_made_up(agent: Agent, question: str) -> None:
    assert not first_lines(ask(agent, question)).startswith("不能，这样的申报者")


def test_asking_of_a_kind_of_applicant_begins_no_check(agent: Agent) -> None:
    found = ask(agent, "贸易公司能申报市级绿色工厂吗？")
    assert found.kind == "answer" and found.eligibility is None


@pytest.mark.parametrize(
    "question", ["已获评市级绿色工厂的企业还要参加B、C、D级评价吗？", "国家级绿色工厂需要入区县培育库吗"]
)
def test_who_need_not_take_part_is_told_so(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "不用，也不能" in opening(found)
    assert any("未被评定为市级及国家级绿色工厂" in citation.quote for citation in found.citations)


def test_an_exception_that_a_condition_leaves_open_is_told_with_it(agent: Agent) -> None:
    found = ask(agent, "区县级工业园区可以申报2025年度市级绿色工业园区吗？")
    assert first_lines(found).startswith("一般不能")
    assert "除非属于“一区多园、四至范围明确的组团”" in first_lines(found)


@pytest.mark.parametrize(
    "question",
    [
        "外资企业能不能进培育库",
        "上市公司可以申报绿色工厂吗",
        "小微企业能不能申报",
        "军工企业能不能申报国家级绿色工厂",
    ],
)
def test_a_kind_that_no_text_names_is_said_not_to_be_named(agent: Agent, question: str) -> None:
    assert "可以还是不可以" in opening(ask(agent, question))


def test_the_field_of_a_form_that_offers_the_kind_is_shown(agent: Agent) -> None:
    assert "外商独资" in ask(agent, "外资企业能不能进培育库").answer


def test_a_kind_that_a_text_names_is_not_denied(agent: Agent) -> None:
    assert "可以还是不可以" not in ask(agent, "规上企业可以申请吗").answer
