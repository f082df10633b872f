"""Messages that name no matter are understood by what they do, in words that no list foresees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.dialogue_acts import (
    BUCKETS,
    MATTER,
    DialogueActs,
    buckets,
    bundled,
    read_dialogue_acts,
    write_dialogue_acts,
)
from assistant.agent.pipeline import Agent
from eval.train.fit_dialogue_acts import Message, fit, folds
from tests.agent.invented import KILNS
from tests.agent.places import converse, open_texts

ASKED = "柴窑作坊要连续烧造几年"


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"kilns": KILNS}, tmp_path_factory)


@pytest.mark.parametrize(
    "said",
    [
        "这句我要原样摘进请示里，给我一份",
        "领导问写在哪一条，我好指给他看",
        "没明白，掰开揉碎了再讲讲是啥意思",
        "where exactly is that laid down, I need it for the minutes",
    ],
)
def test_who_wants_the_words_or_does_not_understand_them_is_shown_the_clause(agent: Agent, said: str) -> None:
    answer = converse(agent, ASKED, said)[-1].answer
    assert answer.kind == "answer"
    assert "连续烧造不少于八年" in answer.answer
    assert answer.citations[0].clause_label == "一（一）"


@pytest.mark.parametrize(
    "said", ["太长了，捡要紧的说两句就行，我赶着开会", "嗐，别整那么多，一句话给我说清楚嘛"]
)
def test_who_wants_it_shorter_gets_the_same_shorter(agent: Agent, said: str) -> None:
    answer = converse(agent, ASKED, said)[-1].answer.answer
    assert "八年" in answer


@pytest.mark.parametrize(
    "said",
    [
        "行，那我心里就有底了，回头再来叨扰",
        "得嘞，真帮了大忙，您歇着吧",
        "Brilliant, that is me sorted, have a nice evening",
    ],
)
def test_who_takes_leave_is_told_nothing_of_documents(agent: Agent, said: str) -> None:
    last = converse(agent, ASKED, said)[-1].answer
    assert last.kind == "help"
    assert not last.citations


@pytest.mark.parametrize("said", ["跟我说话的是活人还是机器呀", "Am I chatting with a real person here?"])
def test_who_asks_who_answers_is_told(agent: Agent, said: str) -> None:
    assert converse(agent, said)[-1].answer.kind == "help"
    assert converse(agent, ASKED, said)[-1].answer.kind == "help"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("谢谢，那评审结果公示几天", "7日"),
        ("再问一下，火灾那条怎么写的", "近两年未发生火灾"),
        ("一句话说说评选表交给谁", "乡镇人民政府"),
    ],
)
def test_who_names_a_matter_beside_is_answered_on_it(agent: Agent, said: str, told: str) -> None:
    assert told in converse(agent, ASKED, said)[-1].answer.answer


@pytest.mark.parametrize("said", ["给句痛快话，我到底够不够得上", "综合我刚说的，算过关了没有"])
def test_the_outcome_of_what_was_told_is_wanted_in_any_words(
    said: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.agent.places import CORPUS, open_agent

    whole = open_agent(CORPUS, tmp_path_factory.mktemp("data"))
    told = "我们是长寿区注册的独立法人，想进2023年绿色工厂培育库，2022年产值4000万"
    report = converse(whole, told, said)[-1].answer.eligibility
    assert report is not None
    assert report.verdict == "not_eligible"


def test_nothing_that_was_told_is_dropped_on_doubtful_words(agent: Agent) -> None:
    acts = bundled()
    for said in ("重新核对一下", "前面说的不算多", "那不算数吧", "从头到尾都没出过事"):
        assert acts.act(said, lambda pair: 0.0) != "restart"


def test_a_pair_of_characters_that_only_the_documents_use_names_a_matter() -> None:
    acts = bundled()
    assert acts.act("原话贴给我看看", lambda pair: 0.0) == "source"
    assert acts.act("柴窑原话贴给我看看", lambda pair: float(pair == "柴窑")) == ""


@given(st.text(max_size=120))
def test_any_text_has_buckets_and_probabilities(text: str) -> None:
    told = bundled().probabilities(text)
    assert abs(float(told.sum()) - 1) < 1e-4
    assert all(0 <= one < BUCKETS for one in buckets(text))
    assert bundled().act(text, lambda pair: 1.0) in ("", *bundled().names[1:])


def test_a_model_is_read_as_it_was_written_but_for_rounding(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    weights = chance.normal(size=(BUCKETS, 3)).astype(np.float32)
    acts = DialogueActs((MATTER, "source", "thanks"), weights, np.zeros(3, np.float32), frozenset({"原话"}))
    write_dialogue_acts(acts, tmp_path / "acts.npz")
    read = read_dialogue_acts(tmp_path / "acts.npz")
    assert (read.names, read.worded) == (acts.names, acts.worded)
    assert np.abs(read.weights - weights).max() <= np.abs(weights).max() / 127


def test_a_model_learns_what_it_is_told_and_each_writer_is_left_out_once() -> None:
    said = [
        ("a", "thanks", "多谢了"),
        ("a", MATTER, "电话多少"),
        ("b", "thanks", "多谢您"),
        ("b", MATTER, "电话是几"),
    ]
    messages = [Message(writer, act, text, 1.0) for writer, act, text in said]
    parts = list(folds(messages, [Message("", MATTER, "几号截止", 0.3)] * 2))
    assert [{m.writer for m in unknown} - {""} for _, unknown in parts] == [{"a"}, {"b"}]
    known, unknown = parts[0]
    model = fit(known, (MATTER, "thanks"))
    assert [model.act(m.text, lambda pair: 0.0) for m in unknown if m.writer] == ["thanks", ""]


def test_a_question_behind_words_that_drop_the_case_is_answered_as_a_new_one(agent: Agent) -> None:
    last = converse(agent, ASKED, "这事先撂一边，咱们从零开始：评选表交给谁")[-1].answer
    assert "乡镇人民政府" in last.answer


def test_who_takes_something_back_and_tells_something_else_drops_nothing_more() -> None:
    assert bundled().act("之前说的全不算，从头来过", lambda pair: 0.0) == "restart"
    assert bundled().act("之前说的全不算，今年一次事故都没有", lambda pair: 0.0) == ""


@pytest.mark.parametrize(
    "said", ["没问题", "没有，谢谢", "没有这种情况", "都没有，辛苦了", "not yet", "不知道", "没问题的"]
)
def test_a_reply_to_what_is_asked_is_taken_for_one(
    said: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.agent.places import CORPUS, open_agent

    whole = open_agent(CORPUS, tmp_path_factory.mktemp("data"))
    first, second = converse(whole, "我们厂想报市级绿色工厂，够不够条件", said)
    assert first.state.asked_fact
    assert second.answer.kind == "eligibility"
    assert second.answer.eligibility is not None
