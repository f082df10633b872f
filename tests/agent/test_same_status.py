"""Whether to have one thing is to have another: each is told with the words by which it is given."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, first_lines, opening


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("进入长寿区培育库，是否就等于获得市级绿色工厂称号？", "择优推荐满足条件的企业进入绿色工厂培育库"),
        ("企业纳入区县梯度培育库后，是否即视为取得市级绿色工厂认定？", "准绿色工厂"),
        ("我们园区评成绿色园区了，里头的厂是不是就都成绿色工厂了？", "发文认定为市级绿色园区、绿色工厂"),
        ("入库了就算绿色工厂了吗", "B级工厂由区县经信部门组织申报和认定"),
        ("B级工厂是市级绿色工厂吗", "准绿色工厂"),
        ("市级绿色工厂就是国家级绿色工厂吗", "按程序发布《2023年度绿色制造名单》"),
    ],
)
def test_one_status_is_not_another_and_each_is_quoted_as_it_is_given(
    agent: Agent, question: str, given: str
) -> None:
    found = ask(agent, question)
    assert "不等于" in opening(found)
    assert any(given in citation.quote for citation in found.citations)


@pytest.mark.parametrize("question", ["评上市级会自动成为国家级吗", "评为B级能直接升A级吗？"])
def test_nothing_comes_by_itself_with_another_title(agent: Agent, question: str) -> None:
    assert "不能直接取得" in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question",
    [
        "区里已经帮我们推上去了，那牌子是不是就稳拿了？",
        "区县推荐了是不是就等于评上了",
        "公示了就算评上市级绿色工厂了吗",
        "通过专家评审是不是就是绿色工厂了",
    ],
)
def test_a_step_on_the_way_is_not_the_title(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "还不算" in first_lines(found)
    assert any("发文认定为市级绿色园区、绿色工厂" in citation.quote for citation in found.citations)


def test_a_grade_of_a_title_comes_with_it(agent: Agent) -> None:
    found = ask(agent, "新评上的市级绿色工厂直接是A级吗")
    assert "不能直接取得" not in found.answer
    assert any("该年度按 A 级绿色工厂进行管理" in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    ["申报绿色工厂是不是要先入库", "我们是B级工厂，能申报市级绿色工厂吗", "市级绿色工厂公示期是几天"],
)
def test_what_asks_for_something_else_is_not_answered_so(agent: Agent, question: str) -> None:
    assert "不等于" not in ask(agent, question).answer


def test_an_english_question_is_answered_in_english(agent: Agent) -> None:
    found = ask(agent, "Does being in the Changshou pool mean we are a municipal green factory?")
    assert first_lines(found).startswith("No, they are not the same")


@pytest.mark.parametrize(
    "question",
    [
        "没有进区县培育库是不是就不能报市级绿色工厂",
        "国家级绿色工厂是不是必须先是市级的",
        "市级绿色园区要求园区内企业都是绿色工厂吗",
    ],
)
def test_who_lacks_one_or_must_have_it_first_asks_of_something_else(agent: Agent, question: str) -> None:
    assert "不等于" not in ask(agent, question).answer


def test_the_sentence_that_leads_from_one_to_the_other_is_quoted(agent: Agent) -> None:
    found = ask(agent, "评为B级能直接升A级吗？")
    assert any("从中择优推荐申报" in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "We were graded C by our district. Does that make us a green factory?",
        "Is a factory holding the Chongqing municipal title automatically a national green factory?",
    ],
)
def test_a_story_before_the_question_says_which_is_meant(agent: Agent, question: str) -> None:
    assert "No, they are not the same" in opening(ask(agent, question))


@pytest.mark.parametrize(
    "turns",
    [
        ("我们区里说给我们定了B级工厂", "那我们现在就是市级绿色工厂了吧，可以挂牌了？"),
        ("我们被评为B级了", "那就是市级绿色工厂了吧"),
        ("我们今年进了区里的培育库", "那我们就算绿色工厂了吧"),
        ("我们是B级工厂，现在就是市级绿色工厂了吧",),
    ],
)
def test_what_was_told_before_is_what_they_ask_to_be_the_title(agent: Agent, turns: tuple[str, ...]) -> None:
    assert "不等于" in opening(converse(agent, *turns)[-1].answer)


def test_who_told_of_no_other_status_is_not_told_that_they_differ(agent: Agent) -> None:
    found = converse(agent, "我们想报市级绿色工厂", "那我们是工业企业吧")[-1].answer
    assert "不等于" not in found.answer
