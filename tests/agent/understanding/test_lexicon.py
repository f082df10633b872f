"""Looking many phrases up at once gives what a pattern of all of them would."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.understanding.lexicon import Scanner

LETTERS = "公示期限fe 认定"
words = st.text(LETTERS, min_size=1, max_size=4)


@given(st.lists(words, max_size=12), st.text(LETTERS, max_size=20))
def test_phrases_are_found_as_by_one_pattern(phrases: list[str], text: str) -> None:
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    alternatives = [
        ("(?<![a-z])" if p[0].isascii() else "") + re.escape(p) + ("(?![a-z])" if "a" <= p[-1] <= "z" else "")
        for p in ordered
    ]
    expected = [(m.group(0), m.start()) for m in re.finditer("|".join(alternatives), text)] if ordered else []
    assert list(Scanner(phrases).find(text)) == expected
