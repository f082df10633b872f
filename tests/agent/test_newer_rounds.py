"""Next year's notice beside the old one, whose rules nobody has encoded yet."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.dialogue import DialogueState
from tests.agent.places import CORPUS, open_agent

BEFORE, AFTER = date(2025, 5, 1), date(2026, 4, 1)


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    corpus = tmp_path_factory.mktemp("next_year") / "corpus"
    shutil.copytree(CORPUS, corpus)
    text = (CORPUS / "documents" / "cq-notice-2025" / "original.txt").read_text(encoding="utf-8")
    (folder := corpus / "documents" / "cq-notice-2026").mkdir()
    (folder / "original.txt").write_text(text.replace("2025", "2026"), encoding="utf-8")
    return open_agent(corpus, tmp_path_factory.mktemp("data"))


def facts_that_pass(agent: Agent, scheme: str) -> dict[str, object]:
    """The facts of a case of the scheme that comes out formally eligible."""
    from assistant.eligibility.cases import load_cases

    cases = load_cases(CORPUS / "schemes" / "tests")
    return next(dict(c.facts) for c in cases if c.scheme == scheme and c.verdict == "formally_eligible")


def test_a_verdict_is_at_best_open_once_a_newer_round_is_out(next_year: Agent) -> None:
    facts = facts_that_pass(next_year, "cq-green-factory")
    before = next_year.checker.check("cq-green-factory", facts, BEFORE)
    after = next_year.checker.check("cq-green-factory", facts, AFTER)
    assert before.verdict == "formally_eligible" and not before.newer_rounds
    assert after.verdict == "needs_information"
    assert [citation.document_id for citation in after.newer_rounds] == ["cq-notice-2026"]
    assert any("2026年度" in n.text and "没有编入" in n.text for n in after.notices)
    assert [c.outcome for c in after.criteria] == [c.outcome for c in before.criteria]


def test_what_fails_by_the_old_round_still_fails(next_year: Agent) -> None:
    facts = facts_that_pass(next_year, "cq-green-factory") | {"registered_in_chongqing": False}
    assert next_year.checker.check("cq-green-factory", facts, AFTER).verdict == "not_eligible"


def test_a_scheme_of_another_series_is_left_alone(next_year: Agent) -> None:
    facts = facts_that_pass(next_year, "changshou-cultivation-2023")
    report = next_year.checker.check("changshou-cultivation-2023", facts, AFTER)
    assert report.verdict == "formally_eligible" and not report.newer_rounds


def ask(agent: Agent, question: str) -> str:
    return agent.answer(question, state=DialogueState(), as_of=AFTER).answer.answer


def test_answers_prefer_the_newest_round(next_year: Agent) -> None:
    for question in ("市级绿色制造名单什么时候截止", "绿色工厂申报什么时候截止", "评价报告提交平台是哪个"):
        assert "2025" not in ask(next_year, question).partition("[1]")[0]


def test_the_old_round_stays_citable_and_names_the_new_one(next_year: Agent) -> None:
    answer = next_year.answer("2025年度的通知还有效吗", state=DialogueState(), as_of=AFTER).answer
    assert "更新一轮是" in answer.answer and "2026年度" in answer.answer
    assert "所收文件里没有更新一轮" not in answer.answer
    assert answer.citations[0].document_id == "cq-notice-2025"


def test_a_check_in_conversation_says_that_the_new_rules_are_not_encoded(next_year: Agent) -> None:
    answer = next_year.answer("我们厂够不够市级绿色工厂的条件", state=DialogueState(), as_of=AFTER).answer
    assert answer.kind == "eligibility"
    assert any("没有编入" in notice.text for notice in answer.notices)
