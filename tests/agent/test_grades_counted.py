"""Grades counted from the one spoken of last, and grades spelled by how many letters they have."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, open_texts

LOOMS = """云岭县工业和信息化局织坊分级管理办法

第一条 织坊按照下列等级管理：
（一）AAA级织坊，指织造工艺在全县领先的织坊。
（二）AA级织坊，指织造工艺稳定的织坊。
（三）A级织坊，指织造工艺达到基本要求的织坊。
（四）B级织坊，指正在学习织造工艺的织坊，由乡镇给予培训补助。
第二条 织坊应当在每年三月底前填报年度情况表。
第三条 本办法由上一级主管部门备案。

云岭县工业和信息化局
2026年3月2日
"""


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"looms": LOOMS}, tmp_path_factory)


@pytest.mark.parametrize(
    ("last", "counted", "meant"),
    [
        ("AA级织坊是什么", "比它高一级的呢", "全县领先"),
        ("AA级织坊是什么", "那再往下一档是什么水平", "达到基本要求"),
        ("A级织坊指什么", "低一级的有什么补助", "培训补助"),
        ("What is a grade AA loom workshop?", "And the next grade up?", "全县领先"),
    ],
)
def test_a_grade_is_counted_from_the_one_named_last(
    agent: Agent, last: str, counted: str, meant: str
) -> None:
    answer = converse(agent, last, counted)[1].answer
    assert meant in answer.answer.split("相关规定")[0].split("Related")[0]


def test_a_grade_is_counted_from_the_one_that_is_returned_to(agent: Agent) -> None:
    turns = converse(agent, "AA级织坊是什么", "年度情况表几月前填", "接着刚才的等级说，低一级的是什么水平")
    assert "达到基本要求" in turns[2].answer.answer.split("相关规定")[0]


def test_there_is_none_above_the_highest(agent: Agent) -> None:
    answer = converse(agent, "AAA级织坊是什么", "比它高一级的呢")[1].answer
    assert "AAAA" not in answer.answer


def test_a_body_one_level_up_is_no_grade(agent: Agent) -> None:
    answer = converse(agent, "AA级织坊是什么", "办法要报上一级主管部门备案吗")[1].answer
    assert "备案" in answer.answer


@pytest.mark.parametrize(
    "spelled", ["What does triple-A mean?", "What does three A's stand for?", "3A是啥水平"]
)
def test_a_grade_spelled_by_its_letters_is_found(agent: Agent, spelled: str) -> None:
    assert "全县领先" in ask(agent, spelled).answer.split("相关规定")[0].split("Related")[0]
