"""Every page and tab in its states, on a phone and at a desk: it fits, and axe-core finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.assembly import Assistant
from assistant.service.app import create_app
from assistant.settings import Settings
from assistant.wording import words

from .looking import keep_picture, violations
from .serving import serving
from .test_browser import ANSWER_MS, DESK, PHONE, ask, browser, fits

__all__ = ["browser"]

KEY = "a key of the looks"

# Gradio's own markup, which it offers no way to change: the examples stand in a list whose entries are buttons.
FOREIGN = {"welcome": ("aria-required-children",)}


@pytest.fixture(scope="module")
def home(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that shows every tab; nothing is published by it."""
    settings = assistant.settings.model_copy(update={"admin_keys": Settings(admin_keys=KEY).admin_keys})
    with serving(create_app(settings, assistant=assistant)) as address:
        yield address


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def visitor(request: pytest.FixtureRequest, browser: Browser, home: str) -> Iterator[BrowserContext]:
    width, height = request.param
    made = browser.new_context(
        viewport={"width": width, "height": height}, base_url=home, reduced_motion="reduce"
    )
    made.set_default_timeout(ANSWER_MS)
    yield made
    made.close()


def opened(page: Page, name: str) -> None:
    page.locator(f"#tab-{name}-button").click()


def unfold(page: Page, within: str) -> None:
    """Open all that is folded, as a reader could; where there is much of it, only some would be clicked."""
    page.evaluate(
        "within => document.querySelectorAll(`${within} details`).forEach((part) => { part.open = true; })",
        within,
    )


def panel(page: Page, name: str) -> None:
    opened(page, name)
    shown = page.locator(f"#panel-{name} .panel")
    expect(shown).not_to_have_attribute("aria-busy", "true", timeout=ANSWER_MS)
    expect(shown.locator(":scope > *").first).to_be_visible()


def welcome(page: Page) -> None:
    page.goto("/ui/")
    expect(page.locator("#day input")).not_to_have_value("", timeout=ANSWER_MS)


def answered(page: Page) -> None:
    ask(page, "公示几个工作日？")
    expect(page.locator(".card .sources")).to_be_visible(timeout=ANSWER_MS)
    page.locator(".card .sources summary").click()
    page.locator(".rate [data-thumb=down]").click()
    expect(page.locator(".rate form")).to_be_visible()


def judged(page: Page) -> None:
    page.click("#new")
    ask(page, next(q for q in words("examples")["zh"] if "我们" in q))
    expect(page.locator(".verdict")).to_be_visible(timeout=ANSWER_MS)
    unfold(page, ".card")


def refused(page: Page) -> None:
    page.click("#new")
    ask(page, "？？？")
    expect(page.locator(".card.trouble")).to_be_visible(timeout=ANSWER_MS)


def overview(page: Page) -> None:
    opened(page, "check")
    expect(page.locator("#check .sheet")).to_be_visible(timeout=ANSWER_MS)


def one_scheme(page: Page) -> None:
    page.locator("#check [data-open]").first.click()
    expect(page.locator("#check .sheet [data-papers]")).to_be_visible(timeout=ANSWER_MS)
    unfold(page, "#check")
    for field in page.locator("[data-form] [data-type=events]").all()[:1]:
        field.locator("[data-part=choice][value='=some']").evaluate("choice => choice.click()")
        field.locator("[data-row] [data-part=date]").fill("前年")
        field.locator("[data-row] [data-part=date]").press("Enter")
        expect(field.locator(".problem")).to_be_visible(timeout=ANSWER_MS)


def sheet(page: Page) -> None:
    opened(page, "batch")
    expect(page.locator("#batch [data-pick]")).to_be_visible(timeout=ANSWER_MS)


def library(page: Page) -> None:
    panel(page, "library")


def one_document(page: Page) -> None:
    page.locator("#panel-library .doc").first.click()
    expect(page.locator("#panel-library .part svg")).to_be_visible(timeout=ANSWER_MS)
    unfold(page, "#panel-library")


def publishing(page: Page) -> None:
    opened(page, "publish")
    expect(page.locator("#publish .shelf li").first).to_be_visible(timeout=ANSWER_MS)
    page.fill("#publish [data-key]", KEY)
    page.set_input_files(
        "#publish input[type=file]",
        {"name": "通知.txt", "mimeType": "text/plain", "buffer": NOTICE.encode("utf-8")},
    )
    page.click("#publish [data-preview]")
    expect(page.locator("#publish [data-publish]")).to_be_visible(timeout=ANSWER_MS)
    unfold(page, "#publish")


def in_english(page: Page) -> None:
    page.locator("#switch label", has_text="English").click()
    expect(page.locator("#tab-publish-button")).to_have_text(words("workbench.en")["tab_publish"])
    expect(page.locator("#publish .intro")).to_have_text(words("publish_tab.en")["intro"])


NOTICE = "临川市经济局关于组织申报2027年度节水企业的通知\n临经发〔2027〕9号\n\n各企业：\n\n一、请于2027年5月20日前将材料报送我局。\n\n联系人：周至清，电话：0899-5551234。\n\n临川市经济局\n2027年3月2日\n"

# One after the other, in one visit.
STATES: dict[str, Callable[[Page], None]] = {
    "welcome": welcome,
    "answer": answered,
    "verdict": judged,
    "trouble": refused,
    "overview": overview,
    "scheme": one_scheme,
    "batch": sheet,
    "procedures": lambda page: panel(page, "procedures"),
    "deadlines": lambda page: panel(page, "deadlines"),
    "contacts": lambda page: panel(page, "contacts"),
    "library": library,
    "document": one_document,
    "quality": lambda page: panel(page, "quality"),
    "publishing": publishing,
    "english": in_english,
}
COMPARED = "/documents/compare?left=cq-recognition-2024-4&right=miit-2023-202&subject=评价"
PAGES = {
    "start": "/",
    "start-english": "/?lang=en",
    "documents": "/documents",
    "viewer": "/documents/cq-recognition-2024-4?as_of=2025-05-01",
    "compare": "/documents/compare",
    "compared": COMPARED,
    "quality-none": "/quality",
    "api": "/docs",
    "missing": "/documents/none-of-this-name",
}


def test_nothing_is_wrong_with_any_state_of_the_workbench(visitor: BrowserContext) -> None:
    page, found = visitor.new_page(), {}
    for name, reach in STATES.items():
        reach(page)
        keep_picture(page, f"workbench-{name}")
        # What stands around the tabs is looked at once.
        within = "html" if name in ("welcome", "english") else "[role=tabpanel]:not([style*='none'])"
        assert page.locator(within).count() == 1
        excepted = FOREIGN.get(name, ())
        found[name] = [*violations(page, within, excepted), *([] if fits(page) else ["it does not fit"])]
    assert found == {name: [] for name in STATES}


def test_nothing_is_wrong_with_any_page(visitor: BrowserContext) -> None:
    page, found = visitor.new_page(), {}
    for name, path in PAGES.items():
        page.goto(path, wait_until="load")
        keep_picture(page, f"page-{name}")
        found[name] = [*violations(page), *([] if fits(page) else ["it does not fit"])]
    assert found == {name: [] for name in PAGES}
