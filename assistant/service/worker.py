"""One of several processes that serve: ``python -m assistant.service.worker``, started by ``workers.py``."""

from __future__ import annotations

import sys
import threading

from assistant.errors import AssistantError
from assistant.service.app import create_app
from assistant.service.balance import Balanced, own_shares
from assistant.service.observing.logs import log_lines
from assistant.service.ports import worker_socket
from assistant.service.server import Server, config_of
from assistant.service.workers import READY
from assistant.settings import load_settings

_LEAVE_S = 0.5


def main() -> int:
    """Serve until told to end; returns the exit status."""
    try:
        settings = load_settings()
        log_lines(settings.log_level, settings.log_format)
        app = create_app(settings)
        listening = worker_socket(settings)
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shares = own_shares()
    # The server is made below, around this: it is asked once there are callers.
    served = Balanced(app, shares, lambda: len(server.server_state.connections)) if shares else app
    server = Server(config_of(served, settings), READY, app.state.ending, leave_s=_LEAVE_S)
    threading.Thread(target=_outlive_nobody, args=(server,), name="parent", daemon=True).start()
    with listening:
        server.run(sockets=[listening])
    if shares:
        shares.close()
    return 0 if server.started else 1


def _outlive_nobody(server: Server) -> None:
    """Stop in good order when the process that started this one is gone: standard input lasts as long as it does."""
    while sys.stdin.buffer.read(1):
        pass
    server.should_exit = True


if __name__ == "__main__":
    sys.exit(main())
