"""Facts in the words of those who tell their case in passing: figures, times, slips, what goes on with what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts

TODAY = date(2026, 11, 20)
FACTORY, PARK, NATIONAL = "cq-green-factory", "cq-green-park", "miit-green-factory-2023"
EVALUATOR, POOL, LADDER = "miit-evaluator-2023", "changshou-cultivation-2023", "cq-gradient-cultivation"


def read(checker: Checker, scheme: str, text: str, asked: str | None = None) -> Any:
    return read_facts(text, checker.scheme(scheme), TODAY, asked)


@pytest.mark.parametrize(
    ("scheme", "text", "name", "value"),
    [
        (
            POOL,
            "20年赚五十万，二一年六十六万，二二年七十一万",
            "profit",
            {"2020": 50, "2021": 66, "2022": 71},
        ),
        (
            PARK,
            "碳强度报一下：二三年零点九一，二四年零点八五，去年零点八三，都是吨二氧化碳每万元",
            "carbon_intensity",
            {"2023": 0.91, "2024": 0.85, "2025": 0.83},
        ),
        (PARK, "工业增加值占比，局里最后审下来是百分之五十四", "industrial_value_added_share_pct", 54),
        (PARK, "工业增加值占比，报表上写的是六成一", "industrial_value_added_share_pct", 61),
        (EVALUATOR, "供应链的好像是四个，哦不对，是五个", "supply_chain_projects", 5),
    ],
)
def test_figures_are_read_as_people_say_them(
    checker: Checker, scheme: str, text: str, name: str, value: Any
) -> None:
    assert read(checker, scheme, text).get(name) == value


def test_a_figure_of_something_else_behind_a_name_is_not_taken(checker: Checker) -> None:
    assert (
        read(checker, PARK, "工业增加值占比，我们绿色工厂有12家").get("industrial_value_added_share_pct")
        is None
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "In March last year a boiler exploded. The bureau classed it as an ordinary safety accident.",
            "2025-03",
        ),
        ("Last year in June a worker was injured in an ordinary safety accident", "2025-06"),
    ],
)
def test_a_month_of_last_year_is_read_in_english(checker: Checker, text: str, day: str) -> None:
    assert read(checker, FACTORY, text)["accidents"][0]["date"] == day


def test_who_is_ruled_out_is_not_spoken_of(checker: Checker) -> None:
    told = "去年5月园区污水干管破了，管子是管委会的，不是入园企业的，环保局定的一般环境污染事故"
    assert read(checker, PARK, told).get("park_accidents")


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("前年上过节能监察的整改名单，后来设备全换了", True),
        ("节能监察整改名单里有我们，有两台电机至今没换", False),
        ("节能监察整改名单没有我们，厂里的灯全换了", None),
        ("厂里的灯全换了", None),
    ],
)
def test_what_follows_a_listing_for_rectification_says_whether_it_was_done(
    checker: Checker, text: str, done: bool | None
) -> None:
    assert read(checker, FACTORY, text).get("energy_inspection_rectified") is done


def test_what_goes_on_with_another_fact_does_not_answer_the_one_asked_for(checker: Checker) -> None:
    told = "第三方评价在做，结果没出"
    assert "energy_inspection_rectified" not in read(checker, NATIONAL, told, "energy_inspection_rectified")
    park = "评价就园区自己评了一遍，合格，外面的机构还没请"
    assert "has_unified_management_body" not in read(checker, PARK, park, "boundary_and_body")


def test_what_it_is_counts_and_not_what_it_is_said_not_to_be(checker: Checker) -> None:
    told = "我们不是独立法人，是视同法人的独立核算单位"
    assert read(checker, LADDER, told)["legal_form"] == "independent_accounting_unit"
    assert read(checker, LADDER, "我们不是独立法人，是总公司下面的分厂")["legal_form"] == "branch"


def test_sorry_to_say_takes_nothing_back(checker: Checker) -> None:
    told = "In May 2024 a court put us on the list of dishonest judgment debtors, sorry to say, and we are still on it"
    assert read(checker, FACTORY, told)["judgment_debtor"] == {"listed_on": "2024-05", "removed_on": None}


@pytest.mark.parametrize(
    "text",
    [
        "隔壁厂去年有人断了手指",
        "要是断了手指算不算事故",
        "怕的就是哪天夹断手",
        "每年都搞断指事故的演练",
        "断了三天电",
    ],
)
def test_an_injury_feared_supposed_or_of_others_is_none_of_ours(checker: Checker, text: str) -> None:
    assert not read(checker, FACTORY, text).get("accidents")


@pytest.mark.parametrize("text", ["去年三月冲床夹断了师傅的手指", "上个月有人从架子上摔断了腿"])
def test_an_injury_told_is_an_accident(checker: Checker, text: str) -> None:
    assert read(checker, FACTORY, text)["accidents"][0]["kind"] == "safety"


def test_a_wish_for_a_title_of_a_year_tells_no_event_of_it(checker: Checker) -> None:
    told = "想报工信部2023年国家级绿色工厂，第三方还没去请"
    assert "list_removals" not in read(checker, NATIONAL, told, "supervision")


def test_a_month_without_its_year_is_of_the_year_said_before_in_english(checker: Checker) -> None:
    told = "Two years ago, in August, a gas leak sent three workers to hospital. It was an ordinary safety accident."
    assert read(checker, FACTORY, told)["accidents"][0]["date"] == "2024-08"


def test_a_ruling_says_how_grave_it_was_whatever_the_teller_called_it(checker: Checker) -> None:
    told = "In May this year we had a major fire; the bureau ruled it a larger accident."
    assert read(checker, FACTORY, told)["accidents"] == [
        {"kind": "safety", "grade": "larger", "date": "2026-05"}
    ]


def test_what_was_done_without_leave_does_not_answer_for_a_plan(checker: Checker) -> None:
    assert "has_green_plan" not in read(checker, LADDER, "生产线没办环评就投产了", "has_green_plan")


def test_money_still_owed_asks_nothing(checker: Checker) -> None:
    told = "上个月被法院列为失信被执行人，钱还没还清"
    assert read(checker, FACTORY, told)["judgment_debtor"] == {"listed_on": "2026-10", "removed_on": None}


def test_a_figure_of_one_clause_is_not_that_of_the_other_in_english(checker: Checker) -> None:
    told = read(checker, POOL, "Output in 2022 was 80 million yuan and we made a profit every year.")
    assert told["output_value"] == {"2022": 8000}
    assert "profit" not in told


def test_figures_one_after_the_other_are_of_the_years_in_order(checker: Checker) -> None:
    told = read(checker, POOL, "前三年利润依次是二十万、三十五万、四十八万")
    assert told["profit"] == {"2020": 20, "2021": 35, "2022": 48}
