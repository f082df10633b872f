"""Several processes behind one port: started, looked after, replaced when they die, exchanged one after another.

Each worker listens on a socket of its own (``SO_REUSEPORT``), among which the kernel shares out the callers evenly;
on one socket of all, the first to wake would take most connections and keep them. Where the system cannot
do that, all listen on the same socket.

SIGTERM and SIGINT end all in good order; SIGHUP exchanges them one by one, so that a new version is put to use
without a gap.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from assistant.errors import SettingsError
from assistant.service.balance import PLACE, SHARES, make_shares
from assistant.service.observing.logs import log_lines
from assistant.service.observing.sharing import FOLDER, share_figures
from assistant.service.ports import LISTENING, address_of, hold_port, shares_ports
from assistant.settings import PREFIX, Settings
from assistant.wording import words

log = logging.getLogger(__name__)

READY = b"ready\n"
"""What a worker says once it serves."""
_SHARES_FILE = "shares"
_LOOK_S = 0.1
_LONGEST_PAUSE_S = 30.0
_START_S = 300.0
_END_S = 15.0


def serve_workers(settings: Settings) -> None:
    """Serve with several processes until told to end; prints the address when all answer.

    Raises:
        SettingsError: The address cannot be listened on, or the workers cannot start.
    """
    refuse_embedded(settings)
    log_lines(settings.log_level, settings.log_format)
    with hold_port(settings) as listening:
        Crew(settings, listening).run(lambda: _say_ready(settings))


def _say_ready(settings: Settings) -> None:
    sys.stdout.write(
        words("cli")["serve"]["ready_workers"].format(address=address_of(settings), count=settings.workers)
    )
    sys.stdout.write("\n")
    sys.stdout.flush()


class Worker:
    """One process that serves; it ends in good order when its standard input does, whoever closes it."""

    def __init__(self, environment: Mapping[str, str], listening: socket.socket | None) -> None:
        passed = (listening.fileno(),) if listening else ()
        told = {LISTENING: str(passed[0])} if passed else {}
        self.ready = threading.Event()
        self.began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.service.worker"],
            env={**environment, **told},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=passed,
            # Ctrl+C goes to the whole group of a terminal; the workers are told by this process alone.
            start_new_session=True,
        )
        threading.Thread(target=self._listen, name="worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """Its exit status, None while it runs."""
        return self._process.poll()

    def ask_to_end(self) -> None:
        """Have it finish what is under way and end."""
        if self.ended is None:
            self._process.terminate()

    def end(self, seconds: float) -> None:
        """Wait until it has ended; make it end when it takes longer."""
        self.ask_to_end()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            log.warning("worker %d did not end within %.0f s and is killed", self.pid, seconds)
            self._process.kill()
            self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == READY:
                self.ready.set()


class Crew:
    """All workers of a server.

    Args:
        settings: How many, and how long one may take to end.
        listening: Holds the port.
    """

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._count, self._seconds = settings.workers, settings.shutdown_seconds + _END_S
        self._shared = None if shares_ports() else listening
        self._environment = _environment(settings)
        if shares_ports():
            shares = Path(self._environment[FOLDER]) / _SHARES_FILE
            make_shares(shares, self._count)
            self._environment[SHARES] = str(shares)
        self._workers: list[Worker] = []
        self._failures, self._retry_at, self._was_ready = 0, 0.0, False
        self._ending, self._exchanging = threading.Event(), threading.Event()

    def run(self, when_ready: Callable[[], object]) -> None:
        """Serve until told to end; calls ``when_ready`` once all workers answer.

        Raises:
            SettingsError: The first workers cannot start; they have said why.
        """
        before = {one: signal.signal(one, self._told) for one in _signals()}
        self._workers = [self._new(place) for place in range(self._count)]
        try:
            while not self._ending.wait(_LOOK_S):
                self._look()
                if not self._was_ready and all(worker.ready.is_set() for worker in self._workers):
                    self._was_ready = True
                    when_ready()
                if self._exchanging.is_set():
                    self._exchanging.clear()
                    self._exchange()
        finally:
            for worker in self._workers:
                worker.ask_to_end()
            for worker in self._workers:
                worker.end(self._seconds)
            for one, handler in before.items():
                signal.signal(one, handler)

    def _look(self) -> None:
        for place, worker in enumerate(self._workers):
            if worker.ready.is_set():
                self._failures = 0
            if worker.ended is None:
                continue
            if not self._was_ready and not worker.ready.is_set():
                raise SettingsError(f"工作进程未能启动（退出码 {worker.ended}）：原因见上方日志。")
            self._replace(place, worker)

    def _replace(self, place: int, worker: Worker) -> None:
        """Put another in the place of a dead one: at once, or after a pause where it never got to serve."""
        now = time.monotonic()
        if not worker.ready.is_set() and not self._retry_at:
            self._failures += 1
            self._retry_at = now + min(2.0**self._failures, _LONGEST_PAUSE_S)
        if now < self._retry_at:
            return
        self._retry_at = 0.0
        log.warning("worker %d ended with %s and is replaced", worker.pid, worker.ended)
        worker.end(0)
        self._workers[place] = self._new(place)

    def _exchange(self) -> None:
        """One after another: the new one serves before the old one ends."""
        for place, old in enumerate(self._workers):
            new = self._new(place)
            while not new.ready.wait(_LOOK_S):
                late = time.monotonic() - new.began > _START_S
                if new.ended is not None or late or self._ending.is_set():
                    new.end(self._seconds)
                    log.warning("a new worker did not get ready; the others go on as they are")
                    return
            self._workers[place] = new
            old.end(self._seconds)

    def _new(self, place: int) -> Worker:
        return Worker({**self._environment, PLACE: str(place)}, self._shared)

    def _told(self, number: int, _frame: FrameType | None) -> None:
        if number == getattr(signal, "SIGHUP", None):
            self._exchanging.set()
        else:
            self._ending.set()


def refuse_embedded(settings: Settings) -> None:
    """Several processes on one embedded vector store would damage it.

    Raises:
        SettingsError: There are several workers, and the store lives inside a process.
    """
    if settings.workers > 1 and "+http" not in settings.vector_store:
        raise SettingsError(
            f"ASSISTANT_WORKERS={settings.workers} 需要各进程共用的向量库，而 ASSISTANT_VECTOR_STORE={settings.vector_store} "
            "是嵌入式的：请启动 chroma run --path 目录 --port 8000，并设置 "
            "ASSISTANT_VECTOR_STORE=chroma+http://127.0.0.1:8000；或设置 ASSISTANT_WORKERS=1。"
        )


def _environment(settings: Settings) -> dict[str, str]:
    """What the workers are told: what the command line changed, and a secret that all share."""
    told = {
        **os.environ,
        f"{PREFIX}HOST": settings.host,
        f"{PREFIX}PORT": str(settings.port),
        f"{PREFIX}WORKERS": str(settings.workers),
        # Its page keeps state in one process; it runs as a process of its own (assistant workbench).
        f"{PREFIX}WORKBENCH": "false",
        **share_figures(),
    }
    if settings.session_secret is None:
        told[f"{PREFIX}SESSION_SECRET"] = secrets.token_hex(32)
    return told


def _signals() -> tuple[signal.Signals, ...]:
    named = ("SIGTERM", "SIGINT", "SIGHUP")
    return tuple(getattr(signal, name) for name in named if hasattr(signal, name))
