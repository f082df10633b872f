"""Messages that hold more than one question."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("部里23年那份编号是多少号,王老师北京电话几多", ["202号", "010-68205340"]),
        ("长寿那个截止到哪天？材料发到哪个邮箱？", ["2023年3月15日", "csjxwqfk@163.com"]),
        (
            "What is the phone number of the municipal contact? When did districts have to recommend by?",
            ["63897443", "2025"],
        ),
    ],
)
def test_each_question_of_a_message_is_answered(agent: Agent, message: str, said: list[str]) -> None:
    answer = ask(agent, message)
    assert answer.kind == "answer"
    assert [words for words in said if words not in answer.answer] == []


def test_one_question_in_two_parts_stays_one(agent: Agent) -> None:
    whole = ask(agent, "A级跟B级哪个高，差在哪儿")
    assert {c.document_id for c in whole.citations} >= {"cq-dynamic-2024-13"}


def test_a_case_told_with_a_question_stays_a_check(agent: Agent) -> None:
    answer = ask(agent, "我们厂2025年6月出过一般环境污染事故，现在能报市级绿色工厂吗？什么时候能报？")
    assert answer.kind == "eligibility"


def test_a_surname_with_a_style_names_the_person(agent: Agent) -> None:
    answer = ask(agent, "王老师的电话是多少")
    assert "010-68205340" in answer.answer
    assert "63897443" not in answer.answer


def test_a_part_that_leans_on_the_other_is_not_answered_alone(agent: Agent) -> None:
    answer = ask(
        agent, "How many projects may one evaluation company take on in a batch, and what if it cheats?"
    )
    assert answer.citations[0].document_id == "miit-2023-202"
    assert "黑名单" in answer.answer


def test_no_opens_only_where_the_clause_forbids_what_was_asked(agent: Agent) -> None:
    assert not ask(agent, "绿色工厂称号被撤了，还能挂牌子不").answer.startswith("不可以")
    assert ask(agent, "绿色工厂称号被撤了，还能重新申报吗").answer.startswith("不可以")


def test_a_place_without_its_suffix_is_known_to_be_in_no_document(agent: Agent) -> None:
    answer = ask(agent, "我是涪陵的，材料寄哪里，找谁")
    assert answer.answer.startswith("现有文件没有给出涪陵的联系方式")
    assert "40409125" not in answer.answer


def test_a_second_question_of_one_message_stays_in_the_document_of_the_first(agent: Agent) -> None:
    answer = ask(agent, "第三方机构啥时候前要填年度工作情况，在哪个网站填", date(2023, 8, 1)).answer
    assert "2023年8月15日" in answer
    assert "green.miit.gov.cn" in answer
    assert "cqigp.com" not in answer
