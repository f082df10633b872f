"""Users who ask one question after another, as light as can be: a process of its own, sockets and nothing else.

Reads bodies of requests, one a line, from standard input; prints what it saw as one JSON object. Its own
processor time is told, so that it is not taken for the server's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator


class User(asyncio.Protocol):
    """Asks, waits for the whole answer, asks the next; connects again when the connection is lost."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._transport: asyncio.Transport | None = None
        self._buffer = self._head = b""
        self._need = -1
        self._asked = self._later_s = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first question."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Ask the next once the answer is whole; one who is told to come later does, give or take."""
        self._buffer += data
        if self._need < 0:
            head, found, _ = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            lower = self._head = head.lower()
            length = lower.partition(b"content-length:")[2].partition(b"\r\n")[0]
            self._need = len(head) + 4 + int(length or 0)
            later = lower.partition(b"retry-after:")[2].partition(b"\r\n")[0]
            self._later_s = float(later) if later and self._crowd.patient else 0.0
        if len(self._buffer) >= self._need:
            now = time.perf_counter()
            self._crowd.answered(int(self._buffer[9:12]), self._asked, now)
            # Between two questions the server may close what lies idle: nobody loses an answer by that.
            self._buffer, self._need, self._asked = b"", -1, 0.0
            if b"connection: close" in self._head:
                # The server lets go of who it has answered: the next question goes to another worker.
                assert self._transport is not None
                self._transport.close()
                return
            pause = self._later_s * random.uniform(0.5, 1.5) or self._crowd.pause_s
            if pause:
                asyncio.get_running_loop().call_later(pause, self._ask)
            else:
                self._ask()

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell whether a question was left without its answer."""
        if not self.done.done():
            self.done.set_result(self._asked > 0)

    def _ask(self) -> None:
        assert self._transport is not None
        if self._transport.is_closing():
            return
        body = self._crowd.next_body()
        if body is None:
            self._asked = 0.0
            self._transport.close()
            return
        self._asked = time.perf_counter()
        self._transport.write(self._crowd.head % len(body) + body)


class Crowd:
    """All users of one run and what they saw."""

    def __init__(self, arguments: argparse.Namespace, bodies: Iterator[bytes]) -> None:
        port = arguments.port
        self.head = (
            f"POST {arguments.path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n"
            "content-type: application/json\r\ncontent-length: %d\r\n\r\n"
        ).encode()
        self.pause_s, self.patient = arguments.pause, arguments.patient
        self._port, self._bodies = port, bodies
        self._until = time.perf_counter() + arguments.seconds
        self.seen: list[tuple[float, float, int]] = []
        self.lost = 0

    def next_body(self) -> bytes | None:
        """The next question, None when time is over."""
        if time.perf_counter() >= self._until:
            return None
        body = next(self._bodies, None)
        if body is None:
            self._until = 0.0
        return body

    def answered(self, status: int, asked: float, now: float) -> None:
        """Note one reply."""
        self.seen.append((now, now - asked, status))

    async def user(self) -> None:
        """One user until time is over."""
        loop = asyncio.get_running_loop()
        while time.perf_counter() < self._until:
            try:
                _, user = await loop.create_connection(lambda: User(self), "127.0.0.1", self._port)
            except OSError:
                self.lost += 1
                await asyncio.sleep(0.05)
                continue
            assert isinstance(user, User)
            self.lost += bool(await user.done)


async def crowd(arguments: argparse.Namespace) -> Crowd:
    """Let all users ask."""
    bodies = (line.rstrip(b"\n") for line in sys.stdin.buffer)
    found = Crowd(arguments, bodies)
    await asyncio.gather(*(found.user() for _ in range(arguments.users)))
    return found


def main() -> None:
    """Run and print what was seen; moments are seconds of the wall clock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", default="/api/v1/ask")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--patient", action="store_true", help="come back when Retry-After says so")
    arguments = parser.parse_args()
    shift, start = time.time() - time.perf_counter(), time.perf_counter()
    found = asyncio.run(crowd(arguments))
    seen = [(round(when + shift, 4), round(took, 5), status) for when, took, status in found.seen]
    statuses = Counter(status for _, _, status in seen)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "cpu_s": time.process_time(),
                "lost": found.lost,
                "statuses": {str(status): count for status, count in sorted(statuses.items())},
                "seen": seen,
            }
        )
    )


if __name__ == "__main__":
    main()
