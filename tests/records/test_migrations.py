"""The migrations lead exactly to the tables that the code reads."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from assistant.records import migrations
from assistant.records.database import open_engine
from assistant.records.tables import HEAD, metadata


def test_the_newest_revision_is_the_one_the_code_expects() -> None:
    assert migrations.__file__
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_migrations_and_tables_agree(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


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
