"""Materials named by several clauses, days that somebody hopes will move, and grades side by side."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines, labels


def test_papers_to_hand_in_are_gathered_from_every_document_that_names_them(agent: Agent) -> None:
    answer = ask(agent, "申报都要交哪些材料")
    assert {"三（二）", "第九条", "四（三）"} <= {label for _, label in labels(answer)}
    assert "移除" not in answer.answer


def test_papers_of_a_named_district_are_those_of_its_own_notice(agent: Agent) -> None:
    answer = ask(agent, "长寿那个要交哪些资料")
    assert {c.document_id for c in answer.citations} == {"changshou-2023-12"}


@pytest.mark.parametrize("question", ["6月14号是周六，能顺延到周一吗", "截止日碰上周末能不能延期"])
def test_a_day_on_a_weekend_is_called_so_and_no_extension_is_invented(agent: Agent, question: str) -> None:
    answer = ask(agent, question)
    assert "2025年6月14日是星期六" in answer.answer
    assert "查不到" in answer.answer


def test_who_recognises_is_a_sentence_and_no_chapter(agent: Agent) -> None:
    answer = ask(agent, "绿色工厂归谁批")
    assert {"第五条", "第十一条"} & {label for _, label in labels(answer)}
    assert "总则" not in first_lines(answer)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("AA级和A级有啥差别", {"第六条（三）", "第六条（四）"}),
        ("三个A和四个A的区别", {"第六条（一）", "第六条（二）"}),
    ],
)
def test_grades_are_compared_by_their_own_definitions(
    agent: Agent, question: str, expected: set[str]
) -> None:
    assert expected <= {label for _, label in labels(ask(agent, question))}


@pytest.mark.parametrize(
    ("asked", "opening"),
    [
        ("市级绿色工厂的基本条件有哪些", "第七条“申报绿色工厂的基本条件”共 8 项"),
        ("申报市级绿色园区应当具备哪些条件", "第六条“申报绿色园区的基本条件”共 8 项"),
        ("市级绿色工厂的申报条件是什么", "第七条“申报绿色工厂的基本条件”共 8 项"),
        ("绿色工厂分为哪几个等级", "市级以上绿色工厂划分为四个等级"),
        ("国家级绿色工业园区的申报要求有哪些", "工业增加值占比超过50%"),
        ("绿色供应链管理企业的申报条件是什么", "绿色供应链管理企业评价指标体系"),
    ],
)
def test_plain_questions_in_the_words_of_an_office_lead_with_the_list_or_section_meant(
    agent: Agent, asked: str, opening: str
) -> None:
    lead = ask(agent, asked).answer.split("相关规定")[0]
    assert opening in lead


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2025年度市级绿色制造名单申报的截止日期", "2025年6月14日"),
        ("2025年市级绿色工厂申报到哪天截止", "2025年6月14日"),
        ("What is the deadline for the 2025 municipal green manufacturing list?", "June 14, 2025"),
        ("名单内的企业2025年几号前填报", "2025年4月15日"),
        ("我们已经是市级绿色工厂，2025年要在哪天前报数据", "2025年4月15日"),
    ],
)
def test_who_applies_is_not_told_the_day_of_those_who_hold_the_title(
    agent: Agent, asked: str, day: str
) -> None:
    assert f"**{day}**" in ask(agent, asked).answer.split("\n")[0]


@pytest.mark.parametrize("asked", ["申报市级绿色工厂需要提交哪些材料", "2025年市级绿色工厂申报需要哪些材料"])
def test_which_papers_to_hand_in_is_answered_by_the_papers(agent: Agent, asked: str) -> None:
    lead = ask(agent, asked).answer.split("相关规定")[0]
    assert lead.startswith("文件写到的材料有")
    assert "评价报告" in lead


def test_the_standard_applied_is_no_question_on_whether_a_text_holds(agent: Agent) -> None:
    assert "GB/T 36132" in ask(agent, "绿色工厂评价依据的标准是什么").answer.split("\n")[0]


def test_papers_to_apply_for_a_title_are_those_of_applicants(agent: Agent) -> None:
    answer = ask(agent, "申报市级绿色工厂要什么材料")
    named = {label for _, label in labels(answer)}
    assert {"三（二）", "第九条"} <= named
    assert "四（三）" not in named


def test_papers_of_a_pool_lead_with_the_sentence_that_names_them(agent: Agent) -> None:
    assert "纸质（盖章）资料" in ask(agent, "长寿培育库入库要交什么材料").answer.splitlines()[0]
