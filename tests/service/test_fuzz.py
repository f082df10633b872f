"""Cases made from the API's own description: none is a server error, and every refusal is a problem document."""

from __future__ import annotations

import httpx

from eval.bench.bench_fuzz import fuzz

QUICK = (
    "POST /api/v1/ask",
    "POST /api/v1/schemes/{scheme_id}/check",
    "GET /api/v1/documents/{document_id}/clauses/{clause_id}",
    "POST /api/v1/feedback",
    "GET /api/v1/feedback/queue",
)


def test_what_the_description_allows_and_what_it_does_not_is_answered_or_refused(
    client: httpx.Client,
) -> None:
    found = fuzz(str(client.base_url).rstrip("/"), examples=4, only=lambda label: label in QUICK)
    assert found.cases >= 30
    assert found.server_errors == 0
    assert found.faults == {}
    assert {200, 422} <= set(found.statuses)
