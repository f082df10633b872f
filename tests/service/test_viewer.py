"""The source viewer: how a clause is cited, where it stands, its neighbours, the picture, on screen and on paper."""

from __future__ import annotations

import html
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from assistant.assembly import Assistant
from assistant.documents.citing import official_citation
from assistant.wording import words

from .test_browser import DESK, PHONE, browser, fits

__all__ = ["browser"]

PAGE = "/documents/cq-recognition-2024-4"
CLAUSE = "art7-i3"
OFFICIAL = "《重庆市绿色园区和绿色工厂认定管理办法》（渝经信规范〔2024〕4号）第七条第（三）项"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def context(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[BrowserContext]:
    width, height = request.param
    made = browser.new_context(
        viewport={"width": width, "height": height}, base_url=server, reduced_motion="reduce"
    )
    made.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    yield made
    made.close()


def test_the_chosen_clause_is_cited_as_officials_do_and_can_be_copied(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{PAGE}#{CLAUSE}")
    expect(page.locator("#chosen .official")).to_have_text(OFFICIAL)
    expect(page.locator("#chosen .where")).to_contain_text("第二章")
    page.locator("#chosen [data-copy]").click()
    expect(page.locator("#chosen [data-copy]")).to_have_text(words("viewer.zh")["copied"])
    assert page.evaluate("navigator.clipboard.readText()") == OFFICIAL
    assert fits(page)


def test_neighbours_are_walked_and_the_bar_is_closed_by_keyboard(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{PAGE}#{CLAUSE}")
    page.locator("#chosen [data-after]").press("Enter")
    expect(page.locator("#chosen .official")).to_contain_text("第（四）项")
    page.locator("#chosen [data-before]").press("Enter")
    expect(page.locator("#chosen .official")).to_have_text(OFFICIAL)
    page.keyboard.press("Escape")
    expect(page.locator("#chosen")).to_be_hidden()


def test_the_bar_covers_neither_the_chosen_clause_nor_paper(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{PAGE}#art24")
    bar, clause = page.locator("#chosen").bounding_box(), page.locator("#art24").bounding_box()
    assert bar and clause and clause["y"] + clause["height"] <= bar["y"] + 1
    page.emulate_media(media="print")
    expect(page.locator("#chosen")).to_be_hidden()
    expect(page.locator(".printed")).to_be_visible()


def test_the_address_of_a_clause_tells_its_citation_without_a_script(
    client: httpx.Client, assistant: Assistant
) -> None:
    for clause in assistant.library.document("cq-recognition-2024-4").clauses[::7]:
        page = client.get(PAGE, params={"clause": clause.id}).text
        cited = official_citation(assistant.library.document("cq-recognition-2024-4"), clause)
        assert f'<p class="official" lang="zh-CN">{html.escape(cited)}</p>' in page


def test_the_viewer_runs_its_own_script_only(client: httpx.Client) -> None:
    reply = client.get(PAGE)
    policy = reply.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert reply.text.count("<script") == 1
    assert " style=" not in reply.text


@pytest.mark.parametrize(("day", "status"), [("2024-02-10", "not_yet_effective"), ("2025-05-01", "in_force")])
def test_the_banner_follows_the_day(client: httpx.Client, day: str, status: str) -> None:
    assert f'<p class="state {status}">' in client.get(PAGE, params={"as_of": day}).text


def test_the_relations_are_drawn_in_the_page(client: httpx.Client) -> None:
    page = client.get("/documents/cq-dynamic-2024-13", params={"as_of": "2025-05-01"}).text
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="kin"' in page
    assert "/documents/cq-notice-2025?as_of=2025-05-01&amp;lang=zh" in page


def test_both_languages_have_the_same_words() -> None:
    assert set(words("viewer.zh")) == set(words("viewer.en"))
