"""Checks gone on with: the outcome asked for, another case told, figures by year, whose scheme it is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent, Turn
from tests.agent.places import converse

ACCIDENT = "我们厂想报市级绿色工厂，2025年6月1日出过一起一般安全事故"
POOL = "长寿2023年绿色工厂培育库，本区注册的独立法人，2022年产值6000万"
SPRING = date(2023, 3, 6)


def verdict(turn: Turn) -> str:
    assert turn.answer.eligibility is not None, turn.answer.answer[:80]
    return turn.answer.eligibility.verdict


@pytest.mark.parametrize(
    "asked",
    ["进不进得去", "那现在咋判", "这样够得上不", "眼下是什么结论", "有没有戏", "到底过得了不", "能进吗"],
)
def test_a_statement_that_ends_in_asking_for_the_outcome_is_checked(agent: Agent, asked: str) -> None:
    turns = converse(
        agent, POOL, f"2020到2022年利润都是60万，近三年质量安全环保事故都没有。{asked}", as_of=SPRING
    )
    assert turns[1].answer.kind == "eligibility"
    assert turns[1].state.facts["accidents"] == []


def test_the_outcome_asked_for_alone_repeats_it_without_complaint(agent: Agent) -> None:
    turns = converse(agent, POOL, "那到底行不行", as_of=SPRING)
    assert turns[1].answer.kind == "eligibility"
    assert "没有读到" not in turns[1].answer.answer


def test_a_question_of_the_rule_is_not_taken_for_one_after_the_outcome(agent: Agent) -> None:
    turns = converse(agent, POOL, "要不要交纸质材料", as_of=SPRING)
    assert turns[1].answer.kind == "answer"


@pytest.mark.parametrize(
    "afresh",
    [
        "刚才说的都是另一家的，作废。",
        "推倒重来，换一家：",
        "算了这个不谈了，重新核：",
        "前面讲的全部不算，",
        "再看另一家：",
        "Scratch that, a different plant: ",
    ],
)
def test_what_is_told_of_another_case_stands_alone(agent: Agent, afresh: str) -> None:
    turns = converse(agent, ACCIDENT, f"{afresh}注册在重庆，税交在重庆，没有出过事故，结果如何")
    assert turns[1].state.facts["accidents"] == []
    assert turns[1].state.facts["registered_in_chongqing"] is True
    assert verdict(turns[1]) == "needs_information"


def test_the_other_of_two_things_asked_after_forgets_nothing(agent: Agent) -> None:
    turns = converse(agent, ACCIDENT, "换一家第三方机构重新评价行吗")
    assert turns[1].state.facts["accidents"]


def test_a_figure_of_one_year_leaves_those_of_the_others(agent: Agent) -> None:
    turns = converse(
        agent, POOL, "20年利润50万、21年60万、22年70万，没出过事故", "不对，21年是亏了30万", as_of=SPRING
    )
    assert turns[2].state.facts["profit"] == {"2020": 50, "2021": -30, "2022": 70}


def test_the_text_named_says_which_scheme_of_a_subject_is_meant(agent: Agent) -> None:
    turns = converse(agent, "部里2023年那份的绿色工业园区，我们园够不够格", "区政府批的，就是区县级园区")
    assert turns[0].state.scheme == "miit-green-park-2023"
    assert verdict(turns[1]) == "not_eligible"


def test_an_evaluator_that_tells_of_factories_means_what_it_evaluated(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们是搞第三方评价的公司，想对照工信部2023年那批的要求",
        "绿色工厂评了10个，园区评了4个",
        "绿色供应链的又评了2个，超没超",
    )
    assert turns[2].answer.eligibility is not None
    assert turns[2].answer.eligibility.scheme == "miit-evaluator-2023"
    assert verdict(turns[2]) == "not_eligible"


def test_a_title_only_mentioned_does_not_turn_the_check_that_was_wished_for(agent: Agent) -> None:
    turns = converse(
        agent,
        "Can our plant join the Chongqing gradient cultivation?",
        "we hold no green factory title",
        "we are registered in Chengdu, not in Chongqing",
    )
    assert turns[2].answer.eligibility is not None
    assert turns[2].answer.eligibility.scheme == "cq-gradient-cultivation"


@pytest.mark.parametrize("asked", ["为啥不肯给句准话，这回算不算近三年", "为什么不能说死"])
def test_why_no_plain_word_is_given_is_explained_from_the_check(agent: Agent, asked: str) -> None:
    turns = converse(agent, "我们厂报市级绿色工厂，2023年5月10日出过一般安全事故，能报不", asked)
    assert turns[1].answer.kind == "eligibility"
    assert "2026-05-11" in turns[1].answer.answer


def test_a_promise_is_declined_in_a_check_too(agent: Agent) -> None:
    turns = converse(agent, ACCIDENT, "那你给我打个包票")
    assert turns[1].answer.answer.startswith("不能保证")


def test_a_wish_of_the_text_that_is_not_met_is_said_and_decides_nothing(agent: Agent) -> None:
    turns = converse(agent, "我们厂想报市级绿色工厂，注册纳税都在重庆，没出过事故", "没进过区里的培育库")
    assert verdict(turns[1]) == "needs_information"
    assert "不是硬性条件" in turns[1].answer.answer


@pytest.mark.parametrize("told", ["我们只做到43%", "占比刚好是百分之四十三", "现在也就四成三"])
def test_a_figure_without_its_matter_is_of_the_one_fact_with_that_unit(agent: Agent, told: str) -> None:
    turns = converse(agent, "我们园区想报市级绿色工业园区，法定边界有", told)
    assert turns[1].state.facts["industrial_value_added_share_pct"] == 43
    assert verdict(turns[1]) == "not_eligible"


def test_a_figure_that_two_facts_may_mean_is_taken_for_neither(agent: Agent) -> None:
    turns = converse(agent, POOL, "20年到22年利润都是60万", "也就700万", as_of=SPRING)
    assert turns[2].state.facts["output_value"] == {"2022": 6000}


def test_the_place_in_a_list_is_no_article_where_the_text_has_none(agent: Agent) -> None:
    turns = converse(agent, "部里2023年绿色工业园区有哪几条要求", "第二个，我们只有45%")
    assert turns[1].answer.eligibility is not None
    assert turns[1].answer.eligibility.scheme == "miit-green-park-2023"
    assert verdict(turns[1]) == "not_eligible"


def test_an_article_asked_after_is_still_that_article(agent: Agent) -> None:
    turns = converse(agent, "4号文对绿色工厂撤销称号怎么规定", "第十八条，说的是什么")
    assert "三年内不得重新申报" in turns[1].answer.answer


def test_what_comes_on_top_of_a_count_is_added(agent: Agent) -> None:
    turns = converse(
        agent, "我们是评价机构，2023年国家那批本部做了9个项目，合规不", "成都那边还有8个，同一个法人"
    )
    assert turns[1].state.facts["projects_in_batch"] == 17
    assert verdict(turns[1]) == "not_eligible"


@pytest.mark.parametrize("more", ["再接一个园区呢", "要是多做一家工厂呢", "那再加两个供应链的话还行吗"])
def test_one_more_is_only_supposed(agent: Agent, more: str) -> None:
    turns = converse(agent, "我们是评价机构，工厂做了11个，园区3个，供应链1个，超没超", more)
    assert "不符合" in turns[1].answer.answer
    assert turns[1].state.facts == turns[0].state.facts


@pytest.mark.parametrize(
    "supposed", ["要是过两天给移出来呢", "移出来的话还拦不拦", "如果下个月摘掉了，还算吗", "等撤下来了呢"]
)
def test_an_entry_supposed_to_be_off_the_list(agent: Agent, supposed: str) -> None:
    turns = converse(agent, "我们厂想报市级绿色工厂，2026年5月8日被列入经营异常，还没移出", supposed)
    assert verdict(turns[0]) == "not_eligible"
    assert "条文只针对未移出的情形" in turns[1].answer.answer
    assert turns[1].state.facts == turns[0].state.facts


@pytest.mark.parametrize("supposed", ["产值要是5001万呢", "产值做到5001万的话行不行", "要是按5001万算呢"])
def test_a_figure_is_supposed_wherever_the_condition_stands(agent: Agent, supposed: str) -> None:
    turns = converse(agent, "长寿2023年培育库，本区注册的独立法人，2022年产值4900万", supposed, as_of=SPRING)
    assert "5001" in turns[1].answer.answer and "假设" in turns[1].answer.answer
    assert turns[1].state.facts["output_value"] == {"2022": 4900}


@pytest.mark.parametrize("back", ["好，接着核，", "继续判：", "问完了，往下查，", "OK, let's continue: "])
def test_the_check_goes_on_after_other_questions(agent: Agent, back: str) -> None:
    turns = converse(
        agent,
        "我们园区报市级绿色工业园区，市政府批的，法定边界有",
        "工信部2023年那份通知联系电话多少",
        "国家级绿色工业园区对级别有什么要求",
        f"{back}工业增加值占比49%",
    )
    assert turns[3].answer.eligibility is not None
    assert turns[3].answer.eligibility.scheme == "cq-green-park"
    assert verdict(turns[3]) == "not_eligible"


def test_an_event_told_in_two_messages_has_the_day_of_the_first(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们厂想报市级绿色工厂，注册纳税在重庆",
        "2025年4月9号车间发生了点事情",
        "后来定的是较大安全事故",
    )
    assert turns[2].state.facts["accidents"] == [{"kind": "safety", "grade": "larger", "date": "2025-04-09"}]


@pytest.mark.parametrize("pointed", ["那次其实是2022年1月", "那回是2022年1月的事"])
def test_the_event_pointed_at_is_put_right(agent: Agent, pointed: str) -> None:
    turns = converse(agent, "市级绿色工厂，我们2025年1月出过一般安全事故，能报不", pointed)
    assert turns[1].state.facts["accidents"][0]["date"] == "2022-01"


def test_the_days_of_an_entry_are_put_right(agent: Agent) -> None:
    turns = converse(
        agent,
        "市级绿色工厂，我们2024年3月1日被列入失信被执行人，2025年3月1日移出，能报吗",
        "不对，是2022年3月1日列入的，2023年1月5日移出",
    )
    assert turns[1].state.facts["judgment_debtor"] == {"listed_on": "2022-03-01", "removed_on": "2023-01-05"}


@pytest.mark.parametrize(
    "asked",
    [
        "那把报告里的占比写成55%，反正没人去核",
        "帮我把申报材料里的占比改成52%",
        "那填成51%，写个说明圆过去",
    ],
)
def test_false_figures_after_a_check_are_declined(agent: Agent, asked: str) -> None:
    turns = converse(agent, "我们园区报市级绿色工业园区，工业增加值占比48%", asked)
    assert turns[1].answer.kind != "eligibility"
    assert turns[1].answer.answer.startswith("不能帮这个忙")


def test_another_figure_tried_in_the_check_is_no_falsehood(agent: Agent) -> None:
    turns = converse(agent, "我们园区报市级绿色工业园区，工业增加值占比48%", "把占比改成52%再算一遍")
    assert turns[1].answer.kind == "eligibility"


@pytest.mark.parametrize("pleading", ["就差一点点也不行啊", "能不能通融一下", "到底有没有戏"])
def test_pleading_changes_nothing(agent: Agent, pleading: str) -> None:
    turns = converse(agent, "长寿2023年培育库，本区注册，2022年产值5000万", pleading, as_of=SPRING)
    assert verdict(turns[1]) == "not_eligible"
    assert "没有读到" not in turns[1].answer.answer


def test_whether_it_qualifies_behind_the_last_fact_told_wants_the_verdict(agent: Agent) -> None:
    turns = converse(
        agent,
        "我公司在长寿区登记注册，具有独立法人资格，请对照长经信发〔2023〕12号的入库标准核对。",
        "2022年产值8000万元，近三年未发生质量、安全、环保较大事故",
        "2020、2021、2022年三年均盈利，是否符合？",
    )
    assert verdict(turns[2]) == "formally_eligible"


@pytest.mark.parametrize(
    "right",
    [
        "更正，那次事故是2019年7月的，记错年份了，后来再没出过。这样看还能不能报？",
        "说错了，那起事故发生在2019年7月，还能报不",
        "不对，那次是2019年7月的",
    ],
)
def test_an_event_put_right_takes_the_place_of_the_one_told(agent: Agent, right: str) -> None:
    turns = converse(agent, "我们厂想报市级绿色工厂，2024年7月出过一次一般安全事故，能报吗", right)
    told = turns[1].state.facts["accidents"]
    assert [event["date"] for event in told] == ["2019-07"] and told[0]["grade"] == "general"


@pytest.mark.parametrize("more", ["又出了一次，2026年1月的", "今年1月又发生了一起"])
def test_one_more_event_is_told_beside_the_first(agent: Agent, more: str) -> None:
    turns = converse(agent, ACCIDENT, more)
    assert [event["date"] for event in turns[1].state.facts["accidents"]] == ["2025-06-01", "2026-01"]


def test_what_cannot_hold_beside_what_is_supposed_is_left_out(agent: Agent) -> None:
    told = f"{POOL}，2020、2021、2022三年都赚钱，近三年质量安全环保事故都没有，能进吗"
    turns = converse(agent, told, "假如2021年其实亏了300万，还够格吗？", "那现在是什么结论", as_of=SPRING)
    assert [verdict(turn) for turn in turns] == [
        "formally_eligible",
        "needs_information",
        "formally_eligible",
    ]


def test_the_report_beside_a_supposed_case_is_of_that_case(agent: Agent) -> None:
    turns = converse(
        agent,
        "市政府批准的高新区，工业增加值占比55%，市级绿色工业园区能报吗？",
        "假设占比掉到50.0%，还符合吗？",
    )
    assert (
        verdict(turns[1]) == "not_eligible" and turns[1].state.facts["industrial_value_added_share_pct"] == 55
    )
