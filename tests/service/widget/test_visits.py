"""Whole visits: of an enterprise, of a district official; by phone, at a desk, by keyboard alone, in two tabs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from assistant.assembly import Assistant
from assistant.wording import say, words
from tests.service.widget.visiting import CASE, ELIGIBLE, PROCEDURE, Platform, Visit, visit

ZH, EN = words("widget.zh"), words("widget.en")


def test_an_enterprise_asks_opens_a_source_checks_itself_and_puts_a_fact_right(
    visitor: BrowserContext,
) -> None:
    chat = visit(visitor, "/")
    answer = chat.ask(PROCEDURE)
    expect(answer.locator(".engine")).to_contain_text(ZH["engine_deterministic"])
    chip = answer.locator(".words .chip").first
    chip.click()
    expect(chat(".sheet mark").first).to_be_in_viewport()
    expect(chat(".sheet .badge")).to_have_text(words("badges.zh")["in_force"])
    assert chat.fits()
    chat.page.keyboard.press("Escape")
    expect(chat(".sheet")).to_be_hidden()
    expect(chip).to_be_focused()

    checked = chat.ask(ELIGIBLE)
    expect(checked.locator(".verdict.needs_information .says")).to_have_text(ZH["needs_information"])
    expect(checked.locator(".verdict .ask")).to_be_visible()
    told = chat.tap("都没有")
    expect(told.locator(".facts dt").first).to_be_visible()
    expect(chat(".log > .replies .reply").first).to_be_in_viewport()
    row = told.locator(".facts dl > div").filter(has_text="经营异常名单")
    expect(row.locator("dd")).to_contain_text(ZH["listed_no"])
    row.locator("button").click()
    row.locator("input").fill("2025年3月1日列入")
    row.locator(".primary").click()
    failed = chat.answers.nth(3)
    expect(failed.locator(".verdict.not_eligible .says")).to_have_text(ZH["not_eligible"])
    expect(failed.locator(".criteria li").first.locator(".outcome")).to_have_text(ZH["not_met"])
    assert chat.fits()


def test_an_official_finds_a_procedure_compares_documents_and_cites(visitor: BrowserContext) -> None:
    visitor.grant_permissions(["clipboard-read", "clipboard-write"])
    chat = visit(visitor, "/")
    answer = chat.ask("区县经信部门审核推荐要做什么，按认定管理办法？")
    answer.locator(".words .chip").first.click()
    chat(".sheet .act").get_by_text(ZH["copy_citation"]).click()
    expect(chat(".sheet .said")).to_have_text(ZH["copied"])
    copied = str(chat.page.evaluate("navigator.clipboard.readText()"))
    assert re.fullmatch(r"《[^《》]+》(（.+〔\d{4}〕.+号）)?.+", copied)
    before = chat(".sheet .label").inner_text()
    chat(".sheet .walk").get_by_role("button", name=ZH["next"]).click()
    expect(chat(".sheet .label")).not_to_have_text(before)
    with visitor.expect_page() as opened:
        chat(".sheet a.act").click()
    expect(opened.value.locator(".clause:target")).to_be_visible()
    chat.page.keyboard.press("Escape")
    differ = chat.ask("认定管理办法和2025年度通知对评价方式的要求有什么不同？")
    differ.locator(".sources summary").click()
    titles = {text.split("》")[0] for text in differ.locator(".sources .link").all_inner_texts()}
    assert len(titles) >= 2
    assert chat.fits()


def test_a_fact_can_be_taken_back_to_not_known(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    row = chat.ask(CASE).locator(".facts dl > div").first
    label = row.locator("dt").inner_text()
    row.locator("button").click()
    row.locator(".field").get_by_text(ZH["unsure"], exact=True).click()
    expect(chat.answers).to_have_count(2)
    again = chat.answers.last.locator(".facts dl > div").filter(has_text=label)
    expect(again.locator("dd")).to_contain_text(ZH["unsure"])


def test_a_figure_is_put_right_with_its_year(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    row = chat.ask(CASE).locator(".facts dl > div").filter(has_text="产值")
    row.locator("button").click()
    row.locator(".year").fill("22")
    row.locator(".primary").click()
    expect(row.locator("[role=alert]")).to_have_text(ZH["bad_year"])
    row.locator(".year").fill("2022")
    row.locator("input").last.fill("三千")
    row.locator(".primary").click()
    expect(row.locator("[role=alert]")).to_have_text(ZH["bad_number"])
    row.locator("input").last.fill("3,000")
    row.locator(".primary").click()
    expect(chat.answers.nth(1).locator(".verdict.not_eligible")).to_be_visible()
    expect(chat.answers.nth(1).locator(".facts")).to_contain_text("3000万元")


def test_what_only_the_authority_judges_is_listed_below_the_verdict(desk: BrowserContext) -> None:
    verdict = visit(desk, "/").ask(ELIGIBLE).locator(".verdict")
    verdict.locator("summary", has_text=ZH["judged"].split("（")[0]).click()
    expect(verdict.locator(".judged li").first.locator(".outcome")).to_have_text(ZH["judgement"])
    verdict.locator(".judged .link").first.click()
    expect(verdict.page.locator("policy-assistant .sheet mark").first).to_be_visible()


def test_an_example_can_be_tapped_and_notices_stand_apart(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    example = words("examples")["zh"][1]
    chat(".welcome .reply").get_by_text(example).click()
    expect(chat(".asked")).to_contain_text(example)
    expect(chat.answers.first.locator(".notices .mind")).to_have_text(ZH["notice"])


def test_the_conversation_stays_when_the_visitor_goes_to_another_page(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    chat.ask("公示几个工作日？")
    chat.page.reload()
    expect(chat.answers).to_have_count(1)
    chat.ask("电话呢？")
    chat.tool(ZH["new"]).click()
    expect(chat.answers).to_have_count(0)
    chat.tool(ZH["history"]).click()
    chat(".past").first.click()
    expect(chat.answers).to_have_count(2)
    chat.tool(ZH["history"]).click()
    chat(".history li .icon").first.click()
    expect(chat(".history .past")).to_have_count(0)
    chat.page.keyboard.press("Escape")
    expect(chat.answers).to_have_count(0)


def test_two_tabs_have_conversations_of_their_own_and_one_history(desk: BrowserContext) -> None:
    one, other = visit(desk, "/"), visit(desk, "/")
    one.ask("公示几个工作日？")
    expect(other.answers).to_have_count(0)
    other.ask(PROCEDURE)
    expect(one.answers).to_have_count(1)
    other.tool(ZH["history"]).click()
    expect(other(".past")).to_have_count(2)


def test_most_conversations_are_forgotten_by_and_by(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    chat.ask("公示几个工作日？")
    kept = chat.page.evaluate(
        """() => { const key = Object.keys(localStorage)[0]; const [one] = JSON.parse(localStorage[key]);
        localStorage[key] = JSON.stringify(Array.from({length: 10}, (_, n) => ({...one, id: 'c' + n})));
        return key; }"""
    )
    chat.ask("公示几个工作日？")
    assert chat.page.evaluate("key => JSON.parse(localStorage[key]).length", kept) == 10


def test_where_nothing_may_be_kept_the_chat_works_all_the_same(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, {get() { throw new Error('denied') }})"
    )
    page.goto("/")
    chat = Visit(page).open()
    chat.ask("公示几个工作日？")
    chat.ask("电话呢？")
    chat.tool(ZH["history"]).click()
    expect(chat(".history .note")).to_have_text(ZH["no_storage"])


def test_a_thumb_is_kept_with_its_reasons(desk: BrowserContext, assistant: Assistant) -> None:
    chat = visit(desk, "/")
    answer = chat.ask("公示几个工作日？")
    answer.locator("[data-thumb=down]").click()
    expect(answer.locator(".said")).to_have_text(ZH["thanks"])
    answer.locator("label", has_text=ZH["incomplete"]).click()
    answer.locator(".rate textarea").fill("没说从哪天起算")
    answer.locator(".rate .primary").click()
    expect(answer.locator(".rate form")).to_be_hidden()
    given = [review.feedback for review in assistant.sessions.reviews(500).reviews if review.feedback]
    assert any(one.remark == "没说从哪天起算" and one.reasons == ("incomplete",) for one in given)


def test_an_answer_is_copied_with_its_sources(desk: BrowserContext) -> None:
    desk.grant_permissions(["clipboard-read", "clipboard-write"])
    chat = visit(desk, "/")
    answer = chat.ask("公示几个工作日？")
    answer.get_by_role("button", name=ZH["copy"]).click()
    expect(answer.locator(".said")).to_have_text(ZH["copied"])
    copied = str(chat.page.evaluate("navigator.clipboard.readText()"))
    assert re.search(r"^\[1\] 《.+：“.+”$", copied, re.M)
    assert ZH["engine_deterministic"] in copied


def test_only_the_conversation_is_printed(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.add_init_script("window.print = () => { window.printing = true; }")
    page.goto("/")
    chat = Visit(page).open()
    chat.ask("公示几个工作日？")
    chat.tool(ZH["print"]).click()
    page.emulate_media(media="print")
    expect(page.locator(".policy-assistant-print")).to_be_visible()
    expect(page.locator(".policy-assistant-print")).to_contain_text("公示几个工作日")
    expect(page.locator("main")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".policy-assistant-print")).to_have_count(0)
    expect(page.locator("main")).to_be_visible()


def test_english_on_request(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    chat(".icon.word").click()
    expect(chat(".composer textarea")).to_have_attribute("placeholder", EN["placeholder"])
    answer = chat.ask("How long is the publicity period?")
    expect(answer.locator(".engine")).to_contain_text(EN["engine_deterministic"])
    expect(answer.locator("blockquote[lang=zh-CN]").first).to_be_visible()


def test_a_page_in_english_gets_it_unasked(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/?lang=en")
    expect(Visit(page)(".launcher")).to_have_text(EN["launch"])


def test_the_keyboard_alone_will_do(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/")
    chat, keys = Visit(page), page.keyboard
    chat(".launcher").focus()
    keys.press("Enter")
    expect(chat(".composer textarea")).to_be_focused()
    keys.type("公示几个工作日？")
    keys.press("Shift+Enter")
    expect(chat(".composer textarea")).to_have_value("公示几个工作日？\n")
    keys.press("Enter")
    expect(chat.answers).to_have_count(1)
    for _ in range(30):
        keys.press("Shift+Tab")
        if chat(".words .chip:focus").count():
            break
    keys.press("Enter")
    expect(chat(".sheet mark").first).to_be_visible()
    keys.press("Escape")
    expect(chat(".words .chip:focus")).to_have_count(1)
    keys.press("Escape")
    expect(chat(".panel")).to_be_hidden()
    expect(chat(".launcher")).to_be_focused()


def test_an_input_method_may_use_enter_for_itself(desk: BrowserContext) -> None:
    chat = visit(desk, "/")
    chat(".composer textarea").fill("公示")
    chat(".composer textarea").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(chat(".composer textarea")).to_have_value("公示")


@pytest.mark.parametrize("shift", ["", "Shift+"])
def test_on_a_phone_the_focus_stays_in_the_panel(visitor: BrowserContext, shift: str) -> None:
    chat = visit(visitor, "/")
    modal = bool(chat.page.viewport_size and chat.page.viewport_size["width"] < 640)
    assert (chat(".panel").get_attribute("aria-modal") == "true") is modal
    seen = set()
    for _ in range(16):
        chat.page.keyboard.press(f"{shift}Tab")
        seen.add(chat.page.evaluate("document.activeElement.localName"))
    assert (seen == {"policy-assistant"}) is modal


def test_a_scheme_can_be_offered_first(desk: BrowserContext, host: str, platform: Platform) -> None:
    scheme = "cq-green-factory"
    address = platform.page(
        "/scheme",
        f'<script src="{host}/widget.js" defer data-scheme="{scheme}" data-greeting="欢迎"></script>',
    )
    chat = visit(desk, address)
    expect(chat(".welcome .hello")).to_have_text("欢迎")
    first = chat(".reply.first")
    expect(first).to_contain_text(say("widget.zh", "scheme_chip", name=""))
    first.click()
    expect(chat.answers.first.locator(".verdict")).to_be_visible()
