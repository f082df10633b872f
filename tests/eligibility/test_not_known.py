"""Who does not know a thing that was asked tells nothing of it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_from_text import read_facts

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "said",
    [
        "不清楚",
        "不知道",
        "我不晓得",
        "记不清了",
        "这个得问法务",
        "不清楚，这个得问法务。",
        "说不上来",
        "没注意过",
        "拿不准",
        "not sure",
        "I don't know, I would have to ask",
    ],
)
def test_no_fact_is_read_off_a_reply_that_says_one_does_not_know(checker: Checker, said: str) -> None:
    read = {
        (scheme.id, name): dict(read_facts(said, scheme, TODAY, name))
        for scheme in checker.schemes
        for name in scheme.facts
    }
    assert len(read) > 100
    assert {key: got for key, got in read.items() if got != {key[1]: None}} == {}


def test_what_is_not_known_in_front_does_not_hide_what_is_told_behind(checker: Checker) -> None:
    scheme = checker.scheme("cq-green-factory")
    said = "记不清了，2025年4月被列进经营异常名单，同年9月10日移出来的"
    assert "removed_on" in read_facts(said, scheme, TODAY, "abnormal_list")["abnormal_list"]


@pytest.mark.parametrize("said", ["4月15日那张动态管理表忘了填", "动态管理表到2025年4月15日都没交"])
def test_the_day_on_which_a_thing_was_not_done_is_not_the_day_of_doing_it(
    checker: Checker, said: str
) -> None:
    read = read_facts(said, checker.scheme("cq-dynamic-management"), date(2025, 4, 20))
    assert "form_filed_on_2025" not in read


def test_an_end_that_is_guessed_at_is_not_asserted_nor_is_that_there_was_none(checker: Checker) -> None:
    said = "法人代表2022年1月17日进过黑名单，好像是2024年2月5日移出来的。"
    assert "legal_rep_blacklist" not in read_facts(said, checker.scheme("cq-green-factory"), TODAY)


@pytest.mark.parametrize(
    "said", ["No tax evasion or any other violation in the last three years.", "没有偷漏税和其他违法违规行为"]
)
def test_no_such_thing_or_any_other_denies_both(checker: Checker, said: str) -> None:
    assert read_facts(said, checker.scheme("cq-green-factory"), TODAY)["violations"] == []
