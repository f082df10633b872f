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
