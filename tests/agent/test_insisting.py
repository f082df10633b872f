"""Hearsay set against an answer: what was asked is asked again, and other matters are left to themselves."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.test_recalling import converse

COUNTS = "以文件条文为准"


@pytest.mark.parametrize(
    ("asked", "insisted", "told"),
    [
        ("市级称号被撤了几年内不能重新报", "可是我听区里说隔一年就行啊", "3 年"),
        ("市级绿色工厂公示几个工作日", "不对吧，人家都说是7天", "5 个工作日"),
        ("绿色园区工业增加值占比要多少", "别人都说40%就可以，真的假的", "50%"),
        (
            "2025年6月14日是我们企业交材料的截止日吧",
            "但公众号上都这么发的，企业6月14日前报",
            "各区县经信部门",
        ),
        ("评上市级绿色工厂奖多少钱", "但是隔壁厂老板说能拿50万", "没有规定"),
    ],
)
def test_what_was_asked_is_answered_again_by_the_text(
    agent: Agent, asked: str, insisted: str, told: str
) -> None:
    first, second = converse(agent, asked, insisted)
    assert COUNTS in second.answer.answer
    assert told in second.answer.answer
    assert second.answer.citations[0].clause_id == first.answer.citations[0].clause_id


def test_hearsay_in_english_is_answered_in_english(agent: Agent) -> None:
    turns = converse(agent, "绿色园区工业增加值占比要多少", "I heard 40% is enough")
    assert turns[1].answer.language == "en"
    assert "50%" in turns[1].answer.answer


@pytest.mark.parametrize(
    "said",
    [
        "听说园区也能报，条件是什么",
        "但是区里说要交纸质版，交到哪",
        "但通知里说的是向社会公示，没说几天",
        "那公示完多久发文",
        "但我们厂还没做评价",
    ],
)
def test_another_question_or_a_document_is_no_hearsay(agent: Agent, said: str) -> None:
    assert COUNTS not in converse(agent, "市级绿色工厂公示几个工作日", said)[1].answer.answer


def test_what_an_authority_found_stays_a_fact_in_a_check(agent: Agent) -> None:
    turns = converse(
        agent, "我们厂2025年3月5日出过较大安全事故，能报市级绿色工厂吗", "但是应急局后来说是一般事故"
    )
    assert turns[1].answer.kind == "eligibility"
    assert COUNTS not in turns[1].answer.answer


@pytest.mark.parametrize("said", ["嗯", "原来如此", "行，过段时间再问", "好的，我再想想", "I see"])
def test_an_answer_heard_is_not_searched_for(agent: Agent, said: str) -> None:
    turns = converse(agent, "市级绿色工厂公示几个工作日", said, "那园区呢")
    assert turns[1].answer.kind == "help"
    assert "5 个工作日" in turns[2].answer.answer


def test_yes_to_a_question_of_the_check_is_an_answer(agent: Agent) -> None:
    turns = converse(agent, "我们想报市级绿色工厂，看看够不够条件", "嗯")
    assert turns[1].answer.kind == "eligibility"


def test_the_time_of_a_bar_is_asked_after_on_a_later_day(agent: Agent) -> None:
    first = agent.answer(
        "我们市级绿色工厂称号2023年12月10日被撤销的，现在能重新报不",
        state=converse(agent, "你好")[0].state,
        as_of=date(2026, 12, 9),
    )
    later = agent.answer("现在呢，三年到了没", state=first.state, as_of=date(2026, 12, 15))
    assert later.answer.eligibility is not None
    assert later.answer.eligibility.verdict != "not_eligible"
    assert "2026-12-11" in later.answer.answer


@pytest.mark.parametrize("asked", ["那要等到什么时候才行", "到几时嘛", "哪天能报"])
def test_when_a_bar_ends_may_be_asked_after_something_else(agent: Agent, asked: str) -> None:
    turns = converse(agent, "2024年7月15日我们被查实偷税，能报市级绿色工厂吗", "公示几个工作日", asked)
    assert "2027-07-16" in turns[2].answer.answer


def test_when_something_named_begins_is_asked_of_that(agent: Agent) -> None:
    turns = converse(
        agent, "2024年7月15日我们被查实偷税，能报市级绿色工厂吗", "公示几个工作日", "公示什么时候开始"
    )
    assert turns[2].answer.kind == "answer"


@pytest.mark.parametrize("said", ["日期写错了，是10月30日", "说错了，10月30日", "不对，应该是10月30号"])
def test_a_day_put_right_is_of_the_year_told(agent: Agent, said: str) -> None:
    turns = converse(agent, "我们的市级绿色工厂称号2023年11月12日公告撤销的，现在能重新报不", said)
    assert "2023-10-30" in turns[1].answer.answer


def test_a_day_put_right_by_its_number_is_of_the_month_told(agent: Agent) -> None:
    turns = converse(agent, "公司2025年10月12日换的名字，多久内报调整", "不对，是13号")
    assert "2025-10-13" in turns[1].answer.answer


def test_a_rule_asked_for_is_no_case(agent: Agent) -> None:
    turn = converse(agent, "长寿2023入库要独立法人不")[0]
    assert turn.answer.kind == "answer"
    assert "具有独立法人资格" in turn.answer.answer


def test_a_word_against_an_answer_may_be_of_the_question_alone(agent: Agent) -> None:
    turns = converse(agent, "市级绿色工厂一定要先进培育库吗", "可是区里说没进库一律不收")
    assert COUNTS in turns[1].answer.answer
    assert "原则上" in turns[1].answer.answer


@pytest.mark.parametrize("said", ["那算了，不报了", "算了吧", "never mind"])
def test_a_check_may_be_left(agent: Agent, said: str) -> None:
    assert converse(agent, "我们想报市级绿色工厂，看看够不够", said)[1].answer.kind == "help"


def test_a_span_of_another_thing_confirms_no_premise(agent: Agent) -> None:
    turns = converse(agent, "绿色工厂称号有效期多久", "三年到期要重新报对吧")
    assert not turns[1].answer.answer.startswith("对，")


def test_a_span_of_the_same_thing_still_confirms_it(agent: Agent) -> None:
    turns = converse(agent, "市级绿色工厂公示要多久", "是5个工作日对吧")
    assert turns[1].answer.answer.startswith("对，")
