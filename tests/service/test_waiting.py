"""While the index is built, the address answers: alive, not ready, come again."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from assistant.service.waiting import waiting_room


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@pytest.fixture
def client(listening: socket.socket) -> Iterator[httpx.Client]:
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with httpx.Client(base_url=address, trust_env=False, timeout=5) as client:
        yield client


def test_it_is_alive_and_not_ready(listening: socket.socket, client: httpx.Client) -> None:
    with waiting_room(listening):
        assert client.get("/healthz").json() == {"status": "ok"}
        reply = client.get("/readyz")
        asked = client.post("/api/v1/ask", json={"question": "公示要几天？"})
    for refused in (reply, asked):
        assert (refused.status_code, refused.json()["code"]) == (503, "starting")
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"] == "2"


def test_a_person_sees_a_page_that_tries_again(listening: socket.socket, client: httpx.Client) -> None:
    with waiting_room(listening):
        page = client.get("/", headers={"accept": "text/html"})
    assert page.status_code == 503
    assert page.headers["refresh"] == "2"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "正在启动" in page.text


def test_the_socket_is_handed_on(listening: socket.socket, client: httpx.Client) -> None:
    with waiting_room(listening):
        client.get("/readyz")
    with socket.create_connection(listening.getsockname()) as caller:
        taken, _ = listening.accept()
        with taken:
            caller.sendall(b"x")
            assert taken.recv(1) == b"x"
