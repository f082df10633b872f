"""On other people's pages: another origin, a strict policy, hostile styles, twice, in a frame, not let in."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, expect

from assistant.wording import words
from tests.service.widget.visiting import PROCEDURE, Platform, Visit, visit

ZH = words("widget.zh")
HOSTILE = """<style>
  * { all: unset !important }
  html { transform: rotate(3deg) !important; filter: blur(1px) !important; font-size: 3px !important }
  body { position: relative; z-index: 2147483647 !important; transform: scale(.5) }
  policy-assistant { display: none !important; opacity: 0 !important; --accent: red !important }
  .cover { position: fixed !important; top: 0 !important; left: 0 !important; width: 100vw !important;
           height: 100vh !important; display: block !important; z-index: 2147483647 !important }
</style>"""


@pytest.fixture(autouse=True)
def _no_policy(platform: Platform) -> None:
    platform.policy = ""
    platform.pages.clear()


def strict(host: str) -> str:
    return (
        f"default-src 'none'; script-src {host}; connect-src {host}; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def line(host: str, options: str = "") -> str:
    return f'<script src="{host}/widget.js" defer {options}></script>'


def test_a_page_of_another_origin_embeds_it_under_a_strict_policy(
    visitor: BrowserContext, host: str, platform: Platform
) -> None:
    platform.policy = strict(host)
    refused: list[str] = []
    address = platform.page("/", line(host, 'data-language="zh-CN" data-colour="#0b5cad"'))
    page = visitor.new_page()
    page.on("console", lambda message: refused.append(message.text))
    page.goto(address)
    chat = Visit(page).open()
    answer = chat.ask(PROCEDURE)
    answer.locator(".words .chip").first.click()
    expect(chat(".sheet mark").first).to_be_in_viewport()
    assert str(chat(".sheet a.act").get_attribute("href")).startswith(f"{host}/documents/")
    page.keyboard.press("Escape")
    chat.ask("电话呢？")
    answer.locator("[data-thumb=up]").click()
    expect(answer.locator(".said")).to_have_text(ZH["thanks"])
    colour = chat(".send").evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(11, 92, 173)"
    assert chat.fits()
    assert refused == []


def test_hostile_styles_of_the_page_do_not_reach_it(
    desk: BrowserContext, host: str, platform: Platform
) -> None:
    styled = visit(desk, platform.page("/hostile", HOSTILE + line(host), '<div class="cover"></div>'))
    plain = visit(desk, platform.page("/plain", line(host)))
    for chat in (styled, plain):
        chat.ask("公示几个工作日？")
    places = [chat(".panel").bounding_box() for chat in (styled, plain)]
    assert places[0] == places[1]
    for selector in (".panel", ".send", ".answer", ".engine"):
        looks = "e => { const s = getComputedStyle(e); return [s.display, s.color, s.backgroundColor, s.fontSize, s.opacity]; }"
        assert styled(selector).first.evaluate(looks) == plain(selector).first.evaluate(looks)


def test_loaded_twice_there_is_one(desk: BrowserContext, host: str, platform: Platform) -> None:
    page = desk.new_page()
    page.goto(platform.page("/twice", line(host) + line(host) + line(host, 'data-position="left"')))
    expect(page.locator("policy-assistant")).to_have_count(1)
    Visit(page).open().ask("公示几个工作日？")


def test_two_on_one_page_are_two_conversations(desk: BrowserContext, host: str, platform: Platform) -> None:
    body = '<policy-assistant></policy-assistant><policy-assistant data-position="left" data-language="en"></policy-assistant>'
    page = desk.new_page()
    page.goto(platform.page("/two", line(host), body))
    one, other = Visit(page, "policy-assistant >> nth=0"), Visit(page, "policy-assistant >> nth=1")
    one.open().ask("公示几个工作日？")
    other.open()
    expect(other.answers).to_have_count(0)
    other.ask("Whom do I call?")
    expect(one.answers).to_have_count(1)
    boxes = [chat(".panel").bounding_box() for chat in (one, other)]
    assert boxes[0] and boxes[1]
    assert boxes[1]["x"] + boxes[1]["width"] <= boxes[0]["x"]


def test_two_in_one_corner_stand_above_each_other(
    desk: BrowserContext, host: str, platform: Platform
) -> None:
    page = desk.new_page()
    page.goto(platform.page("/corner", line(host), "<policy-assistant></policy-assistant>" * 2))
    low, high = (
        page.locator(f"policy-assistant >> nth={n}").locator(".launcher").bounding_box() for n in (0, 1)
    )
    assert low and high
    assert high["y"] + high["height"] <= low["y"]


def test_within_the_page_it_fills_its_place(desk: BrowserContext, host: str, platform: Platform) -> None:
    page = desk.new_page()
    body = '<main><policy-assistant data-position="inline"></policy-assistant></main>'
    page.goto(platform.page("/inline", line(host), body))
    chat = Visit(page)
    chat.ask("公示几个工作日？")
    expect(chat(".launcher")).to_have_count(0)
    expect(chat(".panel")).to_have_attribute("role", "region")


def test_unknown_options_are_warned_of_once_and_passed_over(
    desk: BrowserContext, host: str, platform: Platform
) -> None:
    said: list[ConsoleMessage] = []
    page = desk.new_page()
    page.on("console", lambda message: said.append(message))
    options = 'data-langauge="en" data-colour="url(x)" data-position="top" data-turbo-track="x"'
    page.goto(platform.page("/options", line(host, options)))
    Visit(page).open()
    assert [message.type for message in said] == ["warning"]
    for name in ("data-langauge", "data-colour", "data-position", "data-turbo-track"):
        assert name in said[0].text


def test_a_scheme_that_does_not_exist_is_passed_over(
    desk: BrowserContext, host: str, platform: Platform
) -> None:
    chat = visit(desk, platform.page("/scheme", line(host, 'data-scheme="no-such"')))
    expect(chat(".welcome .reply").first).to_be_visible()
    expect(chat(".reply.first")).to_have_count(0)


def test_a_page_that_is_not_let_in_is_told_so_with_a_way_on(
    chromium_elsewhere: BrowserContext, host: str
) -> None:
    chat = visit(chromium_elsewhere, "/")
    chat.send("公示几个工作日？")
    expect(chat(".trouble p")).to_have_text(ZH["blocked"])
    expect(chat(".trouble a")).to_have_attribute("href", f"{host}/widget")


def test_in_a_frame_it_fills_the_frame(desk: BrowserContext, host: str, platform: Platform) -> None:
    page = desk.new_page()
    body = f'<iframe src="{host}/widget?colour=%230b5cad&greeting=您好" title="咨询" width="420" height="640"></iframe>'
    page.goto(platform.page("/frame", "", body))
    frame = page.frame_locator("iframe").locator("policy-assistant")
    expect(frame.locator(".welcome .hello")).to_have_text("您好")
    frame.locator(".composer textarea").fill("公示几个工作日？")
    frame.locator(".composer textarea").press("Enter")
    expect(frame.locator("article.answer")).to_have_count(1)
    box = frame.locator(".panel").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (420, 640)


def test_a_page_that_is_not_listed_may_not_frame_it(
    chromium_elsewhere: BrowserContext, elsewhere: Platform, host: str
) -> None:
    page = chromium_elsewhere.new_page()
    page.goto(elsewhere.page("/frame", "", f'<iframe src="{host}/widget" title="咨询"></iframe>'))
    page.wait_for_timeout(300)
    assert page.frame_locator("iframe").locator("policy-assistant").count() == 0


def test_the_demo_page_embeds_it_and_leads_on(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/")
    for target in ("/documents?lang=zh", "/docs?lang=zh"):
        expect(page.locator(f'main a[href="{target}"]').first).to_be_visible()
    expect(page.locator("pre")).to_contain_text('/widget.js" defer></script>')
    policy = page.request.get("/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    Visit(page).open()
    assert Visit(page).fits()
