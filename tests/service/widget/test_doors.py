"""The script, the page for frames, who may call from where, and what a session is called there."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnknownSession
from assistant.service.widget.script import BUILT, script
from assistant.service.widget.tokens import Tokens
from assistant.settings import Settings
from assistant.wording import words
from tests.service.widget.visiting import Platform

SOURCE = Path(__file__).parents[3] / "widget"
MOST_BYTES = 30_000
ASK = {"question": "公示几个工作日？"}
# What Chromium 86 lacks, by the year it came.
TOO_NEW = re.compile(
    r"structuredClone|randomUUID|\.at\(-|hasOwn\(|\binset:|:has\(|:is\(|:where\(|aspect-ratio|color-mix"
    r"|(?:padding|margin)-(?:inline|block):|AbortSignal\.timeout|\.replaceWithChildren|findLast"
)


@pytest.fixture
def http(host: str) -> httpx.Client:
    return httpx.Client(base_url=host, timeout=30, trust_env=False)


def test_the_script_with_its_words_is_small() -> None:
    assert len(script().packed) <= MOST_BYTES
    assert gzip.decompress(script().packed) == script().plain


def test_the_script_is_sent_small_and_once(http: httpx.Client) -> None:
    reply = http.get("/widget.js")
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.content == script().plain
    again = http.get("/widget.js", headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_cannot_unpack_gets_it_plain(http: httpx.Client) -> None:
    reply = http.get("/widget.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in reply.headers
    assert reply.content == script().plain


def test_the_script_holds_no_way_to_run_text() -> None:
    text = script().plain.decode()
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
    )
    assert "</script" not in text


def test_the_script_keeps_to_what_chromium_86_knows() -> None:
    assert TOO_NEW.findall(BUILT.read_text(encoding="utf-8")) == []


def test_both_languages_have_the_same_words() -> None:
    assert set(words("widget.zh")) == set(words("widget.en"))
    assert set(words("demo.zh")) == set(words("demo.en"))
    for key, text in words("widget.zh").items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", words("widget.en")[key])), key


def test_the_script_asks_for_no_word_that_is_missing() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "src").glob("*.ts"))
    asked = set(re.findall(r"say\('(\w+)'", sources))
    assert asked
    assert asked - set(words("widget.zh")) == set()


def test_the_built_file_is_what_the_source_gives(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (SOURCE / "node_modules" / "esbuild").is_dir():
        pytest.skip("not run: node or widget/node_modules is missing (cd widget && npm ci)")
    subprocess.run([node, "build.mjs", str(tmp_path / "widget.js")], cwd=SOURCE, check=True, timeout=60)
    assert (tmp_path / "widget.js").read_bytes() == BUILT.read_bytes()


def test_the_page_for_frames_names_who_may_frame_it(http: httpx.Client, platform: Platform) -> None:
    policy = http.get("/widget").headers["content-security-policy"]
    assert f"frame-ancestors 'self' {platform.address}" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in http.get("/").headers["content-security-policy"]


def test_options_of_the_frame_stay_text(http: httpx.Client) -> None:
    page = http.get("/widget", params={"greeting": '"><script>alert(1)</script>'}).text
    assert "<script>" not in page


def preflight(http: httpx.Client, origin: str, path: str, method: str) -> httpx.Response:
    headers = {"origin": origin, "access-control-request-method": method}
    return http.request("OPTIONS", path, headers=headers)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/v1/chat"), ("GET", "/api/v1/documents/a/clauses/b"), ("POST", "/api/v1/feedback")],
)
def test_a_listed_origin_may_make_the_public_calls(
    http: httpx.Client, platform: Platform, method: str, path: str
) -> None:
    reply = preflight(http, platform.address, path, method)
    assert reply.status_code == 204
    assert reply.headers["access-control-allow-origin"] == platform.address
    assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/documents"),
        ("DELETE", "/api/v1/documents/a"),
        ("GET", "/api/v1/feedback/queue"),
        ("POST", "/mcp"),
        ("GET", "/api/v1/publications"),
    ],
)
def test_nobody_elsewhere_may_make_the_others(
    http: httpx.Client, platform: Platform, method: str, path: str
) -> None:
    reply = preflight(http, platform.address, path, method)
    assert reply.status_code == 403
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_an_origin_that_is_not_listed_reads_nothing(http: httpx.Client, origin: str) -> None:
    assert preflight(http, origin, "/api/v1/chat", "POST").status_code == 403
    reply = http.post("/api/v1/ask", json=ASK, headers={"origin": origin})
    assert "access-control-allow-origin" not in reply.headers


def test_refusals_can_be_read_by_a_listed_origin(http: httpx.Client, platform: Platform) -> None:
    reply = http.post("/api/v1/ask", json={"question": " "}, headers={"origin": platform.address})
    assert reply.status_code == 422
    assert reply.headers["access-control-allow-origin"] == platform.address


def test_a_foreign_page_holds_a_token_and_no_session_id(http: httpx.Client, platform: Platform) -> None:
    foreign = {"origin": platform.address}
    token = http.post("/api/v1/ask", json=ASK, headers=foreign).json()["session_id"]
    assert "." in token
    went_on = http.post("/api/v1/ask", json={**ASK, "session_id": token}, headers=foreign)
    assert went_on.status_code == 200
    for headers in ({}, {"origin": "https://elsewhere.example"}):
        refused = http.post("/api/v1/ask", json={**ASK, "session_id": token}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_session")


def test_a_session_id_alone_is_of_no_use_to_a_foreign_page(http: httpx.Client, platform: Platform) -> None:
    plain = http.post("/api/v1/ask", json=ASK).json()["session_id"]
    assert "." not in plain
    assert http.post("/api/v1/ask", json={**ASK, "session_id": plain}).status_code == 200
    for path in ("/api/v1/ask", "/api/v1/chat"):
        stolen = http.post(path, json={**ASK, "session_id": plain}, headers={"origin": platform.address})
        assert stolen.json()["code"] == "unknown_session"
    kept = http.delete(f"/api/v1/sessions/{plain}", headers={"origin": platform.address})
    assert kept.status_code == 404
    assert http.delete(f"/api/v1/sessions/{plain}").status_code == 204


def test_any_client_may_ask_for_tokens_and_go_on_with_them(http: httpx.Client, host: str) -> None:
    own = {"origin": host, "x-assistant-session": "sealed"}
    token = http.post("/api/v1/ask", json=ASK, headers=own).json()["session_id"]
    assert "." in token
    assert http.post("/api/v1/ask", json={**ASK, "session_id": token}, headers=own).status_code == 200
    assert http.post("/api/v1/ask", json={**ASK, "session_id": token}).status_code == 404


def test_a_conversation_can_be_deleted_by_its_token(http: httpx.Client, platform: Platform) -> None:
    foreign = {"origin": platform.address}
    token = http.post("/api/v1/ask", json=ASK, headers=foreign).json()["session_id"]
    assert http.delete(f"/api/v1/sessions/{token}", headers=foreign).status_code == 204


def test_a_token_expires_and_each_answer_brings_a_new_one() -> None:
    now = [1000.0]
    tokens = Tokens("s" * 16, 10, now=lambda: now[0])
    token = tokens.seal("abc", "https://a.example")
    now[0] += 599
    assert tokens.open(token, "https://a.example") == "abc"
    renewed = tokens.seal("abc", "https://a.example")
    now[0] += 2
    assert tokens.open(renewed, "https://a.example") == "abc"
    with pytest.raises(UnknownSession):
        tokens.open(token, "https://a.example")


def test_processes_with_the_same_secret_take_each_other_s_tokens() -> None:
    token = Tokens("s" * 16, 10).seal("abc", "https://a.example")
    assert Tokens("s" * 16, 10).open(token, "https://a.example") == "abc"
    for other in (Tokens("t" * 16, 10), Tokens(None, 10)):
        with pytest.raises(UnknownSession):
            other.open(token, "https://a.example")


@given(st.text(max_size=80), st.integers(0, 200))
def test_no_other_text_opens_a_session(junk: str, at: int) -> None:
    tokens = Tokens("s" * 16, 10)
    token = tokens.seal("abc", "https://a.example")
    forged = token[:at] + junk + token[at:]
    if forged != token:
        with pytest.raises(UnknownSession):
            tokens.open(forged, "https://a.example")


@pytest.mark.parametrize("origins", ["*", "https://a.example/path", "a.example", "https://*.example"])
def test_only_exact_origins_can_be_listed(origins: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        Settings(allowed_origins=origins)


def test_origins_are_listed_by_commas() -> None:
    settings = Settings(allowed_origins="https://A.example, http://[::1]:8080,")
    assert settings.allowed_origin_list == ("https://a.example", "http://[::1]:8080")
