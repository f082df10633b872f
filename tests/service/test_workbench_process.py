"""The workbench as a process of its own: it knows the assistant by HTTP alone, and is calm when that is away."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.cli import run
from assistant.service.workbench.alone import create_workbench
from assistant.wording import say, words

from .serving import free_port, serving
from .test_browser import ANSWER_MS, DESK, ask, browser

__all__ = ["browser"]

ROOT = Path(__file__).resolve().parents[2]
AWAY = "http://127.0.0.1:9"
HEAVY = ("torch", "chromadb", "langchain", "bm25s", "sqlalchemy", "numpy")
ROOMS = (
    "assembly",
    "holder",
    "agent",
    "index",
    "retrieval",
    "register",
    "records",
    "publishing",
    "documents",
)


@pytest.fixture(scope="module")
def alone(server: str) -> Iterator[str]:
    """The command itself, beside the server of the other tests."""
    port = free_port()
    command = [sys.executable, "-m", "assistant", "workbench", "--api", server, "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
        try:
            assert it.stdout
            address = f"http://127.0.0.1:{port}"
            assert it.stdout.readline().strip() == say_ready(address, server)
            answers(f"{address}/ui/")
            yield address
        finally:
            it.terminate()
            it.communicate(timeout=20)
    assert it.returncode in (0, -15)


def say_ready(address: str, api: str) -> str:
    return str(words("cli")["serve"]["workbench"]).format(address=address, api=api)


def answers(url: str) -> None:
    """Wait until the page is there; it is loaded behind an open door."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=30, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    yield context.new_page()
    context.close()


def test_it_loads_nothing_of_the_assistant_but_its_shapes() -> None:
    # Gradio itself takes seconds; what the tabs import is held by the contract of the rooms.
    asked = "import sys, assistant.service.workbench.alone, assistant.service.workbench.cards; print(*sys.modules)"
    made = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(made.stdout.split())
    assert "assistant.service.workbench.api" in loaded
    assert not {*HEAVY, *(f"assistant.{room}" for room in ROOMS)} & loaded


def test_a_visitor_asks_checks_and_looks_up_by_way_of_it(alone: str, page: Page) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("/", 3)[2]))
    with page.expect_response(lambda got: "/queue/data" in got.url, timeout=ANSWER_MS):
        page.goto(f"{alone}/ui/")
    expect(page.locator("#day input")).not_to_have_value("", timeout=ANSWER_MS)
    ask(page, "公示几个工作日？")
    expect(page.locator(".card .words a.ref").first).to_be_visible(timeout=ANSWER_MS)
    page.locator(".rate [data-thumb=up]").click()
    expect(page.locator(".rate [role=status]")).to_have_text(words("workbench.zh")["rate_thanks"])
    with page.context.expect_page() as opened:
        page.locator(".card .words a.ref").first.click()
    expect(opened.value.locator(".clause:target mark").first).to_be_visible()
    page.locator("#tab-check-button").click()
    expect(page.locator("#check .sheet")).to_be_visible(timeout=ANSWER_MS)
    page.locator("[data-ask] [data-fill]").first.click()
    expect(page.locator("[data-undo]")).to_be_enabled(timeout=ANSWER_MS)
    page.locator("#tab-contacts-button").click()
    expect(page.locator("#panel-contacts .panel > *").first).to_be_visible(timeout=ANSWER_MS)
    assert asked == {alone.removeprefix("http://")}


def test_what_is_not_its_own_is_handed_on_as_it_is(alone: str, server: str) -> None:
    with httpx.Client(trust_env=False) as client:
        for path in ("/api/v1/schemes?as_of=2025-05-01", "/widget.js", "/documents", "/api/v1/documents/x"):
            here, there = client.get(alone + path), client.get(server + path)
            assert (here.status_code, here.headers["content-type"]) == (
                there.status_code,
                there.headers["content-type"],
            )
            same = {"request_id": ""}
            if here.is_error:
                assert {**here.json(), **same} == {**there.json(), **same}
            else:
                assert here.text == there.text
        said = client.post(f"{alone}/api/v1/ask", json={"question": "公示几个工作日？"})
        assert said.json()["citations"]
        with client.stream("POST", f"{alone}/api/v1/chat", json={"question": "公示几个工作日？"}) as stream:
            assert "event: final" in "".join(stream.iter_text())


def test_pages_of_other_hosts_are_let_in_no_more_than_by_the_assistant_itself(alone: str) -> None:
    with httpx.Client(trust_env=False) as client:
        for origin, foreign in ((alone, False), ("https://elsewhere.example", True)):
            reply = client.get(f"{alone}/api/v1/schemes", headers={"origin": origin})
            assert ("origin" in reply.headers.get("vary", "").lower()) is foreign


def test_without_an_assistant_every_tab_says_so_and_finds_its_way_back(page: Page, server: str) -> None:
    with serving(create_workbench(AWAY)) as address:
        page.goto(f"{address}/ui/")
        ask(page, "公示几个工作日？")
        told = page.locator(".card.trouble")
        expect(told).to_contain_text(words("workbench.zh")["api_silent"], timeout=ANSWER_MS)
        page.locator("#tab-contacts-button").click()
        trouble = page.locator("#panel-contacts .trouble")
        expect(trouble).to_contain_text(say("passage", "silent"), timeout=ANSWER_MS)
        expect(trouble.get_by_role("button")).to_be_visible()
        page.goto(f"{address}/documents")
        expect(page.get_by_role("heading")).to_have_text(say("passage", "title"))


def test_a_program_learns_that_the_assistant_is_away_from_a_problem_document() -> None:
    with serving(create_workbench(AWAY)) as address:
        reply = httpx.get(f"{address}/api/v1/schemes", trust_env=False)
    assert (reply.status_code, reply.json()["code"]) == (503, "api_silent")
    assert int(reply.headers["retry-after"]) > 0


@pytest.mark.parametrize("given", ["127.0.0.1:7860", "ftp://h", "http://", "http://h:99999", "http://h/api"])
def test_an_address_that_is_none_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["workbench", "--api", given]) == 2
    assert given in capsys.readouterr().err
