"""Reports of the checker on the wire."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from assistant.domain.answers import Language
from assistant.domain.documents import StatusCode
from assistant.domain.eligibility import (
    Binds,
    CriterionResult,
    FactSpec,
    FactType,
    Modality,
    Outcome,
    Report,
    Role,
    Verdict,
    Window,
    WindowStatus,
)
from assistant.service.wire.citations import CitationOut, NoticeOut, citation_out, notice_out

if TYPE_CHECKING:
    from assistant.documents.library import Library


class WindowOut(BaseModel):
    """Whether one can apply on the day, until when, and whom that day binds."""

    status: WindowStatus
    last_day: date | None
    binds: Binds | None
    citation: CitationOut | None


class CriterionOut(BaseModel):
    """How one criterion came out."""

    id: str
    label: str
    role: Role
    modality: Modality
    outcome: Outcome
    why: str
    facts: dict[str, Any]
    citation: CitationOut
    clears_on: date | None = Field(description="First day on which the outcome is no longer not_met.")
    open_tail: bool = Field(description="The list in the text ends in 等.")
    notes: list[str]
    round_year: int | None


class ResultOut(BaseModel):
    """A result beside the verdict, for example a grade."""

    name: str
    value: str
    citation: CitationOut | None


class MissingFactOut(BaseModel):
    """A fact that the verdict still needs."""

    name: str
    label: str
    question: str
    type: FactType
    unit: str | None
    options: list[dict[str, str]]
    where: str = Field(description="Where an applicant finds it.")


class NextStepOut(BaseModel):
    """One thing to do next."""

    text: str
    citation: CitationOut | None


class ReportOut(BaseModel):
    """A clause-by-clause verdict on one scheme, on one day."""

    scheme: str
    scheme_name: str
    as_of: date
    verdict: Verdict
    window: WindowOut
    basis: StatusCode
    criteria: list[CriterionOut]
    results: list[ResultOut]
    missing_facts: list[MissingFactOut]
    next_question: str | None
    next_fact: str | None = Field(description="Name of the fact that the next question asks for.")
    hints: list[str]
    next_steps: list[NextStepOut]
    notices: list[NoticeOut]
    rules_version: str
    newer_rounds: list[CitationOut] = Field(
        description="Later texts on the matter whose rules are not encoded; the verdict is then at best needs_information."
    )


def report_out(report: Report, library: Library, language: Language = "zh") -> ReportOut:
    """A report with the badges of all documents cited."""
    return ReportOut(
        scheme=report.scheme,
        scheme_name=report.scheme_name,
        as_of=report.as_of,
        verdict=report.verdict,
        window=window_out(report.window, library, language),
        basis=report.basis,
        criteria=[_criterion(criterion, library, language) for criterion in report.criteria],
        results=[
            ResultOut(
                name=r.name,
                value=r.value,
                citation=citation_out(r.citation, library, language) if r.citation else None,
            )
            for r in report.results
        ],
        missing_facts=[missing_fact_out(fact) for fact in report.missing_facts],
        next_question=report.next_question,
        next_fact=report.next_fact,
        hints=list(report.hints),
        next_steps=[
            NextStepOut(
                text=step.text,
                citation=citation_out(step.citation, library, language) if step.citation else None,
            )
            for step in report.next_steps
        ],
        notices=[notice_out(notice) for notice in report.notices],
        rules_version=report.rules_version,
        newer_rounds=[citation_out(citation, library, language) for citation in report.newer_rounds],
    )


def window_out(window: Window, library: Library, language: Language = "zh") -> WindowOut:
    """A window with its clause."""
    return WindowOut(
        status=window.status,
        last_day=window.last_day,
        binds=window.binds,
        citation=citation_out(window.citation, library, language) if window.citation else None,
    )


def options_out(options: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """Allowed values with their labels."""
    return [{"value": value, "label": label} for value, label in options]


def missing_fact_out(fact: FactSpec) -> MissingFactOut:
    """What to ask an applicant for."""
    return MissingFactOut(
        name=fact.name,
        label=fact.label,
        question=fact.question,
        type=fact.type,
        unit=fact.unit,
        options=options_out(fact.options),
        where=fact.where,
    )


def _criterion(criterion: CriterionResult, library: Library, language: Language) -> CriterionOut:
    return CriterionOut(
        id=criterion.id,
        label=criterion.label,
        role=criterion.role,
        modality=criterion.modality,
        outcome=criterion.outcome,
        why=criterion.why,
        facts=dict(criterion.facts),
        citation=citation_out(criterion.citation, library, language),
        clears_on=criterion.clears_on,
        open_tail=criterion.open_tail,
        notes=list(criterion.notes),
        round_year=criterion.round_year,
    )
