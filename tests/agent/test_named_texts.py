"""Clauses named by their numerals, numbers of texts that are cited, attachments, and texts that were repealed."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, first_lines, labels

NATIONAL, NOTICE, RECOGNITION = "miit-2023-202", "cq-notice-2025", "cq-recognition-2024-4"


@pytest.mark.parametrize(
    "question", ["2025通知第三部分第二条讲什么", "2025通知 三（二）是啥", "2025年通知三(二)"]
)
def test_a_part_of_a_notice_is_told_by_its_numerals(agent: Agent, question: str) -> None:
    answer = ask(agent, question)
    assert "企业、园区要严格对照相关标准开展评价" in first_lines(answer)
    assert (NOTICE, "三（二）") in labels(answer)


def test_a_part_that_two_notices_have_is_told_of_both(agent: Agent) -> None:
    answer = ask(agent, "通知里二（一）写了什么")
    assert {document for document, label in labels(answer) if label == "二（一）"} == {NATIONAL, NOTICE}


def test_the_caption_of_a_clause_is_not_told_for_the_clause(agent: Agent) -> None:
    assert "已发布绿色工厂评价行业标准的" in first_lines(ask(agent, "国家2023通知二（一）写了什么"))


def test_a_whole_part_of_a_notice_is_told_with_all_that_stands_in_it(agent: Agent) -> None:
    answer = ask(agent, "2025通知第三部分讲什么")
    assert {(NOTICE, f"三（{n}）") for n in "一二三四"} <= labels(answer)


def test_the_numbers_of_texts_that_a_notice_cites_are_told_and_not_its_own(agent: Agent) -> None:
    answer = ask(agent, "2023年通知提到的能效标杆文件文号")
    for number in ("发改产业〔2023〕723号", "发改运行〔2022〕559号"):
        assert number in answer.answer
    assert "〔2023〕202号" not in answer.answer and "〔2023〕12号" not in answer.answer


def test_of_the_texts_cited_only_the_one_spoken_of_is_told(agent: Agent) -> None:
    answer = ask(agent, "认定办法引用的工业绿色发展规划文号是多少").answer
    assert "178" in answer
    assert "88" not in answer and "586" not in answer


@pytest.mark.parametrize("question", ["工信部那个通知文号和发文日期", "工信部2023通知的编号和日期"])
def test_number_and_day_of_issue_are_told_together(agent: Agent, question: str) -> None:
    answer = ask(agent, question).answer
    assert "工信厅节函〔2023〕202号" in answer and "2023年7月21日" in answer


@pytest.mark.parametrize(
    "question",
    ["旧的2018年那个试行办法还管用不", "2018年那份认定办法作废了吗", "旧的认定办法还有效吗"],
)
def test_an_older_text_is_told_to_be_repealed_and_not_taken_for_one_that_is_held(
    agent: Agent, question: str
) -> None:
    answer = ask(agent, question)
    assert first_lines(answer).startswith("已经废止")
    assert (RECOGNITION, "第二十四条") in labels(answer)


def test_an_older_text_is_asked_after_in_a_conversation(agent: Agent) -> None:
    last = converse(agent, "试行办法有效吗", "认定办法呢", "那旧的2018年那个呢")[-1].answer
    assert first_lines(last).startswith("已经废止")


def test_an_older_text_was_not_repealed_before_the_newer_one_held(agent: Agent) -> None:
    answer = ask(agent, "2018年那份认定办法作废了吗", date(2024, 2, 20))
    assert first_lines(answer).startswith("到 2024-02-20 还没有废止")


def test_the_year_of_an_event_names_no_older_text(agent: Agent) -> None:
    answer = ask(agent, "我们公司2018年成立，认定办法对我们还有效吗")
    assert "现行有效" in first_lines(answer)


def test_every_attachment_that_the_words_fit_is_told_with_its_number(agent: Agent) -> None:
    answer = ask(agent, "2025年市级推荐汇总表附件几").answer
    assert "1.2025年市级绿色工厂推荐汇总表" in answer
    assert "2.2025年市级绿色工业园区推荐汇总表" in answer


def test_an_attachment_that_the_words_single_out_stands_alone(agent: Agent) -> None:
    answer = ask(agent, "国家通知里绿色工业园区评价要求是附件几").answer
    assert "2. 绿色工业园区评价要求" in answer
    assert "供应链" not in answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("2025通知附件1那张推荐汇总表，要填哪些栏目", "市级绿色工厂推荐汇总表"),
        ("2023年国家绿色工业园区的评价要求那个附件里写了啥", "绿色工业园区评价要求"),
        ("推荐汇总表要填哪些内容", "推荐汇总表"),
    ],
)
def test_an_attachment_of_which_only_the_name_is_held_is_said_to_be_so(
    agent: Agent, question: str, name: str
) -> None:
    found = ask(agent, question)
    assert "没有附件的正文" in found.answer.splitlines()[0]
    assert name in found.citations[0].quote
    assert any(notice.code == "not_in_corpus" for notice in found.notices)


def test_a_form_that_is_held_is_listed(agent: Agent) -> None:
    assert "共 21 项" in ask(agent, "入库申请表要填哪些内容").answer
