from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent import incidence
from assistant.agent.incidence import Incidence

TEXTS = ["公示期为七日", "报送材料", "", "公示材料"]
WORDS = st.lists(st.sampled_from(["公示", "材料", "七日", "aa", "示期"]), max_size=5)
PLACES = st.lists(st.integers(0, len(TEXTS) - 1), max_size=4)


@given(st.lists(st.tuples(WORDS, PLACES), max_size=5))
def test_what_is_remembered_is_what_stands_in_the_texts(asked: list[tuple[list[str], list[int]]]) -> None:
    known = Incidence(TEXTS)
    for words, places in asked:
        found = known.held(words, np.array(places, dtype=np.int64))
        assert found.tolist() == [[word in TEXTS[place] for place in places] for word in words]


def test_more_words_than_memory_may_hold_are_looked_up_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidence, "_WORDS", 2)
    known, places = Incidence(TEXTS), np.arange(len(TEXTS))
    for words in (["公示"], ["材料", "七日", "示期"], ["公示", "材料"]):
        found = known.held(words, places)
        assert found.tolist() == [[word in text for text in TEXTS] for word in words]
