from __future__ import annotations

from datetime import date

import pytest

from assistant.documents.metadata import read_metadata
from tests.documents.places import parse

TITLE = "某市水务局关于组织2026年度节水园区申报工作的通知"


def last_days(sentence: str, title: str = TITLE, signed: str = "2026年3月2日") -> list[date]:
    text = f"{title}\n各区水务局：\n一、有关安排\n（一）{sentence}\n\n某市水务局\n{signed}\n"
    return [proved.value for proved in read_metadata(parse(text).clauses).last_days]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("园区应于2026年5月8日前提交申请表。", [date(2026, 5, 8)]),
        ("请于5月8日前登录平台填报。", [date(2026, 5, 8)]),
        ("登录平台填报，截止时间为5月8日18:00。", [date(2026, 5, 8)]),
        ("园区于4月1日至5月8日期间登录平台上传材料。", [date(2026, 5, 8)]),
        ("申报时间：4月1日—5月8日。", [date(2026, 5, 8)]),
        ("各区5月20日前完成初审并上报。", [date(2026, 5, 20)]),
        ("请申请培育入库的园区于2026年5月8日前报送材料。", [date(2026, 5, 8)]),
    ],
)
def test_a_day_by_which_one_must_apply_or_recommend_is_a_last_day(sentence: str, days: list[date]) -> None:
    assert last_days(sentence) == days


@pytest.mark.parametrize(
    "sentence",
    [
        "申报项目须在2024年7月1日至2026年2月28日期间建成投产。",
        "2025年12月31日前竣工的项目可以申报。",
        "申报单位注册时间为2023年5月31日前。",
        "执行期到2025年12月31日之前的在研项目不得申报。",
        "申请书中研究期限应填写2027年1月1日—2029年12月31日。",
        "请填报2025年1月1日至12月31日期间的各项指标。",
        "各区工作总结请于11月30日前报送。",
        "获评园区于每年1月31日前报送年报。",
        "本通知有效期至2027年12月31日。",
    ],
)
def test_a_day_in_a_condition_or_beside_the_application_closes_no_round(sentence: str) -> None:
    assert last_days(sentence) == []


def test_a_day_without_a_year_lies_behind_the_signature() -> None:
    assert last_days("请于1月20日前报送申请表。", signed="2026年12月5日") == [date(2027, 1, 20)]


def test_a_standing_measure_has_no_last_day_without_a_year() -> None:
    assert last_days("园区应于5月8日前提交申请。", title="某市水务局关于加强节水园区管理的意见") == []
