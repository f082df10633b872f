from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.topmost import topmost


@given(
    values=st.lists(st.sampled_from([-np.inf, -1.5, 0.0, 0.25, 1.0, 7.0]), max_size=700),
    spread=st.booleans(),
    limit=st.integers(-1, 40),
)
def test_what_is_taken_is_what_a_stable_sort_puts_first(
    values: list[float], spread: bool, limit: int
) -> None:
    numbers = np.array(values, dtype=np.float32)
    if spread and len(numbers):
        numbers += np.linspace(0, 0.2, len(numbers), dtype=np.float32)
    order = np.argsort(-numbers, kind="stable")
    expected = [place for place in order.tolist() if np.isfinite(numbers[place])][: max(limit, 0)]
    assert topmost(numbers, limit).tolist() == sorted(expected)


@pytest.mark.parametrize("step", [1, 15, 16, 17])
def test_values_that_lie_where_nobody_looks_are_found(step: int) -> None:
    numbers = np.zeros(4096, dtype=np.float32)
    numbers[1::step] = np.arange(1, len(numbers[1::step]) + 1)
    assert topmost(numbers, 5).tolist() == np.sort(np.argsort(-numbers, kind="stable")[:5]).tolist()
