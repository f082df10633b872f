"""Nothing is served that is not described: each route stands in the README and on the page of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx

README = Path(__file__).parents[2] / "README.md"
UNSAID = {"/favicon.ico"}


def plain(path: str) -> str:
    """A path without query, fragment and names of variables."""
    return re.sub(r"\{\w+\}", "{}", re.split(r"[?#]", path)[0])


def named_paths() -> Iterator[str]:
    """Paths in the README; in ``GET /a/b``, ``/c`` the second may go on from /a/b or from /a."""
    for line in README.read_text(encoding="utf-8").splitlines():
        found: list[str] = []
        for span in re.findall(r"`([^`]+)`", line):
            path = plain(span.split()[-1])
            if not path.startswith("/"):
                continue
            starts = {"/".join(one.split("/")[:n]) for one in found for n in range(1, one.count("/") + 2)}
            yield from {path, *(start + path for start in starts)}
            found.append(path)


def served(client: httpx.Client) -> dict[str, list[str]]:
    paths = client.get("/openapi.json").json()["paths"]
    return {path: [verb.upper() for verb in verbs] for path, verbs in paths.items()}


def test_every_route_is_named_in_the_readme(client: httpx.Client) -> None:
    named = set(named_paths())
    assert [path for path in served(client) if plain(path) not in named | UNSAID] == []


def test_every_route_stands_on_the_page_of_the_api_with_what_it_is_for(client: httpx.Client) -> None:
    page = client.get("/docs").text
    for path in served(client):
        assert f"<code>{path}</code>" in page
    described = client.get("/openapi.json").json()["paths"]
    assert all(call.get("summary") for verbs in described.values() for call in verbs.values())


def test_a_path_that_the_readme_does_not_name_is_found_missing() -> None:
    assert "/api/v1/schemes/{}/check" in set(named_paths())
    assert "/api/v1/nothing" not in set(named_paths())


def test_the_chat_completion_is_described_with_its_errors(client: httpx.Client) -> None:
    call = client.get("/openapi.json").json()["paths"]["/v1/chat/completions"]["post"]
    assert set(call["responses"]) == {"200", "400", "404", "500", "503"}
    assert set(call["responses"]["200"]["content"]) == {"application/json", "text/event-stream"}
    assert call["responses"]["200"]["content"]["application/json"]["example"]["choices"]
    assert call["requestBody"]["content"]["application/json"]["example"]["messages"]
