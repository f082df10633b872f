"""Whether something comes about of itself: said not to be written, unless a text writes it."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    ("question", "act", "quote"),
    [
        ("被撤销满三年就能自动恢复称号吗", "恢复称号", "三年内不得重新申报"),
        ("名单里的企业每年自动保留吗", "保留", "定期复审和动态管理"),
        ("降级满一年会自动升回来吗", "升回来", "降级"),
        ("拿了市里的牌就等于自动升成国字号，后面不用再折腾了，对不对", "升成国字号", "择优推荐申报国家级"),
    ],
)
def test_what_no_text_lets_come_about_of_itself_is_not_promised(
    agent: Agent, question: str, act: str, quote: str
) -> None:
    found = ask(agent, question)
    assert f"没有写会自动“{act}”" in opening(found)
    assert any(quote in citation.quote for citation in found.citations)


def test_what_comes_about_of_itself_is_asked_in_english_too(agent: Agent) -> None:
    assert "automatically" in opening(ask(agent, "Is the title renewed automatically every year?"))


def test_how_a_title_is_lost_is_told_by_its_cases(agent: Agent) -> None:
    assert "没有写会自动" not in ask(agent, "不参加复审会自动取消称号吗").answer


@pytest.mark.parametrize("question", ["软件会自动升级吗", "自动化设备要求多少"])
def test_what_is_not_of_the_documents_stays_outside(agent: Agent, question: str) -> None:
    assert ask(agent, question).kind == "out_of_scope"
