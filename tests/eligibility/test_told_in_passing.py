"""Facts told of an occasion named beside them, of a list searched in vain, or denied of all; and what is not told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility import Checker, read_facts

DAY = date(2026, 11, 20)
DYNAMIC, GRADIENT, DISTRICT, FACTORY = (
    "cq-dynamic-management",
    "cq-gradient-cultivation",
    "changshou-cultivation-2023",
    "miit-green-factory-2023",
)

TOLD: list[tuple[str, str, dict[str, Any]]] = [
    (
        DYNAMIC,
        "评上后就2024年8月6日那次，吊物砸伤人，定的一般安全事故",
        {"accidents_as_holder": [{"kind": "safety", "grade": "general", "date": "2024-08-06"}]},
    ),
    (DYNAMIC, "失信黑名单在网上翻过一遍，找不到我们", {"dishonesty_blacklist": False}),
    (DYNAMIC, "Nobody has found any false data in our reports.", {"false_material_found": False}),
    (FACTORY, "信用中国和公示系统都查了，没有记录", {"credit_records": []}),
    (GRADIENT, "We do not have a business licence yet.", {"lawfully_established": False}),
    (DISTRICT, "做变速箱的，行业划到汽车", {"industry": "automobile"}),
]
NOT_TOLD: list[tuple[str, str]] = [
    (DYNAMIC, "复审要是没去成，能补吗"),
    (DYNAMIC, "集团里做铸件的子公司评了AAA"),
    (DYNAMIC, "失信黑名单在网上翻过一遍，同行上去了好几家"),
    (FACTORY, "国家给那些行业发布过标杆水平"),
    (FACTORY, "第三方初步意见像是过了"),
    (GRADIENT, "上游是制造企业"),
    (DISTRICT, "行业三年都在亏"),
]


@pytest.mark.parametrize(("scheme", "text", "facts"), TOLD)
def test_what_is_told_in_passing_is_read(
    checker: Checker, scheme: str, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == facts


@pytest.mark.parametrize(("scheme", "text"), NOT_TOLD)
def test_what_is_told_of_others_or_supposed_is_not_read(checker: Checker, scheme: str, text: str) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == {}
