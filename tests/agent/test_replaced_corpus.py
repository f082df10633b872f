"""Nothing here knows the five documents: other words in the corpus give the same words in the answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.answers import Answer
from assistant.text.normalise import squeeze
from assistant.text.titles import short_title
from tests.agent.places import ask, open_agent
from tests.replaced_corpus import BODIES, NUMBERS, PEOPLE, PLACES, SUBJECT, replaced, write_replaced_corpus

RELATED = "相关规定"
OLD = sorted(squeeze(word) for words in (PLACES, BODIES, NUMBERS, PEOPLE) for word in words)
AS_OF, MOVED = date(2026, 11, 20), date(2030, 11, 20)

QUESTIONS = [
    "申报绿色工厂的基本条件是什么",
    "绿色园区的申报条件有哪些",
    "2025年度市级申报的程序是什么",
    "公示几个工作日",
    "公示7天对吧",
    "被撤销称号后几年内不能重新申报",
    "区县推荐的截止日期是哪天",
    "长寿区培育库入库资料什么时候前报送",
    "长寿区联系人电话",
    "平台技术人员的电话",
    "邮寄地址在哪里",
    "市经信委节能处的传真和邮箱",
    "工信部地址在哪里，邮编多少",
    "第三方评价机构一批最多多少项",
    "B级工厂是什么意思",
    "AA级绿色工厂是什么水平",
    "动态管理试行办法还有效吗",
    "认定管理办法的文号是什么",
    "2025年度申报通知的文号是多少",
    "要不要第三方评价",
    "一般安全事故影响申报吗",
    "提供虚假材料会怎么处理",
    "评上绿色工厂补贴多少钱",
    "认定管理办法第十九条怎么说",
    "国家级绿色工厂什么时候前报送",
    "谁负责解释认定办法",
    "《绿色工厂评价通则》说了什么",
    "今天天气怎么样",
    "能不能保证我们评上",
]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    corpus = write_replaced_corpus(tmp_path_factory.mktemp("corpus"))
    return open_agent(corpus, tmp_path_factory.mktemp("data"))


def comparable(text: str) -> str:
    """A text without days computed from dates and spans of days, which move with the calendar."""
    text = re.sub(r"20\d\d-\d\d-\d\d", "DAY", squeeze(text))
    text = re.sub(r"(已过|还有)\d+天", r"\1N天", text)
    for old, new in SUBJECT.items():  # the house's own sentences speak of 企业 and 园区 in any corpus
        text = text.replace(old, new)
    return text


def answering(answer: Answer) -> str:
    """The part that answers; what is shown as related is ranked by meaning, which other words change."""
    return answer.answer.split(RELATED, 1)[0]


def said(answer: Answer, words: Callable[[str], str]) -> tuple[object, ...]:
    """What must be equally replaced: the words, their evidence and what the reader must not miss."""
    shown = {int(n) for n in re.findall(r"\[(\d+)\]", answering(answer))}
    cited = [c for c in answer.citations if c.index in shown]
    titles = {short_title(c.document_title) for c in cited}
    notices = {(n.code, n.text) for n in answer.notices if any(title in n.text for title in titles)}
    return (
        answer.kind,
        comparable(words(answering(answer))),
        [(c.index, c.document_id, c.clause_id, comparable(words(c.quote)), c.status) for c in cited],
        {(code, comparable(words(text))) for code, text in notices},
    )


def test_the_replaced_corpus_has_all_conflicts_and_schemes(agent: Agent, other: Agent) -> None:
    assert other.problems == ()
    assert [c.id for c in other.conflicts] == [c.id for c in agent.conflicts]
    assert [s.id for s in other.checker.schemes] == [s.id for s in agent.checker.schemes]
    assert other.checker.switched_off == ()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_equally_replaced(agent: Agent, other: Agent, question: str) -> None:
    moved = said(ask(other, replaced(question), MOVED), str)
    assert moved == said(ask(agent, question, AS_OF), replaced)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_word_of_the_old_corpus_is_left_in_an_answer(other: Agent, question: str) -> None:
    answer = ask(other, replaced(question), MOVED)
    told = squeeze(answer.answer + "".join(c.quote + c.document_title for c in answer.citations))
    assert [word for word in OLD if word in told] == []
