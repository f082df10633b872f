"""Marks a built folder as in use, across processes and until the process ends, however it ends."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows keeps files that are open by itself.
    fcntl = None  # type: ignore[assignment]

_NAME = "use.lock"


class Hold:
    """Keeps a folder from being cleaned away until it is let go."""

    def __init__(self, folder: Path) -> None:
        self._file = _open(folder)
        if self._file is not None and fcntl:
            with suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def let_go(self) -> None:
        """Give the folder free; a second time does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def in_use(folder: Path) -> bool:
    """Whether any process holds the folder."""
    file = _open(folder)
    if file is None or not fcntl:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _open(folder: Path) -> int | None:
    path = folder / _NAME
    for flags in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):
        with suppress(OSError):
            return os.open(path, flags, 0o600)
    return None
