"""The last question is asked again as of another day, where a message names a day and no matter."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.days import days_and_months
from assistant.agent.pipeline import Agent
from tests.agent.invented import KILNS
from tests.agent.places import converse, open_texts


@pytest.fixture(scope="module")
def kilns(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"kilns": KILNS}, tmp_path_factory)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("换成2026年9月1日来问呢", 11),
        ("要是我2026年9月1号问的，你怎么答", 11),
        ("倒回今年9月1日，说法变不变", 11),
        ("若是2026年9月1日当天问起，答案一样吗", 11),
        ("那2026年12月底呢", None),
    ],
)
def test_a_day_alone_asks_the_last_question_as_of_it(kilns: Agent, asked: str, days: int | None) -> None:
    first, second = converse(kilns, "评选表最晚哪天交", asked)
    assert "还有" not in first.answer.answer
    assert "2026年9月12日" in second.answer.answer
    if days is not None:
        assert "2026-09-01" in second.answer.answer
        assert str(days) in second.answer.answer
    else:
        assert "2026-12-31" in second.answer.answer
    assert second.answer.as_of == first.answer.as_of


def test_a_trial_that_is_over_was_none_on_an_earlier_day(agent: Agent) -> None:
    asked = "市里绿色工厂动态管理与梯度培育试行办法现在还有效吗"
    over, back = converse(agent, asked, "那2026年1月10号的时候呢")
    assert "document_expired" in {notice.code for notice in over.answer.notices}
    assert "document_expired" not in {notice.code for notice in back.answer.notices}
    assert "在 2026-01-10 现行有效" in back.answer.answer


@pytest.mark.parametrize(
    "asked", ["2026年9月20日交评选表还行吗", "2026年9月的火灾算不算", "那2024年呢", "9月12日是星期几"]
)
def test_a_day_beside_a_matter_or_a_bare_year_asks_something_of_its_own(kilns: Agent, asked: str) -> None:
    answer = converse(kilns, "作坊要烧造几年", asked)[-1].answer.answer
    assert "这一天答复" not in answer


def test_days_months_and_ends_of_years_are_found_in_their_places() -> None:
    today = date(2026, 11, 20)
    assert days_and_months("去年三月五号和2027年2月", today) == [
        (date(2025, 3, 5), 0, 6),
        (date(2027, 2, 28), 7, 14),
    ]
    assert [day for day, _, _ in days_and_months("今年年底", today)] == [date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("first", "then", "day"),
    [
        (
            "市级绿色工厂改名，工商手续2026年9月1日办完，最晚哪天要报上去？",
            "不对，手续是9月15日才办完的。重新算一下。",
            "2026-11-02",
        ),
        (
            "市级绿色工厂改名，工商手续2026年9月1日办完，最晚哪天要报上去？",
            "不对，手续是9月15日才办完的，那最晚哪天",
            "2026-11-02",
        ),
        ("市级拟认定名单2025年9月15日开始公示，哪天公示期满？", "换成9月26日开始公示呢？", "2025-10-10"),
        ("市级拟认定名单2025年9月15日开始公示，哪天公示期满？", "如果是10月10日开始呢", "2025-10-16"),
    ],
)
def test_a_span_is_counted_again_from_another_day_of_the_year_told(
    agent: Agent, first: str, then: str, day: str
) -> None:
    assert day in converse(agent, first, then)[1].answer.answer
