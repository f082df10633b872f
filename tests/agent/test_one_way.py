"""One way of handing in is not said to be enough where a text wants two; a body is not said to be passed over."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("长寿2023入库材料 只发邮箱 不交纸质 可行?", "不行"),
        ("只交电子版行不行", "不行"),
        ("评价报告不交纸质版可以吗", "不行"),
        ("Can we simply e-mail the application?", "No"),
        ("线上传完了，还要不要送打印件？", "要。"),
    ],
)
def test_where_both_are_wanted_it_is_said_first(agent: Agent, question: str, word: str) -> None:
    found = ask(agent, question)
    assert opening(found).startswith(word)
    assert any("纸质" in citation.quote for citation in found.citations)


def test_who_hands_in_both_is_named(agent: Agent) -> None:
    assert "区县经信部门报送时" in opening(ask(agent, "区县推荐只在平台上传可以吗"))


@pytest.mark.parametrize(
    "question", ["名单挂网上公示7天对吧？", "材料寄到哪里", "用什么邮箱接收材料", "在平台上怎么注册"]
)
def test_a_medium_that_is_only_mentioned_asks_nothing_of_the_kind(agent: Agent, question: str) -> None:
    assert "两样都要" not in ask(agent, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "能不能绕开区里，直接把申请送到市经信委去？",
        "可以跳过区县直接向市里申报吗",
        "不经过区县推荐行吗",
        "Can we bypass the district and apply directly to the city?",
    ],
)
def test_the_way_leads_through_the_body(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert opening(found).startswith(("不行，不能绕过", "No. The procedure"))
    assert any("区县经信部门" in citation.quote for citation in found.citations)


def test_a_body_that_no_clause_puts_on_the_way_is_not_said_to_be(agent: Agent) -> None:
    assert "不能绕过" not in ask(agent, "不经过环保部门行吗").answer


def test_a_step_may_be_named_before_it_is_left_out(agent: Agent) -> None:
    assert opening(ask(agent, "区县审核能不能省掉")).startswith("不行，不能绕过")
