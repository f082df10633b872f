"""A local HTTP server that speaks the OpenAI protocol and says what a test has written for it.

Each test hands in a script: one move a request, the last one repeated. A move is a function of the request's
JSON and the handler; the helpers below make the usual ones.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Move = Callable[[dict[str, Any], BaseHTTPRequestHandler], None]


class Endpoint:
    """A running endpoint: its address, and every request that it got."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self.requests: list[dict[str, Any]] = []
        self.left = threading.Event()
        self._moves = list(moves)
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with outer._lock:
                    place = min(len(outer.requests), len(outer._moves) - 1)
                    outer.requests.append(body)
                try:
                    outer._moves[place](body, self)
                except (BrokenPipeError, ConnectionResetError):
                    outer.left.set()

            def log_message(self, format: str, *args: Any) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def endpoint(*moves: Move) -> Iterator[Endpoint]:
    running = Endpoint(moves)
    try:
        yield running
    finally:
        running.close()


def text(content: str, *, pieces: int = 4, delay_s: float = 0.0) -> Move:
    """Plain text, streamed in so many characters at a time."""
    parts = [content[i : i + pieces] for i in range(0, len(content), pieces)]
    return stream([{"content": part} for part in parts], delay_s=delay_s)


def tools(*calls: tuple[str, Any], pieces: int = 16, delay_s: float = 0.0) -> Move:
    """Tool calls, in parallel, their arguments streamed in pieces; a string is sent as it is."""
    deltas: list[dict[str, Any]] = []
    for index, (name, arguments) in enumerate(calls):
        raw = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        function = {"name": name, "arguments": ""}
        deltas.append(
            {
                "tool_calls": [
                    {"index": index, "id": f"call_{index}", "type": "function", "function": function}
                ]
            }
        )
        for start in range(0, len(raw), pieces):
            piece = {"arguments": raw[start : start + pieces]}
            deltas.append({"tool_calls": [{"index": index, "function": piece}]})
    return stream(deltas, finish="tool_calls", delay_s=delay_s)


def answer(*claims: tuple[str, Sequence[tuple[str, str, str]]], **how: Any) -> Move:
    """``write_answer`` with claims: text and (document, clause, quote) each."""
    listed = [
        {
            "text": said,
            "sources": [{"document_id": d, "clause_id": c, "quote": q} for d, c, q in sources],
        }
        for said, sources in claims
    ]
    return tools(("write_answer", {"claims": listed}), **how)


def stream(
    deltas: Iterable[dict[str, Any]],
    *,
    finish: str = "stop",
    delay_s: float = 0.0,
    cut_after: int | None = None,
    end: bool = True,
) -> Move:
    """Deltas as server-sent events; ``cut_after`` closes the connection in the middle of them."""

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        if not body.get("stream"):
            whole(deltas, finish)(body, handler)
            return
        _open(handler, "text/event-stream")
        for place, delta in enumerate(deltas):
            if cut_after is not None and place >= cut_after:
                handler.close_connection = True
                handler.connection.shutdown(2)
                return
            _event(handler, chunk({"role": "assistant", **delta} if place == 0 else delta))
            if delay_s:
                time.sleep(delay_s)
        _event(handler, chunk({}, finish))
        if end:
            _write(handler, b"data: [DONE]\n\n")
        handler.close_connection = True

    return move


def whole(deltas: Iterable[dict[str, Any]], finish: str = "stop") -> Move:
    """The same as one JSON object, for callers that do not stream."""

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        content = "".join(str(d.get("content", "")) for d in deltas)
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "message": message, "finish_reason": finish}
        reply(200, {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})(
            body, handler
        )

    return move


def reply(status: int, body: Any, **headers: str) -> Move:
    """One HTTP reply, for example an error."""

    def move(request: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in {"content-type": "application/json", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return move


def error(status: int, message: str = "failed", **headers: str) -> Move:
    return reply(status, {"error": {"message": message, "type": "error", "code": None}}, **headers)


def hang(seconds: float) -> Move:
    """No byte for so long."""

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return move


def drip(seconds: float, pause_s: float = 0.05) -> Move:
    """Keep-alive comments and nothing else."""

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        _open(handler, "text/event-stream")
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            _write(handler, b": keep-alive\n\n")
            time.sleep(pause_s)
        handler.close_connection = True

    return move


def raw(*pieces: bytes, status: int = 200) -> Move:
    """Bytes as they are, as an event stream."""

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        _open(handler, "text/event-stream", status)
        for piece in pieces:
            _write(handler, piece)
        handler.close_connection = True

    return move


def by_tools(offered: Move, plain: Move) -> Move:
    """One move for requests that offer tools, another for those that do not."""

    def move(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        (offered if body.get("tools") else plain)(body, handler)

    return move


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "m",
        "choices": [choice],
    }


def _open(handler: BaseHTTPRequestHandler, kind: str, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("content-type", kind)
    handler.send_header("connection", "close")
    handler.end_headers()


def _event(handler: BaseHTTPRequestHandler, data: dict[str, Any]) -> None:
    _write(handler, f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode())


def _write(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
    handler.wfile.write(piece)
    handler.wfile.flush()
