"""Chinese and Arabic numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.numerals import parse_numeral, to_chinese


@given(st.integers(0, 9999))
def test_a_written_number_is_read_back(number: int) -> None:
    assert parse_numeral(to_chinese(number)) == number


@given(st.integers(0, 10**9))
def test_arabic_digits_are_read_in_any_width(number: int) -> None:
    full = str(number).translate({ord("0") + i: chr(ord("０") + i) for i in range(10)})
    assert parse_numeral(str(number)) == parse_numeral(full) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十四", 24),
        ("两", 2),
        ("两百", 200),
        ("〇", 0),
        ("三十", 30),
        ("一百零五", 105),
        ("一百二十", 120),
        ("二〇二五", 2025),
        ("二○二五", 2025),
        ("二〇", 20),
        ("①", 1),
        ("⑳", 20),
        ("壹", 1),
        ("拾贰", 12),
        ("一万二千", 12000),
        ("5,000", 5000),
    ],
)
def test_the_numerals_of_official_texts_are_read(text: str, value: int) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["", " ", "某", "第一", "三五", "A1", "1.5", "-3"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert parse_numeral(text) is None


def test_a_number_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="10000"):
        to_chinese(10000)
