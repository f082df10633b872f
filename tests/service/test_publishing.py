"""Publishing over HTTP: who may, what is previewed, published, refused; questions asked meanwhile are answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.assembly import build_assistant
from assistant.service.app import create_app
from assistant.service.pages.addresses import quote_url
from tests.publishing.made import CHANGED, NEXT_ROUND, NOTICE, settings_of

from .serving import serving

KEY = "an-operator-s-key"
API = "/api/v1/documents"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    keys = {"admin_keys": SecretStr(KEY), "workbench": False, "upload_mb": 1, "max_body_kb": 64}
    assistant = build_assistant(settings_of(tmp_path, **keys))
    with (
        serving(create_app(assistant=assistant)) as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        yield client
    assistant.close()


def hand_in(client: httpx.Client, text: str | bytes, path: str = API, **fields: str) -> httpx.Response:
    data = text.encode() if isinstance(text, str) else text
    headers = {"authorization": f"Bearer {KEY}"}
    return client.post(path, files={"file": ("通知.txt", data)}, data=fields, headers=headers)


def taken_out(client: httpx.Client, document_id: str, **query: Any) -> httpx.Response:
    return client.delete(f"{API}/{document_id}", params=query, headers={"authorization": f"Bearer {KEY}"})


def asked(client: httpx.Client, question: str, day: str = "2032-04-01") -> dict[str, Any]:
    reply = client.post("/api/v1/ask", json={"question": question, "as_of": day})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", f"{API}/preview"),
        ("POST", API),
        ("DELETE", f"{API}/measure"),
        ("GET", "/api/v1/publications"),
    ],
)
def test_nobody_without_a_key_gets_in(client: httpx.Client, verb: str, path: str) -> None:
    refused = client.request(verb, path)
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_key")
    wrong = client.request(verb, path, headers={"authorization": "Bearer guess"})
    assert wrong.status_code == 401


def test_publishing_is_off_until_a_key_is_set(tmp_path: Path) -> None:
    assistant = build_assistant(settings_of(tmp_path, workbench=False))
    with serving(create_app(assistant=assistant)) as address:
        reply = httpx.post(f"{address}{API}", trust_env=False, headers={"authorization": f"Bearer {KEY}"})
    assert (reply.status_code, reply.json()["code"]) == (403, "admin_off")
    assistant.close()


def test_a_preview_shows_what_is_read_and_keeps_nothing(client: httpx.Client) -> None:
    reply = hand_in(client, NEXT_ROUND, f"{API}/preview")
    assert reply.status_code == 200, reply.text
    shown = reply.json()
    assert (shown["proposed_id"], shown["replaces"]) == ("notice-2032", None)
    assert shown["document"]["number"] == "某工节〔2032〕15号"
    assert shown["document"]["metadata"]["signed_on"]["quote"] == "2032年3月1日"
    assert [r["kind"] for r in shown["relations"]] == ["newer_round"]
    assert shown["deadlines"][0]["last_day"] == "2032-09-10"
    assert shown["contacts"][0]["citation"]["clause_id"]
    assert shown["changes"]["left"]["id"] == "notice-2031"
    assert len(client.get(API).json()["documents"]) == 2


def test_what_is_published_is_answered_from_and_cited_with_its_version(client: httpx.Client) -> None:
    reply = hand_in(client, NEXT_ROUND, note="第二轮")
    assert reply.status_code == 201, reply.text
    published = reply.json()
    citation = asked(client, "2032年度节水企业申报什么时候截止？")["citations"][0]
    assert "2032年9月10日" in citation["quote"]
    assert citation["url"].startswith(f"/documents/notice-2032?version={published['version']}#")
    assert published["url"] == f"/documents/notice-2032?version={published['version']}"
    lines = client.get("/api/v1/publications", headers={"authorization": f"Bearer {KEY}"}).json()
    assert lines["total"] == 1
    assert lines["items"][0]["by"].startswith("key-") and KEY not in lines["items"][0]["by"]
    assert lines["items"][0]["detail"] == "第二轮"


def test_a_past_answer_opens_the_version_that_it_quoted(client: httpx.Client) -> None:
    hand_in(client, NEXT_ROUND)
    citation = asked(client, "2032年度节水企业申报什么时候截止？")["citations"][0]
    later = hand_in(client, NEXT_ROUND.replace("9月10日", "9月30日"), replaces="notice-2032")
    assert later.status_code == 201, later.text
    clause, quote = citation["clause_id"], citation["quote"]
    page = client.get(quote_url(citation["url"], clause, quote, date(2032, 4, 1)))
    assert page.status_code == 200
    assert "9月10日" in page.text and "这是较早的版本" in page.text and 'found" role' in page.text
    present = client.get("/documents/notice-2032").text
    assert "9月30日" in present and "这是较早的版本" not in present
    versions = client.get(f"{API}/notice-2032/versions").json()["versions"]
    assert [v["current"] for v in versions] == [False, True]
    old = client.get(f"{API}/notice-2032", params={"version": versions[0]["version"]}).json()
    assert old["version"] == versions[0]["version"] != client.get(f"{API}/notice-2032").json()["version"]
    assert client.get(f"{API}/notice-2032", params={"version": "0" * 12}).status_code == 404
    quoted = asked(client, "2032年度节水企业申报什么时候截止？")["citations"][0]["quote"]
    assert "9月30日" in quoted


def test_the_plain_address_of_a_replaced_original_opens_what_was_cited_by_it(client: httpx.Client) -> None:
    address = client.get(f"{API}/notice-2031").json()["url"]
    before = client.get(address).text
    assert address == "/documents/notice-2031" and "这是较早的版本" not in before
    assert hand_in(client, CHANGED, replaces="notice-2031").status_code == 201
    newest = client.get(f"{API}/notice-2031").json()
    past, present = client.get(address).text, client.get(newest["url"]).text
    assert "这是较早的版本" in past and f"version={newest['version']}" in past
    assert "这是较早的版本" not in present and f"version={newest['version']}" in newest["url"]


def test_a_version_must_be_called_one(client: httpx.Client) -> None:
    refused = hand_in(client, CHANGED)
    assert (refused.status_code, refused.json()["code"]) == (409, "unclear_relation")
    assert [sorted(choice) for choice in refused.json()["choices"]] == [["replaces", "title"], ["id"]]
    same = hand_in(client, NOTICE)
    assert (same.status_code, same.json()["code"]) == (409, "already_published")
    assert hand_in(client, CHANGED, replaces="notice-2031").status_code == 201


def test_a_removed_document_is_gone_and_can_still_be_opened(client: httpx.Client) -> None:
    version = client.get(f"{API}/measure").json()["version"]
    removed = taken_out(client, "measure")
    assert removed.status_code == 200 and removed.json()["url"] is None
    assert client.get(f"{API}/measure").status_code == 404
    assert client.get("/documents/measure").status_code == 404
    assert "已从文件库移除" in client.get("/documents/measure", params={"version": version}).text
    assert taken_out(client, "measure").status_code == 404


def test_unusable_forms_are_refused(client: httpx.Client) -> None:
    misspelt = hand_in(client, NEXT_ROUND, replace="notice-2031")
    assert (misspelt.status_code, misspelt.json()["field"]) == (422, "replace")
    bare = client.post(API, headers={"authorization": f"Bearer {KEY}"}, json={"file": "x"})
    assert (bare.status_code, bare.json()["field"]) == (422, "file")
    odd = hand_in(client, NEXT_ROUND, corrections='{"move": 1}')
    assert (odd.status_code, odd.json()["field"]) == (422, "corrections")
    empty = hand_in(client, b"")
    assert (empty.status_code, empty.json()["code"]) == (422, "unreadable_file")


def test_only_uploads_may_be_large(client: httpx.Client) -> None:
    padding = "\n" + "本段用于占位。" * 20_000
    assert hand_in(client, NEXT_ROUND + padding).status_code == 201
    assert hand_in(client, b"x" * 1_200_000).status_code == 413
    large = client.post("/api/v1/ask", content=b"x" * 100_000, headers={"content-type": "application/json"})
    assert large.status_code == 413


def test_questions_asked_while_documents_come_and_go_are_all_answered(client: httpx.Client) -> None:
    stop, replies = threading.Event(), list[int]()

    def ask_on() -> None:
        while not stop.is_set():
            reply = client.post("/api/v1/ask", json={"question": "什么时候截止？", "as_of": "2031-04-01"})
            if reply.status_code == 503 and reply.json()["code"] == "overloaded":
                # A machine that does other things too asks to be asked again; nothing is lost by that.
                continue
            replies.append(reply.status_code)

    threads = [threading.Thread(target=ask_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(4):
        text = NEXT_ROUND.replace("9月10日", f"9月1{n}日")
        done = hand_in(client, text, **({"replaces": "notice-2032"} if n else {}))
        assert done.status_code == 201, done.text
    assert taken_out(client, "notice-2032").status_code == 200
    stop.set()
    for thread in threads:
        thread.join(30)
    assert len(replies) > 20 and set(replies) == {200}


def test_indexes_that_no_longer_serve_are_cleaned_away(client: httpx.Client, tmp_path: Path) -> None:
    for n in range(4):
        text = NEXT_ROUND.replace("9月10日", f"9月1{n}日")
        assert hand_in(client, text, **({"replaces": "notice-2032"} if n else {})).status_code == 201
    folders = [path for path in (tmp_path / "data" / "index").iterdir() if path.is_dir()]
    assert len(folders) <= 3
