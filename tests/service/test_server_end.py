"""A server among others on a port lets its callers go before it ends; one that is alone ends at once."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import httpx
import pytest
import uvicorn

from assistant.service.access.ending import Ending
from assistant.service.server import Server
from eval.topology.processes import wait_until


async def app(scope: dict[str, object], receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"ok"})  # type: ignore[operator]


@contextmanager
def running(
    leave_s: float, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Server, str, threading.Thread]]:
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=io.BytesIO()))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, lifespan="off")  # type: ignore[arg-type]
        server = Server(config, b"ready\n", Ending(), leave_s=leave_s)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started, 10, "the start")
            yield server, f"http://127.0.0.1:{listening.getsockname()[1]}", thread
        finally:
            server.should_exit = True
            thread.join()


def test_who_asks_while_it_leaves_is_answered_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        running(3.0, monkeypatch) as (server, address, thread),
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        assert "connection" not in client.get("/").headers
        server.should_exit = True
        wait_until(lambda: client.get("/").headers.get("connection") == "close", 2, "the announcement")
        with httpx.Client(base_url=address, trust_env=False) as newcomer:
            assert newcomer.get("/").text == "ok", "one who comes late is still let in"
        assert thread.is_alive()


def test_one_that_is_alone_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(0.0, monkeypatch) as (server, address, thread):
        assert httpx.get(address, trust_env=False).text == "ok"
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()
