"""Whom a limit binds where the name of the actor alone does not tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.documents import Proved
from assistant.register.deadlines import Deadline, find_deadlines
from tests.register.made import document, only


def issued_by(issuer: str, text: str) -> Deadline:
    made = document(text)
    metadata = replace(made.metadata, issuer=Proved(value=issuer, clause_id="sign", quote=issuer))
    (found,) = find_deadlines(replace(made, metadata=metadata))
    return found


@pytest.mark.parametrize(
    ("issuer", "text", "binds"),
    [
        ("某省工业和信息化厅", "市级主管部门应当在20个工作日内完成初审。", "district"),
        ("某市经济和信息化委员会", "市级主管部门应当在20个工作日内完成初审。", "authority"),
        ("某自治区发展和改革委员会", "盟市发展改革委应于2026年4月30日前完成初审。", "district"),
        ("某省科学技术厅", "省级主管部门应于2026年4月30日前完成审定。", "authority"),
    ],
)
def test_a_body_is_ranked_beside_the_one_that_issues(issuer: str, text: str, binds: str) -> None:
    assert issued_by(issuer, text).binds == binds


@pytest.mark.parametrize(
    "text",
    [
        "有效期满前3个月内，企业应当提出复核申请。",
        "企业发生更名等重大变化的，应当自变化之日起3个月内报告；不再符合条件的，取消其称号。",
        "被撤销称号的，自撤销之日起2年内不得再次申报。",
        "试点企业须自名单公布之日起12个月内完成改造。",
    ],
)
def test_who_may_lose_a_title_holds_it(text: str) -> None:
    assert only(text).binds == "title_holder"


@pytest.mark.parametrize(
    ("text", "binds"),
    [
        ("拟认定名单公示，公示期为7天。", "authority"),
        ("奖励资金在名单公布后3个月内拨付到位。", "authority"),
        ("核算机构出具虚假报告的，移出名单，三年内不予备案。", "evaluator"),
        ("专家评审（5月8日至5月20日）。", "authority"),
        ("设区市推荐（6月21日至7月10日）。", "district"),
        ("申报单位自5月6日8:00起填报，5月29日18:00系统关闭。", "applicant"),
    ],
)
def test_the_matter_tells_who_acts(text: str, binds: str) -> None:
    assert only(text).binds == binds


@pytest.mark.parametrize(
    ("text", "day_text"),
    [
        ("企业应在每季度末月25日前填报。", "每季度末月25日"),
        ("企业应于每月10日前报送。", "每月10日"),
        ("企业应于每年5月31日和11月30日前报送。", "每年5月31日和11月30日"),
    ],
)
def test_days_that_return_have_no_single_last_day(text: str, day_text: str) -> None:
    found = only(text)
    assert (found.kind, found.last_day, found.day_text) == ("yearly", None, day_text)


def test_a_day_without_a_year_lies_behind_the_signature() -> None:
    made = document("企业应于1月20日前报送。", signed=date(2026, 11, 30))
    assert [d.last_day for d in find_deadlines(made)] == [date(2027, 1, 20)]
    made = document("企业应于12月18日前报送。", signed=date(2026, 10, 30))
    assert [d.last_day for d in find_deadlines(made)] == [date(2026, 12, 18)]
