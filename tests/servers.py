"""Servers of vector stores, started for tests: on a free port, with a folder of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

HAS_MILVUS = all(find_spec(name) for name in ("pymilvus", "milvus_lite", "jieba"))
NO_MILVUS = "install green-policy-assistant[milvus]"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Server:
    """A server of a store, which can be stopped and started again with its data."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder, self.port = kind, folder, free_port()
        self.address = f"{kind}+http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        host = ["--host", "127.0.0.1", "--port", str(self.port)]
        scripts = Path(sys.executable).parent
        # What the script chroma does, without the packages that it loads for other commands.
        chroma = [sys.executable, "-c", "import sys, chromadb_rust_bindings as b; b.cli(sys.argv)"]
        commands = {
            "chroma": [*chroma, "run", "--path", str(self.folder), *host],
            "milvus": [str(scripts / "milvus-lite"), "server", "--data-dir", str(self.folder), *host],
        }
        quiet = subprocess.DEVNULL
        environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
        self.process = subprocess.Popen(commands[self.kind], env=environment, stdout=quiet, stderr=quiet)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, f"{self.kind} did not start"
            time.sleep(0.05)
        raise AssertionError(f"{self.kind} did not answer within a minute")

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It takes calls and answers none."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
