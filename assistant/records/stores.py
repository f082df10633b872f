"""Where conversations, answers and feedback are kept: what a store can do, and the one in a database."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Engine, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from assistant.domain.dialogue import DialogueState
from assistant.domain.feedback import AnswerRecord, Feedback, Review
from assistant.errors import StoreError
from assistant.records.database import FAILURES, reason
from assistant.records.entries import Entry, enter
from assistant.records.hanging import Deadlines
from assistant.records.keeping import keep
from assistant.records.reviews import answer_row, count_reviews, read_reviews, replace_feedback
from assistant.records.states import from_json, to_json
from assistant.records.tables import answers, sessions

# Built once: making a statement anew for each answer costs more than carrying it out.
_BY_ID = sessions.c.id == bindparam("session")
_LOAD = select(sessions.c.state, sessions.c.version, sessions.c.updated_at).where(_BY_ID)


class Kept(NamedTuple):
    """A state with the version that a writer must still find, 0 before the first answer, and its last use."""

    state: DialogueState
    version: int
    updated_at: datetime


class Page(NamedTuple):
    """Some of the answers that people should look at, and how many there are in all."""

    reviews: tuple[Review, ...]
    total: int


class Store(Protocol):
    """Compare-and-swap on sessions; answers that outlive them; what readers say of the answers."""

    def load(self, session_id: str) -> Kept | None:
        """The session, or None."""

    def save(self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""

    def drop(self, session_id: str) -> bool:
        """Delete a session with its answers and what was said of them; False when there is none."""

    def forget_before(self, moment: datetime) -> int:
        """Delete sessions idle since before ``moment``, their answers stay; returns how many."""

    def give(self, answer_id: str, feedback: Feedback) -> bool:
        """Keep what is said of an answer in place of what was; False when there is no such answer."""

    def reviews(self, limit: int, offset: int) -> Page:
        """Answers that people should look at, the newest first."""

    @property
    def warning(self) -> str | None:
        """Why conversations are kept for now only, in one line; None when all is well."""

    def close(self) -> None:
        """Let go of what is open."""


class DatabaseStore:
    """Everything in a database; every failure of it is a StoreError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = self._keeping = engine
        self._deadlines: Deadlines | None = None
        if engine.dialect.name == "postgresql":
            self._deadlines = Deadlines()
            self._keeping = engine.execution_options(isolation_level="AUTOCOMMIT")

    def load(self, session_id: str) -> Kept | None:
        """The session, or None."""
        try:
            with self._engine.connect() as connection, self._in_time(connection):
                row = connection.execute(_LOAD, {"session": session_id}).one_or_none()
        except FAILURES as error:
            raise _broken(error) from error
        return Kept(from_json(row.state), row.version, row.updated_at) if row else None

    def save(self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""
        now = answer.asked_at
        session = {"id": session_id, "state": to_json(state), "version": found + 1}
        session |= {"created_at": now, "updated_at": now}
        try:
            with self._keeping.connect() as connection, self._in_time(connection):
                return keep(connection, session, found, answer_row(answer, session_id))
        except IntegrityError:
            # It began anew for want of a database that knows it after all, or was deleted this moment.
            return False
        except FAILURES as error:
            raise _broken(error) from error

    def _in_time(self, connection: Connection) -> AbstractContextManager[None]:
        return self._deadlines.over(connection) if self._deadlines else nullcontext()

    def enter(self, entries: Sequence[Entry]) -> None:
        """Write what happened while the database was away."""
        try:
            with self._engine.begin() as connection:
                enter(connection, entries)
        except FAILURES as error:
            raise _broken(error) from error

    def drop(self, session_id: str) -> bool:
        """Delete a session with its answers and what was said of them; False when there is none."""
        try:
            with self._engine.begin() as connection:
                # Answers and feedback go with it by their foreign keys.
                return connection.execute(delete(sessions).where(sessions.c.id == session_id)).rowcount == 1
        except FAILURES as error:
            raise _broken(error) from error

    def forget_before(self, moment: datetime) -> int:
        """Delete sessions idle since before ``moment``, their answers stay; returns how many."""
        old = sessions.c.updated_at < moment
        try:
            with self._engine.begin() as connection:
                idle = answers.c.session_id.in_(select(sessions.c.id).where(old))
                connection.execute(update(answers).where(idle).values(session_id=None))
                return connection.execute(delete(sessions).where(old)).rowcount
        except FAILURES as error:
            raise _broken(error) from error

    def give(self, answer_id: str, feedback: Feedback) -> bool:
        """Keep what is said of an answer in place of what was; False when there is no such answer."""
        try:
            try:
                with self._engine.begin() as connection:
                    return replace_feedback(connection, answer_id, feedback)
            except IntegrityError:
                # Somebody else said something of the same answer at the same moment, or deleted it.
                with self._engine.begin() as connection:
                    return replace_feedback(connection, answer_id, feedback)
        except FAILURES as error:
            raise _broken(error) from error

    def reviews(self, limit: int, offset: int) -> Page:
        """Answers that people should look at, the newest first."""
        try:
            with self._engine.connect() as connection:
                return Page(read_reviews(connection, limit, offset), count_reviews(connection))
        except FAILURES as error:
            raise _broken(error) from error

    @property
    def warning(self) -> str | None:
        """Nothing is wrong as long as calls do not fail."""
        return None

    def close(self) -> None:
        """Close all connections."""
        if self._deadlines:
            self._deadlines.stop()
        self._engine.dispose()


def idle_limit(now: datetime, days: int) -> datetime:
    """The moment before which a session counts as idle for ``days``."""
    return now - timedelta(days=days)


def _broken(error: Exception) -> StoreError:
    return StoreError(f"会话数据库出错（{reason(error)}）：请检查数据库、磁盘空间和写权限。")
