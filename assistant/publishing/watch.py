"""Notices what others publish and what changes in the corpus folder, and has it served."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError
from assistant.publishing.publisher import Publisher

log = logging.getLogger(__name__)

QUIET_S = 0.5
"""A change is taken once nothing further changed for so long: a file may still be written."""
_GLANCE_S = 0.25
"""Between two glances at what other processes publish, which is one small file; the corpus folder is many."""


class Watch:
    """Looks every few seconds, and for what others publish more often; ``trouble`` says why the newest state is not served, if it is not."""

    def __init__(self, publisher: Publisher, every_s: float) -> None:
        self.trouble: str | None = None
        self._publisher = publisher
        self._every_s = every_s
        self._stopped = threading.Event()
        self._failed: tuple[object, ...] | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look in the background; not at all where the time between two looks is 0."""
        if not self._every_s:
            yield
            return
        thread = threading.Thread(target=self._look_again_and_again, name="watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join(timeout=30)

    def look(self) -> bool:
        """Have the newest state served if it is not yet and has come to rest; tells whether it was."""
        found = self._publisher.changes()
        if found is None or found == self._failed:
            return False
        if self._publisher.only_published():
            return self._serve(found)
        while not self._stopped.wait(QUIET_S):
            later = self._publisher.changes()
            if later == found:
                return self._serve(found)
            if later is None:
                return False
            found = later
        return False

    def _serve(self, found: tuple[object, ...]) -> bool:
        try:
            self._publisher.refresh()
        except AssistantError as error:
            self._failed, self.trouble = found, str(error)
            log.warning("changes not served: %s", error)
            return False
        self._failed = self.trouble = None
        return True

    def _look_again_and_again(self) -> None:
        looked = time.monotonic()
        while not self._stopped.wait(min(_GLANCE_S, self._every_s)):
            due = time.monotonic() - looked >= self._every_s
            try:
                if due or self._publisher.published():
                    self.look()
                    looked = time.monotonic()
            except Exception:
                # The service goes on with what it serves; the next look may succeed.
                log.exception("watch failed")
