"""A whole deployment on this machine: PostgreSQL, a Chroma server, workers behind one port, the workbench beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.topology.chroma import Chroma, chroma_server
from eval.topology.postgres import Postgres, postgres_server
from eval.topology.server import Server
from eval.topology.workbench import Workbench

ADMIN_KEY = "key-of-a-deployment-for-tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What runs; a part that was not asked for is None."""

    server: Server
    postgres: Postgres | None
    chroma: Chroma | None
    workbench: Workbench | None

    def pids(self) -> dict[str, int]:
        """The process of each part."""
        parts = {
            "server": self.server,
            "postgres": self.postgres,
            "chroma": self.chroma,
            "workbench": self.workbench,
        }
        return {name: part.pid for name, part in parts.items() if part is not None}


@contextmanager
def deployment(
    folder: Path,
    *,
    workers: int = 2,
    postgres: bool = True,
    chroma: bool = True,
    workbench: bool = True,
    settings: Mapping[str, object] | None = None,
) -> Iterator[Deployment]:
    """A running deployment with its data below ``folder``.

    Args:
        folder: Where index, uploads and logs go.
        workers: How many processes answer.
        postgres: Whether records lie in PostgreSQL, else in SQLite.
        chroma: Whether vectors lie in a Chroma server, else in the process.
        workbench: Whether the workbench runs beside.
        settings: Further variables, without their prefix.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        database = stack.enter_context(postgres_server()) if postgres else None
        vectors = stack.enter_context(chroma_server(folder / "chroma")) if chroma else None
        chosen: dict[str, object] = {
            "DATA_DIR": folder / "data",
            "WORKERS": workers,
            "WORKBENCH": "false",
            "ADMIN_KEYS": ADMIN_KEY,
            "LOG_LEVEL": "warning",
        }
        if database:
            chosen["DATABASE_URL"] = database.url
        if vectors:
            chosen["VECTOR_STORE"] = vectors.address
        server = Server({**chosen, **(settings or {})}, folder / "server.log")
        stack.callback(server.stop)
        server.start()
        page = None
        if workbench:
            page = Workbench(server.url, folder / "workbench.log")
            stack.callback(page.stop)
            page.start()
        yield Deployment(server=server, postgres=database, chroma=vectors, workbench=page)
