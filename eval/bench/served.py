"""A server of its own for a bench: a process on a free port, with settings from here alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

_START_S = 120.0


@contextmanager
def served(data_dir: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Start ``assistant serve`` and wait until it is ready; yields its address.

    Raises:
        RuntimeError: It ended, or was not ready in time.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    own = {"ASSISTANT_DATA_DIR": str(data_dir), "ASSISTANT_PORT": str(port), **settings}
    log = data_dir / "serve.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "serve"],
            env={**inherited, **own},
            cwd=data_dir,
            stdout=lines,
            stderr=lines,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _await(process, address, log)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _await(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    ends = time.monotonic() + _START_S
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}: {log.read_text()[-2000:]}")
        try:
            if httpx.get(f"{address}/readyz", timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError(f"the server was not ready in {_START_S:.0f} s")
