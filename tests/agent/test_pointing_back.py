"""Messages that point back: two things set side by side, another text, somebody else, another language, a day put right."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import converse


@pytest.mark.parametrize(
    "both", ["两份比一比，哪份更严", "这俩有啥不一样", "二者的说法一致吗", "两个文件哪个卡得更严"]
)
def test_two_texts_spoken_of_are_set_side_by_side(agent: Agent, both: str) -> None:
    turns = converse(agent, "4号文对工厂出事故是怎么要求的", "2025年的通知又是怎么说的", both)
    cited = {c.document_id for c in turns[2].answer.citations[:4]}
    assert {"cq-recognition-2024-4", "cq-notice-2025"} <= cited


@pytest.mark.parametrize(
    "other", ["那部里2023年那份呢，多久不认", "国家2023年的通知又怎么规定", "部里那份呢，管几年"]
)
def test_the_last_question_is_asked_of_another_text(agent: Agent, other: str) -> None:
    turns = converse(agent, "评价机构弄虚作假，重庆的办法怎么处理", other)
    assert turns[1].answer.citations[0].document_id == "miit-2023-202"


@pytest.mark.parametrize(
    "back",
    [
        "说回刚才改名那个，先找区里还是直接找市里",
        "回到改名那件事，先过哪家的手",
        "刚才改名那个，要先报给区里吗",
    ],
)
def test_a_question_that_goes_back_leans_on_the_clause_cited_then(agent: Agent, back: str) -> None:
    turns = converse(agent, "市级绿色工厂改名了要不要报", "AA级有什么优待", back)
    assert ("cq-recognition-2024-4", "第十九条") in {
        (c.document_id, c.clause_label) for c in turns[2].answer.citations[:2]
    }


def test_a_story_before_the_words_of_return_is_left_out(agent: Agent) -> None:
    turns = converse(
        agent,
        "长寿2023年培育库对产值怎么要求",
        "联系电话多少",
        "今天事情太多了，刚被领导叫去开会，又接了几个电话。回到产值那个，5000万整够不够",
    )
    assert "超过5000万" in turns[2].answer.answer


def test_not_that_but_this_keeps_what_is_asked(agent: Agent) -> None:
    turns = converse(agent, "动态管理表园区要不要填", "不对，我想问的不是园区，是刚入库的C级厂，它要不要填")
    assert "名单内的企业、园区" in turns[1].answer.answer


@pytest.mark.parametrize("wanted", ["用英文再说一遍", "in English please", "翻译成英文"])
def test_the_last_answer_is_given_in_the_language_asked_for(agent: Agent, wanted: str) -> None:
    turns = converse(agent, "公示几个工作日", wanted)
    assert turns[1].answer.language == "en"
    assert turns[1].answer.citations == turns[0].answer.citations


def test_a_question_may_be_asked_on_behalf_of_a_plant_in_the_park(agent: Agent) -> None:
    turns = converse(
        agent, "我们是园区管委会，2025年市级绿色工业园区有哪些要求", "替园里一家厂问一下，它评价按哪个标准"
    )
    assert "36132" in turns[1].answer.answer


@pytest.mark.parametrize("so", ["文件里没写是吧", "没规定的话就是没有咯", "那就是没有的意思吗"])
def test_what_is_not_stated_is_said_again(agent: Agent, so: str) -> None:
    turns = converse(agent, "进了培育库给多少钱奖励", so)
    assert "没有规定" in turns[1].answer.answer


@pytest.mark.parametrize(
    "right", ["更正一下，是2024年9月30日", "说错了，是2024年9月30日", "改正：2024年9月30日"]
)
def test_a_day_put_right_is_counted_from(agent: Agent, right: str) -> None:
    turns = converse(
        agent, "绿色工厂被撤称号后多久能再报", "我们是2024年6月30日被撤的", "那最早哪天可以报", right
    )
    assert "2027-10-01" in turns[3].answer.answer


def test_a_day_put_right_replaces_the_one_in_the_question(agent: Agent) -> None:
    turns = converse(agent, "市级绿色工厂2025年3月3日被撤称号，哪天能再报", "说错了，是2025年4月3日")
    assert "2028-04-04" in turns[1].answer.answer


def test_a_subject_turned_to_in_few_words_does_not_hide_the_one_before(agent: Agent) -> None:
    turns = converse(agent, "公示要几个工作日", "AA级有什么优待", "B级呢", "回到公示那个，由谁公示")
    assert "公示" in turns[3].answer.citations[0].quote


def test_a_declared_difference_on_the_point_asked_is_told_as_such(agent: Agent) -> None:
    asked = "长寿那个库，不是独立法人收不收", "跟市里试行办法那套比，哪边松"
    answer = converse(agent, *asked)[1].answer
    assert "独立核算单位" in answer.answer
    assert "documents_differ" in {notice.code for notice in answer.notices}


def test_a_declared_difference_on_another_point_is_not(agent: Agent) -> None:
    asked = "2025年市里绿色园区工业增加值要占多少", "国家2023年那份也是这个数吗"
    answer = converse(agent, *asked)[1].answer
    assert answer.answer.count("50%") == 2
