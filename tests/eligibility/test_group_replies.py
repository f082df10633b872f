from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.documents.library import load_library
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.facts_from_text import read_facts
from assistant.wording import corpus_folder

DAY = date(2026, 11, 20)
SYSTEMS = ("has_environmental_system", "has_ohs_system", "has_quality_system", "has_energy_system")
LISTS = ("dishonest_enterprise_list", "legal_rep_blacklist", "judgment_debtor", "abnormal_list")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker(corpus_folder() / "schemes", load_library(corpus_folder()))


def told(checker: Checker, scheme: str, asked: str | None, text: str) -> dict[str, Any]:
    return dict(read_facts(text, checker.scheme(scheme), DAY, asked))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("除了能源的，另外三个都建了", (True, True, True, False)),
        ("前三个有，能源没有", (True, True, True, False)),
        ("质量和环境有，其余没有", (True, False, True, False)),
        ("第一个有，其他没有", (True, False, False, False)),
    ],
)
def test_facts_of_a_group_are_told_by_place_or_by_the_rest(
    checker: Checker, text: str, values: tuple[bool, ...]
) -> None:
    read = told(checker, "cq-green-factory", "management_systems", text)
    assert tuple(read.get(name) for name in SYSTEMS) == values


def test_the_rest_of_a_group_is_denied_beside_one_that_is_told(checker: Checker) -> None:
    text = "2024年6月1日被列入经营异常名录，2024年9月1日移出，其他没有"
    read = told(checker, "cq-green-factory", "credit_lists", text)
    assert read["abnormal_list"] == {"listed_on": "2024-06-01", "removed_on": "2024-09-01"}
    assert [read[name] for name in LISTS[:3]] == [False, False, False]


def test_a_clean_record_denies_every_list_asked_for(checker: Checker) -> None:
    read = told(checker, "cq-green-factory", "credit_lists", "信用中国查过了，干干净净")
    assert [read[name] for name in LISTS] == [False] * 4


def test_one_word_for_several_lists_asserts_none(checker: Checker) -> None:
    text = "信用中国上查到我们有一条失信记录，去年修复了"
    assert told(checker, "cq-green-factory", None, text) == {}


def test_a_list_denied_takes_no_days_from_the_next(checker: Checker) -> None:
    read = told(checker, "cq-green-factory", None, "失信被执行人：无；经营异常：2021年3月列入、2021年6月移出")
    assert read["judgment_debtor"] is False
    assert read["abnormal_list"] == {"listed_on": "2021-03", "removed_on": "2021-06"}


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("产值73,500,000元", None, {"2022": 7350}),
        ("八千二百万", "output_value", {"2022": 8200}),
    ],
)
def test_figures_keep_their_thousands_and_ten_thousands(
    checker: Checker, text: str, asked: str | None, value: dict[str, float]
) -> None:
    assert told(checker, "changshou-cultivation-2023", asked, text)["output_value"] == value


@pytest.mark.parametrize("text", ["利润2020年30万、2021年50万、2022年60万", "30万，50万，60万"])
def test_one_figure_a_year_is_read_in_order(checker: Checker, text: str) -> None:
    read = told(checker, "changshou-cultivation-2023", "profit", text)
    assert read["profit"] == {"2020": 30, "2021": 50, "2022": 60}


def test_a_rough_share_is_not_taken(checker: Checker) -> None:
    assert told(checker, "cq-green-park", None, "工业增加值占比大概六成") == {}


@pytest.mark.parametrize(("text", "grade"), [("从AA降到A级", "a"), ("从AA升到AAA", "aaa")])
def test_of_a_change_the_later_grade_counts(checker: Checker, text: str, grade: str) -> None:
    assert told(checker, "cq-dynamic-management", "factory_grade", text) == {"factory_grade": grade}


def test_a_removal_in_the_same_year_keeps_the_year_of_entry(checker: Checker) -> None:
    text = "公司2022年因为地址联系不上被列入经营异常，同年9月3日移出"
    read = told(checker, "cq-green-factory", None, text)
    assert read["abnormal_list"] == {"listed_on": "2022", "removed_on": "2022-09-03"}


def test_a_denial_with_an_asking_word_is_a_denial(checker: Checker) -> None:
    assert told(checker, "cq-green-park", None, "没出过啥事故") == {"park_accidents": []}
