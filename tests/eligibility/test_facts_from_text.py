from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.eligibility import Checker, read_facts

DAY = date(2026, 11, 20)
FACTORY, PARK, POOL = "cq-green-factory", "cq-green-park", "changshou-cultivation-2023"
NATIONAL, NATIONAL_PARK, CHAIN = (
    "miit-green-factory-2023",
    "miit-green-park-2023",
    "miit-green-supply-chain-2023",
)

SAID: list[tuple[str, str, dict[str, Any]]] = [
    (FACTORY, "我们注册在重庆", {"registered_in_chongqing": True}),
    (FACTORY, "我们不在重庆注册", {"registered_in_chongqing": False}),
    (FACTORY, "我們註冊在重慶", {"registered_in_chongqing": True}),
    (FACTORY, "目标责任制还没有建立", {"has_target_responsibility": False}),
    (FACTORY, "近三年没发生过事故", {"accidents": []}),
    (FACTORY, "没有发生过较大事故", {}),
    (
        FACTORY,
        "停过两回：2024年2月1号到3月10号；今年6月20号到7月5号",
        {
            "shutdowns": [
                {"date": "2024-02-01", "end": "2024-03-10"},
                {"date": "2026-06-20", "end": "2026-07-05"},
            ]
        },
    ),
    (
        NATIONAL,
        "公示系统查了，三条：2024年1月质量事故，2025年3月3日偷税，2025年9月安全处罚",
        {
            "credit_records": [
                {"kind": "quality", "date": "2024-01"},
                {"kind": "tax", "date": "2025-03-03"},
                {"kind": "other", "date": "2025-09"},
            ]
        },
    ),
    (
        NATIONAL,
        "去年3月有一笔偷税被稽查定性处罚，信用中国上查得到",
        {
            "violations": [{"kind": "tax", "date": "2025-03"}],
            "credit_records": [{"kind": "tax", "date": "2025-03"}],
        },
    ),
    (
        FACTORY,
        "2025年3月10日发生一起一般安全事故",
        {"accidents": [{"kind": "safety", "grade": "general", "date": "2025-03-10"}]},
    ),
    (FACTORY, "前年8月有过一次环境污染事故", {"accidents": [{"kind": "environment", "date": "2024-08"}]}),
    (
        FACTORY,
        "In August 2025 we had a major safety accident",
        {"accidents": [{"kind": "safety", "grade": "major", "date": "2025-08"}]},
    ),
    (FACTORY, "如果去年出过一般事故", {}),
    (FACTORY, "在重庆注册的企业能申报吗", {}),
    (
        FACTORY,
        "2024年3月1日到2025年2月28日一直停产",
        {"shutdowns": [{"date": "2024-03-01", "end": "2025-02-28"}]},
    ),
    (FACTORY, "我厂2024年5月6日停产至今", {"shutdowns": [{"date": "2024-05-06"}]}),
    (FACTORY, "目前仍在经营异常名单里", {"abnormal_list": {"listed_on": None, "removed_on": None}}),
    (FACTORY, "没有被列入经营异常名单", {"abnormal_list": False}),
    (
        FACTORY,
        "经营异常名单我们2023年被列入，2024年3月5日已移出",
        {"abnormal_list": {"listed_on": "2023", "removed_on": "2024-03-05"}},
    ),
    (
        FACTORY,
        "已移出经营异常名单",
        {"abnormal_list": {"listed_on": None, "removed_on": None, "removed": True}},
    ),
    (FACTORY, "没有拿到能源管理体系认证证书", {}),
    (FACTORY, "成立于2019年5月6日", {"established_on": "2019-05-06"}),
    (NATIONAL, "近三年没有停过产", {"operation_state": "normal"}),
    (NATIONAL, "我们2025年停产了3个月", {"operation_state": "interrupted"}),
    (NATIONAL, "我们已经歇业了", {"operation_state": "ceased"}),
    (NATIONAL, "信用中国和公示系统上都没有记录", {"credit_records": []}),
    (NATIONAL, "没有失信记录", {"judgment_debtor": False}),
    (
        NATIONAL,
        "信用中国上有一条2024年5月的环保处罚",
        {"credit_records": [{"kind": "other", "date": "2024-05"}]},
    ),
    (NATIONAL, "我们已经是市级绿色工厂了", {"in_provincial_list": True}),
    (NATIONAL, "只做了自评价", {"factory_third_party_result": "pending"}),
    (NATIONAL_PARK, "我们是省级开发区", {"park_level": "municipal"}),
    (NATIONAL_PARK, "想知道我们能不能报国家级园区", {}),
    (NATIONAL_PARK, "我们是国家级经开区，准备申报国家级园区", {"park_level": "national"}),
    (
        CHAIN,
        "我们是做汽车的，供应商里有12家绿色工厂",
        {"supply_chain_industry": "automobile", "green_factory_supplier_count": 12},
    ),
    (PARK, "工业增加值占比63.5%", {"industrial_value_added_share_pct": 63.5}),
    (PARK, "工业增加值占比正好一半", {"industrial_value_added_share_pct": 50}),
    (PARK, "工业增加值占比超过50%", {}),
    (PARK, "园区由区政府批准设立", {"approved_by": "district"}),
    (POOL, "2022年产值8000万", {"output_value": {"2022": 8000}}),
    (POOL, "去年产值1.2亿元", {"output_value": {"2025": 12000}}),
    (POOL, "年产值五千万元", {"output_value": {"2022": 5000}}),
    (POOL, "产值大约8000万", {}),
    (POOL, "产值50000000元", {"output_value": {"2022": 5000}}),
    (
        POOL,
        "2020年利润300万，2021年亏损50万，2022年600万",
        {"profit": {"2020": 300, "2021": -50, "2022": 600}},
    ),
    (POOL, "三年都盈利", {"profitable_each_year": True}),
    (POOL, "我们是分公司", {"legal_form": "branch"}),
    (POOL, "没出过较大事故", {"accidents": []}),
    (POOL, "", {}),
    (POOL, "！！！", {}),
]

REPLIED: list[tuple[str, str, str, dict[str, Any]]] = [
    (FACTORY, "accidents", "没有", {"accidents": []}),
    (FACTORY, "accidents", "有", {"accidents": [{}]}),
    (
        FACTORY,
        "accidents",
        "有，去年5月一起较大质量事故",
        {"accidents": [{"kind": "quality", "grade": "larger", "date": "2025-05"}]},
    ),
    (FACTORY, "has_energy_system", "是的", {"has_energy_system": True}),
    (FACTORY, "has_energy_system", "还没建呢", {"has_energy_system": False}),
    (FACTORY, "has_energy_system", "不清楚", {"has_energy_system": None}),
    (FACTORY, "has_energy_system", "yes", {"has_energy_system": True}),
    (FACTORY, "has_energy_system", "No.", {"has_energy_system": False}),
    (FACTORY, "has_energy_system", "I don't know", {"has_energy_system": None}),
    (FACTORY, "abnormal_list", "没有", {"abnormal_list": False}),
    (
        FACTORY,
        "supervision",
        "都没有",
        {"list_removals": [], "inspection_findings": [], "energy_inspection_listed": False},
    ),
    (FACTORY, "established_on", "2019-05-06", {"established_on": "2019-05-06"}),
    (PARK, "industrial_value_added_share_pct", "63", {"industrial_value_added_share_pct": 63}),
    (PARK, "industrial_value_added_share_pct", "63%", {"industrial_value_added_share_pct": 63}),
    (PARK, "park_level", "市级", {"park_level": "municipal"}),
    (POOL, "output_value", "8200", {"output_value": {"2022": 8200}}),
    (POOL, "output_value", "8200万元", {"output_value": {"2022": 8200}}),
    (POOL, "profit", "300、500、-20", {"profit": {"2020": 300, "2021": 500, "2022": -20}}),
    (POOL, "legal_form", "独立法人", {"legal_form": "independent_legal_person"}),
    (POOL, "output_value", "你们地址在哪里？", {}),
]


@pytest.mark.parametrize(("scheme", "text", "facts"), SAID, ids=[said[1][:24] or "empty" for said in SAID])
def test_only_what_is_plainly_said_is_read(
    checker: Checker, scheme: str, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY) == facts


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "facts"), REPLIED, ids=[f"{r[1]}-{r[2]}" for r in REPLIED]
)
def test_a_reply_fills_the_fact_that_was_asked(
    checker: Checker, scheme: str, asked: str, text: str, facts: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == facts


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.sampled_from([None, "accidents", "output_value", "credit_lists"]))
def test_whatever_is_read_can_be_checked(checker: Checker, text: str, asked: str | None) -> None:
    for scheme in checker.schemes:
        checker.check(scheme.id, read_facts(text, scheme, DAY, asked), DAY)


def test_days_of_a_list_are_no_shutdowns(checker: Checker) -> None:
    text = "去年3月1日到5月20日搬迁停产；经营异常列过一次，2024-07-01列入，2024-09-12移出"
    read = read_facts(text, checker.scheme(FACTORY), DAY)
    assert read["shutdowns"] == [{"date": "2025-03-01", "end": "2025-05-20"}]


def test_a_negation_inside_a_cue_denies(checker: Checker) -> None:
    read = read_facts("复核那次没查出造假", checker.scheme("cq-gradient-cultivation"), DAY)
    assert read.get("falsified_pool_data") is not True


@pytest.mark.parametrize("text", ["2021 and 2022", "1.2.3", "-", "12,", "3 to 4"])
def test_rows_of_figures_are_no_figure(checker: Checker, text: str) -> None:
    assert isinstance(read_facts(text, checker.scheme(POOL), DAY, "output_value"), dict)
