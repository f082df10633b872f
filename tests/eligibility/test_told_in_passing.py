"""Facts told of an occasion named beside them, of a list searched in vain, or denied of all; and what is not told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility import Checker, read_facts

DAY = date(2026, 11, 20)
DYNAMIC, GRADIENT, DISTRICT, FACTORY, PARK, EVALUATOR = (
    "cq-dynamic-management",
    "cq-gradient-cultivation",
    "changshou-cultivation-2023",
    "miit-green-factory-2023",
    "cq-green-park",
    "miit-evaluator-2023",
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
    (DISTRICT, "2022年产值1亿2千万", {"output_value": {"2022": 12000}}),
    (DISTRICT, "2022年产值1亿2000万元", {"output_value": {"2022": 12000}}),
    (DISTRICT, "2021年产值2000万元", {"output_value": {"2021": 2000}}),
    (GRADIENT, "我们给主机厂做配套，自己是机械加工厂", {"is_industrial_enterprise": True}),
    (DYNAMIC, "集团是国家级绿色工厂，我们自己是市级绿色工厂", {"title_held": "municipal_factory"}),
    (PARK, "有的企业还在用淘汰设备", {"tenant_uses_obsolete": True}),
    (PARK, "周边县都没完成，我们园完成了节能减排目标", {"energy_target_met": True}),
    (FACTORY, "企业一直正常生产", {"operation_state": "normal"}),
]
NOT_TOLD: list[tuple[str, str]] = [
    (DYNAMIC, "复审要是没去成，能补吗"),
    (DYNAMIC, "集团里做铸件的子公司评了AAA"),
    (DYNAMIC, "失信黑名单在网上翻过一遍，同行上去了好几家"),
    (FACTORY, "国家给那些行业发布过标杆水平"),
    (FACTORY, "第三方初步意见像是过了"),
    (GRADIENT, "上游是制造企业"),
    (DISTRICT, "行业三年都在亏"),
    # Rules told in general
    (DYNAMIC, "复审不合格的，取消称号"),
    (DYNAMIC, "被列入失信黑名单的企业不能申报"),
    (GRADIENT, "入库信息造假的移出培育库"),
    (GRADIENT, "B级工厂由区县认定"),
    (PARK, "发生较大事故的园区不得申报"),
    (PARK, "Parks that had accidents cannot apply."),
    (FACTORY, "能效达到标杆水平的优先"),
    # Others, and what is feared, promised or asked
    (DYNAMIC, "兄弟单位复审没过"),
    (DYNAMIC, "有的企业动态管理没报"),
    (DYNAMIC, "上次说要给我们评AAA，结果没下来"),
    (PARK, "担心有企业在用淘汰工艺"),
    (PARK, "全市碳排放强度逐年下降"),
    (FACTORY, "信用中国上能查到别人的处罚"),
    (EVALUATOR, "被列入黑名单要停多久"),
]


@pytest.mark.parametrize(("scheme", "text", "facts"), TOLD)
def test_what_is_told_in_passing_is_read(
    checker: Checker, scheme: str, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == facts


@pytest.mark.parametrize(("scheme", "text"), NOT_TOLD)
def test_what_is_told_of_others_or_supposed_is_not_read(checker: Checker, scheme: str, text: str) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == {}
