"""A second server, started with the settings of a chat model, whose model says what a test has written for it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from assistant.assembly import Assistant, build_assistant
from assistant.service.app import create_app
from assistant.settings import Settings
from tests.agent.llm.endpoint import Endpoint, Move, chunk, endpoint, raw, stream

from .serving import serving

DOCUMENT, CLAUSE = "cq-recognition-2024-4", "art11"
QUOTE = "在市经济信息委官网公示 5 个工作日"
SENTENCE = "拟认定名单要公示5个工作日。"
ISSUE = "经公示无异议后，由市经济信息委发文认定为市级绿色园区、绿色工厂"
FURTHER = "公示无异议后由市经济信息委发文认定。"


@dataclass
class Worded:
    """The server, the assistant in it, and the endpoint of its model."""

    address: str
    assistant: Assistant
    endpoint: Endpoint
    _script: list[Move] = field(default_factory=list)

    def says(self, *moves: Move) -> None:
        """From now on the model makes these moves, one a request, the last one repeated."""
        self._script[:] = moves
        self.endpoint.requests.clear()
        self.endpoint.left.clear()


def line(sentence: str, quote: str) -> str:
    """A claim as a model without tools writes it."""
    return f"{sentence}[[{DOCUMENT}#{CLAUSE}|{quote}]]\n"


@contextmanager
def worded_server(data_dir: Path) -> Iterator[Worded]:
    """Run both servers."""
    script: list[Move] = []

    def play(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        (script.pop(0) if len(script) > 1 else script[0])(body, handler)

    with endpoint(play) as running:
        settings = Settings(
            data_dir=data_dir,
            llm="openai:scripted",
            llm_base_url=running.url,
            llm_seconds=20,
            workbench=False,
        )
        built = build_assistant(settings)
        try:
            with serving(create_app(assistant=built)) as address:
                yield Worded(address, built, running, script)
        finally:
            built.close()


def breaks_off(content: str) -> Move:
    """Text, and then an error in the midst of the stream."""
    failed = {"error": {"message": "overloaded", "type": "server_error", "code": None}}
    return raw(*(f"data: {json.dumps(data)}\n\n".encode() for data in (chunk({"content": content}), failed)))


def pauses(*parts: tuple[threading.Event, str]) -> Move:
    """Each part of a text only after its event, which a test sets when it has heard what must come before.

    An event that is not set within 20 seconds breaks the stream off.
    """

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        def told() -> Iterator[dict[str, Any]]:
            for event, content in parts:
                if not event.wait(20):
                    raise BrokenPipeError
                yield {"content": content}

        stream(told())(body, handler)

    return move


def at_work() -> list[threading.Thread]:
    """Threads that wait for a model."""
    return [thread for thread in threading.enumerate() if thread.name == "llm"]


def comes_true(condition: Callable[[], bool], within_s: float = 5.0) -> bool:
    """Whether something holds before the time is over."""
    ends = time.monotonic() + within_s
    while not condition() and time.monotonic() < ends:
        time.sleep(0.02)
    return condition()
