"""What a message only asks about, supposes or tells of others is no fact of the applicant."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.eligibility.asking import asks_for_something, asks_something, asks_whether
from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "part",
    [
        "过年放假半个月算停产不",
        "省级绿色制造名单今年公示了没",
        "重点用能行业按电量算还是按行业算",
        "集团的证书能否适用于子公司",
        "绿色工厂的牌子有效期几年",
        "先进值是哪本国标里头的",
        "评上绿色工厂奖好多钱",
        "违反标准由谁来判断",
        "规划的模板发我一份",
    ],
)
def test_words_that_ask_are_heard_without_a_question_mark(part: str) -> None:
    assert asks_something(part, "") or asks_whether(part) or asks_for_something(part)


@pytest.mark.parametrize(
    "part",
    [
        "管委会几个人对着表打了一遍",
        "失信被执行人当过几个月",
        "没落到哪个人头上",
        "那几台风机还是老样子",
        "从来没被罚过，绝不",
        "环评做了",
    ],
)
def test_a_statement_that_holds_such_words_is_none_the_less_one(part: str) -> None:
    assert not (asks_something(part, "") or asks_whether(part))


@pytest.mark.parametrize(
    ("scheme", "message"),
    [
        ("cq-green-factory", "培育库每年几月份入库"),
        ("cq-green-factory", "中长期规划一般要覆盖几年"),
        ("cq-dynamic-management", "获得称号后发生事故，会不会直接撤牌"),
        ("cq-dynamic-management", "称号被撤销，过多久能再申请"),
        ("cq-green-factory", "集团总部有个绿色发展部，我们沾不沾光"),
        ("cq-green-park", "若有一家入园企业被罚过，会不会连累整个园区"),
        ("cq-green-park", "淘汰产品名录发我一份"),
    ],
)
def test_what_is_only_asked_about_or_supposed_tells_nothing(
    checker: Checker, scheme: str, message: str
) -> None:
    assert read_facts(message, checker.scheme(scheme), TODAY) == {}


@pytest.mark.parametrize(
    ("scheme", "message", "name"),
    [
        ("cq-green-factory", "去年停产半年，要写说明吗", "shutdowns"),
        ("cq-green-factory", "能源管理体系建了，还要不要拿证", "has_energy_system"),
    ],
)
def test_what_has_come_about_is_told_whatever_is_asked_behind_it(
    checker: Checker, scheme: str, message: str, name: str
) -> None:
    assert name in read_facts(message, checker.scheme(scheme), TODAY)
