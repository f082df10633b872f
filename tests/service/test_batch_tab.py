"""An official's whole visit in a browser: template, upload, progress, judged sheet, those recommended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.wording import words

from .test_browser import ANSWER_MS, DESK, PHONE, browser, fits

__all__ = ["browser"]

WORDS = words("batch_tab.zh")
TAB = words("tabs.zh")["tab_batch"]
SCHEME, DAY = "changshou-cultivation-2023", "2023-03-01"
HEAD = "企业名称,区县,registered_in_district,legal_form,2022年产值（万元）,2020年利润总额（万元）,2021年利润总额（万元）,2022年利润总额（万元）,accidents"


def line(name: str, output: object, profit: object = 3) -> str:
    return f"{name},某区,是,independent_legal_person,{output},1,2,{profit},无"


@pytest.fixture
def desk(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, DESK)


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Page]:
    yield from one_page(browser, server, PHONE)


def one_page(browser: Browser, server: str, size: tuple[int, int]) -> Iterator[Page]:
    made = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, base_url=server, accept_downloads=True
    )
    faults: list[str] = []
    made.on("weberror", lambda error: faults.append(str(error.error)))
    page = made.new_page()
    page.goto("/ui/")
    page.get_by_role("tab", name=TAB, exact=True).click(timeout=ANSWER_MS)
    expect(page.locator("#batch [data-pick]")).to_be_visible(timeout=ANSWER_MS)
    page.fill("#batch input[type=date]", DAY)
    page.locator("#batch input[type=date]").blur()
    page.select_option("#batch [data-pick] select", SCHEME)
    expect(page.locator("#batch [data-template=xlsx]")).to_have_attribute(
        "href", f"/api/v1/schemes/{SCHEME}/template?format=xlsx&as_of={DAY}"
    )
    yield page
    made.close()
    assert faults == []


def judged(page: Page, folder: Path, *lines: str, name: str = "申报单位.csv") -> None:
    (path := folder / name).write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    page.set_input_files("#batch-file", path)
    expect(page.locator("#batch [data-chosen=file]")).to_contain_text(name)
    page.click("#batch [data-start]")


def saved(page: Page, selector: str, folder: Path) -> Any:
    with page.expect_download(timeout=ANSWER_MS) as download:
        page.click(selector)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return openpyxl.load_workbook(path)


def texts(book: Any) -> str:
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_whole_visit_of_an_official(desk: Page, tmp_path: Path) -> None:
    template = saved(desk, "#batch [data-template=xlsx]", tmp_path)
    assert "企业名称" in texts(template) and len(template.sheetnames) >= 3
    judged(desk, tmp_path, line("甲公司", 8000), line("乙公司", 5000), line("丙公司", 9000, "很多"))
    summary = desk.locator("#batch [data-summary]")
    expect(summary).to_be_visible(timeout=ANSWER_MS)
    for verdict in ("formally_eligible", "needs_information", "not_eligible"):
        expect(summary.locator(f".tile.{verdict} strong")).to_have_text("1")
    expect(summary.locator(".bars li").first).to_contain_text("年产值超过5000万")
    expect(summary.locator("[data-errors]")).to_contain_text("第 4 行")
    result = texts(saved(desk, "#batch [data-download]", tmp_path))
    assert "初步符合形式条件（以主管部门认定为准）" in result and "乙公司" in result and "很多" in result
    desk.click("#batch [data-list-them]")
    rows = desk.locator("#batch [data-candidates] tbody tr")
    expect(rows).to_have_count(3, timeout=ANSWER_MS)
    expect(rows.first).to_contain_text("甲公司")
    assert [rows.nth(n).locator("input").is_checked() for n in range(3)] == [True, False, False]
    desk.get_by_label(WORDS["pick"].format(name="丙公司"), exact=True).check()
    recommended = texts(saved(desk, "#batch [data-make]", tmp_path))
    assert "甲公司" in recommended and "丙公司" in recommended and "乙公司" not in recommended


def test_progress_is_shown_and_work_can_be_cancelled(desk: Page, tmp_path: Path) -> None:
    asked = threading.Event()

    def running(route: Route) -> None:
        if route.request.method == "DELETE":
            asked.set()
            route.fulfill(status=204)
            return
        route.fulfill(json={"id": "x", "state": "running", "done": 250, "of": 1000})

    desk.route("**/api/v1/jobs/*", running)
    judged(desk, tmp_path, line("甲公司", 8000))
    said = WORDS["running"].format(done=250, of=1000)
    expect(desk.locator("#batch [data-said]")).to_have_text(said, timeout=ANSWER_MS)
    assert desk.locator("#batch progress").evaluate("bar => bar.value") == 0.25
    desk.locator("#batch").get_by_role("button", name=WORDS["cancel"], exact=True).click()
    expect(desk.locator("#batch [data-told]").first).to_have_text(WORDS["cancelled"], timeout=ANSWER_MS)
    assert asked.is_set()
    expect(desk.locator("#batch [data-start]")).to_be_enabled()


def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(desk: Page, tmp_path: Path) -> None:
    (path := tmp_path / "旧表.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    desk.set_input_files("#batch-file", path)
    desk.click("#batch [data-start]")
    trouble = desk.locator("#batch [role=alert]")
    expect(trouble).to_contain_text("xlsx", timeout=ANSWER_MS)
    expect(desk.locator("#batch [data-chosen=file]")).to_contain_text("旧表.xls")
    expect(desk.locator("#batch [data-summary]")).to_have_count(0)


def test_what_a_sheet_says_is_shown_as_text(desk: Page, tmp_path: Path) -> None:
    judged(desk, tmp_path, line("<img src=x onerror=document.title='broken'>", "<b>很多</b>"))
    expect(desk.locator("#batch [data-errors]")).to_contain_text("<b>很多</b>", timeout=ANSWER_MS)
    desk.click("#batch [data-list-them]")
    expect(desk.locator("#batch [data-candidates]")).to_contain_text("<img src=x", timeout=ANSWER_MS)
    assert desk.title() != "broken"


def test_the_tab_fits_a_phone_and_is_used_by_keyboard(phone: Page, tmp_path: Path) -> None:
    (path := tmp_path / "表.csv").write_text("\n".join([HEAD, line("甲公司", 8000)]), encoding="utf-8")
    phone.set_input_files("#batch-file", path)
    phone.locator("#batch [data-start]").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#batch [data-summary]")).to_be_visible(timeout=ANSWER_MS)
    phone.locator("#batch [data-list-them]").focus()
    phone.keyboard.press("Enter")
    box = phone.locator("#batch [data-candidates] input").first
    expect(box).to_be_checked(timeout=ANSWER_MS)
    box.focus()
    phone.keyboard.press("Space")
    expect(box).not_to_be_checked()
    phone.click("#batch [data-make]")
    expect(phone.locator("#batch [role=alert]")).to_have_text(WORDS["nobody"])
    assert fits(phone)
    assert phone.evaluate("document.querySelector('#batch').scrollWidth <= innerWidth")


def test_another_scheme_takes_the_old_result_away(desk: Page, tmp_path: Path) -> None:
    judged(desk, tmp_path, line("甲公司", 8000))
    expect(desk.locator("#batch [data-summary]")).to_be_visible(timeout=ANSWER_MS)
    desk.select_option("#batch [data-pick] select", "cq-green-factory")
    expect(desk.locator("#batch [data-summary]")).to_have_count(0)


def test_both_languages_have_the_same_words() -> None:
    assert list(words("batch_tab.en")) == list(WORDS)


def test_a_single_check_is_saved_as_record_and_form(browser: Browser, server: str, tmp_path: Path) -> None:
    page = browser.new_page(base_url=server, accept_downloads=True)
    page.goto("/ui/")
    page.get_by_role("tab", name=words("workbench.zh")["tab_check"], exact=True).click(timeout=ANSWER_MS)
    page.select_option("#check [data-choice]", SCHEME)
    for paper, start in (("record", "申报条件核对记录"), ("form", "据文件附件文字重排")):
        button = page.locator(f"#check [data-paper={paper}]")
        expect(button).to_be_visible(timeout=ANSWER_MS)
        with page.expect_download(timeout=ANSWER_MS) as download:
            button.click()
        download.value.save_as(path := tmp_path / download.value.suggested_filename)
        assert docx.Document(str(path)).paragraphs[0].text.startswith(start)
    page.select_option("#check [data-choice]", "cq-green-factory")
    expect(page.locator("#check [data-paper=form]")).to_have_count(0, timeout=ANSWER_MS)
    expect(page.locator("#check [data-paper=record]")).to_be_visible()
    page.close()
