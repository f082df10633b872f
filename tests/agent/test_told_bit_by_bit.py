"""Applicants who tell bit by bit who they are and ask at last whether they qualify."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.agent.speaking_for import as_own, asks_for_another
from tests.agent.places import converse

PLANT = ("我们做水表的，想了解市级绿色工厂", "前年四月税务局查出我们偷税，补税加罚款九万")


@pytest.mark.parametrize(
    "asked",
    [
        "款子早补上了，老板说不碍事。这样还申报得了不",
        "给个准话，成不成",
        "照这情况还有希望没",
        "你直说，够条件没",
        "我们这样的能评上不",
        "Do we still stand a chance?",
        "So would we be eligible?",
    ],
)
def test_a_request_for_the_outcome_in_any_words_has_what_was_told_checked(agent: Agent, asked: str) -> None:
    answer = converse(agent, *PLANT, asked)[-1].answer
    assert answer.kind == "eligibility"
    assert answer.eligibility is not None
    assert (answer.eligibility.scheme, answer.eligibility.verdict) == ("cq-green-factory", "not_eligible")


@pytest.mark.parametrize(
    "asked", ["公示一般几天", "第三方评价要多少钱", "申报书交给谁", "这个税的事怎么算年限"]
)
def test_another_question_behind_what_was_told_is_answered_as_asked(agent: Agent, asked: str) -> None:
    assert converse(agent, *PLANT, asked)[-1].answer.kind != "eligibility"


def test_a_single_question_of_the_rule_is_not_taken_for_a_case(agent: Agent) -> None:
    for asked in ("厂里没设这种部门,就一个人兼着管,算满足吗", "注册在涪陵、厂房在长寿，算数吗"):
        assert converse(agent, asked)[-1].answer.kind == "answer"


@pytest.mark.parametrize(
    "asked",
    [
        "那这块牌子我们还留得下来不",
        "称号会不会给收了",
        "市级绿色工厂的称号还能接着戴、保得住吗",
        "Will we be able to keep the title?",
    ],
)
def test_who_asks_whether_a_title_can_be_kept_is_checked_as_its_holder(agent: Agent, asked: str) -> None:
    told = ("我们2023年评上的市级绿色工厂", "2025年的动态管理表填晚了")
    report = converse(agent, *told, asked)[-1].answer.eligibility
    assert report is not None
    assert report.scheme == "cq-dynamic-management"
    assert report.verdict == "not_eligible"


def test_the_title_named_with_its_text_is_checked_and_not_the_one_spoken_of_before(agent: Agent) -> None:
    told = "我们园区是区县级园区，区政府批的"
    asked = "就想拼一把部里2023年度国家绿色制造名单里的绿色工业园区，够不够得上"
    report = converse(agent, told, asked)[-1].answer.eligibility
    assert report is not None
    assert (report.scheme, report.verdict) == ("miit-green-park-2023", "not_eligible")


def test_what_is_counted_by_an_evaluator_does_not_turn_the_check_to_what_it_evaluated(agent: Agent) -> None:
    told = ("我们是第三方评价机构，问2023年度国家绿色制造名单", "绿色工厂做了十个，园区三个")
    report = converse(agent, *told, "供应链还做了四个，同一家法人。我们机构还合要求吗")[-1].answer.eligibility
    assert report is not None
    assert (report.scheme, report.verdict) == ("miit-evaluator-2023", "not_eligible")


def test_what_was_told_beside_a_question_of_the_rule_is_kept(agent: Agent) -> None:
    first = "我们厂2024年5月出过一起一般安全事故，市级绿色工厂的公示是几天"
    turns = converse(agent, first, "那我们还能报吗")
    assert turns[0].answer.kind == "answer"
    report = turns[1].answer.eligibility
    assert report is not None
    assert report.verdict == "not_eligible"


def test_what_is_told_between_two_checks_is_read_by_the_second(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们厂想报市级绿色工厂，注册在重庆，税也交在重庆",
        "我们2024年8月还出过一般环境污染事故，公示要几天",
        "那我们够条件吗",
    )
    assert turns[-1].state.facts["accidents"] == [
        {"kind": "environment", "grade": "general", "date": "2024-08"}
    ]
    assert turns[-1].state.facts["registered_in_chongqing"] is True


@pytest.mark.parametrize(
    "asks",
    [
        "帮个客户打听下市级绿色工厂",
        "辖区有家做阀门的厂想报市级绿色工厂，我先替他们问问",
        "I am asking on behalf of a client about the municipal green factory",
    ],
)
def test_the_case_of_somebody_for_whom_one_asks_is_read_as_the_case(agent: Agent, asks: str) -> None:
    told = "客户去年七月被列为失信被执行人，现在还在名单上"
    turns = converse(agent, asks, told, "他们还能报吗")
    report = turns[-1].answer.eligibility
    assert report is not None
    assert report.verdict == "not_eligible"


def test_a_client_of_ones_own_case_stays_somebody_else(agent: Agent) -> None:
    told = ("我们厂想报市级绿色工厂", "客户去年七月被列为失信被执行人，现在还在名单上")
    turns = converse(agent, *told, "那我们还能报吗")
    assert "judgment_debtor" not in turns[-1].state.facts


def test_who_asks_for_another_is_seen_and_read_as_the_teller() -> None:
    assert asks_for_another("替一家客户问个事")
    assert not asks_for_another("客户要求我们评绿色工厂")
    assert as_own("他们去年停过产") == "我们去年停过产"
    assert as_own("客户资料泄露了") == "客户资料泄露了"
    assert as_own("上个月他们说要查") == "上个月他们说要查"


@pytest.mark.parametrize(
    "asked",
    [
        "这下是不是没戏了",
        "这个算不算硬伤",
        "还让不让报",
        "够得着吗",
        "你觉得成不",
        "还有必要准备材料吗",
        "哪怕不是头一批也行，能评上吗",
        "Would that keep us out?",
        "Any chance of getting the title?",
    ],
)
def test_a_brief_request_for_the_outcome_goes_on_with_the_case(agent: Agent, asked: str) -> None:
    told = ("问市级绿色工厂，我们是做轴承的", "去年六月发生过一起一般安全事故")
    report = converse(agent, *told, asked)[-1].answer.eligibility
    assert report is not None
    assert (report.scheme, report.verdict) == ("cq-green-factory", "not_eligible")


def test_what_is_told_of_the_title_spoken_of_does_not_turn_to_one_named_in_passing(agent: Agent) -> None:
    told = ("我们厂想了解市级绿色工厂", "2025年第三方机构给我们做了评价，结论不合格")
    report = converse(agent, *told, "还能不能申报")[-1].answer.eligibility
    assert report is not None
    assert (report.scheme, report.verdict) == ("cq-green-factory", "not_eligible")


def test_a_figure_put_right_beside_a_request_for_the_outcome_is_put_right(agent: Agent) -> None:
    told = ("问市级绿色工业园区，我们园区是市政府批的", "工业增加值占比，之前报的是五成六")
    turns = converse(agent, *told, "更正，统计局核下来是百分之四十九。还能报吗")
    assert turns[-1].state.facts["industrial_value_added_share_pct"] == 49
    assert turns[-1].answer.eligibility is not None
    assert turns[-1].answer.eligibility.verdict == "not_eligible"


def test_an_event_told_over_two_messages_has_its_day(agent: Agent) -> None:
    told = ("我们做摩配的，想了解市级绿色工厂", "去年四月车间里一个工人被夹断了手指")
    turns = converse(agent, *told, "应急局后来定的一般事故。还有戏没")
    assert turns[-1].state.facts["accidents"][0]["date"] == "2025-04"
    report = turns[-1].answer.eligibility
    assert report is not None
    assert report.verdict == "not_eligible"


def test_what_was_told_is_kept_though_it_was_answered_as_out_of_scope(agent: Agent) -> None:
    turns = converse(agent, "搞餐饮配送的，在沙坪坝注册，独立法人", "绿色工厂梯度培育，我们能进吗")
    assert turns[0].answer.kind == "out_of_scope"
    assert turns[1].state.facts["registered_in_chongqing"] is True
    assert turns[1].answer.eligibility is not None
    assert turns[1].answer.eligibility.verdict == "not_eligible"


def test_a_formal_request_for_the_outcome_is_one_too(agent: Agent) -> None:
    told = ("我司为重庆市注册的独立法人，机械制造企业，未获市级、国家级绿色工厂称号", "请问能否纳入梯度培育")
    report = converse(agent, *told)[-1].answer.eligibility
    assert report is not None
    assert report.scheme == "cq-gradient-cultivation"


def test_who_asks_for_the_outcome_of_what_was_told_is_shown_what_it_rests_on(agent: Agent) -> None:
    told = (
        "长寿区2023年绿色工厂培育库，我们是本区注册的独立法人，2022年产值八千万",
        "2020年利润一百万，2021年一百二十万，2022年九十万，质量安全环保事故都没有",
    )
    answer = converse(agent, *told, "符合条件吗")[-1].answer
    assert answer.eligibility is not None
    assert answer.eligibility.verdict == "formally_eligible"
    assert "年产值超过5000万" in answer.answer


def test_what_is_put_right_is_the_event_told_and_not_what_was_asked_last(agent: Agent) -> None:
    told = "我们管委会的污水厂2021年出过重大污染事故，还能报市级绿色工业园区吗"
    report = converse(agent, told, "记岔了，是2024年5月16日，等级是较大")[-1].answer.eligibility
    assert report is not None
    assert report.verdict == "not_eligible"


def test_who_told_the_day_is_not_asked_whether_it_was_in_time(agent: Agent) -> None:
    answer = converse(agent, "我们2023年认定的市级绿色工厂，2025年的表4月10日填的，称号有没有问题")[-1].answer
    assert "没有采用" not in answer.answer


@pytest.mark.parametrize(
    "asked", ["市级绿色工厂还能搞吗", "市级绿色工厂还能报吗", "市级绿色工厂我们还能冲不"]
)
def test_how_grave_the_event_was_is_told_of_the_one_told_before(agent: Agent, asked: str) -> None:
    told = ("我们是綦江做齿轮的", "去年九月份锅炉炸了，烧伤三个工人", f"市里定的较大事故，{asked}")
    answer = converse(agent, *told)[-1].answer
    assert answer.eligibility is not None
    assert answer.eligibility.verdict == "not_eligible"
    assert "2025年9月的较大安全事故" in answer.answer


def test_who_asks_for_the_outcome_is_not_told_that_nothing_was_read(agent: Agent) -> None:
    told = (
        "长寿做电子的，独立法人，2022年产值8000万",
        "2020年赚200万，2021年300万，2022年150万",
        "能进培育库不",
    )
    assert "没有读到" not in converse(agent, *told)[-1].answer.answer


def test_who_has_told_of_the_case_and_names_the_title_wished_for_is_checked(agent: Agent) -> None:
    answer = converse(agent, "园区去年能耗双控没完成", "想评市级绿色园区")[-1].answer
    assert answer.eligibility is not None
    assert (answer.eligibility.scheme, answer.eligibility.verdict) == ("cq-green-park", "not_eligible")


def test_who_only_greets_and_names_a_title_is_told_how_to_apply(agent: Agent) -> None:
    assert converse(agent, "你好", "想报市级绿色工厂")[-1].answer.kind == "answer"


@pytest.mark.parametrize(
    ("turns", "day", "scheme", "verdict"),
    [
        (
            (
                "想参加2023年度国家级绿色工厂的推荐",
                "第三方给的评价结论是不合格",
                "这种结论还能报国家绿色工厂吗？",
            ),
            "2023-08-10",
            "miit-green-factory-2023",
            "not_eligible",
        ),
        (
            (
                "问哈2023年度国家绿色工厂，原来是搞造纸的",
                "去年底厂子就停业了，不再生产了",
                "不过绿色工厂的资料备起的，还报得到不？",
            ),
            "2023-08-10",
            "miit-green-factory-2023",
            "not_eligible",
        ),
        (
            (
                "我们是做绿色制造评价的机构",
                "去年2月有份评价报告被查实弄虚作假，工信部门把我们列进了评价机构黑名单。",
                "也换了项目负责人。请问这一批我们还能参与评价吗？",
            ),
            "2023-08-10",
            "miit-evaluator-2023",
            "not_eligible",
        ),
        (
            ("市级绿色工厂，2021年认定的。", "上个月市里组织复审，结果出来是不合格。", "称号还在吗？"),
            "2026-11-20",
            "cq-dynamic-management",
            "not_eligible",
        ),
        (
            (
                "想了解能不能报市级绿色工厂",
                "2024年3月1日全线停的，中间一天都没开过",
                "2025年6月底才复工。能报吗？",
            ),
            "2026-11-20",
            "cq-green-factory",
            "not_eligible",
        ),
        (
            (
                "想弄市级绿色工厂",
                "去年4月市场监管局把我们列到经营异常名单里头去了",
                "当年6月就办好手续移出来了。有过这个记录，是不是就报不成了？",
            ),
            "2026-11-20",
            "cq-green-factory",
            "needs_information",
        ),
    ],
)
def test_what_was_told_before_decides_for_the_title_named_first(
    agent: Agent, turns: tuple[str, ...], day: str, scheme: str, verdict: str
) -> None:
    report = converse(agent, *turns, as_of=date.fromisoformat(day))[-1].answer.eligibility
    assert report is not None
    assert (report.scheme, report.verdict) == (scheme, verdict)
