"""What a document is called, who issued it, when and under which number; and finding the clause that prints it."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import TODAY, ask, first_lines, labels, open_texts

DYNAMIC, NOTICE, DISTRICT = "cq-dynamic-2024-13", "cq-notice-2025", "changshou-2023-12"
JOINT = """# 云川市财政局 云川市科学技术局关于开展2026年度研发补助申报工作的通知

各区县财政局、科技局：

一、申报条件

（一）企业在本市注册满一年。

二、补助标准

（一）每家企业补助不超过20万元。

云川市财政局 云川市科学技术局

2026年3月2日
"""


@pytest.mark.parametrize(
    "question",
    [
        "长寿那个通知是哪个单位发的",
        "长寿2023年的通知谁印发的？",
        "长寿那份培育通知的发文机关",
        "长寿区那份文件是谁制定的",
        "Who issued the Changshou notice?",
        "Which authority put out the Changshou document?",
    ],
)
def test_who_issued_a_document_is_told_from_its_signature(agent: Agent, question: str) -> None:
    answer = ask(agent, question)
    assert "重庆市长寿区经济和信息化委员会" in first_lines(answer)
    assert (DISTRICT, "落款") in labels(answer)


def test_the_issuer_of_an_unsigned_notice_is_told_from_its_title(agent: Agent) -> None:
    answer = ask(agent, "2025年那份申报通知是哪个部门出的")
    assert "重庆市经济和信息化委员会" in first_lines(answer) and (NOTICE, "标题") in labels(answer)


@pytest.mark.parametrize(
    "question", ["动态管理那份文件全称叫什么", "动态管理试行办法的正式名称是什么", "动态管理办法完整标题"]
)
def test_the_full_title_is_told_whether_or_not_the_text_still_holds(agent: Agent, question: str) -> None:
    answer = ask(agent, question)
    assert "关于印发《重庆市绿色工厂动态管理与" in first_lines(answer)
    assert (DYNAMIC, "标题") in labels(answer)


def test_the_full_title_is_told_in_an_english_sentence(agent: Agent) -> None:
    answer = ask(agent, "What is the exact title of the ministry's notice of 2023?").answer
    assert "The full title of" in answer
    assert "工业和信息化部办公厅关于开展2023年度绿色制造名单推荐工作的通知" in answer


@pytest.mark.parametrize(
    "question", ["市级名单谁定的", "绿色工厂的牌子谁发", "晾完没人告状，最后是哪家盖章发红头"]
)
def test_who_decides_or_awards_is_no_question_after_the_issuer(agent: Agent, question: str) -> None:
    assert "发文机关" not in ask(agent, question).answer.splitlines()[0]


def test_all_bodies_that_issued_a_notice_together_are_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    answer = ask(open_texts({"joint": JOINT}, tmp_path_factory), "研发补助这份通知是哪几个部门发的").answer
    assert "云川市财政局" in answer and "云川市科学技术局" in answer


@pytest.mark.parametrize(
    ("query", "document", "clause"),
    [
        ("工信厅节函〔2023〕202号", "miit-2023-202", "number"),
        ("绿色园区和绿色工厂认定管理办法", "cq-recognition-2024-4", "title~2"),
        ("关于开展2025年度市级绿色制造名单申报工作的通知", NOTICE, "title"),
        ("2025年的申报通知文号是多少", NOTICE, "title"),
        ("长寿那个通知是哪个单位发的", DISTRICT, "sign"),
    ],
)
def test_a_search_finds_the_clause_that_prints_what_a_document_is(
    agent: Agent, query: str, document: str, clause: str
) -> None:
    first = agent.search(query, as_of=TODAY)[0]
    assert (first.document_id, first.clause_id) == (document, clause)


def test_every_clause_of_the_corpus_is_found_by_its_own_words(agent: Agent) -> None:
    lost = []
    for document in agent.library.documents:
        for clause in document.clauses:
            if len(clause.text.strip()) > 1:
                found = agent.search(clause.text[:200], as_of=TODAY)
                if (document.id, clause.id) not in {(hit.document_id, hit.clause_id) for hit in found}:
                    lost.append((document.id, clause.id))
    assert lost == []


def test_a_search_is_no_longer_than_asked_for_and_best_first(agent: Agent) -> None:
    found = agent.search("长寿那个通知是哪个单位发的，文号是多少，哪天发的", as_of=TODAY, limit=4)
    assert len(found) == 4
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_question_about_what_a_document_says_is_not_led_by_its_title(agent: Agent) -> None:
    first = agent.search("绿色园区和绿色工厂认定管理办法里公示多少天", as_of=TODAY)[0]
    assert first.clause_id == "art11"


def test_a_search_within_a_document_finds_nothing_of_another(agent: Agent) -> None:
    found = agent.search("工信厅节函〔2023〕202号", as_of=TODAY, document_ids=frozenset({NOTICE}))
    assert {hit.document_id for hit in found} == {NOTICE}


@pytest.mark.parametrize(
    "question",
    [
        "工信部那个暂行办法的全称",
        "2018年那个老办法全称是啥",
        "长寿通知开头引的市里那份文件全称叫啥",
        "能效标杆那份文件的全称",
        "国家那份梯度培育的办法全称叫什么",
    ],
)
def test_the_title_of_a_text_that_is_only_cited_is_not_that_of_the_text_that_cites_it(
    agent: Agent, question: str
) -> None:
    assert "的全称：" not in first_lines(ask(agent, question))


def test_what_else_is_asked_beside_the_title_is_told_too(agent: Agent) -> None:
    answer = ask(agent, "动态管理办法全称叫什么，什么时候到期").answer
    assert "关于印发《重庆市绿色工厂动态管理与梯度培育试行办法》的通知" in answer and "2026-06-21" in answer


@pytest.mark.parametrize(
    "question",
    [
        "Under the 2024 measures, when are firms officially named green factories?",
        "文件哪里写的要复审",
        "政策资金谁出",
    ],
)
def test_words_that_only_look_like_a_question_after_title_or_issuer_ask_for_neither(
    agent: Agent, question: str
) -> None:
    answer = ask(agent, question).answer
    assert "全称" not in answer and "full title" not in answer and "发文机关：" not in answer


@pytest.mark.parametrize(
    "question",
    [
        "暂行办法是谁发的",
        "广东省绿色工厂认定管理办法的发文机关是谁",
        "2026年的申报通知是谁发的",
        "2018年的认定管理办法试行是谁发的",
    ],
)
def test_a_text_that_the_corpus_lacks_is_not_given_the_issuer_of_another(agent: Agent, question: str) -> None:
    assert "的发文机关：" not in ask(agent, question).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("动态管理办法规定的评价报告由谁出？", "第三方评价机构"),
        ("认定管理办法里的名单由谁发布？", "市经济信息委"),
        ("2025年的申报通知的附件标题是什么", "推荐汇总表"),
        ("What is the form attached to the 2025 notice called?", "推荐汇总表"),
    ],
)
def test_what_stands_within_a_text_has_an_author_and_a_title_of_its_own(
    agent: Agent, question: str, told: str
) -> None:
    answer = ask(agent, question)
    assert told in first_lines(answer)
    assert "的发文机关：" not in answer.answer and "The full title" not in answer.answer


def test_the_title_of_a_cited_text_is_told_from_the_clause_that_cites_it(agent: Agent) -> None:
    assert "全称是《" in first_lines(ask(agent, "绿色工厂梯度培育及管理暂行办法的全称是什么"))


def test_several_particulars_asked_together_are_all_told(agent: Agent) -> None:
    answer = first_lines(ask(agent, "长寿区2023年通知的发文机关和文号"))
    assert "重庆市长寿区经济和信息化委员会" in answer and "长经信发〔2023〕12号" in answer


def test_the_phone_asked_for_beside_the_issuer_is_told(agent: Agent) -> None:
    answer = ask(agent, "2025年申报通知是谁发的，电话多少").answer
    assert "发文机关：" in answer and "63897443" in answer


@pytest.mark.parametrize(
    ("query", "clause"),
    [("绿色园区和绿色工厂认定管理办法第十七条", "art17"), ("渝经信规范〔2024〕4号", "number")],
)
def test_a_clause_that_is_named_goes_before_the_title_and_no_number_passes_for_another(
    agent: Agent, query: str, clause: str
) -> None:
    found = agent.search(query, as_of=TODAY)
    assert found[0].clause_id == clause and found[0].document_id == "cq-recognition-2024-4"
