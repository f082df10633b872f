"""The shapes of schemes on the wire, without what makes them: a client of the API needs no more."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from assistant.domain.documents import Level
from assistant.domain.eligibility import ApplicantKind, FactType, Modality, Role
from assistant.service.wire.citations import CitationOut
from assistant.service.wire.eligibility import ReportOut, WindowOut


class SchemeSummary(BaseModel):
    """One scheme in the list."""

    id: str
    name: str
    level: Level
    applicant: ApplicantKind
    authority: str
    round_year: int | None
    window: WindowOut
    for_holders: bool = Field(
        default=False, description="It is about a title already held; one cannot apply for it."
    )


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
    years: list[int] = Field(description="Years of a series that the rules ask for on the day.")
    question: str
    where: str = Field(description="Where an applicant finds it.")


class GroupOut(BaseModel):
    """Facts asked for together, and what a plain yes or no to the question says of them."""

    id: str
    question: str
    facts: list[str]
    on_yes: dict[str, Any] = Field(description="Facts by name, as they are told.")
    on_no: dict[str, Any]


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
    groups: list[GroupOut] = Field(default_factory=list, description="Facts asked for together.")
    has_form: bool = Field(default=False, description="The documents attach an official form to it.")
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
    rules_version: str = ""


class CheckAllOut(BaseModel):
    """What an applicant can apply for: one report a scheme, one next question for all."""

    as_of: date
    reports: list[ReportOut]
    next_question: str | None
    next_fact: str | None
    next_facts: list[str] = Field(default_factory=list, description="The facts that the answer fills.")
