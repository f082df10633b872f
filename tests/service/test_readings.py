"""What the workbench reads over HTTP: procedures, coverage, the picture of relations, last days."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from assistant.assembly import Assistant
from assistant.text.normalise import squeeze
from assistant.text.workdays import known_years

SVG = "{http://www.w3.org/2000/svg}"


def got(client: httpx.Client, path: str, **query: str) -> Any:
    reply = client.get(path, params=query)
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_every_act_of_a_procedure_is_a_quote_of_its_document(
    client: httpx.Client, assistant: Assistant
) -> None:
    for document in assistant.library.documents:
        found = got(client, f"/api/v1/documents/{document.id}/procedures")
        acts = [act for p in found["procedures"] for step in p["steps"] for act in step["acts"]]
        assert all(assistant.library.find_quote(document.id, act["quote"]) for act in acts)
        assert set(found["roles"]) == {role for act in acts for role in act["roles"]}


def test_a_notice_tells_its_course_with_the_limits_of_each_step(client: httpx.Client) -> None:
    found = got(client, "/api/v1/documents/cq-notice-2025/procedures", as_of="2025-05-01")
    course = next(p for p in found["procedures"] if p["kind"] == "course")
    limits = [(a["binds"], d["last_day"]) for s in course["steps"] for a in s["acts"] for d in a["deadlines"]]
    assert ("district", "2025-06-14") in limits


def test_the_coverage_counts_its_sentences(client: httpx.Client) -> None:
    found = got(client, "/api/v1/documents/cq-recognition-2024-4/coverage")
    assert sum(found["counts"].values()) == len(found["sentences"])
    assert found["counts"]["encoded"] > 0
    assert all(s["reason"] for s in found["sentences"] if s["standing"] == "not_encoded")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_names_the_neighbours_and_opens_them(client: httpx.Client, lang: str) -> None:
    reply = client.get(
        "/api/v1/documents/cq-dynamic-2024-13/relations.svg", params={"lang": lang, "as_of": "2025-05-01"}
    )
    assert reply.headers["content-type"].startswith("image/svg+xml")
    picture = ElementTree.fromstring(reply.text)
    links = [box.get("href", "") for box in picture.iter(f"{SVG}a")]
    assert any(link.startswith("/documents/cq-notice-2025?as_of=2025-05-01") for link in links)
    text = squeeze("".join(node.text or "" for node in picture.iter(f"{SVG}text")))
    assert squeeze("绿色园区和绿色工厂认定管理办法") in text


def test_an_unknown_document_has_neither(client: httpx.Client) -> None:
    for part in ("procedures", "coverage", "relations.svg"):
        assert client.get(f"/api/v1/documents/nothing/{part}").status_code == 404


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last", "moved"),
    [
        ("2025-09-26", "5", "工作日", "2025-10-10", None),
        ("2025-06-01", "30", "日", "2025-07-01", None),
        ("2025-09-01", "30", "日", "2025-10-01", "2025-10-09"),
        ("2024-01-31", "1", "月", "2024-02-29", None),
    ],
)
def test_the_last_day_of_a_span(
    client: httpx.Client, start: str, amount: str, unit: str, last: str, moved: str | None
) -> None:
    found = got(client, "/api/v1/last-day", start=start, amount=amount, unit=unit)
    assert (found["last_day"], found["moved_to"], found["certain"]) == (last, moved, True)


def test_a_year_without_an_announced_calendar_is_said_to_be_uncertain(client: httpx.Client) -> None:
    start = date(known_years()[1], 12, 30).isoformat()
    found = got(client, "/api/v1/last-day", start=start, amount="20", unit="工作日")
    assert (found["last_day"], found["certain"]) == (None, False)
    assert found["not_before"] > start


@pytest.mark.parametrize("amount", ["0", "-1", "99999", "x"])
def test_a_span_that_cannot_be_is_refused(client: httpx.Client, amount: str) -> None:
    assert client.get("/api/v1/last-day", params={"start": "2025-01-01", "amount": amount}).status_code == 422


def test_a_clause_says_how_officials_cite_it(client: httpx.Client) -> None:
    found = got(client, "/api/v1/documents/cq-recognition-2024-4/clauses/art7-i3")
    assert (
        found["official"]
        == "《重庆市绿色园区和绿色工厂认定管理办法》（渝经信规范〔2024〕4号）第七条第（三）项"
    )
