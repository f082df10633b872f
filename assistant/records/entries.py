"""What happened while the database was away, to be entered into it in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, text, update

from assistant.domain.dialogue import DialogueState
from assistant.domain.feedback import AnswerRecord, Feedback
from assistant.records.reviews import answer_row, replace_feedback
from assistant.records.states import to_json
from assistant.records.tables import answers, sessions


class Saved(NamedTuple):
    """An answer with the state after it; ``found`` is the version before, 0 where none was known."""

    session_id: str
    found: int
    state: DialogueState
    answer: AnswerRecord


class Given(NamedTuple):
    """What a reader said of an answer."""

    answer_id: str
    feedback: Feedback


class Dropped(NamedTuple):
    """A conversation deleted."""

    session_id: str


Entry = Saved | Given | Dropped

_BY_ID = sessions.c.id == bindparam("session")
_LATER = update(sessions).where(_BY_ID)
_THERE = select(exists().where(_BY_ID))
_ANSWERED = select(exists().where(answers.c.id == bindparam("answer")))


def enter(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write the entries; those of which a part came through before the database went are not written twice."""
    # A database that may only be read must not count as back where nothing waits.
    connection.execute(text("DELETE FROM sessions WHERE id = ''"))
    for entry in entries:
        match entry:
            case Saved():
                _save(connection, entry)
            case Given(answer_id, feedback):
                replace_feedback(connection, answer_id, feedback)
            case Dropped(session_id):
                connection.execute(delete(sessions).where(sessions.c.id == session_id))


def _save(connection: Connection, entry: Saved) -> None:
    answer = entry.answer
    if connection.execute(_ANSWERED, {"answer": answer.id}).scalar():
        return
    new = {"state": to_json(entry.state), "version": entry.found + 1, "updated_at": answer.asked_at}
    if not connection.execute(_THERE, {"session": entry.session_id}).scalar():
        connection.execute(insert(sessions), {"id": entry.session_id, "created_at": answer.asked_at, **new})
    elif entry.found:
        connection.execute(_LATER, {"session": entry.session_id, **new})
    # A state that began anew, for want of the one in the database, does not go before that.
    connection.execute(insert(answers), answer_row(answer, entry.session_id))
