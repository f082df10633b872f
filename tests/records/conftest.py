"""Databases to keep records in: SQLite in a folder of the test, and PostgreSQL where it is installed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.records.database import open_engine
from assistant.records.tables import metadata
from eval.topology.postgres import Postgres, postgres_binaries, postgres_server

NewUrl = Callable[[], str]
"""The URL of a database without tables."""

NO_POSTGRES = "PostgreSQL is not installed (Debian: postgresql)"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if postgres_binaries() is None:
        pytest.skip(NO_POSTGRES)
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def new_postgres_url(postgres: Postgres) -> NewUrl:
    numbers = itertools.count()

    def new() -> str:
        # A schema is made in no time; a database is copied from a template.
        name = f"test_{next(numbers)}"
        engine = create_engine(postgres.url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return f"{postgres.url}?options=-csearch_path%3D{name}"

    return new


@pytest.fixture(scope="session")
def _bearing_tables(new_postgres_url: NewUrl) -> str:
    url = new_postgres_url()
    open_engine(url).dispose()
    return url


@pytest.fixture
def postgres_url(_bearing_tables: str) -> str:
    """A database with all tables and nothing in them: making them anew for each test takes half a second."""
    engine = open_engine(_bearing_tables)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()
    return _bearing_tables


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database for the test alone, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))
