"""One line a record, as JSON or as text, with the id of the request and without what identifies anybody.

The house's own lines hold ids, counts and durations only. Lines of libraries, and errors that quote what somebody
sent, pass the same masking as questions that are kept.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from assistant.text.personal import mask_personal

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
"""The request that is being handled; threads and tasks that are started for it inherit it."""

LogFormat = Literal["json", "text"]

# Most lines of the house are plain: looking closer costs fifty times as much as seeing that there is no need to.
_SUSPECT = re.compile(
    r"[^\x00-\x7f]|@|\d[\d() -]{8}|[0-9a-z]{18}|qq|tel|phone|fax|my name|contact(?: person|:)", re.IGNORECASE
)
_LONGEST = 8000
_CUT = " …"


class LineFormatter(logging.Formatter):
    """Masks personal data in everything that a record says."""

    def __init__(self, form: LogFormat) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = masked(record.getMessage())
        error = masked(self.formatException(record.exc_info)) if record.exc_info else ""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = (at.replace("+00:00", "Z"), record.levelname.lower(), record.name, REQUEST_ID.get())
        if self._form == "text":
            # A line break within a message must not pass for a line of its own.
            return " ".join((*head, said, error)).rstrip().replace("\n", "\n  ").replace("\r", " ")
        line: dict[str, Any] = dict(zip(("at", "level", "logger", "request_id"), head, strict=True))
        line["message"] = said
        if error:
            line["error"] = error
        return json.dumps(line, ensure_ascii=False)


def masked(text: str) -> str:
    """Without what identifies somebody, and cut where it is very long."""
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT
    return mask_personal(text) if _SUSPECT.search(text) else text


def log_lines(level: str, form: LogFormat, stream: TextIO | None = None) -> logging.Handler:
    """Send every record of this process to ``stream`` (standard error) in one form.

    Args:
        level: From which on the house's own lines are written; those of libraries from warnings on.
        form: How a line looks.
        stream: Where to.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(form))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("assistant").setLevel(level.upper())
    logging.captureWarnings(capture=True)
    return handler
