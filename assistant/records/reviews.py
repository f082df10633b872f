"""Answers and feedback as rows of the database and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from assistant.domain.feedback import AnswerRecord, Feedback, Review, reasons_to_look
from assistant.records.tables import answers, feedback

_WORTH_A_LOOK = (answers.c.question != "") & or_(
    answers.c.kind == "out_of_scope", answers.c.not_found, feedback.c.thumb == "down"
)
_JOINED = answers.outerjoin(feedback)


def answer_row(answer: AnswerRecord, session_id: str) -> dict[str, Any]:
    """An answer as the table holds it."""
    return {
        "id": answer.id,
        "session_id": session_id,
        "question_digest": answer.question_digest,
        "question": answer.question,
        "language": answer.language,
        "kind": answer.kind,
        "not_found": answer.not_found,
        "as_of": answer.as_of.isoformat(),
        "corpus_version": answer.corpus_version,
        "rules_version": answer.rules_version,
        "engine": answer.engine,
        "clause_keys": list(answer.clause_keys),
        "created_at": answer.asked_at,
    }


def replace_feedback(connection: Connection, answer_id: str, given: Feedback) -> bool:
    """Put ``given`` in place of what was said of an answer; False when there is no such answer."""
    # The row is held: of two that speak at once, the second waits and then replaces what the first said.
    there = select(answers.c.id).where(answers.c.id == answer_id).with_for_update()
    if connection.execute(there).first() is None:
        return False
    connection.execute(delete(feedback).where(feedback.c.answer_id == answer_id))
    row = {"thumb": given.thumb, "reasons": list(given.reasons), "remark": given.remark}
    connection.execute(insert(feedback).values(answer_id=answer_id, given_at=given.given_at, **row))
    return True


def count_reviews(connection: Connection) -> int:
    """How many answers people should look at."""
    return int(connection.execute(_of(select(func.count()))).scalar_one())


def read_reviews(connection: Connection, limit: int, offset: int) -> tuple[Review, ...]:
    """Answers that people should look at, the newest first, with the questions before each."""
    wanted = _of(select(answers, feedback)).order_by(answers.c.created_at.desc(), answers.c.id.desc())
    rows = connection.execute(wanted.limit(limit).offset(offset)).all()
    talks = _talks(connection, {row.session_id for row in rows if row.session_id})
    return tuple(_review(row, talks.get(row.session_id, ())) for row in rows)


def _of(selected: Select[Any]) -> Select[Any]:
    return selected.select_from(_JOINED).where(_WORTH_A_LOOK)


def _talks(connection: Connection, session_ids: set[str]) -> dict[str, list[Any]]:
    wanted = select(answers.c.session_id, answers.c.question, answers.c.created_at)
    here = wanted.where(answers.c.session_id.in_(session_ids)).order_by(answers.c.created_at)
    found: dict[str, list[Any]] = {}
    for row in connection.execute(here) if session_ids else ():
        found.setdefault(row.session_id, []).append(row)
    return found


def _review(row: Any, talk: Iterable[Any]) -> Review:
    answer = AnswerRecord(
        id=row.id,
        question_digest=row.question_digest,
        question=row.question,
        language=row.language,
        kind=row.kind,
        not_found=row.not_found,
        as_of=date.fromisoformat(row.as_of),
        corpus_version=row.corpus_version,
        rules_version=row.rules_version,
        engine=row.engine,
        clause_keys=tuple(row.clause_keys),
        asked_at=row.created_at,
    )
    given = None
    if row.thumb is not None:
        given = Feedback(
            thumb=row.thumb, reasons=tuple(row.reasons), remark=row.remark, given_at=row.given_at
        )
    earlier = tuple(said.question for said in talk if said.question and said.created_at < row.created_at)
    return Review(answer=answer, why=reasons_to_look(answer, given), earlier=earlier, feedback=given)
