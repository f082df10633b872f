"""Papers for the file: the official form filled in, the record of a check, the sheet of those recommended."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.assembly import Assistant, read_day
from assistant.eligibility.facts import parse_facts
from assistant.eligibility.papers.form import FilledForm, fill_form, official_form
from assistant.eligibility.papers.phrases import phrase
from assistant.eligibility.papers.record import make_applicant, make_record
from assistant.service.errors import responses
from assistant.service.papers_uploads import BODY, Picked, read_picked
from assistant.service.state import AssistantDep
from assistant.service.wire.papers import (
    CandidatesOut,
    FilledFormOut,
    FormOut,
    FormRequest,
    RecordRequest,
    candidates_out,
    filled_form_out,
    form_out,
)

router = APIRouter(prefix="/api/v1/schemes", tags=["schemes"])

UPLOADS = ("/api/v1/schemes/*/recommendation",)
"""Paths that take files."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA = {"docx": f"{_OFFICE}.wordprocessingml.document", "xlsx": f"{_OFFICE}.spreadsheetml.sheet"}


def _file(kind: str) -> dict[str, Any]:
    return {"content": {_MEDIA[kind]: {"schema": {"type": "string", "format": "binary"}}}}


@router.get("/{scheme_id}/form", summary="The fields of the official form", responses=responses(404))
def form_fields(scheme_id: str, assistant: AssistantDep) -> FormOut:
    """The form attached to the document that the scheme rests on, field by field as printed."""
    form = official_form(assistant.checker.scheme(scheme_id), assistant.library)
    return form_out(scheme_id, form, assistant.library.address(form.document.id, form.clause_id))


@router.post(
    "/{scheme_id}/form",
    summary="The official form, filled in",
    response_model=FilledFormOut,
    responses={
        200: {"description": "The form, or with format=json what it says.", **_file("docx")},
        **responses(404, 422),
    },
)
def form(
    scheme_id: str,
    body: FormRequest,
    assistant: AssistantDep,
    file_format: Annotated[
        Literal["docx", "json"], Query(alias="format", description="docx, or json: what it says and lacks.")
    ] = "docx",
) -> Any:
    """Filled from facts and from fields typed beside them; blanks stay blank and are listed."""
    scheme = assistant.checker.scheme(scheme_id)
    official = official_form(scheme, assistant.library)
    report = assistant.check(scheme_id, body.facts, body.as_of)
    filled = fill_form(scheme, official, parse_facts(scheme.facts, body.facts), report, body.fields)
    if file_format == "json":
        return filled_form_out(scheme_id, filled, report.as_of, report.rules_version)
    from assistant.eligibility.papers.form_word import form_docx

    content = form_docx(filled, report, assistant.library.version)
    return _saved(content, "docx", official.title, _counts(filled))


def _counts(filled: FilledForm) -> dict[str, str]:
    """For whoever saves the form unread: how much of it is still to be done."""
    return {"x-form-blanks": str(len(filled.blanks)), "x-form-warnings": str(len(filled.warnings))}


@router.post(
    "/{scheme_id}/record",
    summary="A check as a record for the file",
    response_class=Response,
    responses={200: {"description": "The record.", **_file("docx")}, **responses(404, 422)},
)
def record(scheme_id: str, body: RecordRequest, assistant: AssistantDep) -> Response:
    """Facts as told, verdict, every criterion with its clause and quote, the day, the versions."""
    from assistant.eligibility.papers.record_word import record_docx

    applicant = make_applicant(body.applicant or "", body.code or "")
    scheme = assistant.checker.scheme(scheme_id)
    report = assistant.check(scheme_id, body.facts, body.as_of)
    kept = make_record(applicant, scheme, report, body.facts, assistant.library)
    return _saved(record_docx(kept), "docx", f"{phrase('record', 'title')}-{kept.number}")


@router.post(
    "/{scheme_id}/recommendation",
    summary="The sheet of those that an office recommends",
    response_model=CandidatesOut,
    responses={
        200: {"description": "The sheet, or with format=json who is on it.", **_file("xlsx")},
        **responses(404, 413, 422),
    },
    openapi_extra=BODY,
)
async def recommendation(
    scheme_id: str,
    request: Request,
    assistant: AssistantDep,
    file_format: Annotated[
        Literal["xlsx", "json"], Query(alias="format", description="xlsx, or json: who would be on it.")
    ] = "xlsx",
) -> Any:
    """From facts, or from a sheet of applicants with the rows picked; all are judged again."""
    picked = await read_picked(request, assistant.checker, scheme_id)
    if file_format == "json":
        return candidates_out(scheme_id, picked.as_of, picked.candidates)
    return await run_in_threadpool(_sheet, assistant, scheme_id, picked)


def _sheet(assistant: Assistant, scheme_id: str, picked: Picked) -> Response:
    from assistant.eligibility.papers.recommendation import Group, recommendation_xlsx

    group = Group(scheme=assistant.checker.scheme(scheme_id), candidates=picked.candidates)
    content = recommendation_xlsx([group], read_day(picked.as_of), assistant.library)
    return _saved(content, "xlsx", phrase("recommendation", "file", scheme=group.scheme.name))


def _saved(content: bytes, kind: str, name: str, headers: dict[str, str] | None = None) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    own = {"content-disposition": disposition, "cache-control": "no-store", **(headers or {})}
    return Response(content, headers=own, media_type=_MEDIA[kind])
