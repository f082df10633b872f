"""Sheets of applicants: speed and memory, the same rules in zen-engine, equality with the scalar engine.

Usage::

    python -m eval.bench.bench_batch [--rows 100000] [--xlsx 20000] [--zen 20000] [--beside]
    python -m eval.bench.bench_batch --equal 1000000

The sheets are judged by the command ``assistant batch`` in processes of its own; their processor time is what the
system tells, their memory is looked at ten times a second; ``--beside`` asks questions of a server alone and while it judges a sheet.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import psutil

from assistant.documents.library import load_library
from assistant.eligibility import Checker, Scheme, load_checker
from assistant.eligibility.batch.columns import columns_of, make_table
from assistant.eligibility.batch.kleene import OUTCOMES
from assistant.eligibility.batch.twin import VERDICTS, judge, lacking_facts
from assistant.wording import corpus_folder
from eval.bench.applicant_sheets import likely_applicants, write_csv, write_xlsx
from eval.bench.applicants import applicants

_DAY = date(2025, 5, 20)
_DAYS = (date(2023, 4, 1), date(2024, 2, 29), _DAY, date(2026, 11, 21))
_SCHEME, _ZEN_SCHEME = "cq-green-factory", "cq-gradient-cultivation"
_CHUNK = 2_000
_LOOK_EVERY_S = 0.1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--xlsx", type=int, default=20_000)
    parser.add_argument("--zen", type=int, default=20_000)
    parser.add_argument("--equal", type=int, default=0, metavar="CELLS")
    parser.add_argument("--beside", action="store_true")
    chosen = parser.parse_args()
    checker = load_checker(corpus_folder() / "schemes", load_library(corpus_folder()))
    if chosen.equal:
        sys.exit(compare(checker, chosen.equal))
    with tempfile.TemporaryDirectory() as folder:
        if chosen.beside:
            return beside(checker.scheme(_SCHEME), chosen.rows, Path(folder))
        for count, kind in ((chosen.rows, "csv"), (chosen.xlsx, "xlsx")):
            if count:
                judge_sheet(checker.scheme(_SCHEME), count, kind, Path(folder))
    if chosen.zen:
        against_zen(checker, chosen.zen)
    return None


def judge_sheet(scheme: Scheme, count: int, kind: str, folder: Path) -> None:
    """Time and memory of one sheet from file to file."""
    source, target = folder / f"in.{kind}", folder / f"out.{kind}"
    (write_csv if kind == "csv" else write_xlsx)(source, scheme, count, _DAY)
    command = [sys.executable, "-m", "assistant", "batch", scheme.id, str(source), str(target)]
    start = time.perf_counter()
    peak = 0
    with (folder / "told").open("wb") as told:
        process = subprocess.Popen([*command, "--as-of", str(_DAY), "--json"], stdout=told)
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, memory_of(process.pid))
            time.sleep(_LOOK_EVERY_S)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"assistant batch failed: {status}")
    summary = json.loads((folder / "told").read_bytes())
    cpu, failed = used.ru_utime + used.ru_stime, sum(summary["failed"].values())
    print(
        f"{kind:4s} {summary['rows']:,} rows ({source.stat().st_size / 2**20:.0f} MB in, "
        f"{target.stat().st_size / 2**20:.0f} MB out), {failed:,} failed criteria, each with its reason: "
        f"{wall:.1f} s ({count / wall:,.0f} rows/s), {cpu:.1f} s of CPU ({count / cpu:,.0f} rows/s), "
        f"peak {peak / 2**20:.0f} MB in all its processes"
    )


def memory_of(pid: int) -> int:
    """Bytes that a process and those below it hold at this moment; what they share counts once."""
    total = 0
    with contextlib.suppress(psutil.Error):
        one = psutil.Process(pid)
        for process in (one, *one.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
    return total


def against_zen(checker: Checker, count: int) -> None:
    """The same applicants, the same rules: zen-engine, the scalar engine, the vectorised one."""
    import zen

    from eval.bench.zen_rules import decision_of

    scheme = checker.scheme(_ZEN_SCHEME)
    rows = list(likely_applicants(scheme, count, _DAY))
    decision = zen.ZenEngine().create_decision(decision_of(scheme))
    context = [{name: row.get(name) for name in scheme.facts} for row in rows]
    zen_s, theirs = timed(lambda: [decision.evaluate(row)["result"]["verdict"] for row in context])

    def vectorised() -> list[int]:
        table = make_table(scheme.facts, columns_of(scheme.facts, rows), _DAY, count)
        verdicts: list[int] = judge(scheme, table).verdict.tolist()
        return verdicts

    ours_s, ours = timed(vectorised)
    few = rows[: count // 20]
    scalar_s, _ = timed(lambda: [checker.check(scheme.id, row, _DAY).verdict for row in few])
    if theirs != ours:
        raise SystemExit("zen-engine and the vectorised engine differ: the rules are not the same")
    print(
        f"{scheme.id}, {count:,} applicants, verdicts equal: zen-engine {count / zen_s:,.0f}/s, "
        f"vectorised {count / ours_s:,.0f}/s ({zen_s / ours_s:.1f} times as fast; facts read from the wire included), "
        f"whole reports one by one {len(few) / scalar_s:,.0f}/s"
    )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, and what came of it: other work on the machine is not counted."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def compare(checker: Checker, cells: int) -> int:
    """Both engines on so many random cells over all schemes and several days; 1 where they differ."""
    seen = rows = criteria = differing = seed = 0
    spent = {"vectorised": 0.0, "scalar": 0.0}
    while seen < cells:
        for scheme in checker.schemes:
            for day in _DAYS:
                made = list(applicants(scheme, _CHUNK // len(_DAYS), day, seed=seed))
                seed += 1
                differing += _differing(checker, scheme, made, day, spent)
                rows += len(made)
                criteria += len(made) * len(scheme.criteria)
                seen += sum(map(len, made))
    print(
        f"{seen:,} cells of {rows:,} applicants of {len(checker.schemes)} schemes on {len(_DAYS)} days: "
        f"{criteria:,} outcomes, {rows:,} verdicts and lists of missing facts compared, {differing} differ; "
        f"CPU {spent['vectorised']:.1f} s vectorised, {spent['scalar']:.1f} s scalar (whole reports)"
    )
    return 1 if differing else 0


def _differing(
    checker: Checker, scheme: Scheme, made: list[dict[str, Any]], day: date, spent: dict[str, float]
) -> int:
    start = time.process_time()
    judgements = judge(scheme, make_table(scheme.facts, columns_of(scheme.facts, made), day, len(made)))
    lacking = lacking_facts(judgements)
    middle = time.process_time()
    outcomes = {name: found.outcome.tolist() for name, found in judgements.findings.items()}
    differing = 0
    for row, facts in enumerate(made):
        report = checker.check(scheme.id, facts, day)
        found = {name: OUTCOMES[codes[row]] for name, codes in outcomes.items()}
        verdict = VERDICTS[judgements.verdict[row]]
        differing += (
            found != {result.id: result.outcome for result in report.criteria}
            or (verdict != report.verdict and not report.newer_rounds)
            or lacking[row] != tuple(spec.name for spec in report.missing_facts)
        )
    spent["vectorised"] += middle - start
    spent["scalar"] += time.process_time() - middle
    return differing


def beside(scheme: Scheme, count: int, folder: Path) -> None:
    """Questions asked of a server alone, then while it judges a sheet."""
    from eval.bench.bench_answers import percentiles, start_server

    source = folder / "in.csv"
    write_csv(source, scheme, count, _DAY)
    process, base, _ = start_server(folder / "data")
    try:
        with httpx.Client(base_url=base, timeout=120) as client:
            _ask(client, 20)
            alone = _ask(client, 200)
            with source.open("rb") as file:
                sent = client.post(
                    f"/api/v1/schemes/{scheme.id}/batch",
                    files={"file": ("in.csv", file)},
                    data={"as_of": str(_DAY)},
                ).raise_for_status()
            url, meanwhile, start = sent.headers["location"], [], time.perf_counter()
            while client.get(url).json()["state"] in ("waiting", "running"):
                meanwhile += _ask(client, 5)
            took = time.perf_counter() - start
            job = client.get(url).json()
            client.delete(url)
    finally:
        process.terminate()
        process.wait()
    for name, seconds in (
        ("alone", alone),
        (f"beside a job of {job['done']:,} rows ({took:.0f} s)", meanwhile),
    ):
        p50, p95, p99 = percentiles(seconds)
        print(
            f"questions {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms ({len(seconds)} asked)"
        )


def _ask(client: httpx.Client, times: int) -> list[float]:
    seconds = []
    for number in range(times):
        start = time.perf_counter()
        question = {"question": f"绿色工厂认定公示几天？第{number}问"}
        client.post("/api/v1/ask", json=question).raise_for_status()
        seconds.append(time.perf_counter() - start)
    return seconds


if __name__ == "__main__":
    main()
