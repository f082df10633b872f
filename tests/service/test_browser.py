"""The pages in a browser: a question is answered, its source opens, and no other host is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assistant.assembly import Assistant
from assistant.domain.feedback import Feedback
from assistant.wording import words

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = (390, 844), (1280, 900)
ANSWER_MS = 20_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("The browser tests need Debian's chromium: apt-get install -y chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


# One visitor with a phone and one at a desk; loading the page takes longer than most of what is looked at.
@pytest.fixture(scope="module", params=[PHONE, DESK], ids=["phone", "desk"])
def context(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[BrowserContext]:
    width, height = request.param
    made = browser.new_context(viewport={"width": width, "height": height}, base_url=server)
    asked: list[str] = []
    errors: list[str] = []
    made.on("request", lambda sent: asked.append(sent.url))
    made.on("weberror", lambda error: errors.append(str(error.error)))
    yield made
    made.close()
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {urlsplit(server).netloc}
    assert errors == []


@pytest.fixture(scope="module")
def loaded(context: BrowserContext) -> Page:
    """The page, loaded once; the tests that change its day or language load it themselves."""
    return open_workbench(context)


@pytest.fixture
def workbench(loaded: Page) -> Page:
    """The page with a new conversation."""
    if loaded.locator(".asked").count():
        loaded.click("#new")
        expect(loaded.locator(".asked")).to_have_count(0, timeout=ANSWER_MS)
    return loaded


def open_workbench(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/ui/")
    # The page asks for the day once it stands; what is typed before would be overwritten.
    expect(page.locator("#day input")).not_to_have_value("", timeout=ANSWER_MS)
    return page


def ask(page: Page, question: str) -> None:
    page.fill("#box textarea", question)
    # A click waits until nothing moves, which on a busy machine takes seconds.
    page.press("#box textarea", "Enter")
    expect(page.locator("#box textarea")).to_have_value("", timeout=ANSWER_MS)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_question_is_answered_and_its_source_opens_with_the_words_marked(
    workbench: Page, context: BrowserContext
) -> None:
    ask(workbench, "公示几个工作日？")
    marker = workbench.locator(".card .words a.ref").first
    expect(marker).to_be_visible(timeout=ANSWER_MS)
    assert fits(workbench)
    expect(workbench.locator(".card .engine")).to_contain_text(words("workbench.zh")["engine_deterministic"])
    with context.expect_page() as opened:
        marker.click()
    source = opened.value
    source.wait_for_load_state()
    targeted = source.locator(".clause:target")
    expect(targeted).to_be_visible()
    expect(targeted.locator("mark").first).to_be_visible()
    expect(targeted.locator("mark").first).to_be_in_viewport()
    assert fits(source)


def test_an_example_can_be_tapped(workbench: Page) -> None:
    workbench.locator("#talk button.example").first.click()
    expect(workbench.locator(".asked")).to_have_text(words("examples")["zh"][0], timeout=ANSWER_MS)
    expect(workbench.locator(".card .words")).to_be_visible(timeout=ANSWER_MS)


def test_a_check_shows_its_verdict_row_by_row(workbench: Page) -> None:
    ask(workbench, next(q for q in words("examples")["zh"] if "我们" in q))
    verdict = workbench.locator(".verdict")
    expect(verdict).to_be_visible(timeout=ANSWER_MS)
    assert verdict.locator("tbody tr").count() > 1
    assert fits(workbench)


def test_the_conversation_goes_on_and_can_begin_anew(workbench: Page) -> None:
    ask(workbench, "公示几个工作日？")
    expect(workbench.locator(".card")).to_have_count(1, timeout=ANSWER_MS)
    workbench.fill("#box textarea", "电话呢？")
    workbench.click("#send")
    expect(workbench.locator(".card")).to_have_count(2, timeout=ANSWER_MS)
    workbench.click("#new")
    expect(workbench.locator(".card")).to_have_count(0, timeout=ANSWER_MS)


def test_what_is_typed_is_shown_as_typed(workbench: Page) -> None:
    ask(workbench, "<b>公示</b> <img src=x onerror=alert(1)> 几天？")
    expect(workbench.locator(".asked")).to_contain_text("<b>公示</b>", timeout=ANSWER_MS)
    assert workbench.locator(".asked img").count() == 0


def test_an_answer_can_be_called_of_no_use_with_reasons(workbench: Page, assistant: Assistant) -> None:
    ask(workbench, "公示几个工作日？")
    rate = workbench.locator(".card .rate")
    down, up = rate.locator("[data-thumb=down]"), rate.locator("[data-thumb=up]")
    expect(rate.locator("form")).to_be_hidden(timeout=ANSWER_MS)
    down.click()
    expect(rate.locator("[role=status]")).to_have_text(words("workbench.zh")["rate_thanks"])
    expect(down).to_have_attribute("aria-pressed", "true")
    rate.locator("label", has_text=words("workbench.zh")["rate_incomplete"]).click()
    rate.locator("textarea").fill("没说从哪天起算")
    assert fits(workbench)
    rate.locator("button[type=submit]").click()
    expect(rate.locator("form")).to_be_hidden()
    given = of_answer(assistant, str(rate.get_attribute("data-answer")))
    assert given
    assert (given.reasons, given.remark) == (("incomplete",), "没说从哪天起算")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(down).to_have_attribute("aria-pressed", "false")
    ask(workbench, "电话呢？")
    expect(workbench.locator(".card .rate")).to_have_count(2, timeout=ANSWER_MS)
    expect(up.first).to_have_attribute("aria-pressed", "true")
    assert of_answer(assistant, str(rate.first.get_attribute("data-answer"))) is None


def of_answer(assistant: Assistant, answer_id: str) -> Feedback | None:
    """What was said against an answer."""
    reviews = assistant.sessions.reviews(500).reviews
    return next((review.feedback for review in reviews if review.answer.id == answer_id), None)


def test_feedback_that_is_not_kept_is_said(workbench: Page) -> None:
    workbench.route("**/api/v1/feedback", lambda route: route.fulfill(status=503))
    ask(workbench, "公示几个工作日？")
    workbench.locator(".rate [data-thumb=up]").click(timeout=ANSWER_MS)
    expect(workbench.locator(".rate [role=status]")).to_have_text(words("workbench.zh")["rate_failed"])
    workbench.unroute("**/api/v1/feedback")


def test_the_day_is_the_day_asked_about(context: BrowserContext) -> None:
    workbench = open_workbench(context)
    workbench.fill("#day input", "2024-03-08")
    workbench.locator("#day input").blur()
    ask(workbench, "公示几个工作日？")
    expect(workbench.locator(".card .engine")).to_contain_text("2024-03-08", timeout=ANSWER_MS)


def test_an_unusable_question_is_answered_with_what_to_change(workbench: Page) -> None:
    ask(workbench, "？？？")
    expect(workbench.locator(".card.trouble")).to_be_visible(timeout=ANSWER_MS)


def test_the_language_can_be_switched(context: BrowserContext) -> None:
    workbench = open_workbench(context)
    workbench.locator("#switch label", has_text="English").click()
    expect(workbench.locator("#send")).to_have_text(words("workbench.en")["send"], timeout=ANSWER_MS)
    ask(workbench, "How long is the publicity period?")
    expect(workbench.locator(".card .engine")).to_contain_text(
        words("workbench.en")["engine_deterministic"], timeout=ANSWER_MS
    )


@pytest.mark.parametrize("path", ["/", "/documents", "/docs"])
def test_the_pages_fit_the_screen(context: BrowserContext, path: str) -> None:
    page = context.new_page()
    page.goto(path)
    assert fits(page)


def test_a_document_fits_the_screen_and_can_be_walked(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/documents")
    page.locator(".list a.card").first.click()
    page.wait_for_load_state()
    assert fits(page)
    folded = page.locator("details.panel.phone summary")
    if folded.is_visible():
        folded.click()
    page.locator(".contents a:visible").last.click()
    expect(page.locator(".clause:target")).to_be_in_viewport()
