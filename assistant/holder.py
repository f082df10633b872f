"""Holds the assistant that answers, and puts another in its place while questions are being answered.

Whoever needs the assistant takes it for as long as one question lasts. The one before is closed when the
last of its questions is answered; until then its index stays on disk.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.assembly import Assistant, open_publisher, with_library
from assistant.documents.library import Library
from assistant.eligibility.engine import Checker
from assistant.publishing.publisher import Publisher
from assistant.publishing.watch import Watch

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Held:
    assistant: Assistant
    users: int = 0
    retired: bool = field(default=False)


class Holder:
    """The one place that says which assistant answers.

    Args:
        first: The assistant to begin with; whoever built it closes its conversations.
        tidy: Called after a retired assistant is closed, to give back its memory.
    """

    def __init__(self, first: Assistant, tidy: Callable[[], object] = lambda: None) -> None:
        self._first = first
        self._held = _Held(first)
        self._tidy = tidy
        self._guard = threading.Lock()
        self.publisher: Publisher = open_publisher(first.settings, first.catalogue, self)
        self.watch = Watch(self.publisher, first.settings.watch_seconds)

    @property
    def current(self) -> Assistant:
        """The assistant that answers now; take it with :meth:`using` where its index is searched."""
        return self._held.assistant

    @contextmanager
    def using(self) -> Iterator[Assistant]:
        """The assistant that answers now, kept open until this is done with it."""
        with self._guard:
            held = self._held
            held.users += 1
        try:
            yield held.assistant
        finally:
            with self._guard:
                held.users -= 1
                last = held.retired and not held.users
            if last:
                self._close_later(held)

    @property
    def library(self) -> Library:
        """The documents that are answered from."""
        return self.current.library

    @property
    def checker(self) -> Checker:
        """The rules that are checked by."""
        return self.current.checker

    def stage(self, library: Library) -> Waiting:
        """Build the assistant around another library, beside the one that answers.

        Raises:
            AssistantError: It cannot be built.
        """
        return Waiting(self, with_library(self.current, library))

    def put(self, assistant: Assistant) -> None:
        """Let another assistant answer from now on."""
        with self._guard:
            before, self._held = self._held, _Held(assistant)
            before.retired = True
            unused = not before.users
        log.info("serving corpus %s", assistant.library.version)
        if unused:
            self._close_later(before)

    def warnings(self) -> tuple[str, ...]:
        """Everything that does not work as it should, each in one line with what mends it."""
        trouble = (self.watch.trouble,) if self.watch.trouble else ()
        return (*self.current.warnings(), *trouble)

    def close(self) -> None:
        """Close the ledger, and the index of an assistant that was put in place; the first has its own owner."""
        self.publisher.ledger.close()
        if self.current is not self._first:
            self.current.retire()

    def _close_later(self, held: _Held) -> None:
        # Not here: the last question may be answered on the event loop, which must not wait for a disk.
        threading.Thread(target=self._close_held, args=(held,), name="retire", daemon=True).start()

    def _close_held(self, held: _Held) -> None:
        held.assistant.retire()
        self._tidy()


class Waiting:
    """An assistant that is built and waits to be put in place."""

    def __init__(self, holder: Holder, assistant: Assistant) -> None:
        self._holder = holder
        self._assistant = assistant

    @property
    def checker(self) -> Checker:
        """Its rules."""
        return self._assistant.checker

    def put(self) -> None:
        """Let it answer from now on."""
        self._holder.put(self._assistant)

    def drop(self) -> None:
        """Throw it away."""
        self._assistant.retire()
