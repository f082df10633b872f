"""Runs the application with uvicorn, on a socket that is known to be free before anything is loaded."""

from __future__ import annotations

import logging
import socket
import sys
from contextlib import suppress

import uvicorn

from assistant.assembly import Progress, build_assistant
from assistant.errors import SettingsError
from assistant.service.app import create_app
from assistant.settings import Settings
from assistant.wording import words

log = logging.getLogger(__name__)


def serve_forever(settings: Settings, progress: Progress | None = None) -> None:
    """Serve until interrupted; prints the address when requests are answered.

    Raises:
        SettingsError: The address cannot be listened on, or a setting cannot be used.
        AssistantError: The assistant cannot be built.
    """
    say = words("cli")["serve"]
    with _listen(settings, say["port_taken"]) as listening:
        _log_to_stderr(settings.log_level)
        assistant = build_assistant(settings, progress)
        for warning in assistant.warnings():
            log.warning(warning)
        config = uvicorn.Config(
            create_app(assistant=assistant),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        server = _Server(config, say["ready"].format(address=address_of(settings)))
        try:
            # uvicorn stops in good order and then raises the interrupt again; being stopped is no failure.
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listening])
        finally:
            assistant.close()


def address_of(settings: Settings) -> str:
    """Where a browser on this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{settings.port}"


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"{self._ready}\n")
            sys.stdout.flush()


def _listen(settings: Settings, complaint: str) -> socket.socket:
    try:
        place = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(place[0], place[1])
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place[4])
        listening.listen(2048)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(
            complaint.format(host=settings.host, port=settings.port, reason=reason)
        ) from error
    listening.set_inheritable(True)
    return listening


def _log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("assistant", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level.upper() if name == "assistant" else logging.WARNING)
        logger.propagate = False
