"""The embedded chat in a browser: size on the wire, time to the launcher, click to first text.

Usage::

    python -m eval.bench.bench_widget [--questions 60] [--target http://127.0.0.1:7860] [--chromium /usr/bin/chromium]

Times are taken in the page: from the click on the button to the moment at which words of the answer stand in the
document, and to the end of the answer. A server of its own is started when no target is given.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from eval.bench.bench_answers import percentiles, start_server
from eval.items import DATASETS, load_questions

WARM_UP = 5
A_CONVERSATION = 10
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
# Resolves with the seconds until first words and until the answer is whole; what is there before does not count.
_TIMED = """question => new Promise(done => {
  const root = document.querySelector('policy-assistant').shadowRoot;
  const before = root.querySelectorAll('article.answer, .trouble').length;
  let first = 0;
  const look = new MutationObserver(() => {
    const all = root.querySelectorAll('article.answer, .trouble');
    const words = root.querySelector('.pending .words');
    if (!first && (all.length > before || (words && words.textContent))) first = performance.now() - start;
    if (all.length > before) { look.disconnect(); done([first / 1000, (performance.now() - start) / 1000]); }
  });
  look.observe(root, {childList: true, subtree: true, characterData: true});
  root.querySelector('.composer textarea').value = question;
  const start = performance.now();
  root.querySelector('.send').click();
})"""
_LOADED = "performance.getEntriesByType('resource').find(one => one.name.endsWith('widget.js')).responseEnd"


@contextmanager
def served(target: str | None) -> Iterator[str]:
    """The address of the server to measure."""
    if target:
        yield target
        return
    os.environ["ASSISTANT_WORKBENCH"] = "false"
    with tempfile.TemporaryDirectory() as folder:
        process, base, _ = start_server(Path(folder))
        try:
            yield base
        finally:
            process.terminate()
            process.wait()


def size_of(base: str) -> tuple[int, int]:
    """Bytes of the script as sent to a browser, and unpacked."""
    with httpx.stream("GET", f"{base}/widget.js", headers={"accept-encoding": "gzip"}) as reply:
        sent = sum(len(part) for part in reply.iter_raw())
    return sent, len(httpx.get(f"{base}/widget.js").content)


def timed(page: Page, questions: list[str]) -> list[tuple[float, float]]:
    """Seconds to first words and to the whole answer of each question, in conversations of a few turns."""
    found = []
    for number, question in enumerate(questions):
        if number % A_CONVERSATION == 0:
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.reload()
            page.locator("policy-assistant .launcher").click()
        first, whole = page.evaluate(_TIMED, question)
        found.append((first, whole))
    return found[WARM_UP:]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--target")
    parser.add_argument("--chromium", type=Path, default=Path("/usr/bin/chromium"))
    options = parser.parse_args()
    items = load_questions(DATASETS / "policy_qa.jsonl")
    questions = [item.question for item in items][: options.questions + WARM_UP]
    with served(options.target) as base, sync_playwright() as playwright:
        sent, unpacked = size_of(base)
        browser = playwright.chromium.launch(executable_path=options.chromium, args=list(FLAGS))
        page = browser.new_page(base_url=base)
        page.goto("/")
        loaded = float(page.evaluate(_LOADED))
        seconds = timed(page, questions)
        browser.close()
    print(f"widget.js with the words of both languages: {sent} bytes gzipped, {unpacked} unpacked")
    print(f"loaded {loaded:.0f} ms after the page was asked for")
    for name, values in zip(("first text", "whole answer"), zip(*seconds, strict=True), strict=True):
        p50, p95, _ = percentiles(values)
        print(f"click to {name:12s} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  ({len(values)} questions)")


if __name__ == "__main__":
    main()
