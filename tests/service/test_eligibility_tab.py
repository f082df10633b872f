"""The eligibility tab in a browser: facts are filled in, the verdict follows, a clause opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assistant.assembly import Assistant
from assistant.eligibility.schemes import Scheme
from assistant.wording import words

from .test_browser import ANSWER_MS, DESK, PHONE, browser, context, fits

__all__ = ["browser", "context"]

WORDS = words("workbench.zh")


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return open_tab(context)


@pytest.fixture
def desk(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, DESK)


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, PHONE)


def one_page(browser: Browser, server: str, size: tuple[int, int]) -> Iterator[Page]:
    made = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=server)
    yield open_tab(made)
    made.close()


def open_tab(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/ui/")
    page.get_by_role("tab", name=WORDS["tab_check"]).click(timeout=ANSWER_MS)
    expect(page.locator("#check .sheet")).to_be_visible(timeout=ANSWER_MS)
    return page


def scheme_with(assistant: Assistant, *types: str) -> Scheme:
    """The first scheme whose verdict hangs on facts of all these types."""
    for scheme in assistant.checker.schemes:
        found = {scheme.facts[n].spec.type for c in scheme.criteria if c.decides for n in c.fact_names}
        if found.issuperset(types):
            return scheme
    raise AssertionError(f"no scheme asks for {types}")


def pick(page: Page, scheme: Scheme) -> None:
    page.select_option("[data-choice]", scheme.id)
    expect(page.locator("#check .sheet > header")).to_contain_text(scheme.name, timeout=ANSWER_MS)


def of_type(page: Page, kind: str) -> Locator:
    """The first field of a type in the form, its section opened."""
    field = page.locator(f"[data-form] [data-type={kind}]").first
    field.evaluate("field => { field.closest('.group').open = true; }")
    return field


def tap(field: Locator, key: str) -> None:
    words_alone = re.compile(f"^{re.escape(WORDS[key])}$")
    field.locator("label.chip", has_text=words_alone).click(timeout=ANSWER_MS)


def scrolls_sideways(page: Page) -> bool:
    wide: Any = page.evaluate(
        "(() => { const at = document.querySelector('#check'); return at.scrollWidth > at.clientWidth; })()"
    )
    return bool(wide) or not fits(page)


def test_a_fact_changes_the_verdict_and_its_row_opens_the_clause(
    page: Page, context: BrowserContext, assistant: Assistant
) -> None:
    pick(page, scheme_with(assistant, "events"))
    expect(page.locator("#check .sheet h2")).to_have_text(WORDS["verdict_needs_information"])
    for field in page.locator("[data-form] [data-type=boolean]").all():
        field.evaluate("field => { field.closest('.group').open = true; }")
        tap(field, "check_no")
    expect(page.locator("#check .sheet h2")).to_have_text(WORDS["verdict_not_eligible"], timeout=ANSWER_MS)
    row = page.locator("#check .rows.not_met .row").first
    expect(row.locator(".why")).not_to_be_empty()
    with context.expect_page() as opened:
        row.locator("a.where").click()
    source = opened.value
    source.wait_for_load_state()
    expect(source.locator(".clause:target mark").first).to_be_in_viewport()


def test_a_bad_value_is_said_at_its_field_and_the_others_stay(desk: Page, assistant: Assistant) -> None:
    pick(desk, scheme_with(assistant, "series", "boolean"))
    other = of_type(desk, "boolean")
    tap(other, "check_yes")
    field = of_type(desk, "series")
    field.locator("input[type=text]").first.fill("很多")
    field.locator("input[type=text]").first.press("Enter")
    expect(field.locator(".problem")).to_contain_text("很多", timeout=ANSWER_MS)
    expect(other.locator("input:checked")).to_have_value("=yes")
    expect(desk.locator("#check .sheet .unusable")).to_be_visible()
    expect(desk.locator("[data-ask] .kind")).to_contain_text(WORDS["check_told"].format(count=1))
    field.locator("input[type=text]").first.fill("8,200")
    field.locator("input[type=text]").first.press("Enter")
    expect(field.locator(".problem")).to_be_hidden(timeout=ANSWER_MS)


def test_the_next_question_is_answered_by_a_button_that_fills_the_form(
    desk: Page, assistant: Assistant
) -> None:
    pick(desk, scheme_with(assistant, "listing"))
    asked = desk.locator("[data-ask] h2").inner_text()
    desk.locator("[data-ask] [data-fill]").first.click()
    expect(desk.locator("[data-ask] h2")).not_to_have_text(asked, timeout=ANSWER_MS)
    assert desk.locator("[data-form] [data-part=choice]:checked:not([value=''])").count() > 0
    desk.locator("[data-undo]").click()
    expect(desk.locator("[data-ask] h2")).to_have_text(asked, timeout=ANSWER_MS)
    assert desk.locator("[data-form] [data-part=choice]:checked:not([value=''])").count() == 0


def test_nothing_is_cut_off_on_a_phone(phone: Page, assistant: Assistant) -> None:
    assert not scrolls_sideways(phone)
    for scheme in assistant.checker.schemes:
        pick(phone, scheme)
        phone.evaluate("for (const part of document.querySelectorAll('#check details')) part.open = true;")
        for field in phone.locator("[data-form] :is([data-type=events], [data-type=listing])").all():
            field.locator("[data-part=choice][value='=some']").evaluate("choice => choice.click()")
        assert not scrolls_sideways(phone), scheme.id


def test_an_event_is_told_in_a_row_of_its_own(desk: Page, assistant: Assistant) -> None:
    pick(desk, scheme_with(assistant, "events"))
    field = of_type(desk, "events")
    tap(field, "check_events_some")
    expect(field.locator("[data-row]")).to_have_count(1)
    field.locator("[data-add]").click()
    field.locator("[data-row]").last.locator("[data-part=date]").fill("前年")
    field.locator("[data-row]").last.locator("[data-part=date]").press("Enter")
    expect(field.locator(".problem")).to_contain_text("前年", timeout=ANSWER_MS)
    field.locator("[data-drop]").last.click()
    expect(field.locator(".problem")).to_be_hidden(timeout=ANSWER_MS)
    expect(field.locator("[data-row]")).to_have_count(1)


def test_another_day_and_another_fact_are_compared(desk: Page, assistant: Assistant) -> None:
    scheme = scheme_with(assistant, "boolean")
    pick(desk, scheme)
    desk.locator(".tool summary").first.click()
    desk.fill("[data-second]", "2030-01-01")
    expect(desk.locator("[data-days-found] .changes")).to_be_visible(timeout=ANSWER_MS)
    desk.locator(".tool summary").last.click()
    name = next(n for c in scheme.criteria if c.decides for n in c.fact_names if is_boolean(scheme, n))
    desk.select_option("[data-suppose]", name)
    tap(desk.locator("[data-supposed] [data-fact]"), "check_yes")
    expect(desk.locator("[data-suppose-found] .changes")).to_be_visible(timeout=ANSWER_MS)
    # What is only supposed does not enter the form.
    assert desk.locator("[data-form] [data-part=choice]:checked:not([value=''])").count() == 0


def is_boolean(scheme: Scheme, name: str) -> bool:
    return scheme.facts[name].spec.type == "boolean"


def test_an_overview_leads_to_a_scheme_and_keeps_what_was_told(desk: Page) -> None:
    assert desk.locator("#check .scheme").count() > 1
    desk.locator("[data-ask] [data-fill]").first.click()
    expect(desk.locator("[data-undo]")).to_be_enabled(timeout=ANSWER_MS)
    name = desk.locator("#check .scheme h3").first.inner_text()
    desk.locator("#check [data-open]").first.click()
    expect(desk.locator("#check .sheet > header")).to_contain_text(name, timeout=ANSWER_MS)


def test_the_language_changes_and_the_facts_stay(desk: Page, assistant: Assistant) -> None:
    pick(desk, scheme_with(assistant, "boolean"))
    tap(of_type(desk, "boolean"), "check_no")
    desk.locator("#switch label", has_text="English").click()
    expect(desk.locator("[data-reset]")).to_have_text(words("workbench.en")["check_reset"], timeout=ANSWER_MS)
    expect(desk.locator("[data-form] [data-type=boolean] [value='=no']:checked")).to_have_count(1)


def test_a_lost_connection_is_said_and_nothing_is_lost(desk: Page, assistant: Assistant) -> None:
    pick(desk, scheme_with(assistant, "boolean"))
    desk.context.set_offline(True)
    field = of_type(desk, "boolean")
    tap(field, "check_yes")
    expect(desk.locator("[data-lost]")).to_be_visible(timeout=ANSWER_MS)
    desk.context.set_offline(False)
    tap(field, "check_no")
    expect(desk.locator("[data-lost]")).to_be_hidden(timeout=ANSWER_MS)
    expect(field.locator("input:checked")).to_have_value("=no")
