"""Programs of the operating system that a reader starts: LibreOffice, Tesseract."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a program ended.

    Attributes:
        status: Exit status; None where its time ran out.
        output: What it wrote to standard output.
    """

    status: int | None
    output: bytes = b""


def run_tool(
    command: Sequence[str], *, data: bytes = b"", timeout_s: float, folder: Path | None = None
) -> Ran:
    """Run a program to its end, within the bounds of this process but for its own share of memory.

    Raises:
        OSError: The program cannot be started.
    """
    try:
        done = subprocess.run(
            list(command),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            timeout=max(timeout_s, 0.1),
            check=False,
            preexec_fn=_take_own_memory,
        )
    except subprocess.TimeoutExpired:
        return Ran(status=None)
    return Ran(status=done.returncode, output=done.stdout)


def _take_own_memory() -> None:
    """Raise the bound on memory to what the worker leaves to its children."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
