"""The faults of ``bench_faults``: each is brought about for real, under light load, and mended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import httpx
import psutil
from sqlalchemy import create_engine, text

from eval.bench.bench_load import Seen, different_questions, seen_of
from eval.topology.deployment import ADMIN_KEY, Deployment, deployment
from eval.topology.processes import wait_until
from eval.topology.server import Server

USERS, PAUSE_S, BEFORE_S, DURING_S, AFTER_S = 4, 0.1, 3.0, 6.0, 6.0
SPARE_MB = 24
KEY = {"authorization": f"Bearer {ADMIN_KEY}"}
NOTICE = """某市工业局关于开展2031年度{subject}企业申报工作的通知
某工节〔2031〕{number}号
各区县工业主管部门：
现就有关事项通知如下。
一、申报条件
（一）在本市注册并具有独立法人资格。
二、申报时间
请各区县于2031年8月20日前将推荐材料报送市工业局。
某市工业局
2031年3月1日
"""


@dataclass(kw_only=True)
class Outcome:
    """One line of the table.

    Attributes:
        recovered_s: Seconds from the mending (or, where nobody mends, from the fault) until all is as before.
        lost: What was acknowledged and is not there; None where nothing was to be kept.
    """

    fault: str
    seen: Seen | None = None
    saw: list[str] = field(default_factory=list)
    recovered_s: float | None = None
    lost: int | None = None

    def line(self) -> str:
        """As the table prints it."""
        saw = [*self._load(), *self.saw]
        recovered = "-" if self.recovered_s is None else f"{self.recovered_s:.1f}"
        return (
            f"| {self.fault} | {'; '.join(saw)} | {recovered} | {'-' if self.lost is None else self.lost} |"
        )

    def _load(self) -> Iterator[str]:
        if self.seen:
            slowest = max(self.seen.accepted, default=0)
            yield f"{len(self.seen.accepted)} answered, slowest {slowest:.1f} s"
            yield f"{len(self.seen.refused)} told to come later, {self.seen.errors} failed"


@contextmanager
def under_load(server: Server, seconds: float) -> Iterator[Callable[[], Seen]]:
    """Users who ask meanwhile; what is yielded waits for them and tells what they saw."""
    bodies = "".join(
        json.dumps({"question": one}, ensure_ascii=False) + "\n"
        for one in islice(different_questions(), 20_000)
    )
    command = [
        sys.executable,
        "-m",
        "eval.bench.load_client",
        "--port",
        str(server.port),
        "--users",
        str(USERS),
    ]
    command += ["--seconds", str(seconds), "--pause", str(PAUSE_S), "--patient"]
    client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    found: list[bytes] = []
    reading = threading.Thread(target=lambda: found.append(client.communicate(bodies.encode())[0]))
    reading.start()

    def seen() -> Seen:
        reading.join()
        return seen_of(json.loads(found[0]))

    try:
        yield seen
    finally:
        reading.join()


def rows(url: str, table: str = "answers") -> int:
    """How many rows a table of the database holds."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
    finally:
        engine.dispose()


def warnings(server: Server) -> list[str]:
    """What the server says is not as it should be; a server that says nothing counts as one that is not."""
    try:
        found = httpx.get(f"{server.url}/readyz", timeout=10, trust_env=False)
        return [str(one) for one in found.json()["warnings"]]
    except (httpx.TransportError, ValueError, KeyError):
        return ["away"]


def all_well(server: Server) -> bool:
    """Whether every worker has nothing to complain of: each look may reach another."""
    return not any(warnings(server) for _ in range(8))


def broken_and_mended(
    running: Deployment, outcome: Outcome, break_: Callable[[], object], mend: Callable[[], object], url: str
) -> Outcome:
    """Break something under load, mend it, wait until all is well, and count what was kept."""
    before = rows(url)
    with under_load(running.server, BEFORE_S + DURING_S + AFTER_S) as seen:
        time.sleep(BEFORE_S)
        break_()
        time.sleep(DURING_S)
        outcome.saw += [f"said: {one[:60]}…" for one in warnings(running.server)[:1]]
        mend()
        outcome.recovered_s = wait_until(lambda: all_well(running.server), 60, "recovery")
        outcome.seen = seen()
    wait_until(lambda: all_well(running.server), 60, "recovery")
    outcome.lost = max(before + len(outcome.seen.accepted) - rows(url), 0)
    return outcome


def worker_killed(running: Deployment, url: str) -> Outcome:
    """Kill -9 of one of two workers."""
    outcome, before = Outcome(fault="kill -9 of a worker under load"), rows(url)
    with under_load(running.server, BEFORE_S + DURING_S + AFTER_S) as seen:
        time.sleep(BEFORE_S)
        victim = running.server.workers()[0]
        victim.kill()
        log_before = running.server.log.stat().st_size
        outcome.recovered_s = wait_until(
            lambda: (
                len({one.pid for one in running.server.workers()} - {victim.pid}) == 2
                and all(
                    one.cpu_times().user > 1 and one.net_connections() for one in running.server.workers()
                )
            ),
            60,
            "another worker",
        )
        outcome.seen = seen()
    outcome.saw.append(f"{running.server.log.stat().st_size - log_before} bytes in the log")
    outcome.lost = max(before + len(outcome.seen.accepted) - rows(url), 0)
    return outcome


def exchanged(running: Deployment, url: str) -> Outcome:
    """SIGHUP: every worker is exchanged, one after another."""
    outcome, before = Outcome(fault="workers exchanged (SIGHUP) under load"), rows(url)
    old = {one.pid for one in running.server.workers()}
    with under_load(running.server, BEFORE_S + 4 * DURING_S) as seen:
        time.sleep(BEFORE_S)
        os.kill(running.server.pid, signal.SIGHUP)
        outcome.recovered_s = wait_until(
            lambda: not old & {one.pid for one in running.server.workers()}, 120, "the exchange"
        )
        outcome.seen = seen()
    outcome.lost = max(before + len(outcome.seen.accepted) - rows(url), 0)
    return outcome


def database_gone(running: Deployment, url: str) -> Outcome:
    """PostgreSQL crashes and is started again."""
    assert running.postgres is not None
    server = running.postgres
    outcome = Outcome(fault=f"PostgreSQL crashes, back after {DURING_S:.0f} s")
    return broken_and_mended(running, outcome, lambda: server.stop(signal.SIGQUIT), server.start, url)


def database_frozen(running: Deployment, url: str) -> Outcome:
    """PostgreSQL hangs: it takes connections and answers nothing."""
    assert running.postgres is not None
    pids = [running.postgres.pid]

    def everybody(number: signal.Signals) -> None:
        below = [one.pid for one in psutil.Process(pids[0]).children(recursive=True)]
        for pid in [*pids, *below]:
            os.kill(pid, number)

    outcome = Outcome(fault=f"PostgreSQL hangs for {DURING_S:.0f} s")
    return broken_and_mended(
        running, outcome, lambda: everybody(signal.SIGSTOP), lambda: everybody(signal.SIGCONT), url
    )


def chroma_gone(running: Deployment, url: str) -> Outcome:
    """The Chroma server is killed and started again."""
    assert running.chroma is not None
    server = running.chroma
    outcome = Outcome(fault=f"Chroma server killed, back after {DURING_S:.0f} s")
    return broken_and_mended(running, outcome, lambda: server.stop(signal.SIGKILL), server.start, url)


def two_ingests(running: Deployment, url: str) -> Outcome:
    """The same notice twice and another one, published at once over HTTP."""
    outcome, statuses = Outcome(fault="two ingests of one file and one of another at once"), list[int]()

    def publish(subject: str, number: int) -> None:
        body = NOTICE.format(subject=subject, number=number).encode()
        found = httpx.post(
            f"{running.server.url}/api/v1/documents",
            headers=KEY,
            files={"file": (f"{subject}.txt", body)},
            timeout=120,
            trust_env=False,
        )
        statuses.append(found.status_code)

    told = [("节水", 12), ("节水", 12), ("节材", 13)]
    threads = [threading.Thread(target=publish, args=one) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    start = time.perf_counter()
    wait_until(
        lambda: all(_documents(running.server) == 7 for _ in range(8)), 60, "the documents on all workers"
    )
    outcome.recovered_s = time.perf_counter() - start
    outcome.saw.append(f"statuses {sorted(statuses)}: one of the two alike refused as already there")
    outcome.lost = 3 - 1 - sorted(statuses).count(201)
    return outcome


def _documents(server: Server) -> int:
    return int(httpx.get(f"{server.url}/readyz", timeout=10, trust_env=False).json()["documents"])


@contextmanager
def alone(folder: Path, settings: Mapping[str, object]) -> Iterator[Server]:
    """One process with SQLite and embedded vectors."""
    folder.mkdir(parents=True, exist_ok=True)
    with deployment(
        folder, workers=1, postgres=False, chroma=False, workbench=False, settings=settings
    ) as running:
        yield running.server


def disk_full(folder: Path) -> Outcome:
    """The data folder lies on a small disk, which is filled up and cleared again."""
    outcome = Outcome(fault=f"disk full for {DURING_S:.0f} s (tmpfs of 96 MB, SQLite)")
    disk = folder / "disk"
    disk.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        outcome.saw.append("left out: mounting is not allowed here")
        return outcome
    with ExitStack() as stack:
        stack.callback(subprocess.run, ["umount", "-l", str(disk)], check=False)
        server = stack.enter_context(alone(folder, {"DATA_DIR": disk / "data"}))
        url = f"sqlite:///{disk / 'data' / 'records.sqlite3'}"
        running = Deployment(server=server, postgres=None, chroma=None, workbench=None)
        filler = disk / "filler"

        def fill() -> None:
            with suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(bytes(4096)):
                    pass

        result = broken_and_mended(running, outcome, fill, filler.unlink, url)
        fill()
        body = NOTICE.format(subject="节地", number=14).encode()
        reply = httpx.post(
            f"{server.url}/api/v1/documents", headers=KEY, files={"file": ("x.txt", body)}, timeout=60
        )
        filler.unlink()
        result.saw.append(
            f"publishing meanwhile: {reply.status_code}, {_documents(server)} documents as before"
        )
        return result


def model_hangs(folder: Path) -> Outcome:
    """An endpoint that takes the request and never answers."""
    outcome = Outcome(fault="LLM endpoint takes requests and never answers (3 s allowed)")
    with socket.create_server(("127.0.0.1", 0), backlog=128) as endpoint:
        settings = {
            "LLM": "openai:hanging",
            "LLM_BASE_URL": f"http://127.0.0.1:{endpoint.getsockname()[1]}/v1",
            "LLM_API_KEY": "none",
            "LLM_SECONDS": 3,
        }
        with alone(folder, settings) as server, under_load(server, 2 * DURING_S) as seen:
            slowest = 0.0
            for _ in range(20):
                start = time.perf_counter()
                httpx.get(f"{server.url}/healthz", timeout=10, trust_env=False)
                slowest = max(slowest, time.perf_counter() - start)
                time.sleep(0.4)
            outcome.seen = seen()
    outcome.saw.append(
        f"deterministic answers in its place; /healthz meanwhile at most {slowest * 1000:.0f} ms"
    )
    outcome.recovered_s = 0.0
    return outcome


def corrupt_index(folder: Path) -> Outcome:
    """Every file of the index is overwritten while the server is down."""
    outcome = Outcome(fault="index files overwritten with rubbish, then a start")
    with alone(folder, {}) as server:
        passages = httpx.get(f"{server.url}/readyz", trust_env=False).json()["passages"]
    files = [one for one in (folder / "data" / "index").rglob("*") if one.is_file() and one.stat().st_size]
    for file in files:
        file.write_bytes(b"rubbish" * 100)
    start = time.perf_counter()
    with alone(folder, {}) as server:
        outcome.recovered_s = time.perf_counter() - start
        ready = httpx.get(f"{server.url}/readyz", trust_env=False).json()
    outcome.saw.append(
        f"{len(files)} files; ready with {ready['passages']} of {passages} passages, said: {[one[:60] for one in ready['warnings']]}"
    )
    outcome.lost = passages - ready["passages"]
    return outcome


def batch_killed(folder: Path) -> Outcome:
    """What the kernel does to a batch that takes too much memory: its process is killed."""
    outcome = Outcome(fault="process of a large batch killed (as for want of memory)")
    with (
        alone(folder, {}) as server,
        httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client,
    ):
        scheme = client.get("/api/v1/schemes").json()["schemes"][0]["id"]
        template = client.get(f"/api/v1/schemes/{scheme}/template", params={"format": "csv"}).text
        head = template.splitlines()[0]
        sheet = "\n".join([head, *(f"第{n}公司" + "," * head.count(",") for n in range(60_000))]).encode()
        reply = client.post(f"/api/v1/schemes/{scheme}/batch", files={"file": ("x.csv", sheet)})
        job = reply.headers["location"]
        with under_load(server, DURING_S) as seen:
            for one in psutil.Process(server.pid).children(recursive=True):
                if "assistant.eligibility.batch.worker" in one.cmdline():
                    one.kill()
            start = time.perf_counter()
            wait_until(lambda: client.get(job).json()["state"] == "failed", 30, "the job's end")
            outcome.recovered_s = time.perf_counter() - start
            outcome.seen = seen()
        told = client.get(job).json()
        outcome.saw.append(f"the job says: {told.get('detail') or told.get('code')}")
    return outcome


def memory_short(folder: Path) -> Outcome:
    """The server may take hardly more memory than it has, while people ask and a large sheet comes in."""
    outcome = Outcome(fault=f"memory limit {SPARE_MB} MB above what the server holds, for {DURING_S:.0f} s")
    with alone(folder, {}) as server:
        process, url = psutil.Process(server.pid), f"sqlite:///{folder / 'data' / 'records.sqlite3'}"
        running = Deployment(server=server, postgres=None, chroma=None, workbench=None)
        unbound = process.rlimit(psutil.RLIMIT_AS)
        statuses: list[int] = []

        def bind() -> None:
            process.rlimit(psutil.RLIMIT_AS, (process.memory_info().vms + SPARE_MB * 2**20, unbound[1]))
            file = {"file": ("x.txt", ("节水企业名单。\n" * 800_000).encode())}
            reply = httpx.post(f"{server.url}/api/v1/documents", headers=KEY, files=file, timeout=60)
            statuses.append(reply.status_code)

        result = broken_and_mended(
            running, outcome, bind, lambda: process.rlimit(psutil.RLIMIT_AS, unbound), url
        )
        result.saw.append(f"a document of 18 MB meanwhile: {statuses}")
        return result


def clock_jumps(folder: Path, library: Path | None) -> Outcome:
    """The clock goes forty days ahead and back while people ask."""
    outcome = Outcome(fault="clock forty days ahead for some seconds, then back")
    if library is None:
        outcome.saw.append("left out: name libfaketime by --faketime FILE")
        return outcome
    stamp = folder / "faketime"
    folder.mkdir(parents=True)
    stamp.write_text("+0")
    os.environ.update(
        LD_PRELOAD=str(library),
        FAKETIME_TIMESTAMP_FILE=str(stamp),
        FAKETIME_CACHE_DURATION="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )
    try:
        with alone(folder, {}) as server:
            for name in (
                "LD_PRELOAD",
                "FAKETIME_TIMESTAMP_FILE",
                "FAKETIME_CACHE_DURATION",
                "FAKETIME_DONT_FAKE_MONOTONIC",
            ):
                os.environ.pop(name)
            running = Deployment(server=server, postgres=None, chroma=None, workbench=None)
            ask = {"question": "公示几天"}
            session = httpx.post(f"{server.url}/api/v1/ask", json=ask, timeout=30).json()["session_id"]
            url = f"sqlite:///{folder / 'data' / 'records.sqlite3'}"
            result = broken_and_mended(
                running, outcome, lambda: stamp.write_text("+40d"), lambda: stamp.write_text("+0"), url
            )
            again = httpx.post(f"{server.url}/api/v1/ask", json={**ask, "session_id": session}, timeout=30)
            result.saw.append(f"a conversation from before goes on: {again.status_code}")
            return result
    finally:
        os.environ.pop("LD_PRELOAD", None)
