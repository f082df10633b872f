"""A lane is bounded, fair, and loses no turn."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import pytest

from assistant.errors import Overloaded
from assistant.service.access.lanes import Lane


def run(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 20))


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def lane_of(at_once: int = 1, waiting: int = 4, longest_s: float = 10) -> Lane:
    return Lane("x", at_once=at_once, waiting=waiting, longest_s=longest_s)


def test_what_is_over_the_bound_is_refused_at_once() -> None:
    async def scene() -> None:
        lane = lane_of(at_once=1, waiting=2)
        entered = await lane.enter("a")
        waiting = [asyncio.create_task(lane.enter("a")) for _ in range(2)]
        await settled()
        with pytest.raises(Overloaded) as refused:
            await lane.enter("a")
        assert refused.value.retry_after_s >= 1
        lane.leave(entered)
        for task in waiting:
            lane.leave(await task)
        assert (lane.busy, lane.depth) == (0, 0)

    run(scene())


def test_that_a_caller_would_be_refused_is_known_before_it_enters() -> None:
    async def scene() -> None:
        lane = lane_of(at_once=1, waiting=2)
        assert lane.refusal_for("a") is None
        entered = await lane.enter("a")
        waiting = [asyncio.create_task(lane.enter("a")) for _ in range(2)]
        await settled()
        assert isinstance(lane.refusal_for("a"), Overloaded)
        # Another's line is longer: the newcomer gets in, and that line loses its last.
        assert lane.refusal_for("b") is None
        for task in waiting:
            task.cancel()
        await settled()
        assert lane.refusal_for("a") is None
        lane.leave(entered)

    run(scene())


def test_turns_go_round_among_callers() -> None:
    async def scene() -> None:
        lane, order = lane_of(waiting=20), list[str]()
        entered = await lane.enter("first")

        async def work(caller: str) -> None:
            began = await lane.enter(caller)
            order.append(caller)
            await asyncio.sleep(0)
            lane.leave(began)

        tasks = [asyncio.create_task(work(caller)) for caller in ["busy"] * 6 + ["small", "other"]]
        await settled()
        lane.leave(entered)
        await asyncio.gather(*tasks)
        assert order == ["busy", "small", "other", *["busy"] * 5]

    run(scene())


def test_a_full_queue_takes_a_newcomer_and_drops_the_last_of_the_longest_line() -> None:
    async def scene() -> None:
        lane = lane_of(waiting=4)
        entered = await lane.enter("busy")
        line = [asyncio.create_task(lane.enter("busy")) for _ in range(4)]
        await settled()
        small = asyncio.create_task(lane.enter("small"))
        await settled()
        assert [task.done() for task in line] == [False, False, False, True]
        with pytest.raises(Overloaded):
            await line[3]
        lane.leave(entered)
        for task in (line[0], small, line[1], line[2]):
            lane.leave(await task)
        assert (lane.busy, lane.depth) == (0, 0)

    run(scene())


def test_nobody_waits_longer_than_the_longest() -> None:
    async def scene() -> None:
        lane = lane_of(longest_s=0.02)
        entered = await lane.enter("a")
        with pytest.raises(Overloaded):
            await lane.enter("b")
        assert lane.depth == 0
        lane.leave(entered)
        lane.leave(await lane.enter("c"))

    run(scene())


def test_who_leaves_the_queue_takes_no_turn_with_it() -> None:
    async def scene() -> None:
        lane = lane_of()
        entered = await lane.enter("a")
        gone, stays = asyncio.create_task(lane.enter("b")), asyncio.create_task(lane.enter("c"))
        await settled()
        gone.cancel()
        await settled()
        lane.leave(entered)
        lane.leave(await stays)
        # Cancelled in the moment in which its turn has come.
        entered, late = await lane.enter("a"), asyncio.create_task(lane.enter("b"))
        await settled()
        lane.leave(entered)
        late.cancel()
        await settled()
        assert (lane.busy, lane.depth) == (0, 0)

    run(scene())


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_every_turn_is_given_back(seed: int) -> None:
    chance = random.Random(seed)

    async def visit(lane: Lane) -> None:
        began = await lane.enter(chance.choice("abc"))
        try:
            assert lane.busy <= 3
            await asyncio.sleep(chance.random() / 500)
        finally:
            lane.leave(began)

    async def scene() -> None:
        lane = lane_of(at_once=3, waiting=10, longest_s=0.01)
        tasks = []
        for _ in range(300):
            tasks.append(asyncio.create_task(visit(lane)))
            if chance.random() < 0.2:
                chance.choice(tasks).cancel()
            await asyncio.sleep(chance.choice((0, 0, 0.001)))
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert (lane.busy, lane.depth) == (0, 0)
        assert all(end is None or isinstance(end, Overloaded | asyncio.CancelledError) for end in done)
        assert sum(end is None for end in done) > 20

    run(scene())
