"""Who does a thing, and which of two grades is the higher."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, open_texts


@pytest.mark.parametrize(
    ("question", "actor", "quote"),
    [
        ("已经挂牌的绿色工厂，A到AAAA这几级是哪家来评", "市经济信息委：", "进行等级评价"),
        ("绿色工厂的AA级由哪个部门评定？", "市经济信息委：", "进行等级评价"),
        ("复审由谁组织", "", "市经济信息委根据工作需要确定复审范围和期限并组织实施"),
        ("B级工厂由谁认定", "", "由区县经信部门组织申报和认定"),
    ],
)
def test_the_body_that_does_it_is_named(agent: Agent, question: str, actor: str, quote: str) -> None:
    found = ask(agent, question)
    assert found.kind == "answer" and actor in found.answer
    assert quote in found.citations[0].quote or any(quote in one.quote for one in found.citations[:4])


def test_who_looks_at_a_report_is_no_check_of_the_asker(agent: Agent) -> None:
    assert ask(agent, "绿色工厂的评价报告是否符合模板要求由谁审").kind == "answer"


def test_a_body_of_another_place_is_named_as_it_is_printed(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = (
        "青石县工业和信息化局关于开展2026年节水车间评选的通知\n各乡镇人民政府：\n一、申报条件\n"
        "（一）在本县登记的工业企业。\n（二）节水车间分为一级、二级和三级。\n二、工作程序\n"
        "（一）企业填写申请表。\n（二）乡镇工业办负责对材料进行初审。\n（三）县水务局组织专家对车间进行现场评估。\n"
        "青石县工业和信息化局\n2026年3月2日\n"
    )
    agent = open_texts({"qs-water-2026": text}, tmp_path_factory)
    assert "乡镇工业办负责对材料进行初审" in ask(agent, "材料归谁初审").citations[0].quote
    assert "县水务局组织专家" in ask(agent, "现场由谁评估").citations[0].quote


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("A级和B级谁高谁低", "A级更高，B级较低"),
        ("AA级和A级哪个高", "AA级更高，A级较低"),
        ("B级高于C级吗", "B级更高，C级较低"),
        ("Is grade AAA higher than grade AA?", "Grade AAA is the higher"),
    ],
)
def test_the_higher_of_two_grades_is_said(agent: Agent, question: str, said: str) -> None:
    found = ask(agent, question)
    assert said in found.answer
    assert sum("级" in one.quote for one in found.citations) >= 2


def test_the_text_of_one_district_is_not_passed_on_to_another(agent: Agent) -> None:
    turn = converse(agent, "长寿的培育库要什么条件", "我们厂在涪陵呢，也照这个来？")[1]
    assert "长寿区经济和信息化委员会印发" in turn.answer.answer and "涪陵" in turn.answer.answer
