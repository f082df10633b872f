"""What follows from a thing not done is told by the texts; what one may apply for, by what is asked."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    "question", ["4月15日那张动态管理表忘了填，会怎么样？", "动态管理表我们忘填了，会有啥后果？"]
)
def test_what_follows_from_not_filing_is_quoted(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer" and "予以移除并进行公告" in opening(found)


def test_what_is_applied_for_is_checked_and_not_what_is_told_beside_it(agent: Agent) -> None:
    found = ask(agent, "我们没进区县的培育库，2025年还能报市级绿色工厂吗？", as_of=date(2025, 5, 25))
    assert found.eligibility is not None and found.eligibility.scheme == "cq-green-factory"
    assert "原则上" in found.answer
