from __future__ import annotations

import pytest

from assistant.eligibility.message import split_message


def _states(text: str) -> list[bool]:
    return [part.states for part in split_message(text)]


@pytest.mark.parametrize(
    "text",
    [
        "仓库着过一回火，那是隔壁的",
        "下面有个分厂停着，跟我们没关系",
        "供货的二十来家，没细数",
        "有十一家绿厂，我也拿不准",
        "a dozen or so suppliers are green, I'd have to check",
    ],
)
def test_what_is_disowned_or_doubted_is_not_stated(text: str) -> None:
    assert not _states(text)[0]


def test_a_plan_goes_on_in_the_parts_behind_it() -> None:
    assert _states("明年打算请人辅导，把能源体系建起来，再报园区") == [False, False, False]


def test_what_was_done_before_a_plan_is_stated() -> None:
    assert _states("我们准备再冲一级，把资料都交完了")[1]


def test_a_doubt_about_another_thing_leaves_the_part_before_alone() -> None:
    assert _states("注册在这里，税在哪交的我说不准")[0]


@pytest.mark.parametrize("text", ["移出来没有", "批下来了没有", "通不通过"])
def test_a_verb_with_its_denial_behind_it_asks(text: str) -> None:
    assert _states(text) == [False]


def test_a_noun_with_a_denial_behind_it_states() -> None:
    assert _states("事故没有") == [True]
