"""Keeping an answer with the new state of its conversation: both rows come to be, or neither.

PostgreSQL takes both in one statement, which is one journey to the server instead of four (begin, two rows,
commit); others take them one after the other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Insert, Table, Update, bindparam, insert, literal, select, update

from assistant.records.tables import answers, sessions

Row = dict[str, Any]
_CHANGED = ("state", "version", "updated_at")
_BY_ID = sessions.c.id == bindparam("session")
# Built once: making a statement anew for each answer costs more than carrying it out.
_NEW = insert(sessions)
_NEXT = update(sessions).where(_BY_ID & (sessions.c.version == bindparam("found")))
_ANSWER = insert(answers)


def keep(connection: Connection, session: Row, found: int, answer: Row) -> bool:
    """Put a conversation's new state in place of version ``found``, with the answer that led to it.

    Args:
        connection: Of a PostgreSQL server one that commits each statement by itself.
        session: Row of the conversation as it is to be.
        found: The version that must still be there, 0 for a new conversation.
        answer: Row of the answer.

    Returns:
        False when another writer came first; nothing is kept then.
    """
    if connection.dialect.name == "postgresql":
        told = {f"s_{name}": value for name, value in session.items()}
        told |= {f"a_{name}": value for name, value in answer.items()}
        both = _BOTH_NEW if found == 0 else _BOTH_NEXT
        return connection.execute(both, told if found == 0 else told | {"found": found}).rowcount == 1
    if found == 0:
        connection.execute(_NEW, session)
    else:
        changed = {name: session[name] for name in _CHANGED}
        if connection.execute(_NEXT, {"session": session["id"], "found": found, **changed}).rowcount != 1:
            return False
    connection.execute(_ANSWER, answer)
    connection.commit()
    return True


def _told(table: Table, prefix: str, *names: str) -> dict[str, Any]:
    """The columns of a table, each with the parameter that fills it.

    Without a prefix a name would fill the column of either table.
    """
    wanted = names or tuple(table.c.keys())
    return {name: bindparam(f"{prefix}{name}", type_=table.c[name].type) for name in wanted}


def _both(session: Insert | Update) -> Insert:
    """A statement that writes the answer only if it could write the conversation."""
    kept = session.returning(literal(1).label("one")).cte("kept")
    told = _told(answers, "a_")
    both = insert(answers).from_select(list(told), select(*told.values()).select_from(kept))
    return both.execution_options(preserve_rowcount=True)


_BOTH_NEW = _both(insert(sessions).values(_told(sessions, "s_")))
_BOTH_NEXT = _both(
    update(sessions)
    .where((sessions.c.id == bindparam("s_id")) & (sessions.c.version == bindparam("found")))
    .values(_told(sessions, "s_", *_CHANGED))
)
