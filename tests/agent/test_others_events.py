"""What befell somebody else: no clause counts it against the applicant, and none is read as if it did."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("母公司出过安全事故，影响我们申报绿色工厂吗", "母公司"),
        ("我们子公司去年被罚过，我们还能报市级绿色工厂吗", "子公司"),
        ("大股东是失信被执行人，会不会影响厂里申报", "大股东"),
        ("隔壁厂去年爆炸了，会不会连累我们评绿色工厂", "隔壁厂"),
        ("集团下面另一个厂出了环境污染事故，我们厂能报吗", "集团下面另一个厂"),
        ("园区里别家厂出了事故，会影响我们申报绿色工厂吗", "园区里别家厂"),
        ("我们是园区里的企业，园区出了事故，影响我们厂申报吗", "园区"),
    ],
)
def test_what_befell_another_is_not_written_to_count(agent: Agent, question: str, who: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer"
    assert f"没有写“{who}”的情况也算" in opening(found)
    assert "企业" in found.citations[0].quote


def test_it_is_asked_in_english_too(agent: Agent) -> None:
    found = ask(agent, "Our parent company had an accident, does that affect our application?")
    assert "the parent company counts" in opening(found)


def test_a_park_answers_for_the_firms_in_it(agent: Agent) -> None:
    found = ask(agent, "园区内企业出了事故，我们园区能报吗")
    assert found.kind == "eligibility"
    assert "含园区内企业" in found.answer


@pytest.mark.parametrize("question", ["我们厂出了事故，影响申报吗", "分公司出了事故影响申报吗"])
def test_what_befell_the_applicant_itself_is_told_by_the_rules(agent: Agent, question: str) -> None:
    assert "的情况也算" not in ask(agent, question).answer
