"""Ends statements of a server that hangs: it took them and answers nothing.

A server that is gone is noticed by the system; one that hangs keeps its connections, and with it whoever waits. No
setting of the driver ends such a wait, so the connection is cut from this side.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection

log = logging.getLogger(__name__)

LIMIT_S = 3.0
"""Of one question's own statements, which take milliseconds."""
_LOOK_S = 0.5


class Deadlines:
    """Watches statements under way; a thread of its own looks at them every half second.

    Args:
        limit_s: How long one may take.
    """

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._under_way: dict[int, tuple[float, Any]] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, name="deadlines", daemon=True)
        self._thread.start()

    @contextmanager
    def over(self, connection: Connection) -> Iterator[None]:
        """Cut the connection when what is done here takes too long; the wait then ends with an error."""
        driver = connection.connection.dbapi_connection
        self._under_way[id(driver)] = time.monotonic() + self._limit_s, driver
        try:
            yield
        finally:
            self._under_way.pop(id(driver), None)

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()

    def _look(self) -> None:
        while not self._stopped.wait(_LOOK_S):
            now = time.monotonic()
            for deadline, driver in list(self._under_way.values()):
                if deadline < now:
                    _cut(driver)


def _cut(driver: Any) -> None:
    try:
        number = os.dup(driver.fileno())
    except Exception as error:  # the driver's own kind: a connection that ended this moment has no socket
        log.debug("nothing to cut: %s", type(error).__name__)
        return
    with suppress(OSError), socket.socket(fileno=number) as line:
        line.shutdown(socket.SHUT_RDWR)
