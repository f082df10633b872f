"""A true or false fact in a reply that leaves its subject out."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.eligibility import Checker
from assistant.eligibility.facts_from_text import read_facts

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "value"),
    [
        ("cq-green-park", "tenant_uses_obsolete", "早就清零了", False),
        ("cq-green-park", "carbon_intensity_falling", "一年比一年低", True),
        ("cq-green-park", "energy_target_met", "差一点，去年没完成", False),
        ("miit-green-supply-chain-2023", "is_epr_pilot", "去年申请了，没批下来", False),
        ("miit-green-factory-2023", "is_key_energy_industry", "没列进去", False),
    ],
)
def test_a_reply_tells_the_fact_asked_for_without_its_name(
    scheme: str, asked: str, text: str, value: bool, checker: Checker
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == {asked: value}
    assert asked not in read_facts(text, checker.scheme(scheme), DAY)


def test_what_denies_another_fact_is_no_answer(checker: Checker) -> None:
    read = read_facts("绿色工厂一家都没评上", checker.scheme("cq-green-park"), DAY, "energy_target_met")
    assert "energy_target_met" not in read


def test_a_good_word_for_what_should_not_be_says_that_it_is_not(checker: Checker) -> None:
    read = read_facts("设备都换完了，产品也都合规", checker.scheme("cq-green-park"), DAY, "obsolete")
    assert read.get("tenant_makes_obsolete") is not True


def test_one_part_may_hold_the_count_of_the_part_before(checker: Checker) -> None:
    park, chain = checker.scheme("cq-green-park"), checker.scheme("miit-green-supply-chain-2023")
    assert read_facts("绿色工厂嘛，13家", park, DAY) == {"green_factory_count": 13}
    assert read_facts("供应商里头，绿色工厂占了19家", chain, DAY) == {"green_factory_supplier_count": 19}
    assert "green_factory_supplier_count" not in read_facts("集团里头，绿色工厂占了19家", chain, DAY)


def test_of_a_figure_that_changed_the_later_counts(checker: Checker) -> None:
    told = read_facts("工业增加值占比从55%提高到了63%", checker.scheme("cq-green-park"), DAY)
    assert told == {"industrial_value_added_share_pct": 63}


def test_counts_alone_answer_the_group_in_its_order(checker: Checker) -> None:
    told = read_facts("8个、1个、0", checker.scheme("miit-evaluator-2023"), DAY, "projects")
    assert told == {"factory_projects": 8, "park_projects": 1, "supply_chain_projects": 0}


def test_a_label_may_be_written_short_where_one_fact_only_ends_so(checker: Checker) -> None:
    park = checker.scheme("cq-green-park")
    assert read_facts("绿色工厂数：12；级别：市级", park, DAY) == {
        "green_factory_count": 12,
        "park_level": "municipal",
    }


@pytest.mark.parametrize(
    ("scheme", "asked", "text"),
    [
        ("cq-green-park", "carbon_intensity_falling", "电费涨了好多"),
        ("cq-green-park", "carbon_intensity_falling", "总量在降，强度没算过"),
        ("cq-green-park", "has_unified_management_body", "我去问下管委会"),
        ("cq-green-park", "park_level", "我们想报国家级"),
        ("miit-green-factory-2023", "benchmark_reached_2023", "产品质量达标"),
        ("changshou-cultivation-2023", "output_value", "产能5000吨"),
    ],
)
def test_what_is_said_of_something_else_is_no_answer(
    scheme: str, asked: str, text: str, checker: Checker
) -> None:
    assert asked not in read_facts(text, checker.scheme(scheme), DAY, asked)
