"""A database that goes costs no answer, and what was said meanwhile is in it once it is back."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text

from assistant.domain.answers import Answer
from assistant.domain.dialogue import DialogueState
from assistant.errors import StoreError, UnknownSession
from assistant.records import outage
from assistant.records.database import open_engine
from assistant.records.outage import SteadyStore
from assistant.records.sessions import Sessions, open_sessions
from assistant.records.stores import DatabaseStore
from eval.topology.postgres import Postgres

from .test_sessions import Clock, an_answer, count_one


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def counted(url: str) -> dict[str, int]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in ("sessions", "answers", "feedback")
        }
    engine.dispose()
    return found


def test_a_server_that_is_killed_and_comes_back_has_everything(postgres: Postgres, postgres_url: str) -> None:
    sessions = open_sessions(postgres_url, Clock(), 30)
    begun = sessions.run(None, count_one).session_id
    forgotten = sessions.run(None, count_one).session_id
    postgres.stop(signal.SIGQUIT)
    try:
        # The state of before is at hand: what leans on the last question is understood.
        going_on = sessions.run(begun, count_one)
        assert sessions.load(begun).turns == 2
        fresh = sessions.run(None, count_one, question="新问题")
        sessions.give_feedback(fresh.answer_id, "down", ["wrong"])
        sessions.delete(forgotten)
        with pytest.raises(StoreError):
            sessions.give_feedback("0" * 32, "up")
        assert "自动补记" in (sessions.warning or "")
    finally:
        postgres.start()
    until(lambda: sessions.warning is None)
    assert sessions.load(begun).turns == 2
    assert sessions.run(begun, count_one).session_id == going_on.session_id
    assert sessions.load(begun).turns == 3
    assert [review.answer.question for review in sessions.reviews(9).reviews] == ["新问题"]
    with pytest.raises(UnknownSession):
        sessions.load(forgotten)
    # Three answers of the conversation, one of the new one; those of the deleted one went with it.
    assert counted(postgres_url) == {"sessions": 2, "answers": 4, "feedback": 1}
    sessions.close()


def test_a_server_that_hangs_holds_up_a_question_for_some_seconds_and_costs_nothing(
    postgres: Postgres, postgres_url: str
) -> None:
    sessions = open_sessions(postgres_url, Clock(), 30)
    begun = sessions.run(None, count_one).session_id
    everybody = [postgres.pid, *(one.pid for one in psutil.Process(postgres.pid).children())]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    try:
        start = time.monotonic()
        sessions.run(begun, count_one)
        first = time.monotonic() - start
        assert first < 10
        start = time.monotonic()
        sessions.run(begun, count_one)
        assert time.monotonic() - start < first / 2, "the store that hangs is waited for again"
        assert sessions.load(begun).turns == 3
    finally:
        for pid in everybody:
            os.kill(pid, signal.SIGCONT)
    until(lambda: sessions.warning is None)
    assert sessions.load(begun).turns == 3
    assert counted(postgres_url) == {"sessions": 1, "answers": 3, "feedback": 0}
    sessions.close()


def test_an_answer_whose_write_fails_as_the_database_comes_back_is_written(tmp_path: Path) -> None:
    """The database is back before the answer reaches memory: it must not wait there for ever."""
    store = SteadyStore(lambda: DatabaseStore(open_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")))
    real = store._go_on_without

    def slowly(error: StoreError) -> None:
        real(error)
        until(lambda: store.warning is None)

    store._go_on_without = slowly  # type: ignore[method-assign]
    assert store._database is not None
    store._database.save = broken_once(store._database.save)  # type: ignore[method-assign]
    sessions = Sessions(store, Clock(), 30)
    sessions.run(None, count_one)
    assert counted(f"sqlite:///{tmp_path / 'x.sqlite3'}")["answers"] == 1
    sessions.close()


def broken_once(save: Callable[..., bool]) -> Callable[..., bool]:
    failed: list[bool] = []

    def once(*arguments: object) -> bool:
        if not failed:
            failed.append(True)
            raise StoreError("cut off")
        return save(*arguments)

    return once


def test_a_start_without_a_database_finds_it_later(postgres: Postgres, postgres_url: str) -> None:
    postgres.stop()
    try:
        sessions = open_sessions(postgres_url, Clock(), 30)
        assert "secret" not in (sessions.warning or "")
        sessions.run(sessions.run(None, count_one).session_id, count_one)
    finally:
        postgres.start()
    until(lambda: sessions.warning is None)
    assert counted(postgres_url) == {"sessions": 1, "answers": 2, "feedback": 0}
    sessions.close()


def test_a_state_that_began_anew_does_not_replace_the_one_in_the_database(
    postgres: Postgres, postgres_url: str
) -> None:
    here, there = (open_sessions(postgres_url, Clock(), 30) for _ in range(2))
    session_id = there.run(None, count_one).session_id
    there.run(session_id, count_one)
    postgres.stop()
    try:
        # This process never heard of the conversation, and cannot look.
        assert here.run(session_id, count_one).session_id == session_id
    finally:
        postgres.start()
    until(lambda: here.warning is None)
    assert here.load(session_id).turns == 2
    assert counted(postgres_url) == {"sessions": 1, "answers": 3, "feedback": 0}
    here.close()
    there.close()


def test_a_file_that_is_moved_away_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    file.write_bytes(b"this is no database" * 300)
    sessions = open_sessions(f"sqlite:///{file}", Clock(), 30)
    sessions.run(None, count_one)
    file.rename(tmp_path / "broken")
    until(lambda: sessions.warning is None)
    sessions.run(None, count_one)
    sessions.close()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (2,)


def test_an_end_during_an_outage_still_tries_the_database(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    file.mkdir()
    sessions = open_sessions(f"sqlite:///{file}", Clock(), 30)
    sessions.run(None, count_one)
    file.rmdir()
    sessions.close()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (1,)


def test_what_memory_cannot_hold_is_counted_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage, "MOST", 3)
    (tmp_path / "records.sqlite3").mkdir()
    sessions = open_sessions(f"sqlite:///{tmp_path / 'records.sqlite3'}", Clock(), 30)
    for _ in range(5):
        sessions.run(None, count_one)
    assert "已有 2 条" in (sessions.warning or "")
    sessions.close()


def test_a_question_under_way_when_the_database_goes_is_answered_once(
    postgres: Postgres, postgres_url: str
) -> None:
    sessions = open_sessions(postgres_url, Clock(), 30)
    session_id = sessions.run(None, count_one).session_id
    asked: list[int] = []

    def meanwhile(state: DialogueState) -> tuple[Answer, DialogueState]:
        if not asked:
            postgres.stop()
        asked.append(state.turns)
        return an_answer(), replace(state, turns=state.turns + 1)

    try:
        assert Sessions.run(sessions, session_id, meanwhile).session_id == session_id
        assert asked == [1]
    finally:
        postgres.start()
    until(lambda: sessions.warning is None)
    assert counted(postgres_url)["answers"] == 2
    sessions.close()
