"""A notice on a matter for which nobody has declared words stands beside the others and is found by its title."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.agent.understanding.subjects import phrases_of
from assistant.domain.answers import Answer
from assistant.domain.dialogue import DialogueState
from tests.agent.places import CORPUS, open_agent

NOTICE = """临川市工业和信息化局关于组织申报2027年度节水型企业的通知
临工信发〔2027〕9号

各区县工业和信息化局，各有关企业：

　　为推进工业节水，现组织申报2027年度节水型企业，有关事项通知如下。

　　一、申报条件
　　（一）在本市登记注册，具有独立法人资格；
　　（二）单位产品取水量不高于行业先进值。

　　二、申报时间
　　请各企业于2027年5月20日前将申报材料报送所在区县工业和信息化局。

　　联系人：周至清，联系电话：0899-5551234。

临川市工业和信息化局
2027年3月2日
"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    corpus = tmp_path_factory.mktemp("beside") / "corpus"
    shutil.copytree(CORPUS, corpus)
    (folder := corpus / "documents" / "lc-water-2027").mkdir()
    (folder / "original.txt").write_text(NOTICE, encoding="utf-8")
    return open_agent(corpus, tmp_path_factory.mktemp("data"))


def ask(agent: Agent, question: str) -> Answer:
    return agent.answer(question, state=DialogueState(), as_of=date(2027, 4, 1)).answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2027年度节水型企业什么时候截止申报", "2027年5月20日"),
        ("节水型企业什么时候报", "2027年5月20日"),
        ("节水型企业要什么条件", "取水量不高于行业先进值"),
        ("节水型企业找谁", "0899-5551234"),
        ("节水型企业的取水量有要求吗", "行业先进值"),
    ],
)
def test_a_question_that_names_the_subject_is_answered_from_the_new_notice(
    beside: Agent, question: str, said: str
) -> None:
    answer = ask(beside, question)
    assert answer.kind == "answer" and said in answer.answer
    assert {citation.document_id for citation in answer.citations[:2]} == {"lc-water-2027"}


@pytest.mark.parametrize(
    "question", ["节水型企业奖励多少钱", "节水型企业要交哪些证书", "节水型企业评审专家有几位"]
)
def test_what_the_new_notice_does_not_say_is_not_taken_from_another(beside: Agent, question: str) -> None:
    answer = ask(beside, question)
    assert answer.kind == "answer"
    assert {citation.document_id for citation in answer.citations} == {"lc-water-2027"}


def test_what_the_corpus_declares_not_to_treat_is_still_not_treated_without_it(agent: Agent) -> None:
    assert ask(agent, "节水型企业要什么条件").kind == "out_of_scope"


def test_questions_on_the_other_documents_are_answered_as_before(beside: Agent, agent: Agent) -> None:
    for question in ("绿色工厂的申报条件", "公示几天", "材料造假会怎么样", "长寿培育库要什么条件"):
        assert ask(beside, question).citations[0].quote == ask(agent, question).citations[0].quote


@pytest.mark.parametrize(
    ("title", "phrases"),
    [
        ("东澜市企业技术中心认定管理办法", ["东澜市企业技术中心", "企业技术中心"]),
        (
            "关于公布第三批省级专精特新中小企业名单的通知",
            ["省级专精特新中小企业", "专精特新中小企业", "专精特新"],
        ),
        ("关于开展2025年度首台（套）重大技术装备认定工作的通知", ["首台套重大技术装备"]),
    ],
)
def test_what_a_title_is_about_is_left_when_its_words_of_form_are_taken_off(
    title: str, phrases: list[str]
) -> None:
    frame = re.compile("关于|开展|公布|第三批|认定|管理|办法|工作|名单|的|通知")
    assert list(phrases_of(title, frame)) == phrases
