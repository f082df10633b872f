"""Conversations are remembered, kept apart, and survive simultaneous questions and broken disks."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.answers import Answer
from assistant.domain.dialogue import DialogueState
from assistant.errors import UnknownSession
from assistant.records.memory import MemoryStore
from assistant.records.sessions import Reply, Sessions, open_sessions
from assistant.records.states import from_json, to_json

START = datetime(2026, 3, 1, 12)


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


def an_answer() -> Answer:
    return Answer(
        answer="好",
        kind="answer",
        citations=(),
        eligibility=None,
        notices=(),
        quick_replies=(),
        session_id="",
        answer_id="",
        as_of=date(2026, 3, 1),
        corpus_version="c",
        rules_version="r",
        engine="deterministic",
    )


def count_one(state: DialogueState) -> tuple[Answer, DialogueState]:
    return an_answer(), replace(state, turns=state.turns + 1)


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'records.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres", "memory"])
def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sessions]:
    if request.param == "memory":
        opened = Sessions(MemoryStore(), Clock(), 30)
    elif request.param == "sqlite":
        opened = open_sessions(url_of(tmp_path), Clock(), 30)
    else:
        opened = open_sessions(request.getfixturevalue("postgres_url"), Clock(), 30)
    yield opened
    opened.close()


def test_a_conversation_remembers_its_last_state(sessions: Sessions) -> None:
    first = sessions.run(None, count_one)
    second = sessions.run(first.session_id, count_one)
    assert second.session_id == first.session_id
    assert second.answer_id != first.answer_id
    assert sessions.load(first.session_id).turns == 2


def test_two_conversations_are_kept_apart(sessions: Sessions) -> None:
    one, other = sessions.run(None, count_one), sessions.run(None, count_one)
    assert one.session_id != other.session_id
    assert sessions.load(other.session_id).turns == 1


@pytest.mark.parametrize(
    "session_id", ["", "nobody", "0" * 32, "\ud800", "'; DROP TABLE sessions", "a" * 5000]
)
def test_an_unknown_id_is_refused(sessions: Sessions, session_id: str) -> None:
    with pytest.raises(UnknownSession):
        sessions.load(session_id)
    with pytest.raises(UnknownSession):
        sessions.run(session_id, count_one)


def test_questions_asked_at_once_on_one_session_all_count(sessions: Sessions) -> None:
    session_id = sessions.run(None, count_one).session_id
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: sessions.run(session_id, count_one), range(40)))
    assert sessions.load(session_id).turns == 41


def test_two_processes_on_one_session_lose_no_answer(url: str) -> None:
    here, there = (open_sessions(url, Clock(), 30) for _ in range(2))
    session_id = here.run(None, count_one).session_id
    meet = threading.Barrier(2, timeout=10)
    collided: list[int] = []

    def slow(state: DialogueState) -> tuple[Answer, DialogueState]:
        collided.append(state.turns)
        if len(collided) <= 2:
            meet.wait()
        return count_one(state)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda s: s.run(session_id, slow), (here, there)))
    assert len(collided) == 3
    assert here.load(session_id).turns == 3
    here.close()
    there.close()


def test_a_conversation_outlives_the_process(url: str) -> None:
    before = open_sessions(url, Clock(), 30)
    told = DialogueState(facts={"a": {"2022": 8.5}, "b": None, "c": []}, clause_keys=("d#1",), scheme="s")
    session_id = before.run(None, lambda state: (an_answer(), told)).session_id
    before.close()
    after = open_sessions(url, Clock(), 30)
    assert after.load(session_id) == told
    after.close()


def test_idle_conversations_are_deleted_when_the_service_starts(tmp_path: Path) -> None:
    clock = Clock()
    sessions = open_sessions(url_of(tmp_path), clock, 30)
    session_id = sessions.run(None, count_one).session_id
    sessions.close()
    clock.moment = START + timedelta(days=31)
    sessions = open_sessions(url_of(tmp_path), clock, 30)
    with pytest.raises(UnknownSession):
        sessions.load(session_id)
    sessions.close()
    with sqlite3.connect(tmp_path / "records.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_an_idle_conversation_counts_as_gone_before_it_is_deleted(tmp_path: Path) -> None:
    clock = Clock()
    for sessions in (open_sessions(url_of(tmp_path), clock, 30), Sessions(MemoryStore(), clock, 30)):
        clock.moment = START
        session_id = sessions.run(None, count_one).session_id
        clock.moment = START + timedelta(days=30)
        assert sessions.load(session_id).turns == 1
        clock.moment += timedelta(seconds=1)
        with pytest.raises(UnknownSession):
            sessions.run(session_id, count_one)
        assert sessions.forget_idle() == 1
        assert sessions.forget_idle() == 0
        sessions.close()


def test_a_conversation_can_be_deleted_once(sessions: Sessions) -> None:
    session_id, other = (sessions.run(None, count_one).session_id for _ in range(2))
    sessions.delete(session_id)
    for gone in (session_id, "nobody", "", "\ud800"):
        with pytest.raises(UnknownSession):
            sessions.delete(gone)
    with pytest.raises(UnknownSession):
        sessions.run(session_id, count_one)
    assert sessions.load(other).turns == 1


def test_a_conversation_deleted_while_it_is_answered_does_not_come_back(url: str) -> None:
    here, there = (open_sessions(url, Clock(), 30) for _ in range(2))
    session_id = here.run(None, count_one).session_id

    def deleted_meanwhile(state: DialogueState) -> tuple[Answer, DialogueState]:
        there.delete(session_id)
        return count_one(state)

    with pytest.raises(UnknownSession):
        here.run(session_id, deleted_meanwhile)
    with pytest.raises(UnknownSession):
        there.load(session_id)
    here.close()
    there.close()


def test_answers_are_recorded_with_personal_data_masked(tmp_path: Path) -> None:
    sessions = open_sessions(url_of(tmp_path), Clock(), 30)
    sessions.run(None, count_one, question="我叫王小明，电话13812345678，公示几天？")
    sessions.close()
    with sqlite3.connect(tmp_path / "records.sqlite3") as connection:
        rows = connection.execute("SELECT * FROM answers").fetchall()
    assert len(rows) == 1
    assert "公示几天？" in repr(rows)
    assert "王小明" not in repr(rows)
    assert "13812345678" not in repr(rows)


def corrupt(folder: Path) -> None:
    (folder / "records.sqlite3").write_bytes(b"this is no database" * 300)


def from_the_future(folder: Path) -> None:
    with sqlite3.connect(folder / "records.sqlite3") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")


def a_folder_in_its_place(folder: Path) -> None:
    (folder / "records.sqlite3").mkdir()


@pytest.mark.parametrize("broken", [corrupt, from_the_future, a_folder_in_its_place])
def test_a_database_that_cannot_be_used_is_said_in_one_line(
    broken: Callable[[Path], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken(tmp_path)
    with caplog.at_level(logging.WARNING, "assistant"):
        sessions = open_sessions(url_of(tmp_path), Clock(), 30)
    assert sessions.warning
    assert "\n" not in sessions.warning
    assert [record.getMessage() for record in caplog.records if record.name.startswith("assistant")] == [
        sessions.warning
    ]
    assert sessions.load(sessions.run(None, count_one).session_id).turns == 1


def test_a_data_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sessions = open_sessions(url_of(tmp_path / "file" / "data"), Clock(), 30)
    assert sessions.warning
    assert sessions.run(None, count_one).session_id


def test_a_database_that_may_only_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    open_sessions(url_of(tmp_path), Clock(), 30).close()
    sessions = open_sessions(f"sqlite:///file:{tmp_path}/records.sqlite3?mode=ro&uri=true", Clock(), 30)
    assert "readonly" in (sessions.warning or "")
    assert sessions.run(None, count_one).session_id


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x", "sqlite+nosuch:///x"])
def test_a_url_that_is_none_falls_back_to_memory(url: str) -> None:
    warning = open_sessions(url, Clock(), 30).warning
    assert warning
    assert "ASSISTANT_DATABASE_URL" in warning


def test_the_password_of_a_database_is_not_shown(tmp_path: Path) -> None:
    url = f"sqlite://user:secret@/{tmp_path}/none/x?mode=ro"
    assert "secret" not in (open_sessions(url, Clock(), 30).warning or "")


def test_a_database_that_fails_while_serving_costs_the_memory_not_the_answer(tmp_path: Path) -> None:
    sessions = open_sessions(url_of(tmp_path), Clock(), 30)
    session_id = sessions.run(None, count_one).session_id
    with sqlite3.connect(tmp_path / "records.sqlite3") as connection:
        connection.execute("DROP TABLE answers")
    assert sessions.run(session_id, count_one).session_id == session_id
    assert sessions.warning
    assert sessions.load(session_id).turns == 2
    sessions.close()


def test_a_fault_of_the_program_is_not_taken_for_a_broken_database(sessions: Sessions) -> None:
    def faulty(state: DialogueState) -> tuple[Answer, DialogueState]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sessions.run(None, faulty)
    assert sessions.warning is None


def test_memory_drops_the_longest_unused() -> None:
    sessions = Sessions(MemoryStore(capacity=2), Clock(), 30)
    ids = [sessions.run(None, count_one).session_id for _ in range(3)]
    with pytest.raises(UnknownSession):
        sessions.load(ids[0])
    assert sessions.load(ids[2]).turns == 1


wire_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.text(max_size=5), wire_values, max_size=4), st.lists(st.text(max_size=5), max_size=3)
)
def test_a_state_survives_the_way_through_json(facts: dict[str, object], keys: list[str]) -> None:
    state = DialogueState(facts=facts, clause_keys=tuple(keys), year=2025)
    assert from_json(to_json(state)) == state


def test_numbers_of_people_are_masked_in_what_is_remembered() -> None:
    said = "我叫王小明，电话13812345678"
    state = DialogueState(last_question=said, content=said, past=({"content": said, "topic": "某事"},))
    kept = from_json(to_json(state))
    assert "13812345678" not in repr(kept)
    assert kept.past[0]["topic"] == "某事"


def test_fields_of_another_version_are_left_aside() -> None:
    assert from_json({"turns": 3, "mood": "fine"}) == DialogueState(turns=3)


def test_the_reply_type_is_what_agents_offer() -> None:
    reply: Reply = count_one
    assert reply(DialogueState())[1].turns == 1
