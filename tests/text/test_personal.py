"""What identifies somebody is masked; figures that state facts stay."""

from __future__ import annotations

import re
import string
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.text.personal import mask_personal

digits = st.text(string.digits, min_size=8, max_size=8)
mobiles = st.builds(lambda second, rest: f"1{second}{rest}{second}", st.sampled_from("3456789"), digits)
around = st.text("请问我们公司去年的申报条件，。！ \n", max_size=12)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("电话13812345678", "电话〔手机号〕"),
        ("138-1234-5678 或 138 1234 5679", "〔手机号〕 或 〔手机号〕"),
        ("+86 13812345678", "〔手机号〕"),
        ("１３８１２３４５６７８", "〔手机号〕"),
        ("1.13812345678", "1.〔手机号〕"),
        ("023-68880000转12", "〔电话〕"),
        ("(023)6888-0000", "〔电话〕"),
        ("0571 88880000", "〔电话〕"),
        ("+86 23 68880000", "〔电话〕"),
        ("电话：68880000", "电话：〔电话〕"),
        ("一三八一二三四五六七八", "〔电话〕"),
        ("写信到 a.b-c@some.gov.cn。", "写信到 〔邮箱〕。"),
        ("身份证11010519491231002X", "身份证〔身份证号〕"),
        ("110105 19491231 0021", "〔身份证号〕"),
        ("代码91110000MA01ABCD2X", "代码〔信用代码〕"),
        ("9111 0000 MA01 ABCD 2X", "〔信用代码〕"),
        ("6222021234567890123", "〔账号〕"),
        ("卡号6222 0212 3456 7890 123", "卡号〔账号〕"),
        ("4111 1111 1111 1111", "〔账号〕"),
        ("微信号：some_body1", "微信号：〔账号〕"),
        ("我叫王小明，想问公示几天", "我叫〔姓名〕，想问公示几天"),
        ("我叫欧阳锋来自某厂", "我叫〔姓名〕来自某厂"),
        ("联系人：王芳请问", "联系人：〔姓名〕请问"),
        ("联系人张三13812345678", "联系人〔姓名〕〔手机号〕"),
        ("联系人 阿卜杜·热合曼，", "联系人 〔姓名〕，"),
        ("My name is John Smith and we ask", "My name is 〔姓名〕 and we ask"),
    ],
)
def test_what_identifies_somebody_is_masked(told: str, kept: str) -> None:
    assert mask_personal(told) == kept


@pytest.mark.parametrize(
    "told",
    [
        "去年产值8200万元，综合能耗13800000000千瓦时",
        "补贴13812345678元",
        "2025-06-14 至 2025-07-01，20250614 截止",
        "2021 2022 2023 2024 年产值 3200 4500 5600 6100",
        "公示 5 个工作日，比例 12.5%，第十九条（三）",
        "GB/T 36132-2018、〔2024〕4号",
        "联系人方式是什么？联系人是谁？联系人电话是多少？",
        "联系人员应当如实填报，负责人是单位负责人吗",
        "未被列入失信企业、法人代表黑名单",
        "办公电话2025年6月14日前公布",
        "产值从1990年的138增加到2024年的8000万元",
        "",
    ],
)
def test_what_states_a_fact_stays(told: str) -> None:
    assert mask_personal(told) == told


@given(around, mobiles, around)
def test_no_mobile_number_survives(before: str, number: str, after: str) -> None:
    masked = mask_personal(f"{before}{number}{after}")
    assert not re.search(r"\d", masked)


amounts = st.builds(
    "{}{}{}".format,
    st.integers(0, 10**12),
    st.sampled_from(["", ".5", ".25"]),
    st.sampled_from(["元", "万元", "亿元", "吨标准煤", "%", "千瓦时", " 万元"]),
)
days = st.dates().map(lambda day: f"{day.year:04d}年{day.month}月{day.day}日") | st.dates().map(str)
counts = st.builds("{}{}".format, st.integers(0, 9999), st.sampled_from(["个", "家", "年", "个工作日", "条"]))


@given(st.lists(amounts | days | counts, min_size=1, max_size=5), st.sampled_from(["，", "；", " 和 ", "到"]))
def test_money_dates_and_shares_survive(figures: list[str], between: str) -> None:
    told = between.join(figures)
    assert mask_personal(told) == told


@given(st.text(max_size=80) | st.text("0123456789 -@.xX一三八我叫联系人：王张电话卡号", max_size=60))
def test_masking_twice_changes_nothing(told: str) -> None:
    once = mask_personal(told)
    assert mask_personal(once) == once


@given(st.text("申报条件公示截止材料第一二三条，。？ abcdefg", max_size=80))
def test_words_without_a_number_or_a_cue_stay(told: str) -> None:
    assume(not re.search("[〇零一二三四五六七八九幺]{11}", told))
    assert mask_personal(told) == told


@pytest.mark.parametrize(
    "part", ["a", " ", "1", "1 ", "1-", "86 ", "联系人 ", "联系人", "·王", "卡号 ", "电话:", "0", "@"]
)
def test_masking_takes_no_longer_a_character_in_a_long_question(part: str) -> None:
    def costs(length: int) -> float:
        told, took = (part * length)[:length], []
        for _ in range(5):
            started = time.thread_time()
            mask_personal(told)
            took.append(time.thread_time() - started)
        return min(took)

    # Work that grew with the square of the length would cost 256 times as much.
    assert costs(8000) < 64 * costs(500)
