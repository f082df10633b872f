from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.index.lexical import LexicalIndex, lexical_tokens

TEXTS = ["企业应当安装取水计量设施。", "按照GB/T 36132执行。", "联系电话：61234567。", "AA级企业"]


@pytest.fixture
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


@pytest.mark.parametrize(
    ("query", "place"), [("计量设施", 0), ("36132", 1), ("ｇｂ", 1), ("61234567", 2), ("aa级", 3)]
)
def test_words_and_whole_numbers_find_their_text(index: LexicalIndex, query: str, place: int) -> None:
    assert int(np.argmax(index.scores(query))) == place


def test_half_a_number_finds_nothing(index: LexicalIndex) -> None:
    assert not index.scores("3613").any()


@pytest.mark.parametrize("query", ["", "？！", "zzzz", "\x00"])
def test_a_query_without_shared_words_scores_nothing(index: LexicalIndex, query: str) -> None:
    assert index.scores(query).tolist() == [0.0] * len(TEXTS)


def test_an_index_read_back_scores_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path, len(TEXTS))
    assert again.scores("企业计量").tolist() == index.scores("企业计量").tolist()


def test_an_index_of_another_size_is_refused(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(StoreError, match="应有 9 段"):
        LexicalIndex.load(tmp_path, 9)


def test_an_index_of_nothing_scores_nothing(tmp_path: Path) -> None:
    LexicalIndex.build([]).save(tmp_path)
    assert LexicalIndex.load(tmp_path, 0).scores("企业").shape == (0,)


@given(st.text(max_size=60))
def test_every_letter_and_figure_stands_in_some_token(text: str) -> None:
    import unicodedata

    tokens = "".join(lexical_tokens(text))
    folded = unicodedata.normalize("NFKC", text).lower()
    assert {c for c in folded if c.isalnum()} <= set(tokens)
