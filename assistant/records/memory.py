"""Conversations, answers and feedback in the memory of this process, where there is no database."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

from assistant.domain.dialogue import DialogueState
from assistant.domain.feedback import AnswerRecord, Feedback, Review, reasons_to_look
from assistant.records.stores import Kept, Page


class MemoryStore:
    """Sessions and answers of this process; beyond ``capacity`` of each the longest unused is dropped."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._answers: OrderedDict[str, tuple[AnswerRecord, str | None]] = OrderedDict()
        self._feedback: dict[str, Feedback] = {}
        self._lock = threading.Lock()

    def load(self, session_id: str) -> Kept | None:
        """The session, or None."""
        with self._lock:
            return self._kept.get(session_id)

    def save(self, session_id: str, found: int, state: DialogueState, answer: AnswerRecord) -> bool:
        """Put ``state`` in place of version ``found``; False when another writer came first."""
        with self._lock:
            present = self._kept.get(session_id)
            if (present.version if present else 0) != found:
                return False
            self._kept[session_id] = Kept(state, found + 1, answer.asked_at)
            self._kept.move_to_end(session_id)
            if len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
            self._answers[answer.id] = answer, session_id
            if len(self._answers) > self._capacity:
                self._feedback.pop(self._answers.popitem(last=False)[0], None)
            return True

    def hold(self, session_id: str, kept: Kept) -> None:
        """Know a session as another store has it."""
        with self._lock:
            self._kept[session_id] = kept

    def drop(self, session_id: str) -> bool:
        """Delete a session with its answers and what was said of them; False when there is none."""
        with self._lock:
            for answer_id in [key for key, (_, session) in self._answers.items() if session == session_id]:
                del self._answers[answer_id]
                self._feedback.pop(answer_id, None)
            return self._kept.pop(session_id, None) is not None

    def forget_before(self, moment: datetime) -> int:
        """Delete sessions idle since before ``moment``, their answers stay; returns how many."""
        with self._lock:
            idle = {key for key, kept in self._kept.items() if kept.updated_at < moment}
            for session_id in idle:
                del self._kept[session_id]
            for answer_id, (answer, session) in self._answers.items():
                if session in idle:
                    self._answers[answer_id] = answer, None
            return len(idle)

    def give(self, answer_id: str, feedback: Feedback) -> bool:
        """Keep what is said of an answer in place of what was; False when there is no such answer."""
        with self._lock:
            if answer_id not in self._answers:
                return False
            self._feedback[answer_id] = feedback
            return True

    def reviews(self, limit: int, offset: int) -> Page:
        """Answers that people should look at, the newest first."""
        with self._lock:
            found: list[Review] = []
            for answer, session in self._answers.values():
                feedback = self._feedback.get(answer.id)
                why = reasons_to_look(answer, feedback)
                if answer.question and why:
                    earlier = self._earlier(answer, session)
                    found.append(Review(answer=answer, why=why, earlier=earlier, feedback=feedback))
        found.sort(key=lambda review: (review.answer.asked_at, review.answer.id), reverse=True)
        return Page(tuple(found[offset : offset + limit]), len(found))

    @property
    def warning(self) -> str | None:
        """Who chose memory knows why."""
        return None

    def close(self) -> None:
        """Nothing is open."""

    def _earlier(self, answer: AnswerRecord, session_id: str | None) -> tuple[str, ...]:
        if session_id is None:
            return ()
        same = (a for a, session in self._answers.values() if session == session_id)
        return tuple(a.question for a in same if a.asked_at < answer.asked_at)
