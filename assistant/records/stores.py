"""Where conversations are kept: a database, or the memory of this process when there is none."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Engine, delete, insert, select, update

from assistant.domain.dialogue import DialogueState
from assistant.errors import StoreError
from assistant.records.database import FAILURES, reason
from assistant.records.states import from_json, to_json
from assistant.records.tables import answers, sessions


class Kept(NamedTuple):
    """A state with the version that a writer must still find; 0 before the first answer."""

    state: DialogueState
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """What is kept of an answer: whence it came, never what was asked."""

    id: str
    question_digest: str
    kind: str
    as_of: date
    corpus_version: str
    rules_version: str
    engine: str
    clause_keys: tuple[str, ...]


class Store(Protocol):
    """Compare-and-swap on sessions."""

    def load(self, session_id: str) -> Kept | None:
        """The session, or None."""

    def save(
        self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord, now: datetime
    ) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""


class MemoryStore:
    """Sessions of this process, the longest unused dropped beyond ``capacity``."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def load(self, session_id: str) -> Kept | None:
        """The session, or None."""
        with self._lock:
            return self._kept.get(session_id)

    def save(
        self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord, now: datetime
    ) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""
        with self._lock:
            present = self._kept.get(session_id)
            if (present.version if present else 0) != found:
                return False
            self._kept[session_id] = Kept(state, found + 1)
            self._kept.move_to_end(session_id)
            if len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
            return True


class DatabaseStore:
    """Sessions in a database; every failure of it is a StoreError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, session_id: str) -> Kept | None:
        """The session, or None."""
        wanted = select(sessions.c.state, sessions.c.version).where(sessions.c.id == session_id)
        try:
            with self._engine.connect() as connection:
                row = connection.execute(wanted).one_or_none()
        except FAILURES as error:
            raise _broken(error) from error
        return Kept(from_json(row.state), row.version) if row else None

    def save(
        self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord, now: datetime
    ) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""
        new = {"state": to_json(state), "version": found + 1, "updated_at": now}
        try:
            with self._engine.begin() as connection:
                if found == 0:
                    connection.execute(insert(sessions).values(id=session_id, created_at=now, **new))
                else:
                    here = (sessions.c.id == session_id) & (sessions.c.version == found)
                    if connection.execute(update(sessions).where(here).values(**new)).rowcount != 1:
                        return False
                connection.execute(insert(answers).values(_row(answer, session_id, now)))
        except FAILURES as error:
            raise _broken(error) from error
        return True

    def forget_before(self, day: datetime) -> int:
        """Delete sessions idle since before ``day`` with their answers; returns how many."""
        old = sessions.c.updated_at < day
        try:
            with self._engine.begin() as connection:
                idle = select(sessions.c.id).where(old)
                connection.execute(delete(answers).where(answers.c.session_id.in_(idle)))
                return connection.execute(delete(sessions).where(old)).rowcount
        except FAILURES as error:
            raise _broken(error) from error

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def idle_limit(now: datetime, days: int) -> datetime:
    """The moment before which a session counts as idle for ``days``."""
    return now - timedelta(days=days)


def _row(answer: AnswerRecord, session_id: str, now: datetime) -> dict[str, Any]:
    return {
        "id": answer.id,
        "session_id": session_id,
        "question_digest": answer.question_digest,
        "kind": answer.kind,
        "as_of": answer.as_of.isoformat(),
        "corpus_version": answer.corpus_version,
        "rules_version": answer.rules_version,
        "engine": answer.engine,
        "clause_keys": list(answer.clause_keys),
        "created_at": now,
    }


def _broken(error: Exception) -> StoreError:
    return StoreError(f"会话数据库出错（{reason(error)}）：请检查磁盘空间和写权限。")
