"""The tabs that look things up, in a browser: what they show, where it leads, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.assembly import Assistant
from assistant.register.procedures import ROLES
from assistant.service.wire.quality import FigureOut, ReportSummary
from assistant.service.workbench.panels.page import PANELS
from assistant.wording import words

from .test_browser import ANSWER_MS, DESK, PHONE, browser, fits

__all__ = ["browser"]

DAY = "2025-05-01"
NOTICE = "cq-notice-2025"


@pytest.fixture(scope="module")
def desk(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, DESK)


@pytest.fixture(scope="module")
def phone(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, PHONE)


def one_page(browser: Browser, server: str, size: tuple[int, int]) -> Iterator[Page]:
    made = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, base_url=server, reduced_motion="reduce"
    )
    page = made.new_page()
    page.goto("/ui/")
    expect(page.get_by_role("tab").first).to_be_visible(timeout=ANSWER_MS)
    yield page
    made.close()


def opened(page: Page, name: str) -> Locator:
    """A tab with its content."""
    page.locator(f"#tab-{name}-button").click()
    panel = page.locator(f"#panel-{name} .panel")
    expect(panel).not_to_have_attribute("aria-busy", "true", timeout=ANSWER_MS)
    return panel


def on_day(page: Page, panel: Locator, day: str = DAY) -> None:
    field = panel.locator(".controls input[type=date]").first
    with page.expect_response(lambda reply: f"as_of={day}" in reply.url):
        field.fill(day)
        field.dispatch_event("change")
    page.wait_for_timeout(50)


def test_nothing_is_read_before_a_tab_is_opened(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/" in request.url else None)
    page.goto("/ui/")
    expect(page.get_by_role("tab").first).to_be_visible(timeout=ANSWER_MS)
    page.wait_for_timeout(300)
    assert asked == []
    opened(page, "contacts")
    assert [url.partition("/api/v1/")[2] for url in asked] == ["contacts"]
    context.close()


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_tab_fits_its_screen(name: str, size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    panel = opened(page, name)
    expect(panel.locator(":scope > *").first).to_be_visible()
    assert panel.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
    assert fits(page)
    tab = page.locator(f"#tab-{name}-button")
    box, width = tab.bounding_box(), page.viewport_size
    assert box and width and box["x"] >= 0 and box["x"] + box["width"] <= width["width"] + 1


def test_dates_show_days_left_whom_they_bind_and_the_past_in_grey(desk: Page) -> None:
    panel = opened(desk, "deadlines")
    on_day(desk, panel)
    due = panel.locator('.entry[data-day="2025-06-14"]')
    left = words("tabs_deadlines.zh")["days_left"].format(days=(date(2025, 6, 14) - date(2025, 5, 1)).days)
    expect(due.locator(".left")).to_have_text(left)
    expect(due.locator(".tag").first).to_have_text(words("tabs.zh")["binds_district"])
    expect(panel.locator('.entry[data-day="2025-04-15"]')).to_have_class(re.compile("past"))
    expect(panel.locator(".month td.due button")).to_have_attribute("data-key", "2025-06-14")


def test_a_day_of_the_calendar_is_chosen_by_keyboard_and_shows_its_dates(desk: Page) -> None:
    panel = opened(desk, "deadlines")
    on_day(desk, panel)
    panel.locator(".month td.due button").focus()
    desk.keyboard.press("Enter")
    expect(panel.locator(".lists .entry")).to_have_count(1)
    assert desk.evaluate("document.activeElement.dataset.key") == "2025-06-14"
    desk.keyboard.press("Enter")
    assert panel.locator(".lists .entry").count() > 1


def test_dates_are_filtered_by_document_and_by_whom_they_bind(desk: Page) -> None:
    panel = opened(desk, "deadlines")
    on_day(desk, panel)
    everything = panel.locator(".entry").count()
    panel.locator("select").first.select_option(NOTICE)
    some = panel.locator(".entry").count()
    panel.locator("select").nth(1).select_option("district")
    assert 0 < panel.locator(".entry").count() < some < everything
    href = panel.locator("a[download]").get_attribute("href")
    assert href == f"/api/v1/deadlines.ics?document_id={NOTICE}"
    panel.locator("select").first.select_option("")
    panel.locator("select").nth(1).select_option("")


def test_the_last_day_of_a_limit_is_counted(desk: Page) -> None:
    panel = opened(desk, "deadlines")
    limit = panel.locator(".entry", has=desk.locator(".length", has_text="5 个工作日")).first
    limit.locator("input").fill("2025-09-26")
    limit.locator(".count-up button").click()
    expect(limit.locator(".told")).to_contain_text("2025年10月10日")


def test_a_date_opens_its_clause_with_the_words_marked(desk: Page) -> None:
    panel = opened(desk, "deadlines")
    with desk.context.expect_page() as opening:
        panel.locator('.entry[data-day="2025-06-14"] .source').click()
    source = opening.value
    expect(source.locator("mark").first).to_be_visible()
    assert source.url.endswith("#h3-i3")
    source.close()


def test_contacts_can_be_called_written_to_copied_and_searched(desk: Page, assistant: Assistant) -> None:
    panel = opened(desk, "contacts")
    expect(panel.locator(".notice")).to_have_text(words("tabs_contacts.zh")["note"])
    phones = {re.sub(r"\D", "", p) for c in assistant.register.contacts for p in c.phones}
    hrefs = [a.get_attribute("href") or "" for a in panel.locator("a[href^='tel:']").all()]
    assert {href.removeprefix("tel:") for href in hrefs} == phones
    assert panel.locator("a[href^='mailto:']").count() > 0
    panel.locator("input[type=search]").fill(sorted(phones)[0])
    expect(panel.locator(".person")).to_have_count(1)
    panel.locator(".person button").click()
    expect(panel.locator(".person button")).to_have_text(words("tabs.zh")["copied"])
    panel.locator("input[type=search]").fill("没有这样的人")
    expect(panel.locator(".none")).to_be_visible()
    panel.locator("input[type=search]").fill("")


def test_a_role_sees_its_steps_in_full_and_the_others_folded(desk: Page) -> None:
    panel = opened(desk, "procedures")
    panel.locator("select").first.select_option(NOTICE)
    on_day(desk, panel)
    expect(panel.locator(".stage h2").first).to_contain_text("申报程序")
    assert panel.locator(".act.other").count() == 0
    panel.locator(".chips button[data-key=district]").click()
    own, others = panel.locator(".act:not(.other)"), panel.locator(".act.other")
    assert own.count() > 0 and others.count() > 0
    expect(panel.locator(".limit", has_text="2025年6月14日").first).to_be_visible()
    assert set(
        filter(
            None, (b.get_attribute("data-key") for b in panel.locator(".pick").first.locator("button").all())
        )
    ) <= set(ROLES)


def test_the_library_tells_the_validity_of_the_day_with_its_proof(desk: Page) -> None:
    panel = opened(desk, "library")
    on_day(desk, panel, "2026-11-20")
    panel.locator(".doc[data-key=cq-dynamic-2024-13]").click()
    expect(panel.locator(".detail .badge").first).to_have_class(re.compile("expired"))
    expect(panel.locator(".validity blockquote .source").first).to_be_visible()
    on_day(desk, panel)
    expect(panel.locator(".detail .badge").first).to_have_class(re.compile("in_force"))


def test_the_library_draws_relations_and_opens_neighbours(desk: Page) -> None:
    panel = opened(desk, "library")
    on_day(desk, panel)
    panel.locator(".doc[data-key=cq-dynamic-2024-13]").click()
    link = panel.locator(f'svg.kin a[href*="{NOTICE}"]').first
    expect(link).to_be_visible()
    assert link.get_attribute("target") == "_blank"


def test_clauses_are_searched_and_folded(desk: Page) -> None:
    panel = opened(desk, "library")
    panel.locator(".doc[data-key=cq-recognition-2024-4]").click()
    part = panel.locator("[data-part=tree]")
    part.locator("summary").first.click()
    whole = part.locator(".clause").count()
    part.locator("input[type=search]").fill("公示")
    assert 0 < part.locator(".clause").count() < whole
    expect(part.locator("mark").first).to_have_text("公示")


def test_the_rules_and_versions_of_a_document_are_read_when_opened(desk: Page) -> None:
    panel = opened(desk, "library")
    panel.locator("[data-part=rules] > summary").click()
    panel.locator("[data-part=rules] .chips button[data-key=not_encoded]").click()
    expect(panel.locator(".sentences li").first).to_be_visible()
    panel.locator("[data-part=versions] > summary").click()
    expect(panel.locator(".versions .tag").first).to_have_text(words("tabs_library.zh")["current"])


def test_on_a_phone_a_document_takes_the_screen_and_one_can_go_back(phone: Page) -> None:
    panel = opened(phone, "library")
    expect(panel.locator(".detail")).to_be_hidden()
    panel.locator(".doc").first.click()
    expect(panel.locator(".detail")).to_be_visible()
    expect(panel.locator(".docs")).to_be_hidden()
    panel.locator(".back").click()
    expect(panel.locator(".docs")).to_be_visible()


def test_the_tabs_speak_english(phone: Page) -> None:
    panel = opened(phone, "procedures")
    phone.locator("#switch label", has_text="English").click()
    expect(phone.locator("#tab-procedures-button")).to_have_text(words("tabs.en")["tab_procedures"])
    expect(panel.locator(".intro")).to_have_text(words("tabs_procedures.en")["intro"])
    phone.locator("#switch label", has_text="中文").click()
    expect(panel.locator(".intro")).to_have_text(words("tabs_procedures.zh")["intro"])


def test_a_lost_connection_is_said_and_can_be_tried_again(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server)
    page = context.new_page()
    page.route("**/api/v1/contacts*", lambda route: route.abort())
    page.goto("/ui/")
    expect(page.get_by_role("tab").first).to_be_visible(timeout=ANSWER_MS)
    panel = opened(page, "contacts")
    expect(panel.get_by_role("alert")).to_contain_text(words("tabs.zh")["offline"])
    page.unroute("**/api/v1/contacts*")
    panel.get_by_role("button").click()
    expect(panel.locator(".person").first).to_be_visible()
    context.close()


def test_the_latest_evaluation_gives_its_day_and_figures(desk: Page, assistant: Assistant) -> None:
    share = FigureOut(name="all_right", label="全对", text="0.950", low=0.93, high=0.97, n=40)
    report = ReportSummary(
        made=date(2026, 11, 20),
        split="hold",
        items=40,
        revision="r",
        corpus_version="c",
        rules_version="r",
        figures=[share] * 6,
    )
    path = assistant.settings.data_dir / "reports" / "latest.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(report.model_dump_json(), encoding="utf-8")
    try:
        desk.reload()
        panel = opened(desk, "quality")
        expect(panel.locator(".figures li")).to_have_count(3)
        expect(panel).to_contain_text("2026年11月20日")
        expect(panel.locator(".figures li").first).to_contain_text("0.93–0.97")
        path.write_text("{}", encoding="utf-8")
        desk.reload()
        expect(opened(desk, "quality").get_by_role("alert")).to_contain_text("latest.json")
    finally:
        path.unlink()


@pytest.mark.parametrize("name", ["", *(f"_{panel}" for panel in PANELS)])
def test_both_languages_have_the_same_words(name: str) -> None:
    assert set(words(f"tabs{name}.zh")) == set(words(f"tabs{name}.en"))
