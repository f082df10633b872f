"""Looking things up: search, documents, register, schemes, health, the API's own description."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import httpx
import pytest

from assistant import assembly
from assistant.assembly import Assistant, read_day
from assistant.errors import InvalidDate
from assistant.service.wire.answers import AnswerOut
from assistant.service.wire.citations import SearchOut
from assistant.service.wire.comparison import ComparisonOut
from assistant.service.wire.completions import Completion, CompletionRequest, Model, Models
from assistant.service.wire.documents import ClauseDetail, DocumentOut, DocumentsOut
from assistant.service.wire.eligibility import ReportOut
from assistant.service.wire.feedback import FeedbackOut, QueueOut
from assistant.service.wire.publishing import PreviewOut, PublicationsOut, PublishedOut, VersionsOut
from assistant.service.wire.quality import QualityOut
from assistant.service.wire.register import ContactsOut, DeadlinesOut
from assistant.service.wire.requests import AskRequest, CheckRequest, FeedbackRequest, SearchRequest
from assistant.service.wire.scheme_shapes import CheckAllOut, SchemeOut, SchemesOut
from assistant.wording import words


def get(client: httpx.Client, path: str, **parameters: str) -> dict[str, Any]:
    reply = client.get(path, params=parameters)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_search_ranks_clauses_with_scores(client: httpx.Client) -> None:
    body = {"query": "公示 工作日", "limit": 5, "as_of": "2025-01-01"}
    found = client.post("/api/v1/search", json=body).json()["results"]
    assert [hit["index"] for hit in found] == [1, 2, 3, 4, 5]
    assert [hit["score"] for hit in found] == sorted((hit["score"] for hit in found), reverse=True)
    assert any("公示" in hit["quote"] for hit in found)


def test_search_within_a_document_stays_there(client: httpx.Client, assistant: Assistant) -> None:
    only = assistant.library.documents[-1].id
    found = client.post("/api/v1/search", json={"query": "条件", "document_id": only}).json()["results"]
    assert {hit["document_id"] for hit in found} == {only}


def test_every_document_is_listed_with_its_status(client: httpx.Client, assistant: Assistant) -> None:
    listed = get(client, "/api/v1/documents", as_of="2025-03-01")
    assert [d["id"] for d in listed["documents"]] == [d.id for d in assistant.library.documents]
    assert all(d["status_label"] for d in listed["documents"])


def test_a_document_shows_each_clause_once_in_its_tree(client: httpx.Client, assistant: Assistant) -> None:
    def ids(nodes: list[dict[str, Any]]) -> list[str]:
        return [found for node in nodes for found in (node["id"], *ids(node["children"]))]

    for document in assistant.library.documents:
        shown = get(client, f"/api/v1/documents/{document.id}")
        assert sorted(ids(shown["clauses"])) == sorted(clause.id for clause in document.clauses)


def test_what_a_document_says_of_itself_is_proved_by_its_clauses(
    client: httpx.Client, assistant: Assistant
) -> None:
    for document in assistant.library.documents:
        shown = get(client, f"/api/v1/documents/{document.id}")
        proofs = [v for v in shown["metadata"].values() if isinstance(v, dict)] + shown["metadata"][
            "last_days"
        ]
        assert proofs
        for proof in proofs:
            assistant.library.clause(document.id, proof["clause_id"])


def test_a_clause_knows_its_neighbours(client: httpx.Client, assistant: Assistant) -> None:
    document = assistant.library.documents[0]
    first, second, third = document.clauses[:3]
    shown = get(client, f"/api/v1/documents/{document.id}/clauses/{second.id}")
    assert (shown["previous"]["id"], shown["next"]["id"]) == (first.id, third.id)
    assert shown["text"] == second.text
    assert get(client, f"/api/v1/documents/{document.id}/clauses/{first.id}")["previous"] is None


def test_deadlines_are_cited_and_seen_from_the_day(client: httpx.Client) -> None:
    early = get(client, "/api/v1/deadlines", as_of="2020-01-01")["deadlines"]
    late = get(client, "/api/v1/deadlines", as_of="2099-01-01")["deadlines"]
    dated = [deadline for deadline in early if deadline["last_day"]]
    assert dated
    assert not any(deadline["passed"] for deadline in dated)
    assert all(deadline["passed"] for deadline in late if deadline["last_day"])
    assert all(deadline["citation"]["quote"] for deadline in early)


def test_a_deadline_on_the_day_itself_has_not_passed(client: httpx.Client) -> None:
    dated = [d for d in get(client, "/api/v1/deadlines")["deadlines"] if d["last_day"]]
    day = dated[0]["last_day"]
    same = [d for d in get(client, "/api/v1/deadlines", as_of=day)["deadlines"] if d["last_day"] == day]
    assert [d["passed"] for d in same] == [False] * len(same)


def test_the_calendar_holds_every_dated_deadline(client: httpx.Client) -> None:
    reply = client.get("/api/v1/deadlines.ics")
    dated = [d for d in get(client, "/api/v1/deadlines")["deadlines"] if d["last_day"]]
    assert reply.headers["content-type"].startswith("text/calendar")
    assert reply.text.count("BEGIN:VEVENT") == len(dated)
    assert all(len(line.encode()) <= 75 for line in reply.text.split("\r\n"))
    assert len(set(re.findall(r"UID:(\S+)", reply.text))) == len(dated)


def test_contacts_are_cited(client: httpx.Client, assistant: Assistant) -> None:
    found = get(client, "/api/v1/contacts")["contacts"]
    assert found
    assert all(contact["citation"]["quote"] for contact in found)
    only = found[0]["citation"]["document_id"]
    narrowed = get(client, "/api/v1/contacts", document_id=only)["contacts"]
    assert {contact["citation"]["document_id"] for contact in narrowed} == {only}


def test_a_scheme_tells_all_that_a_form_needs(client: httpx.Client) -> None:
    listed = get(client, "/api/v1/schemes")
    assert listed["schemes"]
    assert listed["switched_off"] == []
    for scheme in listed["schemes"]:
        shown = get(client, f"/api/v1/schemes/{scheme['id']}")
        assert set(shown["facts_schema"]["properties"]) == {fact["name"] for fact in shown["facts"]}
        assert all(fact["question"] for fact in shown["facts"])
        assert all(rule["citation"]["quote"] for rule in shown["criteria"])


def test_a_check_without_facts_asks_for_them(client: httpx.Client, assistant: Assistant) -> None:
    scheme = assistant.checker.schemes[0].id
    body = {"facts": {}, "as_of": "2025-03-01"}
    report = client.post(f"/api/v1/schemes/{scheme}/check", json=body).json()
    assert report["verdict"] == "needs_information"
    assert report["missing_facts"]
    assert report["next_question"]
    assert report["as_of"] == "2025-03-01"


def test_a_check_of_everything_has_one_report_a_scheme_and_one_question(
    client: httpx.Client, assistant: Assistant
) -> None:
    shown = client.post("/api/v1/schemes/check", json={"facts": {}}).json()
    assert [report["scheme"] for report in shown["reports"]] == [s.id for s in assistant.checker.schemes]
    assert shown["next_question"]


def test_health_and_readiness(client: httpx.Client, assistant: Assistant) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    ready = get(client, "/readyz")
    assert ready["status"] == "ready"
    assert ready["documents"] == len(assistant.library.documents)
    assert ready["warnings"] == []


SHAPES: dict[str, tuple[Any, Any]] = {
    "POST /api/v1/ask": (AskRequest, AnswerOut),
    "POST /api/v1/search": (SearchRequest, SearchOut),
    "GET /api/v1/documents": (None, DocumentsOut),
    "GET /api/v1/documents/compare": (None, ComparisonOut),
    "GET /api/v1/documents/{document_id}": (None, DocumentOut),
    "GET /api/v1/documents/{document_id}/clauses/{clause_id}": (None, ClauseDetail),
    "GET /api/v1/deadlines": (None, DeadlinesOut),
    "GET /api/v1/contacts": (None, ContactsOut),
    "GET /api/v1/quality": (None, QualityOut),
    "GET /api/v1/schemes": (None, SchemesOut),
    "GET /api/v1/schemes/{scheme_id}": (None, SchemeOut),
    "POST /api/v1/schemes/check": (CheckRequest, CheckAllOut),
    "POST /api/v1/schemes/{scheme_id}/check": (CheckRequest, ReportOut),
    "POST /api/v1/feedback": (FeedbackRequest, FeedbackOut),
    "GET /api/v1/feedback/queue": (None, QueueOut),
    "POST /api/v1/documents/preview": (None, PreviewOut),
    "POST /api/v1/documents": (None, PublishedOut),
    "DELETE /api/v1/documents/{document_id}": (None, PublishedOut),
    "GET /api/v1/documents/{document_id}/versions": (None, VersionsOut),
    "GET /api/v1/publications": (None, PublicationsOut),
    "GET /v1/models": (None, Models),
    "GET /v1/models/{model}": (None, Model),
    "POST /v1/chat/completions": (CompletionRequest, Completion),
}


def test_every_call_of_the_api_has_an_example(client: httpx.Client) -> None:
    paths = get(client, "/openapi.json")["paths"]
    calls = {f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs if "/v1/" in path}
    assert calls == set(words("api"))


@pytest.mark.parametrize("call", SHAPES)
def test_examples_have_the_shape_that_is_served(call: str) -> None:
    request, reply = SHAPES[call]
    example = words("api")[call]
    reply.model_validate(example["reply"])
    if request:
        request.model_validate(example["request"])


def test_examples_stand_in_the_description(client: httpx.Client) -> None:
    described = get(client, "/openapi.json")["paths"]["/api/v1/ask"]["post"]
    assert described["requestBody"]["content"]["application/json"]["example"]["question"]
    assert described["responses"]["200"]["content"]["application/json"]["example"]["citations"]


def test_today_is_asked_in_the_zone_of_the_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "today", lambda: date(2024, 2, 29))
    assert read_day(None) == date(2024, 2, 29)
    assert read_day("2024-02-29") == date(2024, 2, 29)
    with pytest.raises(InvalidDate):
        read_day("2025-02-29")


def test_some_schemes_can_be_checked_alone_and_the_question_fills_facts_of_theirs(
    client: httpx.Client, assistant: Assistant
) -> None:
    wanted = [scheme.id for scheme in assistant.checker.schemes[:2]]
    body = {"facts": {}, "schemes": wanted, "as_of": "2025-05-01"}
    found = client.post("/api/v1/schemes/check", json=body).json()
    assert [report["scheme"] for report in found["reports"]] == wanted
    theirs = {name for scheme in wanted for name in assistant.checker.scheme(scheme).facts}
    assert found["next_facts"]
    assert set(found["next_facts"]) <= theirs
    refused = client.post("/api/v1/schemes/check", json={**body, "schemes": ["no-such-scheme"]})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_scheme")


def test_a_scheme_says_what_is_asked_together_and_for_which_years(
    client: httpx.Client, assistant: Assistant
) -> None:
    shown = [get(client, f"/api/v1/schemes/{s.id}", as_of="2025-05-01") for s in assistant.checker.schemes]
    assert any(scheme["groups"] for scheme in shown)
    for scheme in shown:
        names = {fact["name"] for fact in scheme["facts"]}
        assert all(set(group["facts"]) <= names for group in scheme["groups"])
        series = [fact for fact in scheme["facts"] if fact["type"] == "series"]
        assert all(fact["years"] and "{" not in fact["question"] for fact in series)
