"""What a server refuses before any work, and that it says so fast, to everyone in the shape of its door."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from assistant.agent.pipeline import Agent
from assistant.assembly import Assistant
from assistant.service.access.gate import Gate
from assistant.service.access.lanes import Lane
from assistant.service.access.rates import Rate
from assistant.service.app import create_app
from tests.service.serving import serving

QUESTION = {"question": "公示要几天？", "as_of": "2026-11-20"}


class Held:
    """An agent whose answers wait until the test lets them go."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self.go = threading.Event()
        self.begun = 0

    def answer(self, *given: Any, **told: Any) -> Any:
        self.begun += 1
        assert self.go.wait(20)
        return self._agent.answer(*given, **told)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._agent, name)


@contextmanager
def server_with(assistant: Assistant, **settings: Any) -> Iterator[httpx.Client]:
    chosen = assistant.settings.model_copy(update={"workbench": False, **settings})
    app = create_app(chosen, assistant=replace(assistant, settings=chosen))
    limits = httpx.Limits(max_connections=200)
    with (
        serving(app) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False, limits=limits) as client,
    ):
        yield client


def from_address(address: str) -> dict[str, str]:
    return {"x-forwarded-for": address}


def until(true: Callable[[], object]) -> None:
    ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_an_address_that_calls_too_often_is_told_when_to_come_again(assistant: Assistant) -> None:
    with server_with(assistant, rate_address=20) as client:
        replies = [client.get("/api/v1/schemes", headers=from_address("192.0.2.1")) for _ in range(6)]
        assert [reply.status_code for reply in replies] == [200] * 5 + [429]
        problem = replies[-1].json()
        assert problem["code"] == "too_many_requests"
        assert problem["request_id"] == replies[-1].headers["x-request-id"]
        assert int(replies[-1].headers["retry-after"]) in range(1, 4)
        # Others, the same machine, and what costs nothing go on.
        assert client.get("/api/v1/schemes", headers=from_address("192.0.2.2")).status_code == 200
        assert client.get("/healthz", headers=from_address("192.0.2.1")).status_code == 200
        assert {client.get("/api/v1/schemes").status_code for _ in range(10)} == {200}
        refused = client.post("/v1/chat/completions", headers=from_address("192.0.2.1"), json={})
        assert (refused.status_code, refused.json()["error"]["type"]) == (429, "rate_limit_error")
        told = client.get("/metrics").text
    assert 'assistant_turned_away_total{reason="too_many_requests"} 2.0' in told


def test_a_page_of_an_allowed_origin_can_read_the_refusal(assistant: Assistant) -> None:
    origin = "https://www.example.cn"
    with server_with(assistant, rate_address=4, allowed_origins=origin) as client:
        headers = {"origin": origin, **from_address("192.0.2.1")}
        replies = [client.get("/api/v1/schemes", headers=headers) for _ in range(6)]
    assert replies[-1].status_code == 429
    assert replies[-1].headers["access-control-allow-origin"] == origin


def test_a_conversation_in_which_too_much_is_asked_is_slowed_down(assistant: Assistant) -> None:
    with server_with(assistant, rate_session=4, rate_loopback=True, rate_address=0) as client:
        session = client.post("/api/v1/ask", json=QUESTION).json()["session_id"]
        again = {**QUESTION, "session_id": session}
        replies = [client.post("/api/v1/ask", json=again) for _ in range(6)]
        assert [reply.status_code for reply in replies] == [200] * 5 + [429]
        assert "retry-after" in replies[-1].headers
        assert client.post("/api/v1/ask", json=QUESTION).status_code == 200


def test_over_the_bound_503_comes_fast_and_what_was_accepted_is_answered(assistant: Assistant) -> None:
    held = Held(assistant.agent)
    slow = replace(assistant, agent=held)  # type: ignore[arg-type]
    with server_with(slow, at_once=2, queue=4, queue_seconds=15) as client, ThreadPoolExecutor(40) as pool:
        accepted = [pool.submit(client.post, "/api/v1/ask", json=QUESTION) for _ in range(6)]
        until(lambda: 'queue_depth{lane="quick"} 4.0' in client.get("/metrics").text)
        started = time.monotonic()
        refused = list(pool.map(lambda _: client.post("/api/v1/ask", json=QUESTION), range(30)))
        assert time.monotonic() - started < 5
        assert {reply.status_code for reply in refused} == {503}
        assert {reply.json()["code"] for reply in refused} == {"overloaded"}
        assert all(int(reply.headers["retry-after"]) >= 1 for reply in refused)
        stream = client.post("/v1/chat/completions", json={"model": "policy-assistant", "messages": []})
        assert (stream.status_code, stream.json()["error"]["code"]) == (503, "overloaded")
        assert held.begun == 2
        assert client.get("/healthz").status_code == 200
        held.go.set()
        assert [reply.result().status_code for reply in accepted] == [200] * 6
        assert client.post("/api/v1/ask", json=QUESTION).status_code == 200


def test_who_is_refused_is_answered_before_the_body_is_read_and_may_ask_again_on_the_same_connection(
    assistant: Assistant,
) -> None:
    held = Held(assistant.agent)
    slow = replace(assistant, agent=held)  # type: ignore[arg-type]
    with server_with(slow, at_once=1, queue=0) as client, ThreadPoolExecutor(1) as pool:
        accepted = pool.submit(client.post, "/api/v1/ask", json=QUESTION)
        until(lambda: held.begun == 1)
        place = urlsplit(str(client.base_url))
        with socket.create_connection((str(place.hostname), place.port or 0), timeout=10) as sender:
            head = "POST /api/v1/ask HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            body = json.dumps(QUESTION | {"question": "公示期几天？" * 9000}).encode()
            sender.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode())
            assert sender.recv(65536).startswith(b"HTTP/1.1 503 ")
            sender.sendall(body)
            held.go.set()
            assert accepted.result().status_code == 200
            body = json.dumps(QUESTION).encode()
            sender.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            assert sender.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_busy_caller_keeps_no_other_out(assistant: Assistant) -> None:
    held = Held(assistant.agent)
    slow = replace(assistant, agent=held)  # type: ignore[arg-type]
    with server_with(slow, at_once=1, queue=3, queue_seconds=15) as client, ThreadPoolExecutor(8) as pool:

        def ask(address: str) -> httpx.Response:
            return client.post("/api/v1/ask", json=QUESTION, headers=from_address(address))

        busy = [pool.submit(ask, "192.0.2.1") for _ in range(4)]
        until(lambda: 'queue_depth{lane="quick"} 3.0' in client.get("/metrics").text)
        small = pool.submit(ask, "192.0.2.2")
        until(lambda: any(reply.done() for reply in busy))
        held.go.set()
        assert small.result().status_code == 200
        assert sorted(reply.result().status_code for reply in busy) == [200, 200, 200, 503]


def test_heavy_work_leaves_the_lane_of_questions_free(assistant: Assistant) -> None:
    kinds = assistant.checker.schemes[0].id
    with server_with(assistant, heavy_at_once=1, queue=0) as client, ThreadPoolExecutor(8) as pool:
        template = f"/api/v1/schemes/{kinds}/template"
        sheets = [pool.submit(client.get, template) for _ in range(8)]
        assert client.post("/api/v1/ask", json=QUESTION).status_code == 200
        assert {sheet.result().status_code for sheet in sheets} == {200, 503}


def test_who_reads_slowly_holds_no_turn() -> None:
    read = threading.Event()

    async def slowly(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await asyncio.to_thread(read.wait, 20)
        await send({"type": "http.response.body", "body": b"ok"})

    lane = Lane("quick", at_once=1, waiting=0, longest_s=1)
    gate = Gate(
        slowly,
        lanes={"quick": lane},
        rate=Rate(0),
        counts_loopback=False,
        body_s=5,
        on_refusal=lambda _request, _why: PlainTextResponse("no", 503),
    )
    with serving(gate) as address, ThreadPoolExecutor(3) as pool:
        three = [pool.submit(httpx.get, f"{address}/api/v1/schemes", trust_env=False) for _ in range(3)]
        time.sleep(0.2)
        read.set()
        assert [one.result().status_code for one in three] == [200, 200, 200]
    assert lane.busy == 0


def test_who_sends_slowly_takes_no_turn_and_is_cut_off(assistant: Assistant) -> None:
    with server_with(assistant, at_once=1, queue=0, body_seconds=0.3) as client:
        place = urlsplit(str(client.base_url))
        slow = [socket.create_connection((str(place.hostname), place.port or 0)) for _ in range(3)]
        for sender in slow:
            sender.sendall(
                b"POST /api/v1/ask HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                b"content-length: 100\r\n\r\n{"
            )
        assert client.post("/api/v1/ask", json=QUESTION).status_code == 200
        for sender in slow:
            sender.settimeout(10)
            reply = sender.recv(65536).decode()
            assert reply.startswith("HTTP/1.1 408 ")
            assert "connection: close" in reply
            sender.close()


@pytest.mark.parametrize(
    "path", ["/healthz", "/api/v1/schemes", "/api/v1/nothing", "/openapi.json", "/assets/pages.css"]
)
def test_every_reply_is_safe_to_show(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/documents", "/documents/compare", "/widget", "/quality", "/documents/none"]
)
def test_pages_load_nothing_from_elsewhere_and_run_no_inline_script(client: httpx.Client, path: str) -> None:
    policy = client.get(path, headers={"accept": "text/html"}).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'unsafe" not in policy
    assert "eval" not in policy
    assert "http:" not in policy


def test_over_https_browsers_are_told_to_stay_there(client: httpx.Client) -> None:
    reply = client.get("/healthz", headers={"x-forwarded-proto": "https"})
    assert "max-age" in reply.headers["strict-transport-security"]
