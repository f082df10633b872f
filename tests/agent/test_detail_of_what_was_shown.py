"""A detail of what was just shown: an item by its place, one of several, who does it, and hearsay with a question behind."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import converse, open_texts

FERRIES = """柳湾县交通运输局关于2026年木船渡口评优的通知

一、评优条件
（一）渡口连续开渡不少于六年；
（二）近两年没有发生过较大水上事故；
（三）渡工愿意在夜航、救生、防污方面参加培训。

二、评优程序
（一）渡口应当于2026年8月9日前向乡镇人民政府报名。
（二）县交通运输局组织评审，评审次数由县交通运输局根据需要确定。

三、监督
（一）报名材料造假的，三年内不得再次参加评优。
（二）同一船队参加评优的渡口（包括客渡、货渡、车渡）总计不得超过四个。

柳湾县交通运输局
2026年4月2日
"""
BARGES = """竹溪县交通运输局关于2026年驳船码头改造的公告

一、改造要求
（一）码头应当配备救生设备。

二、纪律
（一）改造材料造假的，五年内不再受理。
（二）客渡码头由县交通运输局另行验收。

竹溪县交通运输局
2026年4月9日
"""


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"ferries": FERRIES, "barges": BARGES}, tmp_path_factory)


def head(agent: Agent, *questions: str) -> str:
    """What the last of some questions is answered with, without what stands beside it."""
    return converse(agent, *questions)[-1].answer.answer.split("相关规定")[0].split("Related")[0]


@pytest.mark.parametrize(
    ("pointed", "told"),
    [
        ("最后一条的培训指哪些方面", "夜航、救生、防污"),
        ("其中第二项的事故要多大", "较大水上事故"),
        ("Does number two name a grade of accident?", "较大水上事故"),
    ],
)
def test_an_item_of_the_list_shown_is_found_by_its_place(agent: Agent, pointed: str, told: str) -> None:
    assert told in head(agent, "柳湾县渡口评优的条件是什么", pointed)


def test_an_item_pointed_at_and_nothing_more_is_shown(agent: Agent) -> None:
    assert "夜航" in head(agent, "柳湾县渡口评优的条件是什么", "最后一条")


def test_who_decides_is_asked_of_the_clause_shown(agent: Agent) -> None:
    shown = converse(agent, "柳湾县评优的评审次数怎么定", "那由谁来定")
    assert shown[1].answer.citations[0].clause_id == shown[0].answer.citations[0].clause_id


@pytest.mark.parametrize("counted", ["这里头算不算货渡", "货渡包括在内吗"])
def test_one_of_several_told_together_is_asked_of_that_clause(agent: Agent, counted: str) -> None:
    assert "总计不得超过四个" in head(agent, "柳湾县同一船队最多几个渡口参加评优", counted)


def test_a_question_behind_hearsay_is_asked_of_the_same_text(agent: Agent) -> None:
    told = head(agent, "柳湾县渡口哪天前报名", "听别人说材料造假只是警告，到底造假怎么处理")
    assert "三年内不得再次参加评优" in told and "五年内" not in told


def test_a_text_named_behind_hearsay_is_that_text(agent: Agent) -> None:
    told = head(agent, "柳湾县渡口哪天前报名", "听别人说竹溪县管得松，竹溪县材料造假怎么处理")
    assert "五年内" in told


def test_an_etcetera_is_shown_in_its_clause(agent: Agent) -> None:
    assert "总计不得超过四个" in head(agent, "柳湾县同一船队最多几个渡口参加评优", "末尾那句还包括什么")
