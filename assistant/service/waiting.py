"""Answers while the index is being built: alive, not ready, come again; at the address that is served afterwards.

Without it a caller would wait for a reply on a port that listens, and could not tell a start from a hang.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from assistant.errors import Starting
from assistant.service.errors import MEDIA_TYPE, problem_of
from assistant.service.pages.rendering import error_page
from assistant.wording import words

_AGAIN_S = 2
_LONGEST_S = 5.0
"""How long a client may take to say what it wants."""


@contextmanager
def waiting_room(listening: socket.socket) -> Iterator[None]:
    """Answer whoever comes to ``listening`` for as long as the block lasts; it goes on listening afterwards."""
    room = _Room(listening.getsockname()[:2], _Reply, bind_and_activate=False)
    room.socket.close()
    room.socket = listening.dup()
    attendant = threading.Thread(target=room.serve_forever, args=(0.05,), name="waiting-room", daemon=True)
    attendant.start()
    try:
        yield
    finally:
        room.shutdown()
        attendant.join()
        room.server_close()


class _Room(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


class _Reply(BaseHTTPRequestHandler):
    timeout = _LONGEST_S
    server_version, sys_version = "assistant", ""

    def _reply(self) -> None:
        if self.path.split("?")[0] == "/healthz":
            return self._send(200, "application/json", b'{"status":"ok"}', {})
        told = str(words("problems")["details"]["starting"]).format(seconds=_AGAIN_S)
        problem = {**problem_of(Starting(told, retry_after_s=_AGAIN_S)), "request_id": uuid4().hex}
        again = {"retry-after": str(_AGAIN_S)}
        if "text/html" in self.headers.get("accept", ""):
            page = error_page(problem)
            policy = page.headers["content-security-policy"]
            shown = {**again, "refresh": str(_AGAIN_S), "content-security-policy": policy}
            return self._send(503, "text/html; charset=utf-8", bytes(page.body), shown)
        return self._send(503, MEDIA_TYPE, json.dumps(problem, ensure_ascii=False).encode(), again)

    do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = do_PATCH = do_OPTIONS = _reply  # noqa: N815

    def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        sent = {"content-type": kind, "content-length": str(len(body)), "x-content-type-options": "nosniff"}
        for name, value in {**sent, **headers, "cache-control": "no-store", "connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what was asked for is not logged."""
