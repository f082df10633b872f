"""The migrations lead exactly to the tables that the code reads."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text

from assistant.errors import StoreError
from assistant.records import migrations
from assistant.records.database import open_engine
from assistant.records.sessions import open_sessions
from assistant.records.tables import HEAD, answers, metadata

FIRST_RELEASE = Path(__file__).parents[1] / "fixtures" / "records_0001.sql"


def fresh(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """A database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'x.sqlite3'}"
    return str(request.getfixturevalue("new_postgres_url")())


def test_the_newest_revision_is_the_one_the_code_expects() -> None:
    assert migrations.__file__
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_migrations_and_tables_agree(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    engine = open_engine(fresh(kind, tmp_path, request))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_database_of_the_first_release_is_upgraded_with_all_that_it_holds(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = fresh(kind, tmp_path, request)
    made = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with made.begin() as connection:
        for statement in FIRST_RELEASE.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    made.dispose()
    sessions = open_sessions(url, lambda: datetime(2026, 1, 3), 30)
    assert sessions.warning is None
    state = sessions.load("00000000000000000000000000000001")
    assert (state.intent, state.turns, state.facts) == ("deadline", 2, {"region": "某市"})
    sessions.give_feedback("0000000000000000000000000000000a", "down")
    sessions.close()
    engine = open_engine(url)
    with engine.connect() as connection:
        kept = connection.execute(select(answers).order_by(answers.c.id)).all()
    assert [(row.question_digest, row.clause_keys, row.question, row.not_found) for row in kept] == [
        ("d1", ["notice#3"], "", False),
        ("d2", [], "", False),
    ]
    engine.dispose()


OPENING = "import sys; from assistant.records.database import open_engine; sys.stdin.readline(); open_engine(sys.argv[1]).dispose()"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_processes_that_upgrade_at_once_do_it_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = fresh(kind, tmp_path, request)
    processes = [
        subprocess.Popen([sys.executable, "-c", OPENING, url], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
    complaints = [process.communicate(timeout=60)[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], complaints
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]
    engine.dispose()


def test_a_migration_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.executescript(FIRST_RELEASE.read_text(encoding="utf-8"))
        # The third revision makes this table: it will fail after the second has changed the others.
        connection.execute("CREATE TABLE publications (x INTEGER)")
    with pytest.raises(StoreError, match="publications"):
        open_engine(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert "question" not in {row[1] for row in connection.execute("PRAGMA table_info(answers)")}


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    open_engine(url).dispose()
    open_engine(url).dispose()


def test_sqlite_writes_ahead(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()


def test_answers_of_the_first_revision_are_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO sessions VALUES ('s', '{}', 1, '2026-01-01', '2026-01-01')")
        connection.exec_driver_sql(
            "INSERT INTO answers VALUES ('a', 's', 'd', 'answer', '2026-01-01', 'c', 'r', 'e', '[]', '2026-01-01')"
        )
    engine.dispose()
    engine = open_engine(url)
    with engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT session_id, question, language, not_found FROM answers"
        ).one()
        assert tuple(row) == ("s", "", "zh", 0)
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert connection.exec_driver_sql("SELECT id FROM answers").scalar() == "a"
    engine.dispose()
