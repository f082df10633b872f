"""Refusals go out at once while they are few, and at a steady pace in a storm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.service.access.pace import Pace


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_a_few_go_out_at_once() -> None:
    pace = Pace(100, at_once_s=0.1, longest_s=1, now=Clock())
    assert max(pace.wait_s() for _ in range(10)) < 1e-9
    assert pace.wait_s() > 0.009


def test_a_storm_is_spread_and_over_once_it_is_over() -> None:
    clock = Clock()
    pace = Pace(100, at_once_s=0.1, longest_s=1, now=clock)
    waits = [pace.wait_s() for _ in range(60)]
    assert waits == sorted(waits)
    assert round(waits[-1], 2) == 0.5
    clock.now += 1
    assert pace.wait_s() == 0.0


def test_nobody_waits_longer_than_the_longest_and_a_past_storm_is_not_owed() -> None:
    clock = Clock()
    pace = Pace(100, at_once_s=0.1, longest_s=1, now=clock)
    assert round(max(pace.wait_s() for _ in range(5000)), 6) == 1.0
    clock.now += 1.2
    assert pace.wait_s() == 0.0


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=80))
def test_those_that_wait_never_go_out_faster_than_the_pace(gaps: list[float]) -> None:
    clock = Clock()
    pace = Pace(50, at_once_s=0.1, longest_s=60, now=clock)
    out = []
    for gap in gaps:
        clock.now += gap
        out.append(clock.now + pace.wait_s())
    assert out == sorted(out)
    # Any six in a row beyond what goes out at once (0.1 s worth: five) need their time.
    assert all(later - first >= (number - 5) / 50 - 1e-9 for number, first, later in _runs(out))


def _runs(out: list[float]) -> list[tuple[int, float, float]]:
    return [(b - a, out[a], out[b]) for a in range(len(out)) for b in range(a + 1, len(out))]
