"""Conversations: what is remembered between two questions, safe under simultaneous questions; and its answers."""

from __future__ import annotations

import hashlib
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from assistant.domain.answers import Answer
from assistant.domain.dialogue import DialogueState
from assistant.domain.feedback import AnswerRecord, Feedback, Reason, Thumb
from assistant.errors import StoreError, UnknownAnswer, UnknownSession
from assistant.records.database import open_engine
from assistant.records.outage import SteadyStore
from assistant.records.stores import DatabaseStore, Kept, Page, Store, idle_limit
from assistant.records.unanswered import says_not_found
from assistant.text.personal import mask_personal

Reply = Callable[[DialogueState], tuple[Answer, DialogueState]]
"""Answers one question from a state, and says what to remember; may be called again after a collision."""

_TRIES = 50
_ID = re.compile(r"[0-9a-f]{32}")


class _Lock:
    """A lock that weak references may point to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class Sessions:
    """All conversations.

    ``now`` tells the moment in UTC without time zone, as the tables hold it; what lay idle for ``idle_days``
    counts as gone.
    """

    def __init__(self, store: Store, now: Callable[[], datetime], idle_days: int) -> None:
        self._store = store
        self._now = now
        self._idle_days = idle_days
        self._locks: WeakValueDictionary[str, _Lock] = WeakValueDictionary()
        self._guard = threading.Lock()

    @property
    def warning(self) -> str | None:
        """Why conversations are kept in memory for now, in one line; None when all is well."""
        return self._store.warning

    def load(self, session_id: str) -> DialogueState:
        """What is remembered of a conversation.

        Raises:
            UnknownSession: There is none of this id, or it lay idle for too long.
        """
        return self._find(session_id).state

    def run(self, session_id: str | None, reply: Reply, *, question: str = "") -> Answer:
        """Answer within a conversation, a new one when the id is None, and remember the new state.

        Questions of one conversation are answered one after another within this process; against other
        processes the state is compared and swapped, and the question is answered anew after a collision.

        Raises:
            UnknownSession: No conversation has this id.
        """
        if session_id is None:
            return self._answer(uuid.uuid4().hex, self._fresh(), reply, question)
        with self._lock_of(session_id):
            return self._answer(session_id, self._find(session_id), reply, question)

    def delete(self, session_id: str) -> None:
        """Delete a conversation with its answers and what was said of them.

        Raises:
            UnknownSession: No conversation has this id.
            StoreError: The database cannot be written.
        """
        with self._lock_of(session_id):
            if not _ID.fullmatch(session_id) or not self._store.drop(session_id):
                raise _unknown_session()

    def forget_idle(self) -> int:
        """Delete conversations that lay idle for too long; answers and feedback stay without them.

        Raises:
            StoreError: The database cannot be written.
        """
        return self._store.forget_before(idle_limit(self._now(), self._idle_days))

    def give_feedback(
        self, answer_id: str, thumb: Thumb, reasons: Sequence[Reason] = (), remark: str = ""
    ) -> Feedback:
        """Keep what a reader says of an answer, in place of what was said of it before.

        Raises:
            UnknownAnswer: No answer has this id.
            StoreError: The database cannot be written.
        """
        given = Feedback(
            thumb=thumb,
            reasons=tuple(dict.fromkeys(reasons)),
            remark=mask_personal(remark.strip()),
            given_at=self._now(),
        )
        if not _ID.fullmatch(answer_id) or not self._store.give(answer_id, given):
            raise UnknownAnswer("没有这个回答：请使用回答中的 answer_id；会话删除后，其中的回答也已删除。")
        return given

    def reviews(self, limit: int, offset: int = 0) -> Page:
        """Answers that people should look at, the newest first: not answered, or found of no use.

        Raises:
            StoreError: The database cannot be read.
        """
        return self._store.reviews(limit, offset)

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def _answer(self, session_id: str, kept: Kept, reply: Reply, question: str) -> Answer:
        for _ in range(_TRIES):
            answer, state = reply(kept.state)
            answer = replace(answer, session_id=session_id, answer_id=uuid.uuid4().hex)
            record = _record(answer, question, self._now())
            if self._store.save(session_id, kept.version, state, record):
                return answer
            kept = self._find(session_id)
        raise StoreError(f"会话 {session_id} 正被大量并发请求占用，请稍后重试。")

    def _find(self, session_id: str) -> Kept:
        kept = self._store.load(session_id) if _ID.fullmatch(session_id) else None
        if kept is None or kept.updated_at < idle_limit(self._now(), self._idle_days):
            raise _unknown_session()
        return kept

    def _fresh(self) -> Kept:
        return Kept(DialogueState(), 0, self._now())

    def _lock_of(self, session_id: str) -> _Lock:
        with self._guard:
            return self._locks.setdefault(session_id, _Lock())


def open_sessions(url: str, now: Callable[[], datetime], idle_days: int) -> Sessions:
    """Conversations in the database at ``url``; in memory, with a warning, as long as it cannot be used."""
    return Sessions(SteadyStore(lambda: _opened(url, now, idle_days)), now, idle_days)


def open_database(url: str, now: Callable[[], datetime], idle_days: int) -> Sessions:
    """Conversations in the database at ``url``, without those that lay idle for ``idle_days``.

    Raises:
        StoreError: The database cannot be used.
    """
    return Sessions(_opened(url, now, idle_days), now, idle_days)


def _opened(url: str, now: Callable[[], datetime], idle_days: int) -> DatabaseStore:
    store = DatabaseStore(open_engine(url))
    try:
        store.forget_before(idle_limit(now(), idle_days))
    except StoreError:
        store.close()
        raise
    return store


def _unknown_session() -> UnknownSession:
    return UnknownSession("没有这个会话，或会话已过期：请不带 session_id 重新提问。")


def _record(answer: Answer, question: str, now: datetime) -> AnswerRecord:
    masked = mask_personal(question)
    return AnswerRecord(
        id=answer.answer_id,
        question_digest=hashlib.sha256(masked.encode("utf-8", "replace")).hexdigest(),
        question=masked,
        language=answer.language,
        kind=answer.kind,
        not_found=answer.kind == "answer" and says_not_found(answer.answer, answer.language),
        as_of=answer.as_of,
        corpus_version=answer.corpus_version,
        rules_version=answer.rules_version,
        engine=answer.engine,
        clause_keys=tuple(f"{c.document_id}#{c.clause_id}" for c in answer.citations),
        asked_at=now,
    )
