"""What a caller of a tool sends, and the shapes that only tools return; the others are those of the HTTP API."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic import BaseModel, Field, field_validator

from assistant.assembly import Assistant
from assistant.documents.library import Library
from assistant.domain.documents import Clause, Document, StatusCode
from assistant.domain.eligibility import Verdict
from assistant.errors import UnknownClause
from assistant.service.wire.badges import badge
from assistant.service.wire.documents import ClauseDetail, clause_detail
from assistant.service.wire.eligibility import CriterionOut, ReportOut, WindowOut
from assistant.service.wire.requests import CheckRequest, Dated
from assistant.service.wire.scheme_shapes import CheckAllOut, FactOut, SchemesOut, SchemeSummary
from assistant.service.wire.schemes import scheme_out, schemes_out


class ClauseRequest(Dated):
    """One clause of one document."""

    document_id: str
    clause_id: str


class SchemesRequest(Dated):
    """All schemes, or one."""

    scheme_id: str | None = None


class RegisterRequest(Dated):
    """Entries of the register, of all documents or of one."""

    document_id: str | None = None


class CompareRequest(Dated):
    """Two documents, whole or on one subject."""

    left: str
    right: str
    subject: str | None = None


class FactsRequest(CheckRequest):
    """What an applicant tells about itself."""

    @field_validator("facts", mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        # Some chat clients send an object as its JSON text.
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            return value


class SchemeCheckRequest(FactsRequest):
    """Facts, and the scheme to check them against."""

    scheme_id: str


class ClauseOnDay(ClauseDetail):
    """A clause with its surroundings and the standing of its document on the day asked."""

    document_number: str | None
    as_of: date
    status: StatusCode
    status_label: str = Field(description="The status as people see it.")


class SchemeWithFacts(SchemeSummary):
    """A scheme with the facts that its rules ask for."""

    facts: list[FactOut] | None = Field(
        description="Null where all schemes are listed: name one to see them."
    )


class SchemesWithFacts(SchemesOut):
    """Schemes on a day; a single one with what to ask an applicant for."""

    schemes: list[SchemeWithFacts]  # type: ignore[assignment]


class Prospect(BaseModel):
    """How an applicant stands with one scheme, without what holds: the full report is a check's."""

    scheme: str
    scheme_name: str
    verdict: Verdict
    window: WindowOut
    failed: list[CriterionOut] = Field(description="Conditions not met and exclusions that apply.")
    missing_facts: list[str] = Field(description="Names of the facts that the verdict still needs.")


class Prospects(BaseModel):
    """How an applicant stands with every scheme, and one next question for all."""

    as_of: date
    schemes: list[Prospect]
    next_question: str | None
    next_fact: str | None


def clause_on_day(library: Library, document_id: str, clause: str, as_of: date) -> ClauseOnDay:
    """A clause by its id, or by its label where one clause alone bears it.

    Raises:
        UnknownDocument: There is no such document.
        UnknownClause: It has no such clause.
    """
    document = library.document(document_id)
    found = _find(document, clause, library)
    code = library.status(document.id, as_of).code
    return ClauseOnDay(
        **clause_detail(document, found, library).model_dump(),
        document_number=document.number,
        as_of=as_of,
        status=code,
        status_label=badge(library, document.id, code),
    )


def schemes_with_facts(assistant: Assistant, scheme_id: str | None, as_of: date) -> SchemesWithFacts:
    """Every scheme in brief, or one with its facts.

    Raises:
        UnknownScheme: There is no such scheme, or its rules are switched off.
    """
    checker, library = assistant.checker, assistant.library
    listed = schemes_out(checker, library, as_of)
    if scheme_id is None:
        schemes = [SchemeWithFacts(**scheme.model_dump(), facts=None) for scheme in listed.schemes]
    else:
        one = scheme_out(checker.scheme(scheme_id), checker.window(scheme_id, as_of), library, as_of)
        schemes = [SchemeWithFacts.model_validate(one, from_attributes=True)]
    return SchemesWithFacts(as_of=as_of, schemes=schemes, switched_off=listed.switched_off)


def prospects(checked: CheckAllOut) -> Prospects:
    """The same reports, short enough for a chat model's memory."""
    return Prospects(
        as_of=checked.as_of,
        schemes=[_prospect(report) for report in checked.reports],
        next_question=checked.next_question,
        next_fact=checked.next_fact,
    )


def _prospect(report: ReportOut) -> Prospect:
    return Prospect(
        scheme=report.scheme,
        scheme_name=report.scheme_name,
        verdict=report.verdict,
        window=report.window,
        failed=[c for c in report.criteria if _decides(c) and c.outcome == "not_met"],
        missing_facts=[fact.name for fact in report.missing_facts],
    )


def _decides(criterion: CriterionOut) -> bool:
    return criterion.role in ("condition", "exclusion") and criterion.modality == "mandatory"


def _find(document: Document, clause: str, library: Library) -> Clause:
    try:
        return library.clause(document.id, clause)
    except UnknownClause:
        labelled = [c for c in document.clauses if c.label == clause]
        if len(labelled) != 1:
            raise
        return labelled[0]
