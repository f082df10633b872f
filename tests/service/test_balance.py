"""Callers of several workers are shared out evenly."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.service.balance import PLACE, SHARES, Balanced, Shares, make_shares, own_shares


def shares_of(folder: Path, workers: int, seed: int = 1) -> list[Shares]:
    path = folder / "shares"
    make_shares(path, workers)
    chance = random.Random(seed).random
    return [Shares(path, place, chance) for place in range(workers)]


@settings(deadline=None)
@given(held=st.lists(st.integers(0, 60), min_size=2, max_size=4), seed=st.integers(0, 99))
def test_callers_who_connect_anew_end_up_shared_out(
    held: list[int], seed: int, tmp_path_factory: Any
) -> None:
    chance = random.Random(seed)
    workers = shares_of(tmp_path_factory.mktemp("shares"), len(held), seed)
    for _ in range(60):
        for place, worker in enumerate(workers):
            for _ in range(held[place]):
                if worker.lets_go(held[place]):
                    held[place] -= 1
                    held[chance.randrange(len(held))] += 1
    share = sum(held) / len(held)
    assert max(held) - share <= max(2.0, 0.2 * share)


def test_who_holds_its_share_lets_nobody_go(tmp_path: Path) -> None:
    one, other = shares_of(tmp_path, 2)
    other.lets_go(25)
    assert not any(one.lets_go(25) for _ in range(100))
    assert not any(one.lets_go(26) for _ in range(100))


def test_who_holds_more_lets_some_go_and_no_more_than_the_surplus(tmp_path: Path) -> None:
    one, other = shares_of(tmp_path, 2)
    other.lets_go(10)
    gone = sum(one.lets_go(40) for _ in range(40))
    assert 5 <= gone <= 25


def test_a_worker_that_ends_holds_nobody(tmp_path: Path) -> None:
    one, other = shares_of(tmp_path, 2)
    one.lets_go(50)
    one.close()
    assert any(other.lets_go(50) for _ in range(100))


def test_a_reply_to_a_caller_who_is_let_go_closes_the_connection(tmp_path: Path) -> None:
    one, _ = shares_of(tmp_path, 2)

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})

    def headers(held: int) -> set[tuple[bytes, bytes]]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(Balanced(app, one, lambda: held)({"type": "http"}, None, send))  # type: ignore[arg-type]
        return set(sent[0]["headers"])

    assert headers(1) == {(b"x", b"y")}
    assert any((b"connection", b"close") in headers(40) for _ in range(40))


def test_a_worker_that_stands_alone_has_no_shares(tmp_path: Path) -> None:
    assert own_shares({}) is None
    make_shares(tmp_path / "shares", 2)
    assert own_shares({SHARES: str(tmp_path / "shares"), PLACE: "1"}) is not None
