"""Whom an office recommends: handed in as JSON, or as the sheet of applicants with the rows picked."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from assistant.assembly import read_day
from assistant.documents.readers.kinds import safe_name
from assistant.eligibility.engine import Checker
from assistant.eligibility.papers.candidates import Candidate, read_rows, sheet_candidates, told_candidates
from assistant.eligibility.papers.phrases import phrase
from assistant.errors import InvalidInput
from assistant.service.wire.papers import RecommendationRequest

FIELDS = ("file", "events", "rows", "as_of")

_FILE = {"type": "string", "format": "binary"}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": RecommendationRequest.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {**_FILE, "description": "The sheet of applicants, judged or not."},
                        "events": {**_FILE, "description": "Events on a sheet of their own."},
                        "rows": {
                            "type": "string",
                            "description": "Numbers of rows, as 3,5,8-12, or all; those that pass when absent.",
                        },
                        "as_of": {"type": "string", "format": "date", "description": "The day asked about."},
                    },
                }
            },
        },
    }
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Whom an office recommends, on a day."""

    as_of: date
    candidates: tuple[Candidate, ...]


async def read_picked(request: Request, checker: Checker, scheme_id: str) -> Picked:
    """The applicants of a request, judged.

    Raises:
        InvalidInput: It is neither, nobody is picked, or too many.
        UnknownScheme: No such scheme.
        UnreadableFile: The file is no sheet.
        RequestValidationError: The JSON has not the shape of the call.
    """
    checker.scheme(scheme_id)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        told = _from_json(await request.body())
        return await run_in_threadpool(_told, checker, scheme_id, told)
    if kind != "multipart/form-data":
        raise InvalidInput(phrase("recommendation", "not_sheet"), field="file")
    async with request.form(max_files=2, max_fields=len(FIELDS)) as form:
        return await run_in_threadpool(_from_sheet, checker, scheme_id, form)


def _from_json(body: bytes) -> RecommendationRequest:
    try:
        return RecommendationRequest.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False)) from error


def _told(checker: Checker, scheme_id: str, told: RecommendationRequest) -> Picked:
    day = read_day(told.as_of)
    applicants = [each.model_dump() for each in told.applicants]
    return Picked(as_of=day, candidates=told_candidates(checker, scheme_id, applicants, day))


def _from_sheet(checker: Checker, scheme_id: str, form: FormData) -> Picked:
    strange = next((name for name in form if name not in FIELDS), None)
    sheet, events = form.get("file"), form.get("events")
    if strange is not None or not isinstance(sheet, UploadFile):
        raise InvalidInput(phrase("recommendation", "not_sheet"), field=(strange or "file")[:40])
    day, rows = read_day(_words(form, "as_of") or None), read_rows(_words(form, "rows"))
    with tempfile.TemporaryDirectory() as folder:
        candidates = sheet_candidates(
            checker,
            scheme_id,
            _kept(sheet, Path(folder) / "sheet"),
            day,
            rows,
            events=_kept(events, Path(folder) / "events") if isinstance(events, UploadFile) else None,
            name=safe_name(sheet.filename or ""),
        )
    return Picked(as_of=day, candidates=candidates)


def _words(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _kept(upload: UploadFile, path: Path) -> Path:
    upload.file.seek(0)
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return path
