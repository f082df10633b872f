"""What lies in the folder of a job: the uploaded sheets, the judged one, and how far it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

JobState = Literal["waiting", "running", "done", "failed"]

SOURCE, EVENTS, RESULT, STATUS = "source", "events", "result", "status.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOrder:
    """What is asked of a job.

    Attributes:
        name: What the uploaded file is called.
        events_name: What the file of events is called; empty when there is none.
        started: Seconds since the epoch.
    """

    scheme: str
    as_of: str
    format: Literal["csv", "xlsx"]
    name: str
    events_name: str
    started: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """How far a job is.

    Attributes:
        pid: The process that works on it.
        host: Where that process runs; several hosts may look after one folder.
        of: About how many applicants there are; None before the sheet is opened.
        summary: What it came to, once done (see ``Summary.as_json``).
        code: Code of the error that ended it, ``detail`` its message.
    """

    order: JobOrder
    state: JobState = "waiting"
    pid: int = 0
    host: str = ""
    done: int = 0
    of: int | None = None
    summary: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    detail: str = ""


def write_status(folder: Path, status: JobStatus) -> None:
    """Replace the status of a job; fails where the job was deleted."""
    part = folder / f"{STATUS}.{status.pid}.part"
    part.write_text(json.dumps(asdict(status), ensure_ascii=False), encoding="utf-8")
    part.replace(folder / STATUS)


def read_status(folder: Path) -> JobStatus | None:
    """The status of a job; None where there is no such job."""
    try:
        raw = json.loads((folder / STATUS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return JobStatus(**{**raw, "order": JobOrder(**raw["order"])})
