"""The stream of an answer: what is told while it is made, and what happens when the reader leaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from assistant.domain.dialogue import DialogueState
from assistant.service import streaming
from assistant.service.streaming import RESTART, Delta, Done, Narration, Step
from tests.agent.llm.endpoint import answer, drip, error, hang, text, tools

from .worded import (
    CLAUSE,
    DOCUMENT,
    FURTHER,
    ISSUE,
    QUOTE,
    SENTENCE,
    Worded,
    at_work,
    breaks_off,
    comes_true,
    line,
    pauses,
)

QUESTION = {"question": "公示几个工作日？", "as_of": "2025-03-01"}
OWN_STEPS = ["screen", "understand", "gather", "compose"]
SILENT_S = 15.0
SLOW = text(line(SENTENCE, QUOTE) + line(FURTHER, ISSUE) * 6, pieces=8, delay_s=0.05)


def streamed(address: str, body: dict[str, Any]) -> Iterator[tuple[float, str, Any]]:
    """Seconds since the request, name and data of each event; comments have the name ``comment``."""
    began, name = time.monotonic(), ""
    with httpx.stream("POST", f"{address}/api/v1/chat", json=body, timeout=30, trust_env=False) as reply:
        assert reply.status_code == 200
        for row in reply.iter_lines():
            if row.startswith(":"):
                yield time.monotonic() - began, "comment", row
            elif row.startswith("event: "):
                name = row.removeprefix("event: ")
            elif row.startswith("data: "):
                yield time.monotonic() - began, name, json.loads(row.removeprefix("data: "))


def told(address: str, body: dict[str, Any]) -> tuple[list[str], str, dict[str, Any]]:
    """Steps, the text that a reader has in the end, and the last event's data."""
    steps, shown, last = [], "", {}
    for _, name, data in streamed(address, body):
        if name == "status":
            steps.append(data["step"])
            shown = "" if data["step"] == RESTART else shown
        shown += data["text"] if name == "delta" else ""
        last = data
    return steps, shown, last


def test_without_a_model_the_steps_come_in_order_and_then_the_answer(server: str) -> None:
    steps, shown, final = told(server, QUESTION)
    assert steps == ["received", *OWN_STEPS, "verify"]
    assert shown == final["answer"]
    assert final["engine"] == "deterministic"


def test_a_models_sentences_are_streamed_and_joined_by_the_rest(worded: Worded) -> None:
    worded.says(answer((SENTENCE, [(DOCUMENT, CLAUSE, QUOTE)]), (FURTHER, [(DOCUMENT, CLAUSE, ISSUE)])))
    steps, shown, final = told(worded.address, QUESTION)
    assert steps == ["received", *OWN_STEPS, "write", "verify"]
    assert shown == final["answer"]
    assert SENTENCE in shown
    assert final["engine"] == "llm"


def test_a_step_is_told_before_the_model_has_said_a_word_and_a_sentence_before_it_has_ended(
    worded: Worded,
) -> None:
    begins, goes_on = threading.Event(), threading.Event()
    worded.says(
        pauses((begins, line(SENTENCE, QUOTE) + line(FURTHER, ISSUE)), (goes_on, line(FURTHER, ISSUE)))
    )
    heard = []
    for _, name, _ in streamed(worded.address, QUESTION):
        heard.append(name)
        {"status": begins, "delta": goes_on}.get(name, begins).set()
    assert heard.index("status") < heard.index("delta") < heard.index("final")


def test_a_tool_is_named_as_it_is_called(worded: Worded) -> None:
    worded.says(
        tools(("search_policy", {"query": "公示 工作日"}), ("list_contacts", {})),
        answer((SENTENCE, [(DOCUMENT, CLAUSE, QUOTE)])),
    )
    steps, _, final = told(worded.address, QUESTION)
    assert {"search_policy", "list_contacts"} < set(steps[steps.index("write") :])
    assert final["engine"] == "llm"


def test_a_model_that_fails_leaves_the_answer_of_the_tools(worded: Worded, server: str) -> None:
    worded.says(error(500))
    steps, shown, final = told(worded.address, QUESTION)
    assert steps[-2:] == ["fallback", "verify"]
    assert shown == final["answer"] == told(server, QUESTION)[1]
    assert final["engine"] == "deterministic"


def test_a_model_that_breaks_off_after_a_sentence_makes_the_answer_begin_anew(
    worded: Worded, server: str
) -> None:
    worded.says(breaks_off(line(SENTENCE, QUOTE)))
    events = [(name, data) for _, name, data in streamed(worded.address, QUESTION)]
    first = next(data["text"] for name, data in events if name == "delta")
    assert SENTENCE in first
    steps, shown, final = told(worded.address, QUESTION)
    assert steps[-3:] == ["fallback", RESTART, "verify"]
    assert shown == final["answer"] == told(server, QUESTION)[1]


def test_what_was_streamed_is_void_after_a_fallback() -> None:
    narration = Narration()
    events = [e for item in (Step("write"), Delta("甲[1]"), Step("fallback")) for e in narration.told(item)]
    assert events[-3:] == [Delta("甲[1]"), Step("fallback"), Step(RESTART)]


def test_what_was_streamed_and_is_not_in_the_answer_is_void(worded: Worded) -> None:
    answered = worded.assistant.agent.answer
    worded.says(error(400))
    final = answered("公示几个工作日？", state=DialogueState(), as_of=date(2025, 3, 1)).answer
    narration = Narration()
    events = [e for item in (Delta("别的话[1]"), Done(final)) for e in narration.told(item)]
    begins = events.index(Step(RESTART))
    assert "".join(e.text for e in events[begins:] if isinstance(e, Delta)) == final.answer
    assert events[-1] == Done(final)


def test_a_client_that_leaves_stops_the_model_and_nothing_is_remembered(worded: Worded) -> None:
    worded.says(answer((SENTENCE, [(DOCUMENT, CLAUSE, QUOTE)])))
    session_id = told(worded.address, QUESTION)[2]["session_id"]
    before = worded.assistant.sessions.load(session_id)
    worded.says(SLOW)
    events = streamed(worded.address, {**QUESTION, "session_id": session_id})
    for _, name, _ in events:
        if name == "delta":
            break
    events.close()  # type: ignore[attr-defined]
    assert comes_true(worded.endpoint.left.is_set), "the model's connection is still open"
    assert comes_true(lambda: not at_work())
    assert worded.assistant.sessions.load(session_id) == before
    worded.says(answer((SENTENCE, [(DOCUMENT, CLAUSE, QUOTE)])))
    began = time.monotonic()
    assert told(worded.address, {**QUESTION, "session_id": session_id})[2]["session_id"] == session_id
    assert time.monotonic() - began < 5, "the conversation is still locked"


def test_clients_that_leave_leave_no_threads_behind(worded: Worded) -> None:
    worded.says(SLOW)
    for _ in range(6):
        events = streamed(worded.address, QUESTION)
        assert next(events)[2] == {"step": "received"}
        events.close()  # type: ignore[attr-defined]
    # An answer after them is made after theirs have begun or been given up: none begins in the next test.
    told(worded.address, QUESTION)
    assert comes_true(lambda: not at_work())


@pytest.mark.parametrize("move", [hang(0.5), drip(0.5)])
def test_a_quiet_stream_is_kept_open(worded: Worded, monkeypatch: pytest.MonkeyPatch, move: Any) -> None:
    monkeypatch.setattr(streaming, "KEEP_ALIVE_S", 0.1)
    worded.says(move, answer((SENTENCE, [(DOCUMENT, CLAUSE, QUOTE)])))
    names = [name for _, name, _ in streamed(worded.address, QUESTION)]
    assert names.count("comment") >= 2
    assert names[-1] == "final"


def test_many_streams_at_once_all_end(worded: Worded) -> None:
    worded.says(answer((SENTENCE, [(DOCUMENT, CLAUSE, QUOTE)]), delay_s=0.02))
    running = [streamed(worded.address, QUESTION) for _ in range(12)]
    for events in running:
        assert next(events)[1] == "status"
    assert all(list(events)[-1][1] == "final" for events in running)


@pytest.mark.parametrize("move", [hang(SILENT_S), drip(SILENT_S)])
def test_a_client_that_leaves_a_silent_model_frees_the_conversation_at_once(
    worded: Worded, move: Any
) -> None:
    worded.says(error(500))
    session_id = told(worded.address, QUESTION)[2]["session_id"]
    worded.says(move)
    events = streamed(worded.address, {**QUESTION, "session_id": session_id})
    for _, _, data in events:
        if data == {"step": "write"}:
            break
    assert comes_true(lambda: bool(worded.endpoint.requests))
    events.close()  # type: ignore[attr-defined]
    worded.says(error(400))
    began = time.monotonic()
    told(worded.address, {**QUESTION, "session_id": session_id})
    assert time.monotonic() - began < SILENT_S / 2, "the silent model is still waited for"
