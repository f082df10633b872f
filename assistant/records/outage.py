"""The database as long as it answers; memory while it does not, entered into the database once it answers again.

A question is answered whether or not the database is there. What is kept meanwhile is lost only if this process
ends before the database is back, or if more comes in than memory may hold; both are said.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from assistant.domain.dialogue import DialogueState
from assistant.domain.feedback import AnswerRecord, Feedback
from assistant.errors import StoreError
from assistant.records.entries import Dropped, Entry, Given, Saved
from assistant.records.memory import MemoryStore
from assistant.records.stores import DatabaseStore, Kept, Page

log = logging.getLogger(__name__)

RECENT = 2000
"""Conversations whose state is at hand when the database goes: a question that leans on the last is understood."""
MOST = 20_000
"""Entries that wait for the database at most; a state and an answer take 2 KB or so."""
_FIRST_LOOK_S, _LOOK_EVERY_S = 0.2, 1.0
_AT_A_TIME = 200


class SteadyStore:
    """A store that goes on without its database.

    Args:
        opening: Opens the database; called again and again while it is away.
    """

    def __init__(self, opening: Callable[[], DatabaseStore]) -> None:
        self._opening = opening
        self._database: DatabaseStore | None = None
        self._memory = MemoryStore()
        self._recent: OrderedDict[str, Kept] = OrderedDict()
        self._waiting: deque[Entry] = deque()
        self._lost = 0
        self._trouble: StoreError | None = None
        self._guard = threading.RLock()
        self._closed = threading.Event()
        try:
            self._database = opening()
        except StoreError as error:
            self._go_on_without(error)

    @property
    def warning(self) -> str | None:
        """Why conversations are kept in memory for now, in one line; None when all is well."""
        trouble = self._trouble
        if trouble is None:
            return None
        lost = f"已有 {self._lost} 条超出内存上限而未能保存；" if self._lost else ""
        return f"{trouble} 会话暂存于内存，{lost}数据库恢复后自动补记，在此之前重启会丢失；其余功能不受影响。"

    def load(self, session_id: str) -> Kept | None:
        """The session, or None; during an outage what memory knows, else one that begins anew."""
        if database := self._serving():
            try:
                return database.load(session_id)
            except StoreError as error:
                self._go_on_without(error)
        return self._memory.load(session_id) or Kept(DialogueState(), 0, datetime.max)

    def save(self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""
        while True:
            if database := self._serving():
                try:
                    saved = database.save(session_id, found, state, answer)
                except StoreError as error:
                    self._go_on_without(error)
                else:
                    if saved:
                        self._remember(session_id, Kept(state, found + 1, answer.asked_at))
                    return saved
            with self._meanwhile() as away:
                if away:
                    saved = self._memory.save(session_id, found, state, answer)
                    if saved:
                        self._wait(Saved(session_id, found, state, answer))
                    return saved

    def drop(self, session_id: str) -> bool:
        """Delete a session with its answers and what was said of them; False when there is none."""
        with self._guard:
            self._recent.pop(session_id, None)
        while True:
            if database := self._serving():
                return database.drop(session_id)
            with self._meanwhile() as away:
                if away:
                    if not self._memory.drop(session_id):
                        # It may lie in the database: nobody is told that it is deleted before it is.
                        raise self._away()
                    self._wait(Dropped(session_id))
                    return True

    def give(self, answer_id: str, feedback: Feedback) -> bool:
        """Keep what is said of an answer in place of what was; False when there is no such answer."""
        while True:
            if database := self._serving():
                return database.give(answer_id, feedback)
            with self._meanwhile() as away:
                if away:
                    if not self._memory.give(answer_id, feedback):
                        raise self._away()
                    self._wait(Given(answer_id, feedback))
                    return True

    def forget_before(self, moment: datetime) -> int:
        """Delete sessions idle since before ``moment``, their answers stay; returns how many."""
        database = self._serving()
        return database.forget_before(moment) if database else self._memory.forget_before(moment)

    def reviews(self, limit: int, offset: int) -> Page:
        """Answers that people should look at, the newest first; during an outage those of the outage."""
        database = self._serving()
        return database.reviews(limit, offset) if database else self._memory.reviews(limit, offset)

    def close(self) -> None:
        """Close all connections; what still waits is entered if the database will have it."""
        self._closed.set()
        if self._trouble is not None and self._waiting and not self._mend():
            log.warning("database away at the end: %d entries are lost", len(self._waiting))
        if self._database:
            self._database.close()

    def _serving(self) -> DatabaseStore | None:
        return self._database if self._trouble is None else None

    @contextmanager
    def _meanwhile(self) -> Iterator[bool]:
        """Whether the database is still away; it does not come back before this is done.

        Between a failed write and this moment it may have: what were put into memory then would wait for ever.
        """
        with self._guard:
            yield self._trouble is not None

    def _away(self) -> StoreError:
        return StoreError(f"{self._trouble} 请稍后重试。")

    def _remember(self, session_id: str, kept: Kept) -> None:
        with self._guard:
            self._recent[session_id] = kept
            self._recent.move_to_end(session_id)
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)

    def _wait(self, entry: Entry) -> None:
        self._waiting.append(entry)
        if len(self._waiting) > MOST:
            self._waiting.popleft()
            self._lost += 1

    def _go_on_without(self, error: StoreError) -> None:
        """From now on memory serves, and somebody looks after the database."""
        with self._guard:
            if self._trouble is not None:
                return
            self._memory = MemoryStore()
            for session_id, kept in self._recent.items():
                self._memory.hold(session_id, kept)
            self._lost = 0
            self._trouble = error
        log.warning(self.warning)
        threading.Thread(target=self._look_after, name="database", daemon=True).start()

    def _look_after(self) -> None:
        wait_s = _FIRST_LOOK_S
        while not self._closed.wait(wait_s):
            if self._mend():
                return
            wait_s = _LOOK_EVERY_S

    def _mend(self) -> bool:
        """Enter what waits, if the database is back; the last entries while nobody else writes."""
        try:
            # Anew each time: another file or server may stand in the place of the one that went, without tables.
            database = self._opening()
        except StoreError:
            return False
        try:
            entered = self._enter(database, leaving=_AT_A_TIME)
            with self._guard:
                entered += self._enter(database, leaving=0)
                before, self._database, self._trouble = self._database, database, None
        except StoreError:
            database.close()
            return False
        if before:
            before.close()
        log.warning("database back: %d entries of the outage written, %d lost", entered, self._lost)
        return True

    def _enter(self, database: DatabaseStore, leaving: int) -> int:
        """Write the oldest entries, some at a time, until no more than ``leaving`` wait."""
        entered = 0
        while True:
            with self._guard:
                some = [self._waiting[i] for i in range(min(_AT_A_TIME, len(self._waiting)))]
            if len(some) <= leaving and leaving:
                return entered
            # With nothing to enter this still tells whether the database can be written.
            database.enter(some)
            with self._guard:
                for entry in some:
                    if self._waiting and self._waiting[0] is entry:
                        self._waiting.popleft()
            entered += len(some)
            if not some:
                return entered
