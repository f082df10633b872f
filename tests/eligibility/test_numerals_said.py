from __future__ import annotations

import pytest

from assistant.eligibility.numerals_said import in_digits


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("伍仟贰佰万元", "五千二百万元"),
        ("3千4百万", "3400万"),
        ("二零二四年五月六日", "2024年5月6日"),
        ("twenty-three factories and one park", "23 factories and 1 park"),
        ("two years ago", "two years ago"),
        ("two of them, no one park", "two of them, no one park"),
        ("陆经理", "陆经理"),
    ],
)
def test_numerals_in_words_are_plain(said: str, plain: str) -> None:
    assert in_digits(said) == plain
