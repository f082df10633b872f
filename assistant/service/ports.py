"""Sockets to listen on: one known to be free before anything is loaded, and one for each of several processes."""

from __future__ import annotations

import os
import socket
import sys

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.wording import words

LISTENING = "LISTENING_FD"
"""Names the inherited socket to a worker; no setting of an operator, so without the prefix of those."""
_BACKLOG = 2048


def address_of(settings: Settings) -> str:
    """Where a browser on this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{settings.port}"


def listen(settings: Settings) -> socket.socket:
    """A socket that takes connections.

    Raises:
        SettingsError: The address cannot be listened on.
    """
    try:
        listening = _bound(settings)
        listening.listen(_BACKLOG)
    except OSError as error:
        raise _taken(settings, error) from error
    listening.set_inheritable(True)
    return listening


def hold_port(settings: Settings) -> socket.socket:
    """What keeps the port for several workers; where they cannot listen for themselves, the socket of all.

    Raises:
        SettingsError: The port is taken, also by others who would share it: two services behind one port, unnoticed.
    """
    with listen(settings) as probe:
        if not shares_ports():
            return probe.dup()
    try:
        return _bound(settings, shared=True)
    except OSError as error:
        raise _taken(settings, error) from error


def worker_socket(settings: Settings) -> socket.socket:
    """The socket of one worker: the one handed down, or one of its own beside the others on the port that is held.

    Its own takes no connections before the server has it listen: the kernel would send callers to a worker that
    still loads.
    """
    handed_down = os.environ.pop(LISTENING, "")
    if handed_down:
        return socket.socket(fileno=int(handed_down))
    return _bound(settings, shared=True)


def shares_ports() -> bool:
    """Linux alone shares out the callers of a port among the sockets on it."""
    return sys.platform == "linux"


def _bound(settings: Settings, *, shared: bool = False) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        found.bind(address)
    except OSError:
        found.close()
        raise
    return found


def _taken(settings: Settings, error: OSError) -> SettingsError:
    reason = error.strerror or str(error)
    told = words("cli")["serve"]["port_taken"]
    return SettingsError(told.format(host=settings.host, port=settings.port, reason=reason))
