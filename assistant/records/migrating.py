"""Bringing the tables to the newest revision: whole or not at all, by one process at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from assistant.errors import StoreError
from assistant.records.tables import HEAD

_BUSY_S = 60.0
_KEY = 7_226_171_953_440_117
"""Of the advisory lock in PostgreSQL; any number does that nobody else takes."""

_upgrading = threading.Lock()


def migrate(engine: Engine) -> None:
    """Bring the tables up to date. Alembic takes half a second to import and is left out when they are.

    Raises:
        StoreError: The tables are of a revision that this program does not know.
        DBAPIError: The database cannot be read or written.
    """
    with engine.connect() as connection:
        if revision(connection) == HEAD:
            return
    # Alembic keeps the migration under way in globals: one at a time in a process.
    with _upgrading, _alone(engine) as connection:
        if revision(connection) != HEAD:
            _upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The revision of the tables that are there; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that other migrations wait for, and of which nothing stays when it fails."""
    if engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:"):
        with _sqlite_alone(engine) as connection:
            yield connection
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_KEY})"))
        yield connection


@contextmanager
def _sqlite_alone(engine: Engine) -> Iterator[Connection]:
    """Python's driver commits around the making of tables; here the transaction is begun by hand.

    Foreign keys are off meanwhile, as SQLite advises: a table that is made anew would take others along.
    """
    single = create_engine(engine.url, connect_args={"timeout": _BUSY_S}, poolclass=NullPool)

    def by_hand(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=OFF")

    event.listen(single, "connect", by_hand)
    event.listen(single, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with single.begin() as connection:
        yield connection


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"会话数据库的版本无法识别（{' '.join(str(error).split())[:200]}）：请换用匹配的程序版本或新的数据库。"
        ) from error
