from __future__ import annotations

from datetime import date

import pytest

from eval.metrics.figures import invented, numbers

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ("公示 **5 个工作日**。[1]", "在官网公示5个工作日"),
        ("三十日内提出。[12]", "应在30日内提出"),
        ("到 2026-11-20 已过 584 天。[1]", "于2025年4月15日之前填报"),
        ("自 2024-03-07 起施行。", "2024 年 2 月 5 日，自印发之日起三十日后施行"),
        ("The deadline is June 14, 2025.", "于2025年6月14日前推荐"),
        ("不超过 15 项。", "总计不得超过15项"),
    ],
)
def test_a_figure_that_a_source_accounts_for_is_not_invented(answer: str, source: str) -> None:
    assert invented(answer, [source], TODAY) == []


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ("公示 7 个工作日。[1]", "在官网公示5个工作日"),
        ("截止日是 2025年6月15日。", "于2025年6月14日前推荐"),
        ("电话 63897434。", "秦雪娇，63897443"),
        ("占比超过60%。", "占比超过50%"),
        ("到 2026-11-20 已过 585 天。", "于2025年4月15日之前填报"),
    ],
)
def test_a_changed_figure_is_found(answer: str, source: str) -> None:
    assert invented(answer, [source], TODAY)


def test_the_end_of_working_days_follows_the_official_calendar() -> None:
    sources = ["从2025年9月26日开始公示", "公示 5 个工作日"]
    assert invented("最后一天是 2025-10-10。", sources, TODAY) == []
    assert invented("最后一天是 2025-10-03。", sources, TODAY) == ["2025-10-03"]


def test_chinese_and_arabic_numbers_are_one() -> None:
    assert numbers("三年内、12家、一百二十天") == {"3", "12", "120"}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("要是2026年12月来问呢", "到 2026-12-31 已过 565 天。"),
        ("明年二月呢", "到 2027-02-28 已过 624 天。"),
        ("换成2025年6月10日问呢", "距 2025-06-10 还有 4 天。"),
    ],
)
def test_the_other_day_of_a_question_accounts_for_what_is_reckoned_to_it(question: str, answer: str) -> None:
    sources = [question, "于2025年6月14日前推荐"]
    assert invented(answer, sources, TODAY) == []
    assert invented(answer, ["换个月份呢", sources[1]], TODAY)
