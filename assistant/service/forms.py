"""The multipart form in which a document is handed in; read only after its sender was let in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from assistant.documents.sidecar import Sidecar
from assistant.errors import InvalidInput
from assistant.publishing.uploads import Upload, make_upload
from assistant.wording import say

FIELDS = ("file", "id", "replaces", "title", "source", "corrections", "note", "force")
_MOST_NOTE = 1000

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The document."},
                        "id": {"type": "string", "description": "Id of a document of its own."},
                        "replaces": {
                            "type": "string",
                            "description": "Id of the document it is a version of.",
                        },
                        "title": {"type": "string", "description": "In place of the title read."},
                        "source": {"type": "string", "description": "Where it comes from."},
                        "corrections": {
                            "type": "string",
                            "description": 'JSON: {"furniture": […], "corrections": […]} as in document.yaml.',
                        },
                        "note": {"type": "string", "description": "For the ledger."},
                        "force": {"type": "boolean", "description": "Though rules lose their quotes."},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed in."""

    upload: Upload
    document_id: str | None
    replaces: str | None
    note: str
    force: bool


async def read_form(request: Request) -> Handed:
    """The file and what is said of it.

    Raises:
        InvalidInput: A field is missing, unknown or cannot be used.
    """
    async with request.form(max_files=1, max_fields=len(FIELDS)) as form:
        for name in form:
            if name not in FIELDS:
                message = say("publishing", "unknown_field", name=name[:40], known="、".join(FIELDS))
                raise InvalidInput(message, field=name[:40])
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidInput(say("publishing", "no_file"), field="file")
        told = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
        if len(told.get("note", "")) > _MOST_NOTE:
            raise InvalidInput(say("publishing", "note_too_long", limit=_MOST_NOTE), field="note")
        return Handed(
            upload=make_upload(file.filename or "", await file.read(), _sidecar(told)),
            document_id=told.get("id") or None,
            replaces=told.get("replaces") or None,
            note=told.get("note", ""),
            force=told.get("force", "").lower() in ("true", "1", "on", "yes"),
        )


def _sidecar(told: dict[str, str]) -> Sidecar:
    said = {name: told[name] for name in ("title", "source") if told.get(name)}
    try:
        corrections = json.loads(told.get("corrections") or "{}")
        if not isinstance(corrections, dict):
            raise TypeError(type(corrections).__name__)
        return Sidecar.model_validate({**corrections, **said})
    except (ValueError, TypeError, RecursionError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        message = say("publishing", "sidecar_unusable", reason=reason)
        raise InvalidInput(message, field="corrections") from error
