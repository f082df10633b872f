"""Programs of the operating system that a reader starts: LibreOffice, Tesseract."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# The worker's bound on memory is its own; what it starts may take as much as its hard bound allows.
_WITH_OWN_MEMORY = ("/bin/sh", "-c", 'ulimit -S -v "$(ulimit -H -v)" 2>/dev/null; exec "$@"', "sh")


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
            [*_WITH_OWN_MEMORY, *command],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            timeout=max(timeout_s, 0.1),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(status=None)
    return Ran(status=done.returncode, output=done.stdout)
