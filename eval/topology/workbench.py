"""The workbench as a process of its own, which knows nothing but the address of the API."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx

from eval.topology.processes import end, free_port, wait_until


class Workbench:
    """One ``assistant workbench``."""

    def __init__(self, api: str, log: Path) -> None:
        self.port = free_port()
        self._api, self._log = api, log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until its page comes."""
        command = [
            sys.executable,
            "-m",
            "assistant",
            "workbench",
            "--api",
            self._api,
            "--port",
            str(self.port),
        ]
        own = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        wait_until(self._answers, 120, "the workbench's start")

    def stop(self) -> None:
        """Ask it to end."""
        if self._process is not None:
            end(self._process)

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(self._log.read_text(errors="replace")[-1000:])
        try:
            return httpx.get(self.url, timeout=10, follow_redirects=True, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False
