"""Whether one must apply at all, and what a word of one's own will leaves free."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, open_texts

ORCHARD = """青石县农业农村局关于评选示范果园的通知

一、评选对象
本县的果园可以按照自愿的原则，选择有资质的检测机构对果品进行检测。县农业农村局在检测结果基础上择优确定示范果园。

二、材料要求
申报果园应当提交检测报告。报名表须加盖公章。
"""


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"orchard": ORCHARD}, tmp_path_factory)


@pytest.mark.parametrize(
    "asked",
    [
        "示范果园是不是强制申报的",
        "我们必须报示范果园吗",
        "不参评示范果园行不行",
        "Is it mandatory to apply for the title?",
    ],
)
def test_who_asks_whether_one_must_apply_is_told_that_it_is_voluntary(orchard: Agent, asked: str) -> None:
    answer = ask(orchard, asked).answer
    assert answer.startswith(("是自愿的", "It is voluntary"))
    assert "按照自愿的原则" in answer


@pytest.mark.parametrize("asked", ["申报果园要提交检测报告吗", "报名表必须盖章吗"])
def test_what_applying_asks_for_is_not_left_free_by_it(orchard: Agent, asked: str) -> None:
    assert "不是硬性要求" not in ask(orchard, asked).answer


@pytest.mark.parametrize("said", ["国家级绿色工厂要不要找第三方评价", "国家级的要第三方评价吗"])
def test_two_texts_of_the_city_that_differ_tell_nothing_of_the_state(agent: Agent, said: str) -> None:
    reply = ask(agent, said)
    assert "documents_differ" not in {notice.code for notice in reply.notices}
    assert "不是硬性要求" not in reply.answer


@pytest.mark.parametrize("asked", ["那园区也一样吗", "园区是不是也适用？", "绿色园区也是这样吗"])
def test_whether_the_same_holds_for_another_subject_is_asked_of_it(agent: Agent, asked: str) -> None:
    first, second = converse(agent, "市级绿色工厂多久复审一次", asked)
    assert "第十六条" in second.answer.answer
    assert first.answer.citations[0].clause_id == second.answer.citations[0].clause_id
