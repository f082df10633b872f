"""The publishing tab in a browser: a notice is looked at, published, answered from, replaced, taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.assembly import Assistant, build_assistant
from assistant.service.app import create_app
from assistant.settings import Settings
from assistant.wording import words

from .serving import serving
from .test_browser import ANSWER_MS, DESK, PHONE, browser, fits

__all__ = ["browser"]

WORDS = words("publish_tab.zh")
TAB = words("workbench.zh")["tab_publish"]
KEY = "密钥 key of the test"
NOTICE = """临川市工业和信息化局关于组织申报2027年度节水型企业的通知
临工信发〔2027〕9号

各区县工业和信息化局，各有关企业：

　　为推进工业节水，现组织申报2027年度节水型企业，有关事项通知如下。

　　一、申报条件
　　（一）在本市登记注册，具有独立法人资格；
　　（二）单位产品取水量不高于行业先进值。

　　二、申报时间
　　请各企业于2027年5月20日前将申报材料报送所在区县工业和信息化局。

　　联系人：周至清，联系电话：0899-5551234。

临川市工业和信息化局
2027年3月2日
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("published"), admin_keys=KEY)
    assistant = build_assistant(settings)
    with serving(create_app(assistant=assistant)) as address:
        yield address
    assistant.close()


@pytest.fixture
def desk(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, DESK)


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, PHONE)


def one_page(browser: Browser, server: str, size: tuple[int, int]) -> Iterator[Page]:
    made = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=server)
    page = made.new_page()
    page.goto("/ui/")
    page.get_by_role("tab", name=TAB).click(timeout=ANSWER_MS)
    expect(page.locator("#publish .shelf li").first).to_be_visible(timeout=ANSWER_MS)
    yield page
    made.close()


def look(page: Page, folder: Path, name: str = "通知.txt", text: str = NOTICE) -> Locator:
    """Choose the file and have it read; the part to check."""
    (path := folder / name).write_text(text, encoding="utf-8")
    page.fill("#publish [data-key]", KEY)
    page.set_input_files("#publish input[type=file]", path)
    page.click("#publish [data-preview]")
    expect(page.locator("#publish [data-publish]")).to_be_visible(timeout=ANSWER_MS)
    return page.locator("#publish [data-checked]")


def button(page: Page, name: str) -> Locator:
    return page.locator("#publish").get_by_role("button", name=WORDS[name], exact=True)


def test_a_notice_is_looked_at_published_answered_from_and_taken_out(
    desk: Page, server: str, tmp_path: Path
) -> None:
    checked = look(desk, tmp_path)
    expect(checked).to_contain_text("临工信发〔2027〕9号")
    expect(checked).to_contain_text("2027-05-20")
    expect(checked).to_contain_text("0899-5551234")
    desk.fill("#publish [data-id]", "lc-water-2027")
    button(desk, "publish").click()
    expect(desk.locator("#publish .done")).to_contain_text("节水型企业", timeout=ANSWER_MS)
    asked = {"question": "2027年度节水型企业什么时候截止申报", "as_of": "2027-04-01"}
    answer = httpx.post(f"{server}/api/v1/ask", json=asked, trust_env=False).json()
    assert "2027年5月20日" in answer["answer"]
    assert answer["citations"][0]["document_id"] == "lc-water-2027"
    row = desk.locator("#publish .shelf li", has_text="节水型企业")
    row.get_by_role("button", name=WORDS["remove"], exact=True).click()
    row.get_by_role("button", name=WORDS["yes"], exact=True).click()
    expect(desk.locator("#publish [data-shelf-told]")).to_contain_text("节水型企业", timeout=ANSWER_MS)
    expect(row).to_have_count(0)
    button(desk, "load_ledger").click()
    expect(desk.locator("#publish [data-ledger] tbody tr")).to_have_count(2, timeout=ANSWER_MS)


def test_a_wrong_key_is_refused_in_one_sentence_and_nothing_typed_is_lost(desk: Page, tmp_path: Path) -> None:
    (path := tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    desk.fill("#publish [data-key]", "wrong")
    desk.set_input_files("#publish input[type=file]", path)
    desk.click("#publish [data-preview]")
    expect(desk.locator("#publish [role=alert]")).to_contain_text(
        WORDS["failed"].split("：")[0], timeout=ANSWER_MS
    )
    expect(desk.locator("#publish [data-chosen]")).to_contain_text("通知.txt")


def test_replacing_a_document_that_rules_quote_asks_before_schemes_go_off(desk: Page, tmp_path: Path) -> None:
    look(desk, tmp_path)
    desk.locator("#publish [data-publish] summary").click()
    desk.locator("#publish [data-publish] .way", has_text="cq-recognition-2024-4").locator("input").check()
    expect(desk.locator("#publish [data-force]")).to_be_visible(timeout=ANSWER_MS)
    button(desk, "publish").click()
    expect(desk.locator("#publish [data-publish] [role=alert]")).to_be_visible(timeout=ANSWER_MS)
    expect(desk.locator("#publish .done")).to_have_count(0)


def test_a_file_that_cannot_be_read_is_named_with_its_reason(desk: Page, tmp_path: Path) -> None:
    (path := tmp_path / "空.pdf").write_bytes(b"%PDF-1.7\n")
    desk.fill("#publish [data-key]", KEY)
    desk.set_input_files("#publish input[type=file]", path)
    desk.click("#publish [data-preview]")
    expect(desk.locator("#publish [role=alert]")).to_contain_text("PDF", timeout=ANSWER_MS)


def test_markup_in_a_document_is_shown_as_text(desk: Page, tmp_path: Path) -> None:
    text = NOTICE.replace("为推进工业节水", "<img src=x onerror=document.title='broken'>为推进工业节水")
    checked = look(desk, tmp_path, "标记.txt", text)
    checked.locator("summary", has_text="条款").click()
    expect(checked.locator(".tree")).to_contain_text("<img src=x")
    assert desk.title() != "broken"


def test_the_tab_fits_a_phone(phone: Page, tmp_path: Path) -> None:
    checked = look(phone, tmp_path)
    for summary in checked.locator("details > summary").all():
        summary.click()
    fits(phone)
    assert phone.evaluate("document.querySelector('#publish').scrollWidth <= innerWidth")


def test_without_an_admin_key_there_is_no_such_tab(browser: Browser, assistant: Assistant) -> None:
    with serving(create_app(assistant=assistant)) as address:
        page = browser.new_page(base_url=address)
        page.goto("/ui/")
        # The page learns at once which day it is and whether anyone may publish.
        expect(page.locator("#day input")).not_to_have_value("", timeout=ANSWER_MS)
        expect(page.get_by_role("tab").first).to_be_visible()
        expect(page.get_by_role("tab", name=TAB)).to_have_count(0)
        page.close()


def test_both_languages_have_the_same_words() -> None:
    assert list(words("publish_tab.en")) == list(WORDS)
