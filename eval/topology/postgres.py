"""A PostgreSQL server of one's own: fresh in a folder that goes with it, on loopback, never run by root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eval.topology.processes import free_port

_USUAL = "/usr/lib/postgresql/*/bin"


def postgres_binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, the newest version; None where PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/").glob(f"{_USUAL.lstrip('/')}/initdb"), key=lambda p: float(p.parent.parent.name))
    return Path(on_path).resolve().parent if on_path else found[-1].parent if found else None


class Postgres:
    """One server; it can be stopped, killed, frozen and started again with its data kept."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.port = free_port()
        self._binaries, self._folder = binaries, folder
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(folder / "data"), "-U", "assistant", "-A", "trust", "-E", "UTF8", "-N")

    @property
    def url(self) -> str:
        """For ASSISTANT_DATABASE_URL."""
        return f"postgresql://assistant@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int:
        """The process of the server."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "100"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", "-p", str(self.port), *options],
                stdout=log,
                stderr=log,
                **_unprivileged(),
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError((self._folder / "log").read_text()[-500:])
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT cuts off its clients, SIGKILL on its way down is a crash."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(how)
            self._process.wait(30)

    def _answers(self) -> bool:
        command = [str(self._binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._binaries / name), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **_unprivileged())


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A running server, gone with all its data afterwards.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.
    """
    binaries = postgres_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's initdb is neither on the path nor below /usr/lib/postgresql")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        user = _unprivileged().get("user")
        if isinstance(user, int):
            os.chown(folder, user, -1)
        server = Postgres(binaries, folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    """Who runs the server: PostgreSQL refuses root."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid}
    return {}
