"""Where sentences end."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.sentences import split_sentences


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@given(st.text(st.sampled_from("甲乙。！？；\n（）()“”《》?!.a1:/ ")))
def test_the_sentences_cover_the_text(text: str) -> None:
    assert "".join(_sentences(text)) == text
    assert all(_sentences(text))


def test_a_full_stop_inside_brackets_or_quotes_ends_nothing() -> None:
    assert _sentences("甲（乙。丙）丁。“戊。己”庚。") == ["甲（乙。丙）丁。", "“戊。己”庚。"]


def test_an_address_or_a_number_is_never_cut() -> None:
    text = "见 https://a.example/x?y=1!z 与3.5%。下一句"
    assert _sentences(text) == ["见 https://a.example/x?y=1!z 与3.5%。", "下一句"]


def test_a_bracket_that_never_closes_does_not_swallow_the_rest() -> None:
    assert _sentences("甲（乙。丙。") == ["甲（乙。", "丙。"]


def test_items_parted_by_semicolons_are_sentences() -> None:
    assert _sentences("甲；乙；丙。") == ["甲；", "乙；", "丙。"]
