"""All tables as lines of text and back: one form for every kind of database, so that a move is a backup restored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, Table, func, insert, select, text

from assistant.errors import StoreError
from assistant.records.database import FAILURES, open_engine, reason
from assistant.records.tables import metadata

TABLES: tuple[str, ...] = tuple(table.name for table in metadata.sorted_tables)
"""Names of the tables, those that others point to first."""

_AT_A_TIME = 1000


class Dump:
    """The tables as they are at one moment, however much is written meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lines(self, table: str) -> Iterator[bytes]:
        """One JSON object a row."""
        rows = self._connection.execution_options(yield_per=_AT_A_TIME).execute(
            select(metadata.tables[table])
        )
        for row in rows.mappings():
            yield json.dumps(dict(row), ensure_ascii=False, default=_moment).encode() + b"\n"


@contextmanager
def reading(url: str) -> Iterator[Dump]:
    """The tables at one moment.

    Raises:
        StoreError: The database cannot be read.
    """
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            _one_moment(connection)
            yield Dump(connection)
    except FAILURES as error:
        raise StoreError(f"数据库无法读取（{reason(error)}）：请检查数据库后重试。") from error
    finally:
        engine.dispose()


def is_empty(engine: Engine) -> bool:
    """Whether nothing was ever kept in the database."""
    with engine.connect() as connection:
        return not any(connection.execute(select(table).limit(1)).first() for table in metadata.sorted_tables)


@contextmanager
def replacing(engine: Engine) -> Iterator[Connection]:
    """A transaction at whose beginning all tables are empty; when it fails they are as before.

    Raises:
        StoreError: The database cannot be written.
    """
    try:
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            yield connection
            for table in metadata.sorted_tables:
                _count_on(connection, table)
    except FAILURES as error:
        raise StoreError(f"数据库无法写入（{reason(error)}）：未作任何改动，请检查后重试。") from error


def insert_lines(connection: Connection, table: str, lines: Iterable[bytes]) -> int:
    """Insert rows written by :meth:`Dump.lines`, of this release or an earlier one; returns how many."""
    into, count, rest = metadata.tables[table], 0, iter(lines)
    while rows := [_row(into, line) for line in islice(rest, _AT_A_TIME)]:
        connection.execute(insert(into), rows)
        count += len(rows)
    return count


def _row(table: Table, line: bytes) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line)
    for column in table.columns:
        value = row.get(column.name)
        if isinstance(column.type, DateTime) and value is not None:
            row[column.name] = datetime.fromisoformat(value)
    return row


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _one_moment(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Python's driver begins no transaction for reading; without one each table shows another moment.
        connection.exec_driver_sql("BEGIN")
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number further rows after those that came with their numbers."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    connection.execute(select(func.setval(sequence, select(func.max(column)).scalar_subquery())))
