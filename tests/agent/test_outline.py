"""What a document says as a whole is told part by part, in its own words; what is asked in it is answered as ever."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, open_texts

NOTICE = """某市工业和信息化局关于开展2026年度节水型企业申报工作的通知

各县（市、区）工业和信息化局：

为做好节水型企业建设，现将有关事项通知如下。

一、申报范围

在本市登记注册的规模以上工业企业。

二、申报条件

（一）水重复利用率。重复利用率不低于85%。

（二）计量管理。用水计量器具配备齐全。

三、时间要求

请各县（市、区）于2026年5月20日前将推荐文件报送我局。

联系人：周敏，0555-2345678。

某市工业和信息化局

2026年3月2日
"""


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "2025年通知主要讲什么",
            ("一、申报对象", "2025年度市级绿色工厂、绿色工业园区", "区县推荐", "2025年6月14日前"),
        ),
        ("介绍一下认定管理办法", ("第二章 认定条件", "申报绿色工厂的基本条件（8 项）", "撤销其市级绿色园区")),
        ("渝经信规范〔2024〕13号讲的是什么", ("第三章 梯度培育", "划分为四个等级")),
        ("长寿那份文件是干什么的", ("培育步骤", "资料报送", "2023年3月15日前")),
        ("what does the 2025 notice say", ("三、申报程序", "contains")),
    ],
)
def test_a_document_is_told_part_by_part(agent: Agent, question: str, parts: tuple[str, ...]) -> None:
    found = ask(agent, question)
    assert all(part in found.answer for part in parts)
    assert all(line.rstrip().endswith("]") for line in found.answer.splitlines() if line.startswith("- "))


def test_two_documents_of_which_no_point_is_named_stand_side_by_side(agent: Agent) -> None:
    found = ask(agent, "认定管理办法和动态管理办法有什么不同").answer
    assert "认定管理办法》（渝经信规范〔2024〕4号" in found
    assert "试行办法》（渝经信规范〔2024〕13号" in found


def test_a_year_in_which_several_were_issued_means_all_of_them(agent: Agent) -> None:
    cited = {c.document_id for c in ask(agent, "2023年通知和2025年通知有什么区别").citations}
    assert {"changshou-2023-12", "miit-2023-202", "cq-notice-2025"} <= cited


@pytest.mark.parametrize("asked", ["这份文件讲的是什么", "介绍一下这个通知", "这份通知的主要内容"])
def test_the_document_spoken_of_last_is_meant_by_this_one(agent: Agent, asked: str) -> None:
    found = converse(agent, "2025年市级绿色工厂什么时候截止", asked)[-1].answer
    assert {c.document_id for c in found.citations} == {"cq-notice-2025"}
    assert "申报对象" in found.answer


@pytest.mark.parametrize(
    "question",
    ["2025年通知里关于材料说了什么", "认定办法第七条讲的是什么", "申报程序讲了什么", "这句话是什么意思"],
)
def test_what_is_asked_in_a_document_is_no_question_of_the_whole(agent: Agent, question: str) -> None:
    found = converse(agent, "2025年市级绿色工厂什么时候截止", question)[-1].answer
    assert "的内容：" not in found.answer


def test_a_notice_of_another_place_is_told_in_the_same_way(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    agent = open_texts({"water": NOTICE}, tmp_path_factory)
    found = ask(agent, "2026年的通知主要内容是什么").answer
    for part in ("一、申报范围", "规模以上工业企业", "水重复利用率；计量管理", "2026年5月20日前"):
        assert part in found
