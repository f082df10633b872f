"""Several processes behind one port: they share conversations, and one that dies is replaced unnoticed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from assistant.cli import run
from eval.topology.processes import free_port, wait_until
from eval.topology.server import Server
from tests.publishing.made import MEASURE, NOTICE, folder_of


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers over an invented library; nobody answers at the address of the vector store."""
    folder = tmp_path_factory.mktemp("workers")
    settings = {
        "DATA_DIR": folder / "data",
        "CORPUS_DIR": folder_of(folder / "corpus", measure=MEASURE, notice_2031=NOTICE),
        "WORKERS": 2,
        "VECTOR_STORE": f"chroma+http://127.0.0.1:{free_port()}",
    }
    started = Server(settings, folder / "log")
    try:
        started.start()
        yield started
    finally:
        started.stop()


def asked(server: Server, session_id: str | None) -> httpx.Response:
    """One question over a connection of its own: the kernel picks the worker."""
    body = {"question": "什么时候报送推荐材料？", "session_id": session_id}
    return httpx.post(f"{server.url}/api/v1/ask", json=body, timeout=30, trust_env=False)


def test_both_workers_answer_in_one_conversation(server: Server) -> None:
    workers = server.workers()
    before = [sum(worker.cpu_times()[:2]) for worker in workers]
    session_id = asked(server, None).raise_for_status().json()["session_id"]
    for _ in range(24):
        assert asked(server, session_id).raise_for_status().json()["session_id"] == session_id
    after = [sum(worker.cpu_times()[:2]) for worker in workers]
    assert len(workers) == 2
    assert all(late > early for early, late in zip(before, after, strict=True)), "one worker did all the work"


def test_a_worker_that_is_killed_is_replaced_and_nobody_is_turned_away(server: Server) -> None:
    victim, other = server.workers()
    session_id = asked(server, None).json()["session_id"]
    victim.send_signal(signal.SIGKILL)
    psutil.wait_procs([victim], 10)
    statuses = set()

    def whole() -> bool:
        statuses.add(asked(server, session_id).status_code)
        return {one.pid for one in server.workers()} - {victim.pid, other.pid} != set()

    wait_until(whole, 60, "another worker")
    assert statuses == {200}
    assert other.is_running()


def test_a_port_is_not_shared_with_strangers(server: Server) -> None:
    second = Server(
        {"PORT": server.port, "WORKERS": 2, "VECTOR_STORE": "chroma+http://127.0.0.1:9"},
        server.log.with_name("second"),
    )
    with pytest.raises(RuntimeError, match="Address already in use"):
        second.start()


def test_workers_end_with_the_process_that_started_them(server: Server) -> None:
    workers = server.workers()
    os.kill(server.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(workers, 30)
    assert alive == []
    with pytest.raises(httpx.TransportError):
        asked(server, None)


def test_an_embedded_store_is_refused_with_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    assert run(["serve", "--workers", "2", "--port", str(free_port())]) == 2
    assert "chroma+http://127.0.0.1:8000" in capsys.readouterr().err


def test_workers_that_cannot_start_say_why_and_end(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ASSISTANT_DATA_DIR": str(tmp_path),
        "ASSISTANT_CORPUS_DIR": str(tmp_path / "none"),
        "ASSISTANT_WORKERS": "2",
        "ASSISTANT_PORT": str(free_port()),
        "ASSISTANT_VECTOR_STORE": "chroma+http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "serve"],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "ASSISTANT_CORPUS_DIR" in done.stderr.decode()
