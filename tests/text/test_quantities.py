"""Figures and designations."""

from decimal import Decimal

import pytest

from assistant.text.quantities import (
    find_emails,
    find_numbers_of_documents,
    find_phones,
    find_quantities,
    find_standards,
    find_urls,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("年产值超过5000万", Decimal(50_000_000), ""),
        ("5000万元", Decimal(50_000_000), "元"),
        ("1.2亿元", Decimal(120_000_000), "元"),
        ("占比超过50%", Decimal(50), "%"),
        ("百分之五十", Decimal(50), "%"),
        ("不少于10家", Decimal(10), "家"),
        ("十五项", Decimal(15), "项"),
        ("1,200吨", Decimal(1200), "吨"),
    ],
)
def test_figures_are_found_by_value(text: str, value: Decimal, unit: str) -> None:
    assert [(q.value, q.unit) for q in find_quantities(text)] == [(value, unit)]


def test_days_of_the_calendar_are_no_figures() -> None:
    assert find_quantities("于2025年6月14日前") == []


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "【】", "（）", "()", "［］"])
def test_official_numbers_are_found_with_any_brackets(brackets: str) -> None:
    number = f"某经信发{brackets[0]}2024{brackets[1]}13号"
    assert [n.text for n in find_numbers_of_documents(f"根据《某办法》（{number}）要求")] == [number]


def test_standards_are_found_with_and_without_a_year() -> None:
    assert [s.text for s in find_standards("按GB/T 36132-2018和GB/T36132评价")] == [
        "GB/T 36132-2018",
        "GB/T36132",
    ]


def test_telephones_are_found_and_dates_or_longer_numbers_are_not() -> None:
    text = "电话010-68205340、13800001111、40001234，编号123456789012"
    assert [p.text for p in find_phones(text)] == ["010-68205340", "13800001111", "40001234"]


def test_an_extension_belongs_to_its_number() -> None:
    text = "0528-66110255转3，010-68205340 转 801，68205341-22"
    assert [p.text for p in find_phones(text)] == ["0528-66110255转3", "010-68205340 转 801", "68205341-22"]


def test_addresses_of_mail_and_web_end_before_punctuation() -> None:
    assert [e.text for e in find_emails("发送至a.b@x.example。")] == ["a.b@x.example"]
    assert [u.text for u in find_urls("（<https://a.example/x_1.htm>，下同）")] == [
        "https://a.example/x_1.htm"
    ]
