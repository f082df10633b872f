"""The audit log: every call for operators and every key made or ended, one JSON object a line, only ever added to.

A line is one write to a file opened for appending, so that several processes may share the file.
"""

from __future__ import annotations

import json
import logging
import os
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import StoreError
from assistant.wording import words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who did what, and what came of it.

    Attributes:
        at: Moment in UTC, ISO 8601.
        by: Name of the key; ``cli`` at the terminal, ``-`` where no key fitted.
        act: Method and route, or the command.
        outcome: HTTP status, or ``done``.
        address: Of the caller.
    """

    at: str
    by: str
    act: str
    outcome: str
    address: str = "-"
    request_id: str = "-"


class Audit:
    """The log of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "audit.jsonl"

    def enter(self, by: str, act: str, outcome: str, *, address: str = "-", request_id: str = "-") -> None:
        """Add a line; a disk that fails is logged with what the line would have said."""
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        entry = Entry(at=at, by=by, act=act, outcome=outcome, address=address, request_id=request_id)
        line = json.dumps(asdict(entry), ensure_ascii=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, f"{line}\n".encode())
            finally:
                os.close(file)
        except OSError as error:
            log.error("not entered in the audit log (%s): %s", error.strerror, line)

    def latest(self, limit: int) -> tuple[Entry, ...]:
        """The newest lines, newest first.

        Raises:
            StoreError: The file cannot be read.
        """
        try:
            with self._path.open(encoding="utf-8") as file:
                lines = deque(file, maxlen=limit)
            # A line that a full disk cut short is passed over; those around it count.
            return tuple(Entry(**json.loads(line)) for line in reversed(lines) if line.endswith("}\n"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError) as error:
            told = str(words("problems")["details"]["audit_unreadable"])
            raise StoreError(told.format(path=self._path, reason=error)) from error
