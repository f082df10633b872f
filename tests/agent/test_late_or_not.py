"""Whether it is late: a plain word first, for who asks on the day of asking."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    "question",
    [
        "我今天交给区里算不算晚",
        "今天报晚不晚",
        "今天提交算逾期吗",
        "离截止还有几天",
        "现在补报动态表还来得及吗",
    ],
)
@pytest.mark.parametrize(
    ("as_of", "word"), [(date(2025, 4, 1), "还没过截止日"), (date(2025, 6, 16), "已经过了截止日")]
)
def test_a_plain_word_says_whether_it_is_late(agent: Agent, question: str, as_of: date, word: str) -> None:
    assert opening(ask(agent, question, as_of=as_of)).startswith(word)


def test_on_the_last_day_itself_no_word_is_put_in_front(agent: Agent) -> None:
    found = ask(agent, "今天提交算逾期吗", as_of=date(2025, 6, 14))
    assert "就是今天" in found.answer
    assert "截止日" in opening(found) and "过了截止日" not in found.answer


def test_the_last_day_of_another_year_than_asked_settles_nothing(agent: Agent) -> None:
    assert "过了截止日" not in ask(agent, "长寿2024年还收不收新的进库？哪天交表").answer


def test_lateness_is_asked_in_english_too(agent: Agent) -> None:
    assert opening(ask(agent, "Is it too late to apply now?")).startswith("It is too late")


@pytest.mark.parametrize("question", ["去坐高铁还来得及吗", "现在打车去机场晚不晚"])
def test_to_be_late_for_something_else_is_outside(agent: Agent, question: str) -> None:
    assert ask(agent, question).kind == "out_of_scope"


@pytest.mark.parametrize(
    "question",
    [
        "市级绿色工厂还能报吗",
        "还可以申报吗",
        "市级绿色工厂还开放申报吗",
        "绿色园区现在还收不收申报",
        "我还能申报市级绿色工厂吗",
    ],
)
def test_whether_one_can_still_apply_is_told_by_the_round(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer"
    assert opening(found).startswith("已截止")


def test_who_tells_a_case_beside_it_is_checked(agent: Agent) -> None:
    assert ask(agent, "我们出过事故，还能申报市级绿色工厂吗").kind == "eligibility"


@pytest.mark.parametrize(
    "question", ["去年刚拿到市级绿色工厂，今年还用不用填什么表", "今年还要报数据吗", "第二年还要填表不"]
)
def test_what_is_to_be_filled_in_again_is_a_yearly_duty(agent: Agent, question: str) -> None:
    assert "每年" in ask(agent, question).citations[0].quote
