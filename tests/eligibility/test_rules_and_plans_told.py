"""Rules quoted, fears, advice and what is still to come tell nothing; what is gone or refused is not there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts

DAY = date(2026, 11, 20)
FACTORY = "cq-green-factory"

NOT_TOLD = [
    "要有实施方案",
    "年度目标应当量化",
    "出过较大事故的不能报",
    "纳入培育库的企业可以申报",
    "低于基准的要改造",
    "怕被列入失信企业名单",
    "明年3月要停产搬迁",
    "咨询公司建议我们建能源管理体系",
    "前年他们被移出名单了",
    "材料里要附质量管理体系证书",
    "你们说的实施方案是哪种",
]
TOLD: list[tuple[str, dict[str, Any]]] = [
    ("绿色小组去年成立过，今年撤了", {"has_green_mgmt_body": False}),
    ("去年报了培育库，没选上", {"in_district_pool": False}),
    ("培育库名单公布了，没有我们", {"in_district_pool": False}),
    ("We have not been included in the district pool.", {"in_district_pool": False}),
    ("年度目标倒是有，但是没量化", {"has_quantified_annual_targets": False}),
    ("绿色工厂建设中长期规划2022年就编制完成", {"has_long_term_plan": True}),
    ("质量体系建了没认证", {"has_quality_system": True}),
    ("绿色这块谁都不管", {"has_green_mgmt_body": False}),
    ("第三方评了，88分，合格", {"evaluation_result": "passed"}),
    ("没被市场监管局列入异常名录", {"abnormal_list": False}),
    ("近三年一直没停产", {"shutdowns": []}),
    ("能耗高于基准", {"energy_efficiency_tier": "below"}),
    ("We were incorporated on March 8, 2012.", {"established_on": "2012-03-08"}),
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_rules_fears_advice_and_plans_tell_nothing(checker: Checker, text: str) -> None:
    assert read_facts(text, checker.scheme(FACTORY), DAY) == {}


@pytest.mark.parametrize(("text", "facts"), TOLD)
def test_what_is_gone_refused_or_conceded_is_told_as_such(
    checker: Checker, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(FACTORY), DAY) == facts
