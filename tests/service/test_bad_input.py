"""Whatever is sent, the reply is a problem document that names what to change, and the service stays up."""

from __future__ import annotations

import errno
import logging
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.assembly import Assistant
from assistant.service.app import create_app

from .serving import serving

JSON = {"content-type": "application/json"}


def refused(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    problem = dict(reply.json())
    assert (reply.status_code, problem["code"]) == (status, code), reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == reply.headers["x-request-id"]
    assert "Traceback" not in reply.text
    return problem


@pytest.mark.parametrize(
    "question",
    ["", "   \n", "？！……", "👍", "字" * 2001, "公\x00示", "公\x1b[31m示", "\u200b\u200b", "a\x7fb"],
)
def test_a_question_without_usable_words_is_refused(client: httpx.Client, question: str) -> None:
    problem = refused(client.post("/api/v1/ask", json={"question": question}), 422, "invalid_question")
    assert problem["field"] == "question"


def test_a_lone_surrogate_is_refused_and_can_be_replied_to(client: httpx.Client) -> None:
    body = b'{"question": "\\ud800 abc", "language": null}'
    assert client.post("/api/v1/ask", content=body, headers=JSON).status_code == 422


@pytest.mark.parametrize(
    "day", ["2025-02-30", "2025-6-1", "20250601", "明天", "0001-01-01", "9999-12-31", "２０２５-06-01"]
)
def test_a_day_that_is_none_is_refused(client: httpx.Client, day: str) -> None:
    problem = refused(
        client.post("/api/v1/ask", json={"question": "好吗", "as_of": day}), 422, "invalid_date"
    )
    assert problem["field"] == "as_of"
    refused(client.get("/api/v1/documents", params={"as_of": day}), 422, "invalid_date")


@pytest.mark.parametrize("body", [b"", b"{", b"{'question': 1}", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused(client: httpx.Client, body: bytes) -> None:
    reply = client.post("/api/v1/ask", content=body, headers=JSON)
    assert reply.status_code in (400, 422)
    assert reply.json()["code"] in ("invalid_json", "invalid_request")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": 7}, "question"),
        ({"question": "好", "asof": "2025-01-01"}, "asof"),
        ({"question": "好", "language": "fr"}, "language"),
        ({"question": "好", "session_id": 5}, "session_id"),
        (["question"], "body"),
        ("question", "body"),
    ],
)
def test_a_body_of_the_wrong_shape_names_its_field(client: httpx.Client, body: Any, field: str) -> None:
    problem = refused(client.post("/api/v1/ask", json=body), 422, "invalid_request")
    assert field in [error["field"] for error in problem["errors"]]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/documents/none", 404, "unknown_document"),
        ("GET", "/api/v1/documents/none/clauses/x", 404, "unknown_document"),
        ("GET", "/api/v1/deadlines?document_id=none", 404, "unknown_document"),
        ("GET", "/api/v1/deadlines.ics?document_id=none", 404, "unknown_document"),
        ("GET", "/api/v1/contacts?document_id=none", 404, "unknown_document"),
        ("GET", "/api/v1/schemes/none", 404, "unknown_scheme"),
        ("GET", "/api/v1/nothing", 404, "unknown_path"),
        ("GET", "/api/v1/ask", 405, "method_not_allowed"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
        ("GET", "/documents/none", 404, "unknown_document"),
        ("GET", "/documents/..%2f..%2fetc%2fpasswd", 404, "unknown_path"),
        ("GET", "/assets/../app.py", 404, "unknown_path"),
    ],
)
def test_what_is_not_there_is_said(
    client: httpx.Client, method: str, path: str, status: int, code: str
) -> None:
    refused(client.request(method, path), status, code)


def test_an_unknown_clause_is_said(client: httpx.Client, assistant: Assistant) -> None:
    document = assistant.library.documents[0].id
    refused(client.get(f"/api/v1/documents/{document}/clauses/none"), 404, "unknown_clause")


@pytest.mark.parametrize("session_id", ["", "none", "0" * 32, "../../etc", "会话"])
def test_an_unknown_session_is_said(client: httpx.Client, session_id: str) -> None:
    body = {"question": "好吗", "session_id": session_id}
    refused(client.post("/api/v1/ask", json=body), 404, "unknown_session")


def test_an_unknown_scheme_or_fact_is_said(client: httpx.Client, assistant: Assistant) -> None:
    refused(client.post("/api/v1/schemes/none/check", json={"facts": {}}), 404, "unknown_scheme")
    scheme = assistant.checker.schemes[0].id
    wrong = client.post(f"/api/v1/schemes/{scheme}/check", json={"facts": {"no_such_fact": 1}})
    refused(wrong, 422, "invalid_fact")
    refused(client.post("/api/v1/schemes/check", json={"facts": {"no_such_fact": 1}}), 422, "invalid_fact")


@pytest.mark.parametrize("limit", [0, 51, -1, 10**12])
def test_a_limit_out_of_range_is_refused(client: httpx.Client, limit: int) -> None:
    refused(client.post("/api/v1/search", json={"query": "公示", "limit": limit}), 422, "invalid_input")


def test_a_body_that_is_too_large_is_refused(client: httpx.Client) -> None:
    body = b'{"question": "' + b"a" * (2 << 20) + b'"}'
    refused(client.post("/api/v1/ask", content=body, headers=JSON), 413, "body_too_large")


def test_a_person_gets_a_page(client: httpx.Client) -> None:
    reply = client.get("/documents/none", headers={"accept": "text/html"})
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")
    assert "unknown_document" in reply.text


def test_the_callers_request_id_is_kept_when_it_is_fit(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert client.get("/healthz", headers={"x-request-id": "a b"}).headers["x-request-id"] != "a b"


class Failing:
    """An agent with a fault in it."""

    problems = ()

    def answer(self, question: str, **_: Any) -> Any:
        raise ZeroDivisionError(f"secret words: {question}")


def test_a_fault_is_told_without_its_insides_and_the_service_stays_up(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(assistant, agent=Failing())  # type: ignore[arg-type]
    quiet = broken.settings.model_copy(update={"workbench": False})
    with (
        caplog.at_level(logging.INFO),
        serving(create_app(quiet, assistant=broken)) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        refused(client.post("/api/v1/ask", json={"question": "某人的话"}), 500, "internal_error")
        stream = client.post("/api/v1/chat", json={"question": "某人的话"})
        assert "event: error" in stream.text
        assert "internal_error" in stream.text
        assert client.get("/healthz").status_code == 200
    assert "ZeroDivisionError" in caplog.text
    assert "某人的话" not in caplog.text


class Short(Failing):
    """Finds no memory: its own, or for a process that it must start."""

    def answer(self, question: str, **_: Any) -> Any:
        raise RuntimeError("reading") from (
            MemoryError() if "自身" in question else OSError(errno.ENOMEM, "fork")
        )


def test_want_of_memory_is_told_as_such_with_when_to_come_again(assistant: Assistant) -> None:
    broken = replace(assistant, agent=Short())  # type: ignore[arg-type]
    quiet = broken.settings.model_copy(update={"workbench": False})
    with (
        serving(create_app(quiet, assistant=broken)) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        for question in ("自身内存", "另起进程"):
            reply = client.post("/api/v1/ask", json={"question": question})
            refused(reply, 503, "out_of_memory")
            assert int(reply.headers["retry-after"]) > 0
        assert "out_of_memory" in client.post("/api/v1/chat", json={"question": "自身内存"}).text
        spoken = {"model": "policy-assistant", "messages": [{"role": "user", "content": "自身内存"}]}
        reply = client.post("/v1/chat/completions", json=spoken)
        assert (reply.status_code, reply.json()["error"]["code"]) == (503, "out_of_memory")
        assert int(reply.headers["retry-after"]) > 0


def test_nobodys_words_are_logged(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "assistant"):
        client.post("/api/v1/ask", json={"question": "鸿鹄之志能报吗"})
        client.get("/documents/x", params={"quote": "鸿鹄之志"})
        client.get("/api/v1/鸿鹄之志")
    assert "鸿鹄" not in caplog.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(client: httpx.Client, question: str) -> None:
    try:
        reply = client.post("/api/v1/ask", json={"question": question})
    except UnicodeEncodeError:
        return
    assert reply.status_code in (200, 422), reply.text


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_fact_is_checked_or_refused(
    client: httpx.Client, assistant: Assistant, data: st.DataObject
) -> None:
    scheme = data.draw(st.sampled_from(assistant.checker.schemes))
    names = st.sampled_from(sorted(scheme.facts)) | st.text(max_size=5)
    facts = data.draw(st.dictionaries(names, json_values, max_size=4))
    try:
        reply = client.post(f"/api/v1/schemes/{scheme.id}/check", json={"facts": facts})
    except (UnicodeEncodeError, ValueError):
        return
    assert reply.status_code in (200, 422), reply.text
