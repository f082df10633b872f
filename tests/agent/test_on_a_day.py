"""A day named for applying is the day asked; whether an event still counts is reckoned to the day."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2025年5月20日还能报市级绿色园区吗", "到 2025-05-20 这一轮还没有结束"),
        ("去年5月20日还能报市级绿色园区吗", "到 2025-05-20 这一轮还没有结束"),
        ("那2025年6月14日当天呢，还能报市级绿色工厂吗", "到 2025-06-14 这一轮还没有结束"),
        ("2025年7月1日还能报市级绿色工厂吗", "到 2025-07-01 已截止"),
        ("还能报市级绿色工厂吗", "现在不能按这一轮报了"),
    ],
)
def test_the_round_is_told_as_it_stood_on_the_day_named(agent: Agent, question: str, said: str) -> None:
    assert said in first_lines(ask(agent, question, TODAY))


def test_the_day_on_which_something_happened_is_no_day_of_applying(agent: Agent) -> None:
    found = ask(agent, "2025年5月20日被罚了，还能报市级绿色工厂吗", TODAY)
    assert found.kind == "eligibility"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2023年11月19日出的事故，到今天还算近三年吗", "自 2026-11-20 起不再计入"),
        ("2023年12月19日出的事故，还算近三年吗", "至 2026-12-19（含当日）仍计入"),
    ],
)
def test_whether_an_event_still_counts_is_reckoned_to_the_day(agent: Agent, question: str, said: str) -> None:
    assert said in ask(agent, question, TODAY).answer
