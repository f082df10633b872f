"""Two things set apart: grades of two lists, titles, steps and titles, conditions here and there."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, opening


@pytest.mark.parametrize("question", ["培育库里的企业也要分A到AAAA吗", "入库的厂评不评AA"])
def test_those_of_one_list_are_given_no_grade_of_another(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "给它们写的是另一套等级" in opening(found)
    assert "B级工厂" in found.answer


def test_grades_of_two_lists_are_set_side_by_side(agent: Agent) -> None:
    answer = ask(agent, "AA级和B级有什么区别").answer
    assert "较好水平" in answer and "准绿色工厂" in answer


@pytest.mark.parametrize(
    "question",
    [
        "市级绿色工厂与B级工厂有什么区别？",
        "培育库和市级绿色工厂有何区别",
        "国家级绿色工厂和市级绿色工厂有什么不同",
    ],
)
def test_two_things_given_are_set_apart_by_what_gives_each(agent: Agent, question: str) -> None:
    answer = ask(agent, question).answer
    assert "不是一回事" in answer
    assert "由市经济信息委发文认定" in answer


@pytest.mark.parametrize(
    "question",
    ["绿色工厂和绿色园区有什么区别", "What is the difference between a green factory and a green park?"],
)
def test_what_one_sentence_gives_is_set_apart_by_its_conditions(agent: Agent, question: str) -> None:
    labels = {citation.clause_label for citation in ask(agent, question).citations}
    assert {"第七条（一）", "第六条（一）"} <= labels


@pytest.mark.parametrize(
    "question", ["国家级与市级绿色工厂的申报条件有何不同？", "国家级绿色工厂和市级绿色工厂的条件有什么区别"]
)
def test_conditions_are_compared_whole(agent: Agent, question: str) -> None:
    documents = [citation.document_id for citation in ask(agent, question).citations]
    assert {"miit-2023-202", "cq-recognition-2024-4"} <= set(documents)
    assert documents.count("cq-recognition-2024-4") >= 8


@pytest.mark.parametrize(
    "question",
    [
        "公示到第三天，现在能挂牌了吗",
        "区里推荐了就能挂牌吗",
        "我们名字在公示，现在就挂“重庆市绿色工厂”的牌子，说得过去么",
    ],
)
def test_no_plaque_is_hung_before_the_last_step(agent: Agent, question: str) -> None:
    assert "还不算" in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question", ["我们是C级，算绿色工厂吗", "区里说我们是B级,这到底算不算正式的绿色工厂"]
)
def test_a_grade_of_the_pool_is_no_title(agent: Agent, question: str) -> None:
    assert "不等于" in ask(agent, question).answer


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("A级由谁评", "市经济信息委"),
        ("AAAA级由谁认定", "市经济信息委"),
        ("D级工厂谁来定", "各区县"),
        ("C级由谁评", "各区县"),
    ],
)
def test_who_gives_a_grade_is_who_grades_its_list(agent: Agent, question: str, who: str) -> None:
    assert f"\n\n{who}：" in ask(agent, question).answer


def test_grades_asked_in_place_of_another_are_asked_the_same(agent: Agent) -> None:
    found = converse(agent, "B级工厂由谁认定？", "那A级、AA级那些呢？")[-1].answer
    assert "市经济信息委：" in found.answer


@pytest.mark.parametrize(
    "question",
    ["称号2025年4月10日公告撤销，三年管到哪天", "三年从公告那天算，2025年4月10号公告的，到哪天为止"],
)
def test_until_when_a_span_runs_is_counted_from_the_day_told(agent: Agent, question: str) -> None:
    assert "2028-04-10" in opening(ask(agent, question))


def test_all_conditions_are_told_in_english_too(agent: Agent) -> None:
    found = ask(agent, "What are the conditions for applying as a municipal green factory in Chongqing?")
    assert "has 8 items" in opening(found)


def test_a_circumstance_told_is_shown_with_its_clause(agent: Agent) -> None:
    found = ask(agent, "查用能的来过，叫换两台老电机，我们还没换完，这节骨眼能参评么")
    assert found.kind == "eligibility"
    assert "被列入工业节能监察整改名单且未按要求完成整改" in found.answer


@pytest.mark.parametrize("question", ["企业和园区的称号撤销情形是否相同？", "园区和工厂撤销称号的情形一样吗"])
def test_one_list_for_both_is_said_to_be_the_same(agent: Agent, question: str) -> None:
    assert "对两者一并规定" in opening(ask(agent, question))


def test_whether_one_may_on_a_day_begins_no_other_span(agent: Agent) -> None:
    found = converse(agent, "称号2025年4月10日公告撤销，三年管到哪天", "那2028年4月11号能报了吗")[-1].answer
    assert "2028-04-10" in found.answer and "2031" not in found.answer
