"""Asking over HTTP: the contract's answer, conversations, streams."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from assistant.assembly import Assistant
from assistant.text.normalise import squeeze
from assistant.wording import words

QUESTION = "公示几个工作日？"
FIELDS = {
    "answer",
    "kind",
    "citations",
    "eligibility",
    "notices",
    "quick_replies",
    "session_id",
    "answer_id",
    "as_of",
    "corpus_version",
    "rules_version",
    "engine",
}
CITATION_FIELDS = {
    "index",
    "document_id",
    "document_title",
    "document_number",
    "clause_id",
    "clause_label",
    "quote",
    "page",
    "url",
    "status",
}


def ask(client: httpx.Client, question: str = QUESTION, **more: Any) -> dict[str, Any]:
    reply = client.post("/api/v1/ask", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def events_of(text: str) -> list[tuple[str, Any]]:
    parts = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(part["event"], json.loads(part["data"])) for part in parts]


def test_an_answer_has_every_field_of_the_contract(client: httpx.Client) -> None:
    answer = ask(client, as_of="2025-03-01")
    assert set(answer) >= FIELDS
    assert answer["as_of"] == "2025-03-01"
    assert answer["engine"] == "deterministic"
    assert all(set(citation) >= CITATION_FIELDS for citation in answer["citations"])


def test_every_quote_stands_in_the_clause_cited(client: httpx.Client, assistant: Assistant) -> None:
    citations = ask(client)["citations"]
    assert citations
    for citation in citations:
        clause = assistant.library.clause(citation["document_id"], citation["clause_id"])
        assert squeeze(citation["quote"]) in squeeze(clause.text)
        assert citation["url"] == f"/documents/{citation['document_id']}#{citation['clause_id']}"
        assert citation["status_label"]


@pytest.mark.parametrize("question", [*words("examples")["zh"], *words("examples")["en"]])
def test_every_example_question_is_answered_with_a_source(client: httpx.Client, question: str) -> None:
    answer = ask(client, question)
    assert answer["kind"] in ("answer", "eligibility")
    assert answer["citations"]


def test_a_conversation_goes_on_by_its_id(client: httpx.Client) -> None:
    first = ask(client)
    second = ask(client, "电话呢", session_id=first["session_id"])
    assert second["session_id"] == first["session_id"]
    assert second["answer_id"] != first["answer_id"]


def test_the_same_question_gives_the_same_answer(client: httpx.Client) -> None:
    one, other = (ask(client, as_of="2025-03-01") for _ in range(2))
    for own in ("session_id", "answer_id"):
        one.pop(own), other.pop(own)
    assert one == other


def test_many_questions_at_once_on_one_session_are_all_answered(
    client: httpx.Client, assistant: Assistant
) -> None:
    session_id = ask(client)["session_id"]
    before = assistant.sessions.load(session_id).turns
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: ask(client, session_id=session_id), range(16)))
    assert {reply["session_id"] for reply in replies} == {session_id}
    assert assistant.sessions.load(session_id).turns == before + 16


def test_the_stream_ends_with_the_whole_answer(client: httpx.Client) -> None:
    reply = client.post("/api/v1/chat", json={"question": QUESTION, "as_of": "2025-03-01"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = events_of(reply.text)
    assert {name for name, _ in events} == {"status", "delta", "final"}
    final = events[-1][1]
    assert set(final) >= FIELDS
    assert "".join(data["text"] for name, data in events if name == "delta") == final["answer"]
    assert final["answer"] == ask(client, as_of="2025-03-01")["answer"]


@pytest.mark.parametrize(
    "body", [{"question": ""}, {"question": "好", "as_of": "x"}, {"question": "好", "session_id": "x"}]
)
def test_what_cannot_be_asked_is_refused_before_the_stream_opens(client: httpx.Client, body: Any) -> None:
    reply = client.post("/api/v1/chat", json=body)
    assert reply.status_code in (404, 422)
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_question_of_exactly_the_limit_is_answered(client: httpx.Client) -> None:
    assert ask(client, "公示" * 1000)["kind"]
