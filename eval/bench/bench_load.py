"""Load: many users at once, every question different, one worker and two; and far too many.

Usage::

    python -m eval.bench.bench_load [--seconds 60] [--users 50] [--workers 1 2] [--crowd 500]
        [--database sqlite|postgres] [--store chroma|server] [--memory 100000]

Users ask anew as soon as they are answered; turned away, they come back when ``Retry-After`` says so, and in a second
run at once. Server, PostgreSQL, Chroma and client run on the same machine; the
processor time of each is told apart, and "CPU per answer" is that of server, database and vector store together.
A machine shared with others changes its speed by the hour: a fixed piece of work, done on all cores at once before and
behind each run, tells how fast it was, and CPU per answer is told in that unit as well.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from eval.items import DATASETS, load_questions
from eval.topology.deployment import Deployment, deployment
from eval.topology.processes import cpu_seconds, memory_mb

_OPENINGS = (
    "",
    "请问",
    "您好，",
    "麻烦问一下，",
    "想咨询一下：",
    "老师好，",
    "我想知道",
    "急，",
    "帮忙看看，",
    "再问一句，",
)
_ENDINGS = ("", "？", "，谢谢", "，请说明", " 麻烦了", "？多谢", "，请告知", "，盼复", "呢", "，详细点")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the users of one run saw.

    Attributes:
        seconds: How long the run took.
        accepted: Seconds of each answer.
        refused: Seconds of each 503 and 429.
        errors: Other statuses and lost connections.
        moments: When each answer came and what its status was, in seconds of the wall clock.
    """

    seconds: float
    accepted: Sequence[float]
    refused: Sequence[float]
    errors: int
    client_cpu_s: float
    moments: Sequence[tuple[float, float, int]]


def different_questions() -> Iterator[str]:
    """Questions without end, no two alike."""
    items = [item.question.rstrip("？?。") for item in load_questions(DATASETS / "policy_qa.jsonl")]
    for number in itertools.count():
        for opening, ending in itertools.product(_OPENINGS, _ENDINGS):
            for item in items:
                yield f"{opening}{item}{ending}" + (f"（第{number}次问）" if number else "")


def let_users_ask(
    port: int,
    users: int,
    seconds: float,
    *,
    most: int = 100_000,
    skip: int = 0,
    pause_s: float = 0,
    patient: bool = True,
) -> Seen:
    """Let users ask for some time, from a process of their own; the patient come back when they are told to."""
    asked = itertools.islice(different_questions(), skip, skip + most)
    bodies = "".join(json.dumps({"question": text}, ensure_ascii=False) + "\n" for text in asked)
    command = [sys.executable, "-m", "eval.bench.load_client", "--port", str(port), "--users", str(users)]
    command += ["--seconds", str(seconds), "--pause", str(pause_s), *(["--patient"] if patient else [])]
    done = subprocess.run(command, input=bodies.encode(), stdout=subprocess.PIPE, check=True)
    return seen_of(json.loads(done.stdout))


def seen_of(told: dict[str, object]) -> Seen:
    """What a client tells."""
    moments: list[tuple[float, float, int]] = [tuple(one) for one in told["seen"]]  # type: ignore[attr-defined]
    refused = (429, 503)
    other = sum(status != 200 and status not in refused for _, _, status in moments)
    return Seen(
        seconds=float(str(told["seconds"])),
        accepted=[took for _, took, status in moments if status == 200],
        refused=[took for _, took, status in moments if status in refused],
        errors=other + int(str(told["lost"])),
        client_cpu_s=float(str(told["cpu_s"])),
        moments=moments,
    )


def percentile(seconds: Sequence[float], share: int) -> float:
    """A percentile in milliseconds; 0 of too few."""
    return quantiles([s * 1000 for s in seconds], n=100)[share - 1] if len(seconds) > 1 else 0.0


_PATTERN = re.compile(r"(?:第[一二三四五六七八九十]+条|截止|公示)[^，。]{0,4}[吗呢]")
_TIMES, _STEPS = 40, 2000


def reference_ms() -> float:
    """Processor milliseconds of :func:`piece_of_work` while every core does it: cores may share what makes them fast."""
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:
        return median(pool.map(piece_of_work, range(cores)))


def piece_of_work(_: int = 0) -> float:
    """Processor milliseconds of a fixed piece of work of the kind that answers do: strings, patterns, dictionaries."""
    text = "申报截止之后补交材料还算数吗，" * 4
    took = []
    for _ in range(_TIMES):
        begun, counts = time.process_time(), dict[str, int]()
        for step in range(_STEPS):
            for place in range(0, len(text) - 1, 7):
                pair = text[place : place + 2]
                counts[pair] = counts.get(pair, 0) + step
            if _PATTERN.search(text) and "复审" not in text:
                counts["".join(sorted(counts))] = len(counts)
        took.append((time.process_time() - begun) * 1000)
    return median(took)


def used(running: Deployment) -> dict[str, float]:
    """Processor seconds so far, part by part."""
    return {name: cpu_seconds(pid) for name, pid in running.pids().items()}


def measure(running: Deployment, users: int, seconds: float, skip: int, patient: bool = True) -> str:
    """One run as a line of the table."""
    speed = reference_ms()
    before = used(running)
    memory = memory_mb(running.server.pid)
    seen = let_users_ask(running.server.port, users, seconds, skip=skip, patient=patient)
    spent = {name: cpu - before[name] for name, cpu in used(running).items()}
    count = max(len(seen.accepted), 1)
    speed = (speed + reference_ms()) / 2
    cost = sum(spent.values()) / count * 1000
    parts = ", ".join(f"{name} {cpu / count * 1000:.2f}" for name, cpu in spent.items())
    return (
        f"{users:5d} {'users' if patient else 'who press on'}  {len(seen.accepted) / seen.seconds:6.1f} answers/s  "
        f"p50 {percentile(seen.accepted, 50):6.0f}  p95 {percentile(seen.accepted, 95):6.0f}  "
        f"p99 {percentile(seen.accepted, 99):6.0f} ms  errors {seen.errors}  "
        f"refused {len(seen.refused)} (p50 {percentile(seen.refused, 50):.0f}, p99 {percentile(seen.refused, 99):.0f} ms)  "
        f"CPU per answer {cost:.2f} ms ({parts}), {cost / speed:.2f} of the reference's {speed:.2f} ms; client {seen.client_cpu_s / count * 1000:.2f}  "
        f"memory {memory:.0f} -> {memory_mb(running.server.pid):.0f} MB"
    )


def memory(running: Deployment, questions: int) -> str:
    """Resident memory after the first thousand questions, and as more come in."""
    told, asked = [], 0
    for until in sorted({1000, *(questions * share // 4 for share in (1, 2, 3, 4))}):
        seen = let_users_ask(running.server.port, 8, 3600, most=until - asked, skip=asked)
        asked = until
        told.append(f"{until}: {memory_mb(running.server.pid):.0f} MB ({seen.errors} errors)")
    return "memory after questions, every one different: " + ", ".join(told)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--crowd", type=int, default=500, help="0: leave the overload out")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--store", choices=["chroma", "server"], default="server")
    parser.add_argument("--memory", type=int, default=0, help="instead: so many questions to one worker")
    chosen = parser.parse_args()
    if chosen.memory:
        with (
            tempfile.TemporaryDirectory() as folder,
            deployment(Path(folder), workers=1, postgres=False, chroma=False, workbench=False) as running,
        ):
            print(memory(running, chosen.memory))
            return
    for workers in chosen.workers:
        with (
            tempfile.TemporaryDirectory() as folder,
            deployment(
                Path(folder),
                workers=workers,
                postgres=chosen.database == "postgres",
                chroma=chosen.store == "server",
                workbench=False,
            ) as running,
        ):
            let_users_ask(running.server.port, 4 * workers, 5, skip=90_000)
            print(f"{workers} worker(s), {chosen.database}, vectors: {chosen.store}")
            print("  " + measure(running, chosen.users, chosen.seconds, 0), flush=True)
            if chosen.crowd:
                print("  " + measure(running, chosen.crowd, chosen.seconds / 2, 40_000), flush=True)
                print("  " + measure(running, chosen.crowd, chosen.seconds / 2, 60_000, False), flush=True)


if __name__ == "__main__":
    main()
