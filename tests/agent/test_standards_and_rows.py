"""Standards that no document names, rows of a form that go on, days written the English way."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask
from tests.agent.test_recalling import converse


@pytest.mark.parametrize(
    ("question", "standard"),
    [
        ("报市级绿色工厂非得有ISO14001吗", "ISO14001"),
        ("没有ISO 45001证书行不行", "ISO 45001"),
        ("要不要先过GB/T 23331", "GB/T 23331"),
        ("Is ISO 50001 certification required for the municipal green factory?", "ISO 50001"),
    ],
)
def test_a_standard_that_no_document_names_is_said_not_to_be_named(
    agent: Agent, question: str, standard: str
) -> None:
    assert f"“{standard}”" in ask(agent, question).answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "2023年国家绿色工厂要按GB/T36132评价吗",
        "Are we dead in the water for the 2025 municipal round?",
        "So our company should have uploaded by 5 September 2023, right?",
        "材料发到csjxwqfk@163.com可以吗",
    ],
)
def test_known_standards_years_and_addresses_are_no_unknown_standards(agent: Agent, question: str) -> None:
    first = ask(agent, question).answer.split("\n")[0]
    assert "没有写到" not in first
    assert "do not mention" not in first


def test_a_row_is_told_with_those_that_go_on_with_it(agent: Agent) -> None:
    turns = converse(agent, "长寿那张入库申请表，产值填哪一年的", "利润呢")
    first = turns[1].answer.answer.split("\n")[0]
    assert all(year in first for year in ("2020年", "2021年", "2022年"))
    assert "- 2021年" not in turns[0].answer.answer


def test_a_row_with_a_name_of_its_own_stands_alone(agent: Agent) -> None:
    turn = converse(agent, "长寿那张入库申请表，产值填哪一年的")[0]
    assert "2020年" not in turn.answer.answer.split("\n")[0]


def test_a_day_with_an_english_month_is_a_day_told(agent: Agent) -> None:
    turn = converse(agent, "On 20 February 2025 we changed our name. By when must we report it?")[0]
    assert "2025-02-20" in turn.answer.answer


def test_a_refusal_asked_the_english_way_is_the_refusal(agent: Agent) -> None:
    turn = converse(
        agent, "We faked our evaluation under the 2025 notice. Why won't our results be accepted?"
    )[0]
    assert "不予采信" in turn.answer.answer


@pytest.mark.parametrize("asked", ["企业所得税到底能减几个点", "贷款利率能优惠几个点"])
def test_how_much_is_let_off_is_asked_of_the_support_spoken_of(agent: Agent, asked: str) -> None:
    turns = converse(agent, "市级绿色工厂在税收上有没有好处", asked)
    assert turns[1].answer.kind == "answer"
    assert "没有规定" in turns[1].answer.answer.split("\n")[0]


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("市级绿色工厂在税收上有没有好处", "今天气温多少度"),
        ("绿色工厂公示几天", "电费能便宜多少"),
        ("你好", "企业所得税能减几个点"),
    ],
)
def test_everyday_subjects_stay_outside(agent: Agent, before: str, asked: str) -> None:
    assert converse(agent, before, asked)[1].answer.kind == "out_of_scope"
