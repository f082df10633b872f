from __future__ import annotations

import pytest

from assistant.eligibility.restatements import with_restatements


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("一共接了9项，哦不，8项", "一共接了8项"),
        ("园区4个，说错了，上月退了一个，应该是3个", "园区3个"),
        ("去年3月2号——啊不，3月12号——漏了油", "去年3月12号——漏了油"),
        ("2024年5月6日，不对，是7日列的", "2024年5月7日列的"),
        ("占比五成多，准数是53.4%", "占比53.4%"),
        ("9 projects, sorry, 8 projects", "8 projects"),
        ("14 factories, no, 13", "13 factories"),
    ],
)
def test_what_was_put_right_stands_in_the_place_of_the_slip(said: str, meant: str) -> None:
    assert with_restatements(said) == meant


def test_a_slip_without_its_like_is_left_out() -> None:
    assert with_restatements("是国家级的，呃看错了，我们是市级的") == "我们是市级的"


@pytest.mark.parametrize("said", ["没有错，都对", "不对，是12家", "数据没错了，放心", "12家，不是外地的"])
def test_what_is_no_slip_stays_as_it_was(said: str) -> None:
    assert with_restatements(said) == said
