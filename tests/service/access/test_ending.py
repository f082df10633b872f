"""A server that is told to end finishes the answers under way, refuses new ones and waits for no browser."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from assistant.service.access.ending import Ending, EndsWithServer
from tests.agent.llm.endpoint import endpoint, text
from tests.service.worded import line

BASE = "/ui/gradio_api/heartbeat/abc"


async def lasting(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"data: ALIVE\n\n", "more_body": True})
    if "heartbeat" in scope["path"]:
        await asyncio.Event().wait()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def test_a_stream_that_lasts_ends_in_good_order_with_the_server() -> None:
    async def scene() -> list[dict[str, Any]]:
        ending, sent = Ending(), list[dict[str, Any]]()

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        app = EndsWithServer(lasting, ending)
        await app({"type": "http", "path": "/ui/other"}, receive, send)
        sent.clear()
        stream = asyncio.create_task(app({"type": "http", "path": BASE}, receive, send))
        await asyncio.sleep(0.01)
        assert not stream.done()
        ending.begin()
        await asyncio.wait_for(stream, 1)
        return sent

    sent = asyncio.run(scene())
    assert [message.get("more_body") for message in sent] == [None, True, False]


def readiness(address: str, process: subprocess.Popen[str]) -> list[int]:
    """What a health check sees from the start until the server is ready."""
    seen: list[int] = []
    while 200 not in seen and process.poll() is None:
        with suppress(httpx.TransportError):
            status = httpx.get(f"{address}/readyz", trust_env=False, timeout=1).status_code
            seen += [status] if status not in seen else []
        time.sleep(0.02)
    return seen


def test_a_server_is_not_ready_until_the_index_serves_and_ends_with_its_answers(tmp_path: Path) -> None:
    sentence = line("公示为 5 个工作日。", "公示 5 个工作日")
    with (
        endpoint(text(sentence, pieces=8, delay_s=0.25)) as model,
        socket.create_server(("127.0.0.1", 0)) as free,
    ):
        port = free.getsockname()[1]
        free.close()
        told = {
            "ASSISTANT_DATA_DIR": str(tmp_path),
            "ASSISTANT_PORT": str(port),
            "ASSISTANT_WORKBENCH": "false",
            "ASSISTANT_LLM": "openai:scripted",
            "ASSISTANT_LLM_BASE_URL": model.url,
        }
        command = [sys.executable, "-m", "assistant", "serve"]
        process = subprocess.Popen(
            command, env={**os.environ, **told}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            address = f"http://127.0.0.1:{port}"
            assert readiness(address, process) == [503, 200]
            asked = {"question": "公示要几天？"}
            events = []
            with httpx.stream(
                "POST", f"{address}/api/v1/chat", json=asked, trust_env=False, timeout=30
            ) as reply:
                for event in reply.iter_lines():
                    events.append(event)
                    if len(events) == 1:
                        process.send_signal(signal.SIGTERM)
            assert "event: final" in events
            started = time.monotonic()
            # uvicorn ends in good order and then by the signal itself, as shells and containers expect.
            assert process.wait(15) == -signal.SIGTERM
            assert time.monotonic() - started < 10
            assert process.stderr
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()
