"""So many calls a minute, a quarter of that at once; who waits gets calls back, one by one."""

from __future__ import annotations

import pytest

from assistant.errors import TooManyRequests
from assistant.service.access.rates import Rate


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def taken(rate: Rate, caller: str = "a") -> int:
    for count in range(10_000):
        try:
            rate.take(caller)
        except TooManyRequests:
            return count
    raise AssertionError("never refused")


def test_a_quarter_of_a_minutes_calls_may_come_at_once() -> None:
    assert taken(Rate(120, Clock())) == 30


def test_a_call_comes_back_with_time() -> None:
    clock = Clock()
    rate = Rate(60, clock)
    taken(rate)
    clock.now += 3
    assert taken(rate) == 3


def test_the_refusal_says_when_to_come_again_and_that_is_true() -> None:
    clock = Clock()
    rate = Rate(6, clock)
    taken(rate)
    with pytest.raises(TooManyRequests) as refused:
        rate.take("a")
    clock.now += refused.value.retry_after_s
    rate.take("a")
    assert str(refused.value.retry_after_s) in str(refused.value)


def test_callers_are_counted_each_by_itself() -> None:
    rate = Rate(60, Clock())
    assert taken(rate, "a") == taken(rate, "b") == 15


def test_nobody_is_counted_where_there_is_no_limit() -> None:
    rate = Rate(0, Clock())
    for _ in range(10_000):
        rate.take("a")


def test_callers_beyond_the_most_that_are_kept_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.service.access.rates._MOST_CALLERS", 10)
    rate = Rate(60, Clock())
    for caller in range(100):
        rate.take(str(caller))
    assert taken(rate, "99") == 14
    assert taken(rate, "1") == 15
