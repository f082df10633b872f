"""The multipart form in which a sheet of applicants is handed in; the sheets go straight to disk."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from assistant.assembly import read_day
from assistant.documents.readers.kinds import safe_name
from assistant.eligibility.batch.frame import Frame, make_frame
from assistant.eligibility.batch.job_files import EVENTS, SOURCE, JobOrder
from assistant.eligibility.batch.jobs import Job, Jobs
from assistant.eligibility.batch.results import Format
from assistant.eligibility.batch.run import read_format
from assistant.eligibility.batch.words import enumerated, phrase
from assistant.eligibility.engine import Checker
from assistant.errors import InvalidInput

FIELDS = ("file", "events", "as_of", "format")

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "The sheet, .csv or .xlsx; see the template.",
                        },
                        "events": {
                            "type": "string",
                            "format": "binary",
                            "description": "Events on a sheet of their own.",
                        },
                        "as_of": {
                            "type": "string",
                            "format": "date",
                            "description": "The day on which the question is asked; today when absent.",
                        },
                        "format": {
                            "type": "string",
                            "enum": ["xlsx", "csv"],
                            "description": "Of the judged sheet; as the file handed in when absent.",
                        },
                    },
                }
            }
        },
    }
}


async def start_batch(request: Request, scheme_id: str, checker: Checker, jobs: Jobs) -> Job:
    """Take the sheets of a request and begin to judge them.

    Raises:
        UnknownScheme: No such scheme.
        InvalidInput: A field is missing, unknown or cannot be used.
        Conflict: Too many batches are at work.
    """
    checker.scheme(scheme_id)
    async with request.form(max_files=2, max_fields=len(FIELDS)) as form:
        source, events = _sheets(form)
        query = request.query_params
        day = read_day(_told(form, "as_of") or query.get("as_of") or None)
        format_ = _format(_told(form, "format") or query.get("format", ""), source)
        return await run_in_threadpool(
            _start, jobs, make_frame(checker, scheme_id, day), format_, source, events
        )


def _start(jobs: Jobs, frame: Frame, format_: Format, source: UploadFile, events: UploadFile | None) -> Job:
    folder = jobs.prepare()
    try:
        _keep(source, folder / SOURCE)
        if events:
            _keep(events, folder / EVENTS)
        order = JobOrder(
            scheme=frame.scheme.id,
            as_of=frame.as_of.isoformat(),
            format=format_,
            name=safe_name(source.filename or ""),
            events_name=safe_name(events.filename or "events") if events else "",
            started=time.time(),
        )
        return jobs.start(folder, frame, order)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _keep(sheet: UploadFile, path: Path) -> None:
    sheet.file.seek(0)
    with path.open("wb") as file:
        shutil.copyfileobj(sheet.file, file)


def _sheets(form: FormData) -> tuple[UploadFile, UploadFile | None]:
    for name in form:
        if name not in FIELDS:
            text = phrase("refused", "unknown_field", name=name[:40], known=enumerated(FIELDS))
            raise InvalidInput(text, field=name[:40])
    source, events = form.get("file"), form.get("events")
    if not isinstance(source, UploadFile):
        raise InvalidInput(phrase("refused", "no_file"), field="file")
    return source, events if isinstance(events, UploadFile) and events.filename else None


def _told(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _format(told: str, source: UploadFile) -> Format:
    named_csv = (source.filename or "").lower().endswith((".csv", ".txt", ".tsv"))
    return read_format(told.lower()) if told else "csv" if named_csv else "xlsx"


def result_name(name: str, scheme: str, day: date | str, format_: Format) -> str:
    """What a judged sheet is called when it is saved."""
    stem = Path(name).stem or scheme
    return f"{stem}-{phrase('summary', 'judged_sheet')}-{day}.{format_}"
