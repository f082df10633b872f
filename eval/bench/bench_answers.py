"""Speed of the doors: an answer on the server side, a cold ``assistant ask``, a server getting ready.

Usage::

    python -m eval.bench.bench_answers [--questions 300]

Every question differs: the questions of the evaluation set, each with a few varied endings. An answer is timed
over loopback and on the server's own clock (``Server-Timing``); an empty ``GET /healthz`` in the same run shows what
the road alone costs.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

import httpx

from eval.items import DATASETS, load_questions

_ENDINGS = ("", "？", "，谢谢", "，请说明", " 麻烦了")


def percentiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th percentile in milliseconds."""
    cuts = quantiles([s * 1000 for s in seconds], n=100)
    return cuts[49], cuts[94], cuts[98]


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(data_dir: Path) -> tuple[subprocess.Popen[bytes], str, float]:
    """Start ``assistant serve``; returns the process, its address and the seconds until it was ready."""
    port = free_port()
    environment = {**os.environ, "ASSISTANT_PORT": str(port), "ASSISTANT_DATA_DIR": str(data_dir)}
    start = time.perf_counter()
    command = [sys.executable, "-m", "assistant", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    while time.perf_counter() - start < 120:
        try:
            if httpx.get(f"{base}/readyz", timeout=1).status_code == 200:
                ready = time.perf_counter() - start
                # The workbench loads behind the door and takes a core for some seconds: what follows is not timed beside it.
                httpx.get(f"{base}/ui/", timeout=60, follow_redirects=True)
                return process, base, ready
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError("the server did not get ready within 120 s")


def server_seconds(response: httpx.Response) -> float:
    """What the server says that an answer took, in seconds."""
    return float(response.headers["server-timing"].partition("dur=")[2]) / 1000


def ask_all(base: str, count: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each answer, on the server's clock too, and of as many empty requests, after a warm-up."""
    items = load_questions(DATASETS / "policy_qa.jsonl")
    questions = [item.question + ending for ending in _ENDINGS for item in items][: count + 20]
    answers, inside, empty = [], [], []
    with httpx.Client(base_url=base, timeout=60) as client:
        for number, question in enumerate(questions):
            start = time.perf_counter()
            answer = client.post("/api/v1/ask", json={"question": question}).raise_for_status()
            middle = time.perf_counter()
            client.get("/healthz").raise_for_status()
            if number >= 20:
                answers.append(middle - start)
                inside.append(server_seconds(answer))
                empty.append(time.perf_counter() - middle)
    return answers, inside, empty


def cold_ask(data_dir: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of one ``assistant ask`` as a process of its own."""
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(data_dir)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "ask", "公示要几天"], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"assistant ask ended with {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--questions", type=int, default=300)
    count = parser.parse_args().questions
    with tempfile.TemporaryDirectory() as folder:
        process, base, ready = start_server(Path(folder))
        try:
            answers, inside, empty = ask_all(base, count)
        finally:
            process.terminate()
            process.wait()
        again, _, ready_again = start_server(Path(folder))
        again.terminate()
        again.wait()
        colds = [cold_ask(Path(folder)) for _ in range(3)]
    p50, p95, p99 = percentiles(answers)
    s50, s95, s99 = percentiles(inside)
    e50, e95, _ = percentiles(empty)
    print(
        f"POST /api/v1/ask      p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms  ({len(answers)} questions)"
    )
    print(f"  on the server       p50 {s50:6.1f} ms  p95 {s95:6.1f} ms  p99 {s99:6.1f} ms")
    print(f"GET /healthz          p50 {e50:6.1f} ms  p95 {e95:6.1f} ms  (the road alone)")
    print(
        f"cold assistant ask    {min(c[0] for c in colds):.2f} to {max(c[0] for c in colds):.2f} s, {max(c[1] for c in colds):.0f} MB"
    )
    print(f"server ready          {ready:.2f} s with an index to build, {ready_again:.2f} s without")


if __name__ == "__main__":
    main()
