"""Another text set beside the last answer without a matter of its own: what both say of the last question is shown."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.invented import KILNS
from tests.agent.places import converse, open_texts

SAND = """白沙区工业和信息化局关于征集2026年琉璃工坊改造项目的公告

一、征集要求
（一）工坊连续生产五年以上；
（二）近三年没有发生过较大火灾事故。

二、征集步骤
（一）工坊应当于2026年10月8日前向区工业和信息化局报送材料。
（二）区工业和信息化局组织评审，结果公示3个工作日。

三、纪律
（一）申报材料造假的，两年内不再受理其申报。

白沙区工业和信息化局
2026年5月20日
"""


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"stone": KILNS, "sand": SAND}, tmp_path_factory)


@pytest.mark.parametrize(
    ("asked", "compared", "own", "other"),
    [
        ("青石县的柴窑作坊弄虚作假几年不能再评", "跟白沙区那份比，哪边严", "四年内", "两年内"),
        ("青石县的评审结果公示几天", "白沙区也是一样的吗", "公示7日", "公示3个工作日"),
        ("青石县评选对火灾怎么要求", "白沙区那边口径松一点还是紧一点", "近两年未发生火灾", "较大火灾"),
        ("白沙区的工坊要连续生产几年", "青石县的标准更高吗", "五年以上", "不少于八年"),
    ],
)
def test_both_texts_are_quoted_on_the_last_question(
    agent: Agent, asked: str, compared: str, own: str, other: str
) -> None:
    answer = converse(agent, asked, compared)[1].answer
    assert own in answer.answer and other in answer.answer
    assert {c.document_id for c in answer.citations} == {"stone", "sand"}


def test_a_comparison_that_names_a_matter_is_a_question_of_its_own(agent: Agent) -> None:
    answer = converse(agent, "青石县的评审结果公示几天", "白沙区的材料报送日期也是9月吗")[1].answer
    assert "2026年10月8日" in answer.answer


def test_what_was_compared_may_be_leant_on_again(agent: Agent) -> None:
    turns = converse(agent, "青石县的评审结果公示几天", "跟白沙区的一致不", "原文在哪条")
    assert {c.document_id for c in turns[2].answer.citations} >= {"stone", "sand"}
