"""Facts of which a message tells over several parts: stories, lists, groups, slips."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility import Checker, read_facts

DAY = date(2026, 11, 20)
FACTORY, PARK, NATIONAL, EVALUATOR = (
    "cq-green-factory",
    "cq-green-park",
    "miit-green-factory-2023",
    "miit-evaluator-2023",
)

STORIES: list[tuple[str, str, dict[str, Any]]] = [
    (
        PARK,
        "本园区的称号曾被撤销，撤销公告日期为2021年9月30日。",
        {"title_revocations": [{"date": "2021-09-30"}]},
    ),
    (
        PARK,
        "我园称号于2022年被撤销，公告时间是2022年5月6日",
        {"title_revocations": [{"date": "2022-05-06"}]},
    ),
    (PARK, "我园被撤销过称号，成立日期为2012年5月", {"title_revocations": [{}]}),
    (
        FACTORY,
        "去年订单断了，机器歇了一年零两个月，今年才重新开工",
        {"shutdowns": [{"date": "2025", "end": "2026", "months": 14}]},
    ),
    ("cq-dynamic-management", "去年参加复审，结果不合格", {"review_result": "failed"}),
    (
        "cq-dynamic-management",
        "参加了复审，没通过",
        {"missed_review": False, "review_result": "failed"},
    ),
    (
        FACTORY,
        "the company is registered in Guang'an, Sichuan",
        {"registered_in_chongqing": False},
    ),
    (
        FACTORY,
        "2025年4月3日夜里管子裂了，酸流进雨水沟，赔了些钱，环保上最后定为一般环境污染事故",
        {"accidents": [{"kind": "environment", "grade": "general", "date": "2025-04-03"}]},
    ),
    (
        FACTORY,
        "On 9 May 2024 a crane dropped its load and a fitter was hurt. The bureau classed it as a larger safety accident.",
        {"accidents": [{"kind": "safety", "grade": "larger", "date": "2024-05-09"}]},
    ),
    (
        FACTORY,
        "2024年5月搬到了新厂房，后来出过一起一般安全事故",
        {"accidents": [{"kind": "safety", "grade": "general"}]},
    ),
    (
        FACTORY,
        "2024年9月2日停的炉，10月20日重新点火",
        {"shutdowns": [{"date": "2024-09-02", "end": "2024-10-20"}]},
    ),
    (
        FACTORY,
        "经营异常上过一次，2024年3月6日进，5月8日出",
        {"abnormal_list": {"listed_on": "2024-03-06", "removed_on": "2024-05-08"}},
    ),
    (
        FACTORY,
        "老板2024年1月9日上了失信黑名单，2024年8月1日移出",
        {"legal_rep_blacklist": {"listed_on": "2024-01-09", "removed_on": "2024-08-01"}},
    ),
    (
        PARK,
        "有户做阀门的，2025年6月1日上了失信被执行人名单",
        {"tenant_events": [{"kind": "judgment_debtor", "date": "2025-06-01"}]},
    ),
    (EVALUATOR, "工厂评价16项，啊不，15项；园区2项", {"factory_projects": 15, "park_projects": 2}),
    (
        EVALUATOR,
        "工厂6、园区2、供应链没有",
        {"factory_projects": 6, "park_projects": 2, "supply_chain_projects": 0},
    ),
    (NATIONAL, "两个网站都查过，一条不良都没有", {"credit_records": []}),
    (FACTORY, "除了检修那一回，三年没停过产", {}),
    (FACTORY, "明年打算把50001那套建起来", {}),
]


@pytest.mark.parametrize(("scheme", "text", "facts"), STORIES)
def test_what_is_told_over_several_parts_belongs_together(
    checker: Checker, scheme: str, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == facts


ASKED: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        FACTORY,
        "supervision",
        "三样一样没沾",
        {"list_removals": [], "inspection_findings": [], "energy_inspection_listed": False},
    ),
    (
        FACTORY,
        "green_plans",
        "三样一样不缺",
        dict.fromkeys(
            ("has_long_term_plan", "has_quantified_annual_targets", "has_implementation_plan"), True
        ),
    ),
    (FACTORY, "operation", "头两样都没得", {"deregistered": False, "shutdowns": []}),
    (FACTORY, "is_key_industry", "拿不准，厂里没人说得清", {"is_key_industry": None}),
    (FACTORY, "accidents", "啥子事都没有", {"accidents": []}),
    (
        FACTORY,
        "judgment_debtor",
        "2025年3月8日列的，到现在没撤",
        {"judgment_debtor": {"listed_on": "2025-03-08", "removed_on": None}},
    ),
    (PARK, "operation_park", "哪有注销停产一说", {"deregistered": False, "shutdowns": []}),
    (PARK, "green_factory_count", "十五家上下，没细数", {}),
]


@pytest.mark.parametrize(("scheme", "asked", "text", "facts"), ASKED)
def test_a_reply_covers_what_it_names_by_number(
    checker: Checker, scheme: str, asked: str, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == facts


def test_a_brief_part_is_of_the_one_of_a_group_that_it_names(checker: Checker) -> None:
    told = read_facts("我们有环境、质量、职业健康三个体系，能源的没搞", checker.scheme(FACTORY), DAY)
    assert told["has_energy_system"] is False
    assert told["has_quality_system"] is True


@pytest.mark.parametrize(
    ("scheme", "said", "told"),
    [
        (FACTORY, "质量体系刚通过认证，环境的还在审", {"has_quality_system": True}),
        (NATIONAL, "两个网站查了，干干净净", {"credit_records": []}),
        (
            EVALUATOR,
            "9个工厂加4个园加2个供应链",
            {"factory_projects": 9, "park_projects": 4, "supply_chain_projects": 2},
        ),
        (FACTORY, "去年因为没按证排污被罚五万", {"violations": [{"kind": "other", "date": "2025"}]}),
        (PARK, "旁边那个园区去年有企业爆炸，我们没受影响", {}),
    ],
)
def test_what_lies_beside_a_fact_is_taken_as_it_is_meant(
    checker: Checker, scheme: str, said: str, told: dict[str, Any]
) -> None:
    assert read_facts(said, checker.scheme(scheme), DAY) == told
