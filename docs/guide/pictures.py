"""Draws the pictures of the guide anew: ``python docs/guide/pictures.py`` (wants Chromium and a CJK font).

Starts the service on a free port with a data folder of its own, walks through it as the readers of the guide do, and
writes one PNG a scene beside this file, reduced to a palette.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
DESK, PHONE = (1080, 760), (390, 780)
KEY = "key-of-the-pictures"
COLOURS = 96
WAIT_MS = 30_000
NOTICE = """某市经济局关于组织申报2027年度节水企业的通知
某经发〔2027〕9号

各有关企业：

一、申报条件
（一）在本市登记注册，具有独立法人资格；
（二）单位产品取水量不高于行业先进值。
二、请于2027年5月20日前将申报材料报送我局。

联系人：张老师，联系电话：0899-5550000。

某市经济局
2027年3月2日
"""
SHEET = """企业名称,区县,registered_in_district,legal_form,2022年产值（万元）,2020年利润总额（万元）,2021年利润总额（万元）,2022年利润总额（万元）,accidents
甲厂,某区,是,independent_legal_person,8200,120,90,140,无
乙厂,某区,是,independent_legal_person,4100,60,30,20,无
丙厂,某区,是,independent_legal_person,6800,50,,70,无
丁厂,某区,否,independent_legal_person,9300,80,85,90,无
"""


def chat(page: Page, question: str) -> None:
    """Open the embedded chat on the page and ask."""
    page.locator("policy-assistant .launcher").click()
    page.locator("policy-assistant .composer textarea").fill(question)
    page.locator("policy-assistant .composer textarea").press("Enter")
    page.locator("policy-assistant article.answer .engine").wait_for(timeout=WAIT_MS)


def _widget(page: Page) -> None:
    page.goto("/")
    chat(page, "公示几个工作日？")
    page.locator("policy-assistant article.answer .words .chip").first.click()
    page.locator("policy-assistant .sheet mark").first.wait_for()


def _widget_check(page: Page) -> None:
    page.goto("/")
    chat(page, "我们在本市注册，前年出过一次较大安全事故，还能申报绿色工厂吗？")
    page.locator("policy-assistant article.answer .verdict").evaluate(
        "e => e.scrollIntoView({block: 'start'})"
    )


def _workbench(page: Page, tab: str = "") -> None:
    page.goto("/ui/")
    page.locator("#day input:not([value=''])").wait_for(timeout=WAIT_MS)
    if tab:
        page.locator(f"#tab-{tab}-button").click()


def _asked(page: Page, question: str) -> None:
    _workbench(page)
    page.fill("#box textarea", question)
    page.click("#send")
    page.locator(".card .engine").wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(400)


def _checked(page: Page, scheme: str, taps: int = 2) -> None:
    _workbench(page, "check")
    page.select_option("#check [data-choice]", scheme, timeout=WAIT_MS)
    page.locator("#check .sheet [data-papers]").wait_for(timeout=WAIT_MS)
    for _ in range(taps):
        question = page.locator("[data-ask] h2").inner_text()
        page.locator("[data-ask] [data-fill]").first.click()
        page.wait_for_function(
            "said => document.querySelector('[data-ask] h2')?.innerText !== said", arg=question
        )


def _too_many(page: Page) -> None:
    _checked(page, "miit-evaluator-2023", taps=1)
    for name, figure in (("factory_projects", "9"), ("park_projects", "5"), ("supply_chain_projects", "2")):
        field = page.locator(f"#check [data-form] [data-fact={name}]")
        field.evaluate("e => { e.closest('details').open = true; }")
        field.locator("input[data-part=text]").fill(figure)
        field.locator("input[data-part=text]").press("Enter")
    page.locator("#check .sheet.not_eligible").wait_for(timeout=WAIT_MS)


def _panel(page: Page, name: str) -> None:
    _workbench(page, name)
    page.locator(f"#panel-{name} .panel:not([aria-busy]) > *").first.wait_for(timeout=WAIT_MS)


def _deadlines(page: Page) -> None:
    _panel(page, "deadlines")
    page.locator("#panel-deadlines input[type=date]").first.fill("2025-05-01")
    page.locator("#panel-deadlines input[type=date]").first.dispatch_event("change")
    page.locator('#panel-deadlines .entry[data-day="2025-06-14"]').wait_for(timeout=WAIT_MS)


def _library(page: Page) -> None:
    _panel(page, "library")
    page.locator("#panel-library .part svg").wait_for(timeout=WAIT_MS)


def _viewer(page: Page) -> None:
    page.goto("/documents/cq-recognition-2024-4?clause=art11&quote=公示&as_of=2025-05-01#art11")
    page.locator(".clause:target").wait_for()


def _compared(page: Page) -> None:
    page.goto(
        "/documents/compare?left=cq-recognition-2024-4&right=cq-notice-2025&subject=评价&as_of=2025-05-01"
    )
    page.evaluate("scrollTo(0, 300)")


def _batch(page: Page) -> None:
    _workbench(page, "batch")
    page.locator("#batch [data-pick]").wait_for(timeout=WAIT_MS)
    page.fill("#batch input[type=date]", "2023-03-01")
    page.locator("#batch input[type=date]").blur()
    page.select_option("#batch [data-pick] select", "changshou-cultivation-2023")
    file = {"name": "申报单位.csv", "mimeType": "text/csv", "buffer": SHEET.encode("utf-8-sig")}
    page.locator("#batch input[type=file]").first.set_input_files([file])  # type: ignore[list-item]
    page.locator("#batch [data-start]").click()
    page.locator("#batch [data-summary] .tile").first.wait_for(timeout=WAIT_MS)
    page.locator("#batch [data-summary]").scroll_into_view_if_needed()


def _published(page: Page) -> None:
    _workbench(page, "publish")
    page.fill("#publish [data-key]", KEY)
    file = {"name": "通知.txt", "mimeType": "text/plain", "buffer": NOTICE.encode()}
    page.set_input_files("#publish input[type=file]", [file])  # type: ignore[list-item]
    page.click("#publish [data-preview]")
    page.locator("#publish [data-publish]").wait_for(timeout=WAIT_MS)
    page.locator("#publish [data-checked] h2").first.scroll_into_view_if_needed()


SCENES: dict[str, tuple[tuple[int, int], Callable[[Page], None]]] = {
    "ask": (DESK, _widget),
    "phone": (PHONE, _widget_check),
    "check": (DESK, lambda page: _checked(page, "cq-green-factory")),
    "procedures": (DESK, lambda page: _panel(page, "procedures")),
    "deadlines": (DESK, _deadlines),
    "library": (DESK, _library),
    "viewer": (DESK, _viewer),
    "compare": (DESK, _compared),
    "batch": (DESK, _batch),
    "publish": (DESK, _published),
    "api": (DESK, lambda page: page.goto("/docs") and None),
    "evaluator-ask": (DESK, lambda page: _asked(page, "第三方评价机构要满足哪些条件？")),
    "evaluator-check": (DESK, _too_many),
}


def draw(browser: Browser, home: str, name: str) -> None:
    """One scene in a fresh browser."""
    (width, height), reach = SCENES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        base_url=home,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    reach(page)
    page.wait_for_timeout(300)
    save(page.screenshot(), HERE / f"{name}.png")
    context.close()


def save(picture: bytes, path: Path) -> None:
    """Written with a palette: text on plain ground needs few colours."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size / 1024:.0f} KB\n")


@contextmanager
def service() -> Iterator[str]:
    """The service with an empty data folder; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        told = {"ASSISTANT_DATA_DIR": folder, "ASSISTANT_ADMIN_KEYS": KEY}
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
        with subprocess.Popen(command, cwd=HERE.parents[1], env={**os.environ, **told}) as running:
            try:
                await_ready(f"http://127.0.0.1:{port}/readyz")
                yield f"http://127.0.0.1:{port}"
            finally:
                running.terminate()


def await_ready(url: str) -> None:
    """Come back when the service answers.

    Raises:
        TimeoutError: It did not within a minute.
    """
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")


def main() -> None:
    """Draw the scenes named, or all."""
    wanted = sys.argv[1:] or list(SCENES)
    with service() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},
        )
        for name in wanted:
            draw(browser, home, name)
        browser.close()


if __name__ == "__main__":
    main()
