"""Papers on the wire: the fields of a form, what is filled in, whom an office recommends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.documents.form_cells import FieldKind
from assistant.domain.eligibility import Verdict
from assistant.eligibility.papers.candidates import Candidate, is_failed, is_preferred
from assistant.eligibility.papers.form import Filled, FilledForm, OfficialForm
from assistant.eligibility.papers.phrases import phrase
from assistant.eligibility.papers.slots import Slot, boxed_options
from assistant.service.wire.requests import CheckRequest, Dated, Request

_MOST_FIELDS = 500


class FormRequest(CheckRequest):
    """Facts of an applicant, and what its form asks for beside them."""

    fields: dict[str, Any] = Field(
        default_factory=dict,
        max_length=_MOST_FIELDS,
        description="Fields of the form that no fact fills, by their key (GET of the same path lists them): "
        "text, a number, true or false, or of options a list.",
        examples=[{}],
    )


class RecordRequest(CheckRequest):
    """A check to be kept on file."""

    applicant: str | None = Field(None, description="Name of the applicant, at most 200 characters.")
    code: str | None = Field(None, description="Its unified social credit code.")


class CandidateIn(Request):
    """One applicant that is recommended."""

    name: str = Field(max_length=200, description="Name of the applicant.")
    code: str | None = Field(None, max_length=50, description="Its unified social credit code.")
    facts: dict[str, Any] = Field(default_factory=dict, description="As for a check.")
    fields: dict[str, str] = Field(
        default_factory=dict, max_length=50, description="Further columns of the sheet, by their name."
    )


class RecommendationRequest(Dated):
    """Whom an office recommends for a scheme."""

    applicants: list[CandidateIn] = Field(description="At most 500.")


class FieldOut(BaseModel):
    """One field of a form."""

    key: str = Field(description="What to call it in fields.")
    label: str = Field(description="As printed, without its unit.")
    group: str
    unit: str = Field(description="As printed.")
    kind: FieldKind
    options: list[str] = Field(description="What may be ticked.")
    by_hand: bool = Field(description="Signed, sealed or dated by hand; never filled in.")
    fact: str | None = Field(description="The fact that fills it.")
    criterion: str | None = Field(description="The criterion by whose outcome a box is ticked.")


class FormOut(BaseModel):
    """The form attached to the document on which a scheme rests."""

    scheme: str
    title: str
    document_id: str
    document_title: str
    clause_id: str
    clause_label: str
    url: str
    note: str = Field(description="The line that heads every form.")
    fields: list[FieldOut]


class FilledFieldOut(BaseModel):
    """A field with what is written there."""

    key: str
    unit: str
    value: str = Field(description="What is written, or the boxes ticked; empty where it is blank.")
    origin: Literal["fact", "field"] | None = Field(description="Whether a fact or a typed value fills it.")


class FilledFormOut(BaseModel):
    """What a filled form says, and what is still to be done."""

    scheme: str
    title: str
    as_of: date
    note: str
    fields: list[FilledFieldOut]
    blanks: list[str] = Field(description="Keys of the fields that are still blank.")
    by_hand: list[str] = Field(description="Keys of the fields to be signed, sealed or dated by hand.")
    warnings: list[str]
    rules_version: str


def form_out(scheme_id: str, form: OfficialForm, url: str) -> FormOut:
    """A form with its fields in the order of the page."""
    return FormOut(
        scheme=scheme_id,
        title=form.title,
        document_id=form.document.id,
        document_title=form.document.title,
        clause_id=form.clause_id,
        clause_label=form.label,
        url=url,
        note=phrase("form", "above"),
        fields=[_field(form, slot) for slot in form.slots],
    )


def _field(form: OfficialForm, slot: Slot) -> FieldOut:
    source, field = form.sources.get(slot.key), slot.field
    printed = slot.cell.text if slot.cell and slot.how == "boxes" else ""
    return FieldOut(
        key=slot.key,
        label=field.label,
        group=field.group,
        unit=field.unit,
        kind=field.kind,
        options=list(boxed_options(printed, field.options) if printed else field.options),
        by_hand=slot.by_hand,
        fact=source.fact if source else None,
        criterion=source.criterion if source else None,
    )


def filled_form_out(scheme_id: str, filled: FilledForm, as_of: date, rules_version: str) -> FilledFormOut:
    """A filled form without the paper."""
    return FilledFormOut(
        scheme=scheme_id,
        title=filled.form.title,
        as_of=as_of,
        note=phrase("form", "above"),
        fields=[_filled(field) for field in filled.fields],
        blanks=[field.slot.key for field in filled.blanks],
        by_hand=[field.slot.key for field in filled.by_hand],
        warnings=list(filled.warnings),
        rules_version=rules_version,
    )


def _filled(field: Filled) -> FilledFieldOut:
    return FilledFieldOut(
        key=field.slot.key,
        unit=field.slot.field.unit,
        value="、".join(field.chosen) or field.value,
        origin=field.origin,
    )


class CandidateOut(BaseModel):
    """One applicant that can be recommended."""

    row: int | None = Field(description="Its row in the sheet handed in.")
    name: str
    code: str
    verdict: Verdict
    failed: list[str] = Field(description="Conditions that it fails.")
    missing: list[str] = Field(description="What is still to be told.")
    preferred: list[str] = Field(description="Preferences that it meets.")


class CandidatesOut(BaseModel):
    """Who would be on the sheet."""

    scheme: str
    as_of: date
    applicants: list[CandidateOut]


def candidates_out(scheme_id: str, as_of: date, candidates: Sequence[Candidate]) -> CandidatesOut:
    """Candidates in the order of the sheet."""
    return CandidatesOut(scheme=scheme_id, as_of=as_of, applicants=[_candidate(c) for c in candidates])


def _candidate(candidate: Candidate) -> CandidateOut:
    report = candidate.report
    return CandidateOut(
        row=candidate.row,
        name=candidate.name,
        code=candidate.code,
        verdict=report.verdict,
        failed=[c.label for c in report.criteria if is_failed(c)],
        missing=[fact.label for fact in report.missing_facts],
        preferred=[c.label for c in report.criteria if is_preferred(c)],
    )
