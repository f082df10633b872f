"""Opening the database: engine, SQLite's switches, PostgreSQL's time limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError

from assistant.errors import StoreError
from assistant.records.migrating import migrate

_BUSY_MS = 5000
_POSTGRES = "postgresql"
# A server that is there answers at once; one that is not must cost a question seconds, not minutes.
_CONNECT_S, _SILENT_MS, _WAIT_S = 3, 5000, 3.0
_CONNECTIONS = 8

FAILURES = (DBAPIError, TimeoutError)
"""What a broken database raises; other errors of SQLAlchemy are faults of this program."""


def open_engine(url: str) -> Engine:
    """An engine on a database that can be written to and bears the newest tables.

    Raises:
        StoreError: The database cannot be opened, read or written.
    """
    engine = _engine(url)
    try:
        migrate(engine)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM sessions WHERE id = ''"))
    except FAILURES as error:
        engine.dispose()
        raise StoreError(
            f"会话数据库 {engine.url.render_as_string(hide_password=True)} 无法使用（{reason(error)}）：{_advice(engine)}"
        ) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def reason(error: Exception) -> str:
    """The database's own complaint, on one line and without the statement and its values."""
    told = str(getattr(error, "orig", None) or error).partition("DETAIL:")[0]
    return " ".join(told.split())[:200]


def _advice(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return "请检查目录的写权限，或移走损坏的文件后重新启动。"
    return "请检查数据库是否在运行、地址与账号是否正确、账号能否建表；恢复后自动重新连接。"


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == _POSTGRES:
            return _postgres(parsed)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        engine = create_engine(parsed, connect_args={"timeout": _BUSY_MS / 1000})
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(
            f"ASSISTANT_DATABASE_URL 无法使用（{reason(error)}）：请检查写法并安装驱动"
            "（PostgreSQL：pip install 'green-policy-assistant[postgres]'）。"
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


def _postgres(parsed: URL) -> Engine:
    """PostgreSQL through psycopg 3, whatever driver the URL leaves open."""
    if parsed.drivername == _POSTGRES:
        parsed = parsed.set(drivername=f"{_POSTGRES}+psycopg")
    limits: dict[str, Any] = {}
    if parsed.get_driver_name() == "psycopg":
        limits = {
            "connect_timeout": _CONNECT_S,
            "tcp_user_timeout": _SILENT_MS,
            "keepalives_idle": 30,
            "application_name": "green-policy-assistant",
        }
    # No look before each use: a connection that went costs one failed write, which is made again (see outage.py).
    return create_engine(
        parsed,
        connect_args={name: value for name, value in limits.items() if name not in parsed.query},
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=_WAIT_S,
        pool_use_lifo=True,
    )


def _sqlite_switches(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for switch in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {switch}")
    cursor.close()
