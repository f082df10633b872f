"""What goes wrong at the workbench: conversations that expire, lines that are slow or cut, two tabs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.assembly import Assistant
from assistant.domain.answers import Answer
from assistant.wording import words

from .test_browser import ANSWER_MS, DESK, ask, browser, open_workbench

__all__ = ["browser"]


@pytest.fixture(scope="module")
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, base_url=server)
    yield made
    made.close()


@pytest.fixture
def workbench(context: BrowserContext) -> Iterator[Page]:
    page = open_workbench(context)
    yield page
    page.close()


def test_two_tabs_have_conversations_of_their_own(workbench: Page, context: BrowserContext) -> None:
    ask(workbench, "公示几个工作日？")
    expect(workbench.locator(".card")).to_have_count(1, timeout=ANSWER_MS)
    other = open_workbench(context)
    expect(other.locator(".asked")).to_have_count(0)
    ask(other, "电话呢？")
    expect(other.locator(".card")).to_have_count(1, timeout=ANSWER_MS)
    expect(workbench.locator(".card")).to_have_count(1)
    other.close()


def test_a_conversation_that_has_expired_goes_on_as_a_new_one_and_says_so(
    workbench: Page, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Answer] = []
    run = assistant.sessions.run

    def watched(*given: Any, **named: Any) -> Answer:
        answers.append(run(*given, **named))
        return answers[-1]

    monkeypatch.setattr(assistant.sessions, "run", watched)
    ask(workbench, "公示几个工作日？")
    expect(workbench.locator(".card")).to_have_count(1, timeout=ANSWER_MS)
    assistant.sessions.delete(answers[-1].session_id)
    ask(workbench, "电话呢？")
    expect(workbench.locator(".card")).to_have_count(2, timeout=ANSWER_MS)
    expect(workbench.locator(".card .aside").last).to_have_text(words("workbench.zh")["session_lost"])
    assert answers[-1].session_id != answers[0].session_id


def test_after_a_cut_connection_the_page_comes_back_by_itself_and_answers(context: BrowserContext) -> None:
    page = open_workbench(context)
    context.set_offline(True)
    page.fill("#box textarea", "公示几个工作日？")
    page.click("#send")
    expect(page.locator("[data-testid=toast-body]").first).to_be_visible(timeout=ANSWER_MS)
    # Gradio loads its page anew once the server can be reached.
    with page.expect_event("load", timeout=ANSWER_MS):
        context.set_offline(False)
    expect(page.locator("#day input")).not_to_have_value("", timeout=ANSWER_MS)
    ask(page, "公示几个工作日？")
    expect(page.locator(".card .words")).to_be_visible(timeout=ANSWER_MS)
    page.close()


def test_on_a_slow_line_the_question_stands_while_its_answer_is_awaited(
    workbench: Page, context: BrowserContext
) -> None:
    line = context.new_cdp_session(workbench)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
    line.send("Network.emulateNetworkConditions", slow)
    ask(workbench, "公示几个工作日？")
    expect(workbench.locator(".asked")).to_have_text("公示几个工作日？", timeout=ANSWER_MS)
    expect(workbench.locator(".card .words")).to_be_visible(timeout=ANSWER_MS)
    line.send(
        "Network.emulateNetworkConditions",
        {**slow, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    line.detach()
