"""What was told stays told: no turn of phrase drops, dates, overwrites or only supposes it."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import converse

ACCIDENT = "我们厂想报市级绿色工厂，2024年6月发生较大事故"
LARGER = [{"grade": "larger", "date": "2024-06"}]
NONE_HAPPENED = "我们厂想报市级绿色工厂，没有出过事故"
PARK = "我们园区想报市级绿色工业园区，法定边界有"
POOL = "长寿2023年绿色工厂培育库，本区注册的独立法人，产值2022年8000万"
EVALUATOR = "我们是评价机构，工厂做了8个，园区2个，超没超"


@pytest.mark.parametrize(
    "said",
    [
        "哎忘了，能源体系也有",
        "不算，我们是食品厂",
        "不算数吧，那次没死人",
        "人家的，都能报，我们能不能通融",
        "别家公司，也出过事故的，都评上了",
        "重新核对一下，能源体系也有了",
        "重新核对一下",
        "前面说的都不算，那次其实没那么严重",
        "之前的不算，今年安全得很",
        "换一家，第三方重新评价了",
        "从头核，环境体系也有",
    ],
)
def test_words_that_leave_no_case_behind_drop_nothing(agent: Agent, said: str) -> None:
    turns = converse(agent, ACCIDENT, said)
    assert turns[1].state.facts["accidents"] == LARGER
    assert "不符合的地方" not in turns[1].answer.answer


def test_a_slip_put_right_in_english_keeps_the_event_and_its_new_day(agent: Agent) -> None:
    told = "Our plant wants to apply for the Chongqing green factory. We had a larger safety accident in June 2024"
    turns = converse(agent, told, "scratch that, it was 5 June 2024")
    assert turns[1].state.facts["accidents"] == [{"kind": "safety", "grade": "larger", "date": "2024-06-05"}]


@pytest.mark.parametrize(
    "afresh",
    [
        "刚才说的都作废，",
        "推倒重来。",
        "都作废，另一家：",
        "换一家公司：",
        "下一个园区。",
        "刚才说的是别家的，",
        "start over. ",
    ],
)
def test_words_that_leave_a_case_behind_still_do(agent: Agent, afresh: str) -> None:
    turns = converse(agent, ACCIDENT, f"{afresh}注册在重庆，税交在重庆，结果如何")
    assert not turns[1].state.facts.get("accidents")
    assert turns[1].state.facts["registered_in_chongqing"] is True


@pytest.mark.parametrize(
    ("between", "back"),
    [
        ((), "2025年6月3日被罚了20万。说回刚才的问题，现在能报吗"),
        (("申报要交哪些材料",), "2025年6月3日被罚了20万。说回刚才的问题，现在能报吗"),
        (("市级绿色工业园区要求占比多少",), "2025年6月3日我们被罚过。回到刚才的绿色工厂，还能报吗"),
        ((), "今天忙，2025年6月3日偷税被罚了。说回前面那个，能报不"),
        (("公示几个工作日",), "2025年6月3日被环保局处罚了！继续说绿色工厂，够不够格"),
    ],
)
def test_what_is_told_before_words_of_return_is_kept(
    agent: Agent, between: tuple[str, ...], back: str
) -> None:
    turns = converse(agent, NONE_HAPPENED, *between, back)
    assert turns[-1].state.facts["violations"][0]["date"] == "2025-06-03"
    assert turns[-1].answer.eligibility is not None
    assert turns[-1].answer.eligibility.scheme == "cq-green-factory"


@pytest.mark.parametrize(
    "figure",
    ["绿化率35%", "今年增长12%", "亏损面20%", "单位能耗下降18%", "绿化面积嘛，大概35%", "污水回用有40%"],
)
def test_a_share_of_something_else_is_not_the_share_of_the_rule(agent: Agent, figure: str) -> None:
    turns = converse(agent, PARK, figure)
    assert "industrial_value_added_share_pct" not in turns[1].state.facts


@pytest.mark.parametrize("figure", ["绿电占32%", "屋顶光伏占了3成", "也就32%"])
def test_a_share_told_is_not_overwritten_by_the_way(agent: Agent, figure: str) -> None:
    turns = converse(agent, f"{PARK}，工业增加值占比68%", figure)
    assert turns[1].state.facts["industrial_value_added_share_pct"] == 68


@pytest.mark.parametrize("figure", ["2022年技改投了800万", "22年税收交了600万", "22年补贴拿了50万"])
def test_another_figure_of_a_year_told_overwrites_nothing(agent: Agent, figure: str) -> None:
    turns = converse(agent, POOL, figure)
    assert turns[1].state.facts["output_value"] == {"2022": 8000}


@pytest.mark.parametrize(
    "more", ["还有8家正在培育", "还有8家没评上", "也有8家想申报", "还有8家食品厂", "另外8家明年报"]
)
def test_what_does_not_count_yet_is_not_added(agent: Agent, more: str) -> None:
    turns = converse(agent, "我们园区想报市级绿色工业园区，绿色工厂有12家", more)
    assert turns[1].state.facts["green_factory_count"] == 12


@pytest.mark.parametrize("another", ["另外有一起较大事故", "又出了一起较大事故", "后来发生过较大事故"])
def test_another_event_has_no_day_of_the_one_before(agent: Agent, another: str) -> None:
    turns = converse(agent, "我们厂想报市级绿色工厂", "去年3月18号车间出了点事，老板挨骂", another)
    assert turns[2].state.facts["accidents"] == [{"grade": "larger"}]


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("能源体系的话，还没有建", "has_energy_system", (None, False)),
        ("质量体系的话，我们有的", "has_quality_system", (None, True)),
        ("按你的话，我们质量体系有", "has_quality_system", (True,)),
        ("设备换成新的了，质量体系也认证了", "has_quality_system", (True,)),
        ("锅炉换成电的，质量体系认证了", "has_quality_system", (True,)),
        (
            "等工期结束了，今年3月1日到5月1日停产",
            "shutdowns",
            ([{"date": "2026-03-01", "end": "2026-05-01"}],),
        ),
        ("等审核完了，能源体系也有了", "has_energy_system", (True,)),
    ],
)
def test_a_statement_is_not_answered_as_supposed(
    agent: Agent, said: str, name: str, value: tuple[object, ...]
) -> None:
    turns = converse(agent, NONE_HAPPENED, said)
    assert not turns[1].answer.answer.startswith("如果")
    assert turns[1].state.facts.get(name) in value


@pytest.mark.parametrize("more", ["再加3个园区项目，都已经签了合同", "又接了3个园区项目，正在做"])
def test_one_more_that_is_told_is_told(agent: Agent, more: str) -> None:
    turns = converse(agent, EVALUATOR, more)
    assert not turns[1].answer.answer.startswith("如果")
    assert turns[1].state.facts["park_projects"] == 5


@pytest.mark.parametrize("more", ["再加3个园区项目，够不够", "要是再加3个园区项目"])
def test_one_more_that_is_asked_after_is_supposed(agent: Agent, more: str) -> None:
    turns = converse(agent, EVALUATOR, more)
    assert turns[1].answer.answer.startswith("如果")
    assert turns[1].state.facts["park_projects"] == 2


@pytest.mark.parametrize("first", [NONE_HAPPENED, "报市级绿色工厂，税必须交在重庆吗"])
@pytest.mark.parametrize(
    "asked",
    [
        "申报材料能用英文写吗",
        "申报材料可以用英文写吗",
        "评价报告要翻译成英文吗",
        "申请表请用英文填？用英文行吗",
    ],
)
def test_the_language_of_a_document_is_not_that_of_the_answer(agent: Agent, first: str, asked: str) -> None:
    assert converse(agent, first, asked)[1].answer.language == "zh"


@pytest.mark.parametrize(
    "wanted",
    [
        "请用英文回答",
        "用英文回复一下",
        "公示几个工作日，请用英文",
        "In English please: how many days",
        "用英语说",
    ],
)
def test_the_answer_is_wanted_in_a_language(agent: Agent, wanted: str) -> None:
    assert converse(agent, "公示几个工作日", wanted)[1].answer.language == "en"


@pytest.mark.parametrize("said", ["不对，2022年技改投了800万", "说错了，税交了600万"])
def test_an_amount_of_another_thing_puts_no_figure_right(agent: Agent, said: str) -> None:
    turns = converse(agent, "我们在长寿，产值2022年8000万，想报培育库够不够", said)
    assert turns[1].state.facts["output_value"] == {"2022": 8000}
