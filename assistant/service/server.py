"""Runs the application with uvicorn, on a socket that is known to be free before anything is loaded."""

from __future__ import annotations

import asyncio
import logging
import math
import socket
import sys
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from assistant.assembly import Progress, build_assistant
from assistant.service.access.ending import Ending
from assistant.service.app import create_app
from assistant.service.observing.logs import log_lines
from assistant.service.ports import address_of, listen, shares_ports
from assistant.service.waiting import waiting_room
from assistant.settings import Settings
from assistant.wording import words

log = logging.getLogger(__name__)

_LAST_S = 0.05


def serve_forever(settings: Settings, progress: Progress | None = None) -> None:
    """Serve until interrupted; prints the address when requests are answered.

    Raises:
        SettingsError: The address cannot be listened on, or a setting cannot be used.
        AssistantError: The assistant cannot be built.
    """
    say = words("cli")["serve"]
    with listen(settings) as listening:
        log_lines(settings.log_level, settings.log_format)
        with waiting_room(listening):
            assistant = build_assistant(settings, progress)
        for warning in assistant.warnings():
            log.warning(warning)
        app = create_app(assistant=assistant)
        ready = say["ready"].format(address=address_of(settings)) + "\n"
        server = Server(config_of(app, settings), ready.encode(), app.state.ending)
        try:
            # uvicorn stops in good order and then raises the interrupt again; being stopped is no failure.
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listening])
        finally:
            assistant.close()


def config_of(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves the application, in one process or in several."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        # Who the caller is, is read by the application, from proxies that the operator names.
        proxy_headers=False,
        timeout_graceful_shutdown=math.ceil(settings.shutdown_seconds),
    )


class Server(uvicorn.Server):
    """Says on standard output that it serves once it does, and ends what would never end by itself.

    Args:
        config: What uvicorn is told.
        ready: What is written once it serves.
        ending: Is told when the server ends.
        leave_s: So long before it ends it goes on answering and lets each caller go with the answer. Where others
            serve on the same port, whoever asks on gets to them; a connection closed while idle may lose a question
            that is on its way.
    """

    def __init__(self, config: uvicorn.Config, ready: bytes, ending: Ending, *, leave_s: float = 0.0) -> None:
        super().__init__(config)
        self._ready = ready
        self._ending = ending
        self._leave_s = leave_s

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        if self.started:
            sys.stdout.buffer.write(self._ready)
            sys.stdout.buffer.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is under way."""
        self._ending.begin()
        if self._leave_s and not self.force_exit:
            self.server_state.default_headers.append((b"connection", b"close"))
            await asyncio.sleep(self._leave_s)
            for listening in sockets or () if shares_ports() else ():
                # Who is in the queue is let in, nobody else: a queue is lost with its socket, where that is its own.
                listening.listen(0)
            await asyncio.sleep(_LAST_S)
        await super().shutdown(sockets)
