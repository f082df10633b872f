"""Schemes on the wire: what one can apply for, and the facts that its rules ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from assistant.documents.library import Library
from assistant.domain.documents import Level
from assistant.domain.eligibility import ApplicantKind, FactSpec, FactType, Modality, Role, Window
from assistant.eligibility.engine import Checker
from assistant.eligibility.facts_schema import facts_schema
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.service.wire.citations import CitationOut, citation_out
from assistant.service.wire.eligibility import ReportOut, WindowOut, options_out, window_out


class SchemeSummary(BaseModel):
    """One scheme in the list."""

    id: str
    name: str
    level: Level
    applicant: ApplicantKind
    authority: str
    round_year: int | None
    window: WindowOut


class FactOut(BaseModel):
    """One fact that the rules of a scheme ask for."""

    name: str
    label: str
    type: FactType
    unit: str | None
    options: list[dict[str, str]]
    kinds: list[dict[str, str]] = Field(description="Kinds of an event.")
    grades: list[dict[str, str]] = Field(description="Grades of an event, lowest first.")
    range: dict[str, float | None]
    years: list[int]
    question: str
    where: str = Field(description="Where an applicant finds it.")


class RuleOut(BaseModel):
    """One criterion with its clause, before any applicant is looked at."""

    id: str
    label: str
    role: Role
    modality: Modality
    open_tail: bool
    facts: list[str]
    citation: CitationOut


class SchemeOut(SchemeSummary):
    """One scheme with its criteria and facts."""

    criteria: list[RuleOut]
    facts: list[FactOut]
    facts_schema: dict[str, Any] = Field(description="JSON Schema of the facts object.")


class SwitchedOffOut(BaseModel):
    """A scheme whose rules contradict the corpus and are not used."""

    id: str
    reason: str


class SchemesOut(BaseModel):
    """Every scheme on a day."""

    as_of: date
    schemes: list[SchemeSummary]
    switched_off: list[SwitchedOffOut]


class CheckAllOut(BaseModel):
    """What an applicant can apply for: one report a scheme, one next question for all."""

    as_of: date
    reports: list[ReportOut]
    next_question: str | None
    next_fact: str | None


def summary_out(scheme: Scheme, window: Window, library: Library) -> SchemeSummary:
    """A scheme for the list."""
    return SchemeSummary(
        id=scheme.id,
        name=scheme.name,
        level=scheme.level,
        applicant=scheme.applicant,
        authority=scheme.authority,
        round_year=scheme.round_year,
        window=window_out(window, library),
    )


def schemes_out(checker: Checker, library: Library, as_of: date) -> SchemesOut:
    """Every scheme, and those whose rules are switched off with the reason."""
    return SchemesOut(
        as_of=as_of,
        schemes=[summary_out(s, checker.window(s.id, as_of), library) for s in checker.schemes],
        switched_off=[SwitchedOffOut(id=off.scheme_id, reason=off.reason) for off in checker.switched_off],
    )


def scheme_out(scheme: Scheme, window: Window, library: Library, as_of: date) -> SchemeOut:
    """A scheme with everything that a form needs."""
    return SchemeOut(
        **summary_out(scheme, window, library).model_dump(),
        criteria=[_rule(criterion, library, as_of) for criterion in scheme.criteria],
        facts=[_fact(fact.spec) for fact in scheme.facts.values()],
        facts_schema=facts_schema(scheme),
    )


def _rule(criterion: Criterion, library: Library, as_of: date) -> RuleOut:
    entry = criterion.entry
    citation = library.cite(entry.source.document, criterion.clause_id, entry.source.quote, as_of)
    return RuleOut(
        id=entry.id,
        label=entry.label,
        role=entry.role,
        modality=entry.modality,
        open_tail=bool(entry.open_tail),
        facts=list(criterion.fact_names),
        citation=citation_out(citation, library),
    )


def _fact(spec: FactSpec) -> FactOut:
    return FactOut(
        name=spec.name,
        label=spec.label,
        type=spec.type,
        unit=spec.unit,
        options=options_out(spec.options),
        kinds=options_out(spec.kinds),
        grades=options_out(spec.grades),
        range={"minimum": spec.minimum, "maximum": spec.maximum},
        years=list(spec.years),
        question=spec.question,
        where=spec.where,
    )
