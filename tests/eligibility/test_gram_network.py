"""The small network over n-grams and vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.brief_replies import FILE as REPLIES
from assistant.eligibility.gram_network import grams_of, hashed, read_network, write_network
from assistant.eligibility.statements import FILE as STATEMENTS
from assistant.index.static import bundled
from eval.train.gram_training import Windows, fit

BUCKETS, WIDE = 1 << 10, 4
WORDS = {"灯亮着": "lit", "灯一直亮": "lit", "灯灭了": "dark", "灯早就灭": "dark", "今天下雨": ""}


def learned() -> tuple[list[Windows], np.ndarray]:
    rng = np.random.default_rng(0)
    messages = [
        Windows([hashed(grams_of(text), BUCKETS)], rng.normal(size=(1, WIDE)).astype(np.float32) * 0.01)
        for text in WORDS
    ]
    told = np.array([[said == code for code in ("lit", "dark")] for said in WORDS.values()], np.float32)
    return messages * 200, np.tile(told, (200, 1))


def test_what_was_told_is_learned_and_what_was_not_is_not() -> None:
    messages, told = learned()
    network = fit(messages, told, np.ones_like(told), ("lit", "dark"), embedder="", buckets=BUCKETS, hidden=8)
    shares = np.array([network.probabilities(*message)[0] for message in messages])
    assert ((shares > 0.5) == (told > 0.5)).all()


def test_a_network_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    messages, told = learned()
    network = fit(messages, told, np.ones_like(told), ("lit", "dark"), embedder="", buckets=BUCKETS, hidden=8)
    write_network(network, tmp_path / "network.npz")
    again = read_network(tmp_path / "network.npz")
    assert again.codes == network.codes
    for message in messages[: len(WORDS)]:
        before, after = network.probabilities(*message), again.probabilities(*message)
        assert np.abs(before - after).max() < 0.05


@given(st.text(max_size=300))
def test_every_text_has_buckets_in_range(text: str) -> None:
    ids = hashed(grams_of(text), BUCKETS)
    assert ids and ids == sorted(set(ids)) and ids[0] >= 0 and ids[-1] < BUCKETS


def test_a_denial_sets_the_same_words_apart() -> None:
    assert grams_of("体系建了") & grams_of("体系没建") < grams_of("体系建了")
    assert "+体" in grams_of("体系建了") and "!体" in grams_of("体系没建")


@pytest.mark.parametrize("file", [STATEMENTS, REPLIES])
def test_the_networks_that_ship_were_trained_with_the_embedder_that_ships(file: Path) -> None:
    network = read_network(file)
    assert network.embedder == bundled().name
    assert network.dense.shape[0] == bundled().dimension
