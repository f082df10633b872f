from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bm25s import BM25
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.index.lexical import K1, B, LexicalIndex, Part, lexical_tokens
from assistant.index.postings import count_tokens

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


WORDS = "节水企业申报管理办法第一条应当提交材料AB12"


@settings(deadline=None)
@given(st.lists(st.text(WORDS, max_size=30), max_size=12), st.text(WORDS, max_size=20))
def test_scores_are_those_of_the_reference_implementation(texts: list[str], query: str) -> None:
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in lexical_tokens(text)] for text in texts]
    asked = [vocabulary[t] for t in lexical_tokens(query) if t in vocabulary]
    expected = np.zeros(len(texts))
    if asked:
        vocabulary.setdefault("", len(vocabulary))
        reference = BM25(k1=K1, b=B)
        reference.index((ids, vocabulary), show_progress=False)
        expected = reference.get_scores_from_ids(asked)
    assert LexicalIndex.build(texts).scores(query) == pytest.approx(expected, rel=1e-5, abs=1e-6)


@settings(deadline=None)
@given(
    st.lists(st.text(WORDS, max_size=30), min_size=1, max_size=12),
    st.lists(st.text(WORDS, max_size=30), max_size=4),
    st.text(WORDS, max_size=20),
    st.integers(0, 12),
)
def test_counts_in_parts_score_as_if_counted_at_once(
    kept: list[str], gone: list[str], query: str, cut: int
) -> None:
    first, second = kept[:cut], kept[cut:]
    places = np.array([*(-1 for _ in gone), *range(len(first))], dtype=np.int32)
    rest = np.arange(len(first), len(kept), dtype=np.int32)
    parts = [
        Part(count_tokens(lexical_tokens(text) for text in (*gone, *first)), places),
        Part(count_tokens(lexical_tokens(text) for text in second), rest),
    ]
    whole = LexicalIndex.build(kept)
    assert LexicalIndex(parts, len(kept)).scores(query).tolist() == whole.scores(query).tolist()


def test_counting_in_chunks_counts_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.index import postings

    texts = [lexical_tokens(text) for text in (*TEXTS, "", *TEXTS)]
    at_once = count_tokens(texts)
    monkeypatch.setattr(postings, "_CHUNK", 2)
    for field in ("tokens", "starts", "texts", "counts", "lengths"):
        assert getattr(count_tokens(iter(texts)), field).tolist() == getattr(at_once, field).tolist()


@settings(deadline=None)
@given(
    st.lists(st.text(WORDS, max_size=12), max_size=12),
    st.text(WORDS, max_size=20),
    st.integers(0, 14),
    st.integers(0, 2**12),
)
def test_the_best_are_those_of_a_full_sort(texts: list[str], query: str, limit: int, mask: int) -> None:
    index = LexicalIndex.build(texts)
    within = np.array([bool(mask >> n & 1) for n in range(len(texts))], dtype=bool)
    for allowed in (None, within):
        scores = [(n, s) for n, s in enumerate(index.scores(query).tolist()) if allowed is None or allowed[n]]
        expected = sorted(((n, s) for n, s in scores if s > 0), key=lambda one: (-one[1], one[0]))[:limit]
        assert index.best(query, limit, allowed) == expected
