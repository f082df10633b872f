"""A Chroma server of one's own: ``chroma run`` on loopback, its folder kept between stops and starts."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from eval.topology.processes import end, free_port, wait_until


class Chroma:
    """One server."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """For ASSISTANT_VECTOR_STORE."""
        return f"chroma+http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        chroma = str(Path(sys.executable).with_name("chroma"))
        command = [chroma, "run", "--path", str(self._folder / "data"), "--port", str(self.port)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--host", "127.0.0.1"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        wait_until(self._answers, 120, "Chroma's start")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            end(self._process)

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError((self._folder / "log").read_text(errors="replace")[-1000:])
        try:
            beat = httpx.get(f"http://127.0.0.1:{self.port}/api/v2/heartbeat", timeout=2, trust_env=False)
        except httpx.TransportError:
            return False
        return beat.status_code == 200


@contextmanager
def chroma_server(folder: Path) -> Iterator[Chroma]:
    """A running server; its data stays in the folder."""
    server = Chroma(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
