"""One of several processes that serve: ``python -m assistant.service.worker``, started by ``workers.py``."""

from __future__ import annotations

import socket
import sys
import threading

import uvicorn

from assistant.errors import AssistantError
from assistant.service.observing.logs import log_lines
from assistant.service.ports import worker_socket
from assistant.service.server import config_of
from assistant.service.workers import READY
from assistant.settings import load_settings


class _Server(uvicorn.Server):
    """Says when it serves, and stops in good order when the process that started it is gone."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.buffer.write(READY)
            sys.stdout.buffer.flush()

    def outlive_nobody(self) -> None:
        """Wait for the end of standard input, which lasts as long as who holds the other side."""
        while sys.stdin.buffer.read(1):
            pass
        self.should_exit = True


def main() -> int:
    """Serve until told to end; returns the exit status."""
    try:
        settings = load_settings()
        log_lines(settings.log_level, settings.log_format)
        listening = worker_socket(settings)
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    server = _Server(config_of("assistant.service.app:create_app", settings, factory=True))
    threading.Thread(target=server.outlive_nobody, name="parent", daemon=True).start()
    with listening:
        server.run(sockets=[listening])
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
