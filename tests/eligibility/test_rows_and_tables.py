"""Figures in rows and small tables, rows of kinds that name all, and whose figures and sites are spoken of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts

DAY = date(2026, 11, 20)
POOL, FACTORY, EVALUATOR = "changshou-cultivation-2023", "cq-green-factory", "miit-evaluator-2023"
NATIONAL, PARK, HOLDER = "miit-green-factory-2023", "cq-green-park", "cq-dynamic-management"


@pytest.mark.parametrize(
    ("scheme", "text", "told"),
    [
        (
            POOL,
            "2022年产值5470万元、利润总额413万元",
            {"output_value": {"2022": 5470}, "profit": {"2022": 413}},
        ),
        (
            POOL,
            "产值（万元）：2020年6100，2021年6850，2022年7320",
            {"output_value": {"2020": 6100, "2021": 6850, "2022": 7320}},
        ),
        (
            POOL,
            "利润总额（万元）2020年120，2021年-30，2022年88",
            {"profit": {"2020": 120, "2021": -30, "2022": 88}},
        ),
        (POOL, "20、21、22年利润30万、31万、32万", {"profit": {"2020": 30, "2021": 31, "2022": 32}}),
        (POOL, "2022年产值一亿三千多万", {}),
        (POOL, "三个亿是我们母公司的产值，不是我们厂的", {}),
        (EVALUATOR, "绿色工厂评价9项、绿色工业园区评价2项", {"factory_projects": 9, "park_projects": 2}),
        (EVALUATOR, "供应链1项，本批总数12项", {"supply_chain_projects": 1, "projects_in_batch": 12}),
    ],
)
def test_each_figure_is_of_its_own_item(
    checker: Checker, scheme: str, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == told


@pytest.mark.parametrize("scheme", [FACTORY, NATIONAL])
@pytest.mark.parametrize("text", ["无偷漏税等违法违规行为", "也没有偷漏税等违法违规行为"])
def test_a_kind_named_as_an_example_denies_all(checker: Checker, scheme: str, text: str) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == {"violations": []}


def test_a_kind_named_alone_denies_no_other(checker: Checker) -> None:
    assert "violations" not in read_facts("没有偷漏税", checker.scheme(NATIONAL), DAY)


def test_what_the_register_shows_is_no_accident_of_the_plant(checker: Checker) -> None:
    told = read_facts(
        "信用中国和企业信用公示系统都查过，近三年没有我们的事故记录", checker.scheme(NATIONAL), DAY
    )
    assert "accidents" not in told


@pytest.mark.parametrize(
    "text", ["挨着我们的那个园区是国家低碳试点", "附近那个园区是国家低碳试点，他们去年还来交流过"]
)
def test_a_park_next_door_is_none_of_ours(checker: Checker, text: str) -> None:
    assert read_facts(text, checker.scheme("miit-green-park-2023"), DAY) == {}


def test_what_kept_somebody_away_denies_nothing(checker: Checker) -> None:
    assert read_facts("复审我们人手不够没去", checker.scheme(HOLDER), DAY) == {"missed_review": True}


def test_a_day_without_a_year_is_of_the_round_under_way(checker: Checker) -> None:
    told = read_facts("年度工作情况8月1日填报", checker.scheme(EVALUATOR), date(2023, 8, 10))
    assert told == {"work_report_filed_on": "2023-08-01"}
    assert read_facts("年度工作情况8月1日填报", checker.scheme(EVALUATOR), DAY) == {}


def test_a_thing_named_with_a_question_mark_is_answered_behind_it(checker: Checker) -> None:
    told = read_facts("要求整改的那个节能监察名单？没上过", checker.scheme("miit-green-park-2023"), DAY)
    assert told == {"energy_inspection_listed": False}
