"""Facts told over several parts, without their subject, or of somebody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts

AS_OF = date(2026, 11, 20)
FACTORY, HOLDER, POOL = "cq-green-factory", "cq-dynamic-management", "cq-gradient-cultivation"


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "fact", "value"),
    [
        (FACTORY, None, "责任制这个没得", "has_target_responsibility", False),
        (FACTORY, None, "目标责任书还在法务那边审", "has_target_responsibility", False),
        (FACTORY, None, "管绿色的部门，没得", "has_green_mgmt_body", False),
        (FACTORY, None, "自评价做了，结论合格，还没请第三方", "evaluation_result", "self_passed"),
        (FACTORY, None, "按能耗限额国家标准，我们是一级", "energy_quota_tier", "advanced"),
        (FACTORY, None, "14001正在贯标，没建成", "has_environmental_system", False),
        (FACTORY, None, "税一分不少都交给重庆了", "pays_tax_in_chongqing", True),
        (FACTORY, None, "督查没查出严重问题", "inspection_findings", []),
        (FACTORY, "has_implementation_plan", "还在写", "has_implementation_plan", False),
        (FACTORY, "has_implementation_plan", "编好了，在走签字", "has_implementation_plan", True),
        (FACTORY, "industry_standard_listed", "查了，没有我们这个行业", "industry_standard_listed", False),
        (FACTORY, "evaluation_result", "评了，没评上", "evaluation_result", "failed"),
        (HOLDER, "title_held", "市级的，工厂", "title_held", "municipal_factory"),
        (HOLDER, "missed_review", "该参加的都参加了", "missed_review", False),
        (HOLDER, None, "拿牌子以后没出过事故", "accidents_as_holder", []),
        (POOL, "breaks_rules", "去年11月未批先建被查", "breaks_rules", [{"date": "2025-11"}]),
        (
            FACTORY,
            None,
            "No safety, quality or environmental accidents since we were founded",
            "accidents",
            [],
        ),
        (FACTORY, "shutdowns", "去年2月起停了四个月", "shutdowns", [{"date": "2025-02", "end": "2025-05"}]),
        (
            FACTORY,
            "shutdowns",
            "24年限电的时候停过，8月15停到8月24",
            "shutdowns",
            [{"date": "2024-08-15", "end": "2024-08-24"}],
        ),
        (
            FACTORY,
            "abnormal_list",
            "去年没年报，7月进去的，9月补了就出来了",
            "abnormal_list",
            {"listed_on": "2025-07", "removed_on": "2025-09"},
        ),
        (
            HOLDER,
            "dishonesty_blacklist",
            "早移出来了，2024年3月15号",
            "dishonesty_blacklist",
            {"listed_on": None, "removed_on": "2024-03-15"},
        ),
    ],
)
def test_what_is_told_in_other_words_is_read(
    checker: Checker, scheme: str, asked: str | None, text: str, fact: str, value: Any
) -> None:
    assert read_facts(text, checker.scheme(scheme), AS_OF, asked).get(fact, "nothing") == value


@pytest.mark.parametrize(
    "text",
    [
        "隔壁那家去年炸了，死了两个人",
        "听税务的朋友说重庆纳税有奖励",
        "没有45001行吗",
        "如果我们全部外包，还算实际生产么",
        "标准清单多久更新",
        "我们厂房屋顶搞光伏发电，自发自用",
        "想请人做个五年规划",
        "我表弟他们厂在四川，税也交在广安",
        "安全生产责任制年年签",
        "绿色办的职责没有写",
    ],
)
def test_what_is_of_others_or_of_another_thing_is_not_told(checker: Checker, text: str) -> None:
    read = read_facts(text, checker.scheme(FACTORY), AS_OF)
    assert not {
        "accidents",
        "pays_tax_in_chongqing",
        "has_target_responsibility",
        "has_green_mgmt_body",
    } & set(read)


def test_once_on_a_list_does_not_tell_that_one_still_is(checker: Checker) -> None:
    read = read_facts("除了上过黑名单，别的都没有", checker.scheme(HOLDER), AS_OF, "integrity")
    assert "dishonesty_blacklist" not in read
    assert read["terminated"] is False


def test_none_of_a_group_tells_of_each(checker: Checker) -> None:
    read = read_facts("一样都没搞", checker.scheme(FACTORY), AS_OF, "green_plans")
    assert read == dict.fromkeys(
        ("has_long_term_plan", "has_quantified_annual_targets", "has_implementation_plan"), False
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("连续停产过14个月，2024年3月复产", {"months": 14, "end": "2024-03"}),
        ("停产14个月后2024年3月复产", {"months": 14, "end": "2024-03"}),
        ("去年停产了14个月，现在恢复了", {"date": "2025", "months": 14}),
        ("停产14个月了刚复工", {"months": 14, "end": "2026-11"}),
        ("停产了一年半", {"months": 18}),
        ("2023年3月停产，停了14个月", {"date": "2023-03", "end": "2024-04"}),
    ],
)
def test_a_spell_is_read_by_its_length(checker: Checker, text: str, told: dict[str, Any]) -> None:
    assert read_facts(text, checker.scheme(FACTORY), AS_OF)["shutdowns"] == [told]


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"months": 14, "end": "2024-03"}, "not_met"),
        ({"months": 10, "end": "2024-03"}, "met"),
        ({"months": 14, "date": "2025"}, "not_met"),
        ({"months": 14, "end": "2021-03"}, "met"),
        ({"months": 14}, "unknown"),
    ],
)
def test_a_spell_told_by_its_length_is_judged(checker: Checker, facts: dict[str, Any], outcome: str) -> None:
    report = checker.check(FACTORY, {"shutdowns": [facts]}, AS_OF)
    assert next(c.outcome for c in report.criteria if c.id == "notice2025-shutdown") == outcome


@pytest.mark.parametrize(
    "text",
    ["有，还被列入经营异常名录，不过上个月移出来了", "停产14个月，还被列入经营异常名录，不过上个月移出来了"],
)
def test_the_day_of_a_removal_is_no_day_of_the_event_asked_for(checker: Checker, text: str) -> None:
    read = read_facts(text, checker.scheme(FACTORY), AS_OF, "shutdowns")
    assert read["abnormal_list"] == {"listed_on": None, "removed_on": "2026-10"}
    assert not any("2026-10" in event.values() for event in read["shutdowns"])


@pytest.mark.parametrize("text", ["2022年亏了一点", "2022年换了一批设备"])
def test_a_year_told_of_something_else_is_no_event_asked_for(checker: Checker, text: str) -> None:
    assert "accidents" not in read_facts(
        text, checker.scheme("changshou-cultivation-2023"), AS_OF, "accidents"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022年亏损了", False),
        ("2021年没赚钱", False),
        ("2020年赚，2021年也赚，2022年没亏", True),
        ("2022年没亏", None),
        ("2019年亏了", None),
        ("2022年上半年亏了", None),
    ],
)
def test_single_years_tell_of_a_fact_that_speaks_of_each(
    checker: Checker, text: str, value: bool | None
) -> None:
    read = read_facts(text, checker.scheme("changshou-cultivation-2023"), AS_OF)
    assert read.get("profitable_each_year") is value


@pytest.mark.parametrize(
    ("fact", "entry", "outcome"),
    [
        ("abnormal_list", {"listed_on": "2025", "removed": True}, "met"),
        ("dishonest_enterprise_list", {"listed_on": "2025", "removed": True}, "unknown"),
        ("judgment_debtor", {"listed_on": "2025", "removed": True}, "not_met"),
        ("abnormal_list", {"listed_on": "2025", "removed_on": None}, "not_met"),
    ],
)
def test_an_entry_ended_on_an_untold_day_is_judged_by_its_rule(
    checker: Checker, fact: str, entry: dict[str, Any], outcome: str
) -> None:
    told = {name: False for name in ("dishonest_enterprise_list", "legal_rep_blacklist")} | {fact: entry}
    report = checker.check(FACTORY, told, AS_OF)
    (criterion,) = (c for c in report.criteria if c.role != "preference" and entry in c.facts.values())
    assert criterion.outcome == outcome


@pytest.mark.parametrize(
    ("text", "seat", "tax"),
    [
        ("税在成都交", None, False),
        ("注册在两江新区，税也交在这里", True, True),
        ("注册在成都，税也交在这里", False, False),
        ("公司在重庆，工厂在四川", True, None),
    ],
)
@pytest.mark.parametrize("asked", [None, "registered_in_chongqing", "seat_and_trade"])
def test_a_place_tells_of_what_its_part_names(
    checker: Checker, text: str, seat: bool | None, tax: bool | None, asked: str | None
) -> None:
    read = read_facts(text, checker.scheme(FACTORY), AS_OF, asked)
    assert (read.get("registered_in_chongqing"), read.get("pays_tax_in_chongqing")) == (seat, tax)
