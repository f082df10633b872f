"""The assistant as an operator starts it: ``assistant serve`` with one worker or several, its log in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
import psutil

from eval.topology.processes import end, family, free_port, wait_until

_WORKER = "assistant.service.worker"


class Server:
    """One ``assistant serve``.

    Args:
        settings: Variables without their prefix, as ``{"DATA_DIR": …}``; nothing of this process' own goes along.
        log: Where its output goes.
    """

    def __init__(self, settings: Mapping[str, object], log: Path) -> None:
        self.port = free_port()
        own = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
        told = {f"ASSISTANT_{name}": str(value) for name, value in {"PORT": self.port, **settings}.items()}
        self._environment = {**own, **told}
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._told_before = 0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that was started; with several workers, the one above them."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether that process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self, seconds: float = 180) -> float:
        """Start it and wait until it answers questions; returns the seconds that took.

        Raises:
            TimeoutError: It did not get ready.
            RuntimeError: It ended instead.
        """
        self._told_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "assistant", "serve"]
            self._process = subprocess.Popen(
                command, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return wait_until(self._answers, seconds, "getting ready")

    def stop(self, seconds: float = 40) -> None:
        """Ask it to end."""
        if self._process is not None:
            end(self._process, seconds)

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        below = [one for one in family(self.pid) if one.is_running() and _WORKER in _command(one)]
        return below or [psutil.Process(self.pid)]

    def _answers(self) -> bool:
        if not self.running:
            raise RuntimeError(self.log.read_text(errors="replace")[-2000:])
        # Said once all workers serve.
        ready = "已就绪" in self.log.read_bytes()[self._told_before :].decode(errors="replace")
        return ready and httpx.get(f"{self.url}/readyz", timeout=10, trust_env=False).status_code == 200


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
