"""What goes wrong: one calm sentence and a way on, whatever it is; and what people type stays what they typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from assistant.service.widget.script import script
from assistant.wording import words
from tests.service.widget.conftest import watched
from tests.service.widget.visiting import DESK, Visit, listening, visit

ZH = words("widget.zh")
PAGE = '<!doctype html><html lang="zh-CN"><title>平台</title><script src="/widget.js" defer></script></html>'
FINAL: dict[str, Any] = {
    "answer": "公示 5 个工作日。[1]",
    "kind": "answer",
    "citations": [],
    "eligibility": None,
    "notices": [],
    "quick_replies": [],
    "session_id": "s.1.2",
    "answer_id": "a",
    "as_of": "2026-11-20",
    "engine": "llm",
    "language": "zh",
}


@dataclass
class Faulty:
    """A service that does what a test wants of it."""

    address: str = ""
    replies: list[Any] = field(default_factory=list)

    def will(self, *replies: Any) -> None:
        """From now on: a status, or a list of events, what to wait for, or None for a cut."""
        self.replies = list(replies)


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    service = Faulty()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = script().plain if self.path == "/widget.js" else PAGE.encode()
            kind = "text/javascript" if self.path == "/widget.js" else "text/html"
            self.answer(200, f"{kind}; charset=utf-8", body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            reply = service.replies.pop(0)
            if isinstance(reply, int):
                self.answer(reply, "application/problem+json", b'{"code": "x"}')
                return
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            for item in reply:
                if item is None:
                    self.wfile.flush()
                    return
                if isinstance(item, Event):
                    item.wait(15)
                else:
                    self.wfile.write(item)
                    self.wfile.flush()

        def answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with listening(Handler) as address:
        service.address = address
        yield service


@pytest.fixture
def guest(chromium: Browser, faulty: Faulty) -> Iterator[BrowserContext]:
    yield from watched(chromium, DESK, faulty.address)


def event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


GATHER = event("status", {"step": "gather"})
WHOLE = event("final", FINAL)


def test_an_answer_that_breaks_off_stays_and_can_be_asked_for_again(
    guest: BrowserContext, faulty: Faulty
) -> None:
    faulty.will([GATHER, event("delta", {"text": "公示 5 个"}), None], [WHOLE])
    chat = visit(guest, "/")
    chat.send("公示几天？")
    expect(chat(".trouble")).to_contain_text(ZH["lost"])
    expect(chat(".words")).to_have_text("公示 5 个")
    chat(".trouble .reply").click()
    expect(chat.answers).to_have_count(1)
    expect(chat(".trouble")).to_have_count(0)
    expect(chat(".composer textarea")).to_be_enabled()


def test_a_slow_answer_shows_its_steps_and_sentences_as_they_come(
    guest: BrowserContext, faulty: Faulty
) -> None:
    stepped, begun, done = Event(), Event(), Event()
    # A character may be cut in two on its way.
    cut, at = (
        event("delta", {"text": "工作日。"}),
        event("delta", {"text": "工作日。"}).index("作".encode()) + 1,
    )
    first = event("delta", {"text": "公示 5 个"})
    faulty.will([GATHER, stepped, first, begun, cut[:at], cut[at:], done, WHOLE])
    chat = visit(guest, "/")
    live = chat("div.sr[role=status]")
    chat.send("公示几天？")
    expect(chat(".step")).to_contain_text(ZH["step_gather"])
    stepped.set()
    expect(chat(".words")).to_have_text("公示 5 个")
    expect(live).to_have_text(ZH["working"])
    begun.set()
    expect(chat(".words")).to_have_text("公示 5 个工作日。")
    expect(live).to_have_text(ZH["working"])
    done.set()
    expect(chat(".engine")).to_contain_text("人工智能生成")
    expect(live).to_contain_text("公示 5 个工作日")


def test_what_is_void_disappears(guest: BrowserContext, faulty: Faulty) -> None:
    seen, gone = Event(), Event()
    void = event("status", {"step": "restart"})
    faulty.will([event("delta", {"text": "不成"}), seen, void, gone, WHOLE])
    chat = visit(guest, "/")
    chat.send("公示几天？")
    expect(chat(".words")).to_have_text("不成")
    seen.set()
    expect(chat(".words")).to_have_text("")
    gone.set()
    expect(chat.answers.locator(".words")).to_have_text("公示 5 个工作日。[1]")


def test_an_answer_can_be_stopped(guest: BrowserContext, faulty: Faulty) -> None:
    never = Event()
    faulty.will([GATHER, never, WHOLE], [WHOLE])
    chat = visit(guest, "/")
    chat.send("公示几天？")
    chat(".send").click()
    expect(chat(".trouble")).to_contain_text(ZH["stopped"])
    never.set()
    chat.ask("公示几天？")


def test_an_answer_to_a_conversation_left_behind_is_not_drawn(guest: BrowserContext, faulty: Faulty) -> None:
    left = Event()
    faulty.will([GATHER, left, WHOLE], [WHOLE])
    chat = visit(guest, "/")
    chat.send("公示几天？")
    expect(chat(".step")).to_contain_text(ZH["step_gather"])
    chat.tool(ZH["new"]).click()
    left.set()
    expect(chat(".welcome")).to_be_visible()
    chat.ask("公示几天？")
    expect(chat(".asked")).to_have_count(1)


def test_a_refusal_is_one_calm_sentence(guest: BrowserContext, faulty: Faulty) -> None:
    chat = visit(guest, "/")
    for status, word in ((429, "busy"), (500, "failed"), (503, "dead"), (404, "failed")):
        faulty.will(status)
        chat.send("公示几天？")
        expect(chat(".trouble p")).to_have_text(ZH[word])
    faulty.will([WHOLE])
    chat(".trouble .reply").click()
    expect(chat.answers).to_have_count(1)


def test_a_service_that_is_gone_is_said_to_be(guest: BrowserContext, faulty: Faulty) -> None:
    chat = visit(guest, "/")
    guest.route("**/*", lambda route: route.abort("connectionrefused"))
    chat.send("公示几天？")
    expect(chat(".trouble p")).to_have_text(ZH["dead"])
    guest.unroute("**/*")
    faulty.will([WHOLE])
    chat(".trouble .reply").click()
    expect(chat.answers).to_have_count(1)


def test_without_a_network_the_question_waits(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    desk.set_offline(True)
    chat.send("公示几个工作日？")
    expect(chat(".trouble p")).to_have_text(ZH["offline"])
    desk.set_offline(False)
    chat(".trouble .reply").click()
    expect(chat.answers).to_have_count(1)
    expect(chat(".asked")).to_have_count(2)


def test_a_session_that_expired_goes_on_as_a_new_one(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    chat.ask("公示几个工作日？")
    chat.page.evaluate(
        """() => { const key = Object.keys(localStorage)[0]; const all = JSON.parse(localStorage[key]);
        all[0].session = all[0].session.replace(/\\.[0-9a-f]+\\./, '.1.'); localStorage[key] = JSON.stringify(all); }"""
    )
    chat.ask("公示几个工作日？")
    expect(chat(".log > .note")).to_have_text(ZH["expired"])
    expect(chat(".trouble")).to_have_count(0)
    chat.ask("电话呢？")


def test_what_cannot_be_asked_is_answered_with_what_to_change(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    chat.send("？？？")
    expect(chat(".trouble p")).to_be_visible()
    chat.send("   ")
    expect(chat(".asked")).to_have_count(1)


def test_a_clause_that_cannot_be_opened_still_shows_its_quote(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    answer = chat.ask("公示几个工作日？")
    desk.route("**/clauses/**", lambda route: route.abort())
    answer.locator(".words .chip").first.click()
    expect(chat(".sheet blockquote")).not_to_be_empty()
    expect(chat(".sheet .note")).to_have_text(ZH["clause_lost"])
    expect(chat(".sheet a.act")).to_be_visible()


def test_feedback_that_is_not_kept_is_said(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    answer = chat.ask("公示几个工作日？")
    desk.route("**/api/v1/feedback", lambda route: route.fulfill(status=503))
    answer.locator("[data-thumb=up]").click()
    expect(answer.locator(".said")).to_have_text(ZH["feedback_failed"])
    expect(answer.locator("[data-thumb=up]")).to_have_attribute("aria-pressed", "false")


TYPED = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> 公示几天？",
    "**公示** [几天](javascript:alert(1))？",
    "公示" + "W" * 400,
    "公示几天？\u202eابجد\u202c שלום",
    "公示几天？👩‍👩‍👧‍👦🏳️‍🌈",
    "{title} ${1} %s \\u003c",
)


def test_what_is_typed_is_shown_as_typed(visitor: BrowserContext) -> None:
    chat = visit(visitor, "/")
    chat.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for count, typed in enumerate(TYPED, 1):
        chat.send(typed)
        expect(chat(".asked")).to_have_count(count)
        expect(chat(".pending")).to_have_count(0)
        assert typed in str(chat(".asked").last.text_content())
    assert chat("script, img").count() == 0
    assert chat.fits()


def test_what_the_service_says_is_text_too(guest: BrowserContext, faulty: Faulty) -> None:
    nasty = "<img src=x onerror=alert(1)> [点这里](javascript:alert(1)) [外](//evil.example/documents) [内](/documents/a)"
    citation = {
        "index": 1,
        "document_id": "../../x",
        "document_title": "<b>题</b>",
        "document_number": None,
        "clause_id": "c",
        "clause_label": "<i>第一条</i>",
        "quote": nasty,
        "page": None,
        "url": "javascript:alert(1)",
        "status": '"><b',
        "status_label": "<u>现行</u>",
    }
    answer = {
        **FINAL,
        "answer": f"{nasty}[1]",
        "citations": [citation],
        "quick_replies": ["<b>好</b>"],
        "notices": [{"code": "x", "text": "<b>注意</b>", "citation": 1}],
    }
    faulty.will([event("final", answer)])
    chat = visit(guest, "/")
    chat.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    shown = chat.ask("公示几天？")
    shown.locator(".sources summary").click()
    assert chat("img, b, i, u").count() == 0
    assert [a.get_attribute("href") for a in shown.locator("a").all()] == [f"{faulty.address}/documents/a"]
    shown.locator(".words .chip").click()
    expect(chat(".sheet")).to_be_visible()
    assert chat(".sheet a[href]").count() == 0


def test_a_conversation_is_kept_in_the_browser_as_text(guest: BrowserContext, faulty: Faulty) -> None:
    faulty.will([WHOLE])
    chat = visit(guest, "/")
    chat.ask("<b>公示</b>几天？")
    chat.page.evaluate("() => { localStorage[Object.keys(localStorage)[0]] = '[{\"id\": 1}, null, {'; }")
    chat.page.reload()
    again = Visit(chat.page)
    expect(again(".welcome")).to_be_visible()
