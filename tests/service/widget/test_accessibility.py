"""WCAG 2.2 AA by axe-core in every state, and what a machine's rules do not see: motion, zoom, targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from assistant.wording import words
from tests.service.looking import keep_picture, violations
from tests.service.widget.visiting import CASE, PHONE, PROCEDURE, Platform, Visit, visit

ZH = words("widget.zh")


def answered(chat: Visit) -> None:
    chat.ask(PROCEDURE)
    chat(".sources summary").click()


def clause(chat: Visit) -> None:
    chat(".words .chip").first.click()
    expect(chat(".sheet mark").first).to_be_visible()


def reasons(chat: Visit) -> None:
    chat.page.keyboard.press("Escape")
    chat("[data-thumb=down]").click()
    chat(".rate label").first.click()


def history(chat: Visit) -> None:
    chat.tool(ZH["history"]).click()
    expect(chat(".past")).to_be_visible()


def checked(chat: Visit) -> None:
    chat.page.keyboard.press("Escape")
    chat.tool(ZH["new"]).click()
    chat.ask(CASE)
    expect(chat(".facts dt").first).to_be_visible()
    for summary in chat("summary").all():
        if summary.is_visible():
            summary.click()


def correcting(chat: Visit) -> None:
    chat(".facts .icon").last.click()
    expect(chat(".field")).to_be_visible()


def trouble(chat: Visit) -> None:
    chat.tool(ZH["new"]).click()
    chat.page.route("**/api/**", lambda route: route.abort())
    chat.send("公示几天？")
    expect(chat(".trouble")).to_be_visible()


# One after the other, in one visit.
STATES: dict[str, Callable[[Visit], None]] = {
    "welcome": lambda chat: None,
    "answer": answered,
    "clause": clause,
    "reasons": reasons,
    "history": history,
    "verdict": checked,
    "correction": correcting,
    "trouble": trouble,
}


def test_axe_finds_nothing_in_any_state(visitor: BrowserContext) -> None:
    chat, found = visit(visitor, "/"), {}
    for name, reach in STATES.items():
        reach(chat)
        keep_picture(chat.page, f"widget-{name}")
        found[name] = violations(chat.page)
    assert found == {name: [] for name in STATES}


def test_axe_finds_nothing_on_the_pages(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    for path in ("/", "/?lang=en", "/widget", "/widget?lang=en&theme=dark"):
        page.goto(path)
        expect(
            page.locator("policy-assistant").locator(".launcher, .panel").locator("visible=true")
        ).to_be_visible()
        assert violations(page) == [], path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_colour_can_be_read(desk: BrowserContext, host: str, platform: Platform, theme: str) -> None:
    platform.policy = ""
    for colour in ("#ffd400", "#0b5cad", "#7f7f7f", "#000"):
        options = f'data-colour="{colour}" data-theme="{theme}"'
        script = f'<script src="{host}/widget.js" defer {options}></script>'
        chat = visit(desk, platform.page(f"/colour-{colour[1:]}", script))
        chat.ask("公示几个工作日？")
        assert violations(chat.page) == [], colour
        chat.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")


def test_nothing_moves_for_who_wants_no_motion(chromium: Browser, host: str) -> None:
    moving = {}
    for wish in ("reduce", "no-preference"):
        context = chromium.new_context(reduced_motion=wish, base_url=host)
        moving[wish] = visit(context, "/")(".panel").evaluate("e => getComputedStyle(e).animationName")
        context.close()
    assert moving == {"reduce": "none", "no-preference": "rise"}


def test_at_twice_the_size_it_takes_the_screen(chromium: Browser, host: str) -> None:
    # Still, so that nothing is measured while the panel rises.
    context = chromium.new_context(
        viewport={"width": 640, "height": 450}, device_scale_factor=2, base_url=host, reduced_motion="reduce"
    )
    chat = visit(context, "/")
    chat.ask(CASE)
    assert chat.fits()
    box = chat(".panel").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (640, 450)
    context.close()


@pytest.mark.parametrize("width", [320, PHONE[0]])
def test_every_target_can_be_hit(chromium: Browser, host: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, base_url=host)
    chat = visit(context, "/")
    chat.ask(CASE)
    correcting(chat)
    assert chat.fits()
    for target in chat("button, select, summary, input:not([type=checkbox])").all():
        box = target.bounding_box() if target.is_visible() else None
        if box and "link" not in str(target.get_attribute("class")):
            assert min(box["width"], box["height"]) >= 24, target.evaluate("e => e.outerHTML")
    context.close()
