"""A visitor of a page with the chat, and a plain platform that serves such pages under its own policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

ANSWER_MS = 20_000
PHONE, DESK = (390, 844), (1280, 900)
PROCEDURE = "绿色园区认定要走哪些程序，公示几天？"
ELIGIBLE = "我们能申报绿色工厂吗"
CASE = "我们在长寿注册的制造企业，独立法人，去年产值8200万，能进培育库吗"


class Visit:
    """One page with a chat, used as a visitor would."""

    def __init__(self, page: Page, chat: str = "policy-assistant") -> None:
        self.page = page
        self.chat = page.locator(chat)

    def __call__(self, selector: str) -> Locator:
        return self.chat.locator(selector)

    @property
    def answers(self) -> Locator:
        return self("article.answer")

    def open(self) -> Visit:
        self(".launcher").click()
        expect(self(".composer textarea")).to_be_focused()
        return self

    def send(self, question: str) -> None:
        self(".composer textarea").fill(question)
        self(".composer textarea").press("Enter")

    def ask(self, question: str) -> Locator:
        """The answer to a question typed in."""
        before = self.answers.count()
        self.send(question)
        expect(self.answers).to_have_count(before + 1, timeout=ANSWER_MS)
        return self.answers.last

    def tap(self, button: str) -> Locator:
        """The answer to a quick reply."""
        before = self.answers.count()
        self(".log > .replies .reply").get_by_text(button, exact=True).click()
        expect(self.answers).to_have_count(before + 1, timeout=ANSWER_MS)
        return self.answers.last

    def tool(self, label: str) -> Locator:
        """A button of the header."""
        return self(f'button.icon[aria-label="{label}"]')

    def fits(self) -> bool:
        """Whether neither the page nor the chat has to be scrolled sideways."""
        wide = "e => e.scrollWidth <= e.clientWidth + 1"
        whole = self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        return bool(whole) and all(
            bool(one.evaluate(wide)) for one in self(".scroll").all() if one.is_visible()
        )


def visit(context: BrowserContext, address: str) -> Visit:
    """Go to a page and open its chat."""
    page = context.new_page()
    page.goto(address)
    return Visit(page).open()


class Platform:
    """Pages of another origin: what is put into ``pages`` is served under ``policy``."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, str] = {}
        self.policy = ""

    def page(self, path: str, head: str, body: str = "<main><h1>平台</h1></main>") -> str:
        self.pages[path] = (
            f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>平台</title>{head}</head><body>{body}</body></html>'
        )
        return self.address + path


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve with a handler on a free port; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def platform_running() -> Iterator[Platform]:
    """A platform on a port of its own."""
    known: list[Platform] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = known[0].pages.get(self.path.partition("?")[0], "").encode()
            self.send_response(200 if body else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            if known[0].policy:
                self.send_header("content-security-policy", known[0].policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Handler) as address:
        known.append(Platform(address))
        yield known[0]
