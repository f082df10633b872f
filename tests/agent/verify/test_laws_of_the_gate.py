"""Laws that hold for every clause, whatever an engine makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agent.draft import Evidence
from assistant.agent.pipeline import Agent
from assistant.agent.verify.figures import values_of
from assistant.agent.verify.gate import Gate
from assistant.documents.library import Library, load_library
from assistant.register.build import build_register
from assistant.text.normalise import squeeze
from assistant.text.sentences import split_sentences
from tests.agent.places import CORPUS, TODAY, ask
from tests.agent.verify.forging import passes, reason, said

NEGATIONS = ("不得", "不予", "未", "不", "严禁")
LIGHT = settings(max_examples=150, deadline=None, derandomize=True)


@cache
def library() -> Library:
    return load_library(CORPUS)


@cache
def gate() -> Gate:
    return Gate(library(), build_register(library().documents).deadlines)


@cache
def sentences() -> tuple[Evidence, ...]:
    """Every whole sentence of the body of the corpus, as evidence at its clause."""
    found = []
    for document in library().documents:
        for clause in document.clauses:
            if clause.kind in ("form", "page", "contents"):
                continue
            # A quote begins behind the numeral of its item.
            parts = [
                re.sub(r"^\d+\.\s*", "", clause.text[a:b].strip()) for a, b in split_sentences(clause.text)
            ]
            found += [Evidence(document.id, clause.id, part) for part in parts if len(part) >= 8]
    return tuple(found)


def stands_elsewhere(forged: str, evidence: Evidence) -> bool:
    """Whether the changed value is another of the same quote: values are compared, not places."""
    return values_of(forged) <= values_of(evidence.quote)


def with_digits() -> Sequence[Evidence]:
    return [e for e in sentences() if re.search(r"\d", e.quote)]


def with_negation() -> Sequence[Evidence]:
    return [e for e in sentences() if any(word in e.quote for word in NEGATIONS) and len(e.quote) >= 12]


@pytest.mark.parametrize("document_id", [d.id for d in library().documents])
def test_every_sentence_of_the_corpus_passes_with_its_own_quote(document_id: str) -> None:
    own = [e for e in sentences() if e.document_id == document_id]
    assert own
    assert [e.quote for e in own if reason(gate(), said(e.quote, e))] == []


@LIGHT
@given(st.data())
def test_any_single_changed_digit_of_a_figure_is_dropped(data: st.DataObject) -> None:
    evidence = data.draw(st.sampled_from(with_digits()))
    place = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d", evidence.quote)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != evidence.quote[place]]))
    forged = evidence.quote[:place] + digit + evidence.quote[place + 1 :]
    if stands_elsewhere(forged, evidence):
        return
    assert not passes(gate(), said(forged, evidence)), forged


@LIGHT
@given(st.data())
def test_a_negation_deleted_from_a_verbatim_sentence_is_caught(data: st.DataObject) -> None:
    evidence = data.draw(st.sampled_from(with_negation()))
    word = data.draw(st.sampled_from([w for w in NEGATIONS if w in evidence.quote]))
    starts = [m.start() for m in re.finditer(word, evidence.quote)]
    start = data.draw(st.sampled_from(starts))
    forged = evidence.quote[:start] + evidence.quote[start + len(word) :]
    assert not passes(gate(), said(forged, evidence)), forged


@LIGHT
@given(st.data())
def test_a_quote_moved_to_a_clause_that_does_not_hold_it_is_dropped(data: st.DataObject) -> None:
    evidence = data.draw(st.sampled_from(sentences()))
    document = data.draw(st.sampled_from(library().documents))
    clause = data.draw(st.sampled_from(document.clauses))
    if squeeze(evidence.quote) in squeeze(clause.text):
        return
    assert reason(gate(), said(evidence.quote, Evidence(document.id, clause.id, evidence.quote))) == "quote"


@LIGHT
@given(st.data())
def test_two_sentences_of_a_clause_stitched_together_are_no_quote(data: st.DataObject) -> None:
    first, second = data.draw(st.sampled_from(sentences())), data.draw(st.sampled_from(sentences()))
    stitched = first.quote[: len(first.quote) // 2] + second.quote[len(second.quote) // 2 :]
    clause = library().clause(first.document_id, first.clause_id)
    if squeeze(stitched) in squeeze(clause.text):
        return
    forged = Evidence(first.document_id, first.clause_id, stitched)
    assert reason(gate(), said(stitched, forged)) == "quote"


WORDS = [
    "绿色工厂",
    "绿色园区",
    "培育库",
    "第三方",
    "评价",
    "公示",
    "截止",
    "电话",
    "联系人",
    "条件",
    "材料",
    "事故",
    "撤销",
    "等级",
    "AA级",
    "怎么",
    "什么时候",
    "多少",
    "吗",
    "能不能",
    "2025年",
    "2023年",
    "国家级",
    "长寿",
    "第七条",
    "第九十九条",
    "13号",
    "补贴",
    "造假",
    "deadline",
    "green",
    "factory",
    "park",
    "how",
    "to",
    "apply",
    "who",
    "一般",
    "较大",
    "30天",
    "5000万",
    "50%",
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_every_citation_of_any_question_stands_verbatim_in_its_clause(words: list[str]) -> None:
    answer = ask(the_agent(), " ".join(words), TODAY)
    markers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
    numbered = [c.index for c in answer.citations]
    assert numbered == list(range(1, len(numbered) + 1))
    assert markers <= set(numbered)
    for citation in answer.citations:
        clause = library().clause(citation.document_id, citation.clause_id)
        assert squeeze(citation.quote) in squeeze(clause.text)
        assert citation.clause_label == clause.label
    for notice in answer.notices:
        assert notice.citation is None or notice.citation in numbered


_AGENT: list[Agent] = []


@pytest.fixture(autouse=True)
def _remember_the_agent(agent: Agent) -> None:
    _AGENT[:] = [agent]


def the_agent() -> Agent:
    """The session's agent; hypothesis does not mix with fixtures of a function's scope."""
    return _AGENT[0]
