from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.eligibility.comparators import operator_of
from assistant.eligibility.forms import AtLeast, Comparison


@pytest.mark.parametrize(
    ("word", "op"),
    [
        ("超过", ">"),
        ("不得超过", "<="),
        ("不超过", "<="),
        ("不少于", ">="),
        ("少于", "<"),
        ("以上", ">="),
        ("市级及以上", ">="),
        ("前", "<="),
        ("之前", "<="),
        ("30个工作日内", "<="),
        ("若干", None),
    ],
)
def test_each_word_has_its_operator(word: str, op: str | None) -> None:
    assert operator_of(word) == op


def test_a_word_that_contradicts_its_operator_is_refused() -> None:
    with pytest.raises(ValidationError, match="means '>'"):
        Comparison(word="超过", op=">=", value=50)


def test_a_step_of_a_scale_needs_a_word_that_includes_it() -> None:
    with pytest.raises(ValidationError, match="means '>'"):
        AtLeast(form="at_least", fact="level", scale="levels", step="city", word="超过市级")
