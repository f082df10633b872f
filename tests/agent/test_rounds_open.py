"""Whether one may apply now: told by the last day of the round that treats the subject."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, first_lines, open_texts


@pytest.mark.parametrize(
    "question",
    [
        "今年市级绿色制造名单还能报吗",
        "市级绿色工厂现在可以报吗",
        "眼下还能申报绿色园区不",
        "目前还可以申请吗",
        "市级绿色工厂这会儿还能不能报",
        "市级绿色工厂现在还接受申报吗",
        "2025年度市级绿色制造名单现在还可以补报吗",
        "2025年12月还能交市级绿色工厂的材料不",
        "这个月还可以报市级绿色工厂吗",
        "明年还能报吗",
    ],
)
def test_whether_one_may_apply_now_is_told_by_the_round_and_not_by_an_exclusion(
    agent: Agent, question: str
) -> None:
    assert "这一轮已经结束" in first_lines(ask(agent, question))


def test_a_pool_of_a_district_is_asked_for_by_its_name(agent: Agent) -> None:
    told = first_lines(ask(agent, "现在还能申请进入长寿区绿色工厂培育库吗"))
    assert told.startswith("已截止") and "2023-03-15" in told


def test_in_english_the_month_of_asking_is_now(agent: Agent) -> None:
    told = first_lines(
        ask(agent, "Can we still apply for the 2025 municipal green factory list in November?")
    )
    assert told.startswith("No, this round is closed")


@pytest.mark.parametrize(
    ("month", "told"),
    [("7月", "到 2025-07-01 已截止"), ("下个月", "还没有全部过去"), ("6月", "还没有全部过去")],
)
def test_of_a_month_to_come_it_is_told_whether_the_round_is_over_by_then(
    agent: Agent, month: str, told: str
) -> None:
    assert told in first_lines(ask(agent, f"{month}还能报市级绿色工厂吗", as_of=date(2025, 5, 20)))


def test_the_last_day_without_a_level_is_that_of_the_newest_round(agent: Agent) -> None:
    assert "2025年6月14日" in first_lines(ask(agent, "绿色工厂申报截止时间是什么时候"))


def test_of_a_subject_the_round_that_treats_it_is_meant(agent: Agent) -> None:
    assert "2023 年度" in first_lines(ask(agent, "现在能报绿色供应链吗"))


@pytest.mark.parametrize(
    "question", ["现在列入失信名单还能报绿色工厂吗", "我们目前亏损能报培育库吗", "现在停产半年了还能报吗"]
)
def test_a_case_told_beside_now_is_not_answered_by_the_round_alone(agent: Agent, question: str) -> None:
    assert not first_lines(ask(agent, question)).startswith("已截止，现在不能按这一轮报了")


def test_how_one_level_stands_to_another_is_told_by_a_clause_and_not_by_a_list(agent: Agent) -> None:
    assert "择优推荐申报国家级" in first_lines(ask(agent, "市级绿色工厂名单里的企业能申报国家级吗"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("今年能申请政策支持吗", "支持政策"),
        ("现在能申报吗？联系人是谁？", "请联系"),
        ("今年市级的企业能申报国家级吗", "择优推荐"),
        ("今年2025年的名单里的企业能报吗", "不得申请"),
    ],
)
def test_what_is_asked_beside_now_is_answered(agent: Agent, question: str, told: str) -> None:
    assert told in first_lines(ask(agent, question))


def test_a_case_told_in_the_turn_before_is_not_answered_by_the_round_alone(agent: Agent) -> None:
    turns = converse(agent, "我们厂去年出过一次较大安全事故", "那今年还能报市级绿色工厂吗")
    assert any("事故" in citation.quote for citation in turns[-1].answer.citations)


SECOND = """南浦市工业和信息化局关于组织开展2026年第二批智能工厂申报工作的通知

各区工业和信息化局：

一、申报条件

（一）企业在本市登记注册。

二、申报时间

申报企业于2026年12月31日前报送材料。

南浦市工业和信息化局

2026年9月1日
"""
FIRST = (
    SECOND.replace("第二批智能工厂", "第一批绿色矿山")
    .replace("12月31日", "4月30日")
    .replace("9月1日", "2月1日")
)


def test_a_round_still_open_goes_before_one_of_the_same_year_that_is_closed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    agent = open_texts({"a-second": SECOND, "z-first": FIRST}, tmp_path_factory)
    lead = first_lines(ask(agent, "今年能申报吗"))
    assert "第二批智能工厂" in lead and "不能按这一轮" not in lead
    assert "不能按这一轮" in first_lines(ask(agent, "绿色矿山现在还能报吗"))


@pytest.mark.parametrize(
    ("question", "as_of", "said"),
    [
        ("6月10日还来得及报市级绿色工厂吗", date(2025, 5, 20), "这一轮的日期还没有全部过去"),
        ("6月20日还来得及报市级绿色工厂吗", date(2025, 5, 20), "到 2025-06-20 已截止"),
        ("6月20号还能报绿色园区吗", date(2025, 5, 20), "到 2025-06-20 已截止"),
        ("6月10日报市级绿色工厂还来得及吗", date(2025, 5, 20), "这一轮的日期还没有全部过去"),
        ("6月10日还来得及报市级绿色工厂吗", date(2026, 11, 20), "已截止"),
        ("3月20号还能报长寿培育库吗", date(2023, 3, 1), "到 2023-03-20 已截止"),
        ("4月20日填动态管理表来得及吗", date(2025, 4, 1), "来不及"),
    ],
)
def test_a_day_without_a_year_is_of_the_year_in_which_it_is_asked(
    agent: Agent, question: str, as_of: date, said: str
) -> None:
    assert said in ask(agent, question, as_of).answer.splitlines()[0]


def test_another_day_without_a_year_is_asked_of_the_same(agent: Agent) -> None:
    turns = converse(
        agent, "6月10日还来得及报市级绿色工厂吗", "那7月1日呢", "那6月12号呢", as_of=date(2025, 5, 20)
    )
    assert "到 2025-07-01 已截止" in turns[1].answer.answer
    assert "还没有全部过去" in turns[2].answer.answer
