"""What the texts lay down for one kind of applicant is not told as if it were for another."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines, opening


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("A至AAAA适用于园区吗", "市级以上绿色工厂划分为四个等级"),
        ("园区也要分A到AAAA级吗", "市级以上绿色工厂划分为四个等级"),
        ("园区可以享受绿色金融吗", "给予相应的绿色金融等政策支持"),
        ("降级处理适用于绿色园区吗", "实施相应的降级处理"),
        ("园区申报需要盈利三年吗", "近三年内企业处于盈利状态"),
        ("工厂要求工业增加值占比超过50%吗", "工业增加值占比超过50%"),
        ("工厂要有法定边界吗", "具有法定边界和范围"),
        ("Do factories need an industrial added value share above 50%?", "工业增加值占比超过50%"),
    ],
)
def test_a_rule_for_another_kind_is_told_as_that_of_the_other(
    agent: Agent, question: str, quoted: str
) -> None:
    found = ask(agent, question)
    assert opening(found).startswith(("文件没有规定这一条适用于", "No document says so"))
    assert any(quoted in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "园区需要复审吗",
        "园区会被撤销称号吗",
        "名额限制对园区有吗",
        "园区要交评价报告吗",
        "年度填报动态管理表园区也要做吗",
        "园区要求工业增加值占比超过50%吗",
        "绿色供应链企业要在重庆注册吗",
        "园区里的企业被撤销会影响园区吗",
    ],
)
def test_a_rule_that_names_the_kind_or_everybody_is_not_denied(agent: Agent, question: str) -> None:
    assert "没有规定这一条适用于" not in first_lines(ask(agent, question))
