from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.index.remembering import RememberingEmbedder

TEXTS = st.lists(st.text(alphabet="公示期电话", max_size=3), max_size=12)


class Counting:
    name, dimension = "counting", 4

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [[len(t), sum(map(ord, t)) % 97, t.count("公"), 1.0] for t in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 4)


@given(st.lists(TEXTS, max_size=8), st.integers(1, 6))
def test_what_is_remembered_is_what_would_be_encoded(calls: list[list[str]], kept: int) -> None:
    remembering, plain = RememberingEmbedder(Counting(), kept), Counting()
    for texts in calls:
        got = remembering.encode(texts)
        assert got.shape == (len(texts), 4) and np.array_equal(got, plain.encode(texts))


def test_a_text_is_encoded_once_however_often_it_is_asked_for() -> None:
    counting = Counting()
    remembering = RememberingEmbedder(counting)
    remembering.encode(["公示", "电话", "公示"])
    remembering.encode(["电话", "期"])
    assert counting.asked == ["公示", "电话", "期"]


def test_the_oldest_texts_are_forgotten_first() -> None:
    counting = Counting()
    remembering = RememberingEmbedder(counting, kept=2)
    for text in ("公", "示", "期", "示", "公"):
        remembering.encode([text])
    assert counting.asked == ["公", "示", "期", "公"]


def test_the_passages_of_an_index_pass_by() -> None:
    counting = Counting()
    remembering = RememberingEmbedder(counting)
    texts = [str(number) for number in range(200)]
    remembering.encode(texts)
    remembering.encode(texts[:1])
    assert counting.asked == [*texts, "0"]
