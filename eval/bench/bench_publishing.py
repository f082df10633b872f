"""Publishing: from upload to answerable, questions asked meanwhile, and processes killed while they publish.

Usage::

    python -m eval.bench.bench_publishing [--uploads 5] [--kills 200]

The documents are invented, twenty pages of PDF each (needs reportlab, of the extra ``test``). A kill is SIGKILL of a
real ``assistant ingest`` at a random moment of its run; afterwards the data folder must load without a problem and a
question must be answered from the text before or the text after, whole.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

from assistant.assembly import build_assistant
from assistant.settings import Settings
from eval.bench.bench_answers import percentiles, server_seconds, start_server
from eval.items import DATASETS, load_questions

PAGES, LINES = 20, 34
_ARTICLES = PAGES * LINES // 4
_KEY = secrets.token_hex(16)
_ASKERS = 2


def measure(number: int, span: int) -> list[str]:
    """The lines of an invented measure; article 77 holds the span that is asked for."""
    head = [
        f"某州智能仓库第{number}类认定管理办法",
        f"某州工规〔2030〕{number}号",
        "各县工业主管部门：",
        "现将本办法印发给你们，请遵照执行。",
    ]
    body: list[str] = []
    for n in range(1, _ARTICLES + 1):
        matter = f"复核材料由县级主管部门在{span}个工作日内转报" if n == 77 else f"第{n}类设备应当登记造册"
        body += [
            f"第{n}条 智能仓库的{matter}，并由专人",
            "负责保存有关记录，记录保存期限不少于五",
            "年，主管部门可以随时查阅。",
        ]
    return [*head, *body, "某州工业局", "2030年5月1日"]


def as_pdf(lines: Sequence[str]) -> bytes:
    """The lines on pages, as the printers of authorities make them: text with a Chinese font of the reader."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    per_page = -(-len(lines) // PAGES)
    for start in range(0, len(lines), per_page):
        canvas.setFont("STSong-Light", 14)
        for row, line in enumerate(lines[start : start + per_page]):
            canvas.drawString(72, 780 - row * 26, line)
        canvas.drawCentredString(297, 30, f"— {start // per_page + 1} —")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@contextmanager
def asking(base: str, seconds: list[float], failures: list[int]) -> Iterator[None]:
    """Ask on and on, from several sides, until the block is done."""
    items = load_questions(DATASETS / "policy_qa.jsonl")
    stop = threading.Event()

    def ask_on(first: int) -> None:
        with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
            n = first
            while not stop.is_set():
                reply = client.post("/api/v1/ask", json={"question": items[n % len(items)].question})
                if reply.status_code == 200:
                    seconds.append(server_seconds(reply))
                else:
                    failures.append(reply.status_code)
                n += _ASKERS

    threads = [threading.Thread(target=ask_on, args=(n,)) for n in range(_ASKERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def bench_uploads(count: int) -> None:
    """Upload documents one after another while questions are being asked."""
    os.environ["ASSISTANT_ADMIN_KEYS"] = _KEY
    with tempfile.TemporaryDirectory() as folder:
        process, base, _ = start_server(Path(folder))
        try:
            _upload_all(base, count)
        finally:
            process.terminate()
            process.wait(30)


def _upload_all(base: str, count: int) -> None:
    quiet: list[float] = []
    meanwhile: list[float] = []
    failures: list[int] = []
    answerable: list[float] = []
    with asking(base, quiet, failures):
        time.sleep(10)
    with httpx.Client(base_url=base, timeout=120, trust_env=False) as client:
        alone = [_upload(client, 100 + n) for n in range(2)]
        with asking(base, meanwhile, failures):
            answerable += [_upload(client, n) for n in range(1, count + 1)]
    print(f"20-page PDF, upload to answerable, nobody else asking: {min(alone):.1f} to {max(alone):.1f} s")
    print(
        f"with {_ASKERS} askers without pause, {count} uploads: "
        f"median {median(answerable):.1f} s, slowest {max(answerable):.1f} s"
    )
    for name, seconds in (("before", quiet), ("meanwhile", meanwhile)):
        p50, p95, p99 = percentiles(seconds)
        print(f"answers {name}: {len(seconds)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms")
    print(f"answers that failed: {len(failures)}")


def _upload(client: httpx.Client, number: int) -> float:
    span = 10 + number % 80
    data = as_pdf(measure(number, span))
    start = time.perf_counter()
    reply = client.post(
        "/api/v1/documents",
        files={"file": (f"measure-{number}.pdf", data)},
        headers={"authorization": f"Bearer {_KEY}"},
    )
    reply.raise_for_status()
    question = f"某州智能仓库第{number}类的复核材料由县级主管部门在几个工作日内转报？"
    answer = client.post("/api/v1/ask", json={"question": question}).raise_for_status().json()
    took = time.perf_counter() - start
    if not any(f"{span}个工作日" in citation["quote"] for citation in answer["citations"]):
        raise RuntimeError(f"not answered from upload {number}: {answer['answer'][:200]}")
    return took


def bench_kills(count: int, seed: int) -> None:
    """Kill one ingest after another; count what each left."""
    chance, left = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        files = [Path(folder) / "old.pdf", Path(folder) / "new.pdf"]
        for file, span in zip(files, (11, 22), strict=True):
            file.write_bytes(as_pdf(measure(1, span)))
        _ingest(settings, files[0], "--id", "measure").wait()
        started = time.monotonic()
        _ingest(settings, files[1], "--replaces", "measure").wait()
        took = time.monotonic() - started
        before = _state(settings)
        while sum(left.values()) < count:
            running = _ingest(settings, files[0 if before == "new" else 1], "--replaces", "measure")
            time.sleep(took * chance.uniform(0.05, 1.0))
            running.kill()
            if running.wait() == 0:
                # It had ended by itself: no kill.
                before = _state(settings)
                continue
            after = _state(settings)
            left["corrupt" if after == "corrupt" else "unchanged" if after == before else "published"] += 1
            before = after if after != "corrupt" else before
            print(f"\r{sum(left.values())}/{count} {dict(left)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"{count} kills within {took:.1f} s: {dict(left)}; corrupt states: {left['corrupt']}")


def _ingest(settings: Settings, file: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "assistant", "ingest", str(file), *options]
    environ = {**os.environ, "ASSISTANT_DATA_DIR": str(settings.data_dir)}
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _state(settings: Settings) -> str:
    """Which of the two texts a fresh assistant answers from, if it is whole."""
    try:
        assistant = build_assistant(settings)
    except Exception as error:
        print(f"\ndoes not load: {error}", file=sys.stderr)
        return "corrupt"
    try:
        answer = assistant.ask("智能仓库的复核材料由县级主管部门在几个工作日内转报？")
        found = [
            name
            for name, span in (("old", 11), ("new", 22))
            if any(f"在{span}个工作日内" in citation.quote for citation in answer.citations)
        ]
        articles = sum(clause.kind == "article" for clause in assistant.library.document("measure").clauses)
        whole = articles == _ARTICLES and not assistant.library.problems and not assistant.warnings()
        return found[0] if whole and len(found) == 1 else "corrupt"
    finally:
        assistant.close()


def main() -> None:
    """Run what is asked for and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--uploads", type=int, default=5)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=6)
    chosen = parser.parse_args()
    if chosen.uploads:
        bench_uploads(chosen.uploads)
    if chosen.kills:
        bench_kills(chosen.kills, chosen.seed)


if __name__ == "__main__":
    main()
