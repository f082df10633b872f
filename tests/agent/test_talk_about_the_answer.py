"""Messages with no matter of their own speak of the last answer: its text and place, or the same once more and shorter."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.invented import KILNS
from tests.agent.places import converse, open_texts


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"kilns": KILNS}, tmp_path_factory)


@pytest.mark.parametrize(
    "asked",
    [
        "把原话贴给我看",
        "一字不差地抄一遍给我",
        "这话哪儿写着呢",
        "凭据是什么，拿出来瞧瞧",
        "你确定？谁规定的",
        "啥意思，没看懂",
        "Show me the exact wording, please.",
        "Which paragraph says so?",
        "How do you know that? Quote it.",
    ],
)
def test_what_names_no_matter_and_asks_for_the_text_is_shown_the_clause_in_full(
    agent: Agent, asked: str
) -> None:
    turns = converse(agent, "弄虚作假几年不能再参加评选", asked)
    assert "四年内不得再次参加评选" in turns[1].answer.answer
    first = turns[1].answer.citations[0]
    assert first.clause_id == turns[0].answer.citations[0].clause_id
    assert first.clause_label in turns[1].answer.answer


@pytest.mark.parametrize(
    "asked", ["我没听清，重复一下", "说得太绕了，换个讲法", "讲得通俗些", "simpler please"]
)
def test_what_names_no_matter_and_wants_it_again_has_the_same_and_no_more(agent: Agent, asked: str) -> None:
    turns = converse(agent, "弄虚作假几年不能再参加评选", asked)
    assert turns[1].answer.citations[0].clause_id == turns[0].answer.citations[0].clause_id
    assert len(turns[1].answer.answer) <= len(turns[0].answer.answer)


def test_the_same_again_is_that_of_the_last_question_though_it_leant_on_one_before(agent: Agent) -> None:
    turns = converse(agent, "作坊换了主人要不要报", "那出过火灾的能评吗", "再讲一遍，刚没听清")
    assert "火灾" in turns[2].answer.answer


@pytest.mark.parametrize("asked", ["递交评选表写明在哪天前", "哪句说到火灾", "公示写的几天"])
def test_what_names_a_matter_is_a_question_of_its_own(agent: Agent, asked: str) -> None:
    turns = converse(agent, "弄虚作假几年不能再参加评选", asked)
    assert turns[1].answer.citations[0].clause_id != turns[0].answer.citations[0].clause_id


def test_what_only_stood_beside_the_answer_is_told_as_such(agent: Agent) -> None:
    turns = converse(agent, "评审结果公示几天", "原文在哪")
    shown = turns[1].answer.answer
    assert "公示7日" in shown.partition("相关规定")[0]
    assert "四年内" not in shown.partition("相关规定")[0]
