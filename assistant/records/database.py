"""Opening the database: engine, SQLite's switches, and migrations to the newest revision."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError

from assistant.errors import StoreError
from assistant.records.tables import HEAD

_BUSY_MS = 5000
_upgrading = threading.Lock()

FAILURES = (DBAPIError, TimeoutError)
"""What a broken database raises; other errors of SQLAlchemy are faults of this program."""


def open_engine(url: str) -> Engine:
    """An engine on a database that can be written to and bears the newest tables.

    Raises:
        StoreError: The database cannot be opened, read or written.
    """
    engine = _engine(url)
    try:
        _migrate(engine)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM sessions WHERE id = ''"))
    except FAILURES as error:
        engine.dispose()
        raise StoreError(
            f"会话数据库 {engine.url.render_as_string(hide_password=True)} 无法使用（{reason(error)}）："
            "请检查目录的写权限，或移走损坏的文件后重新启动。"
        ) from error
    return engine


def reason(error: Exception) -> str:
    """The database's own complaint, on one line and without the statement and its values."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:200]


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        engine = create_engine(parsed, connect_args={"timeout": _BUSY_MS / 1000})
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(
            f"ASSISTANT_DATABASE_URL 无法使用（{reason(error)}）：请检查写法并安装驱动。"
        ) from error
    # A database named by a URI is where it is: no folder can be told from its name.
    if parsed.database and not parsed.database.startswith((":memory:", "file:")):
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"数据目录无法创建（{error.strerror}：{error.filename}）：请检查写权限。"
            ) from error
    event.listen(engine, "connect", _sqlite_switches)
    return engine


def _sqlite_switches(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for switch in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {switch}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date. Alembic takes half a second to import and is left out when they are."""
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    try:
        _upgrade(engine)
    except FAILURES:
        # Another process may have upgraded between the look and the leap.
        with engine.connect() as connection:
            if _revision(connection) != HEAD:
                raise


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        # Alembic keeps the migration under way in globals: one at a time in a process.
        with _upgrading, engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"会话数据库的版本无法识别（{reason(error)}）：请换用匹配的程序版本或新的数据库。"
        ) from error
