"""Facts of an applicant and the report that the checker gives on them (CONTRACT: Eligibility)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from assistant.domain.documents import StatusCode

if TYPE_CHECKING:
    from assistant.domain.answers import Citation, Notice

FactType = Literal["boolean", "number", "date", "enum", "series", "events", "listing"]
Role = Literal[
    "condition", "exclusion", "preference", "procedure", "material", "deadline", "duty", "sanction", "grade"
]
Modality = Literal["mandatory", "in_principle", "preferred"]
Outcome = Literal["met", "not_met", "unknown", "judgement", "not_applicable"]
Verdict = Literal["not_eligible", "needs_information", "formally_eligible"]
WindowStatus = Literal["open", "not_yet_open", "closed", "not_in_corpus"]
Binds = Literal["applicant", "district", "province", "evaluator"]
ApplicantKind = Literal["enterprise", "park", "evaluator"]

FactValues = Mapping[str, Any]
"""Facts on the wire: boolean, number, date, enum, ``{"2022": 8200}``, events, listing, null, not_applicable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """One fact that rules ask for.

    Attributes:
        name: The key on the wire.
        type: Its form on the wire.
        unit: Unit of a number (``万元``, ``%``), or None.
        options: Allowed values of an enum, with Chinese labels.
        kinds: Allowed kinds of an event, with Chinese labels; ``grades`` likewise, lowest first.
        years: The years of a series that the rules ask for on the day.
        minimum: Smallest allowed number, or None; ``maximum`` likewise.
        question: How to ask an applicant for it.
        where: Where an applicant finds it.
    """

    name: str
    label: str
    type: FactType
    question: str
    unit: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    where: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    grades: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """How one criterion came out, with its clause.

    Attributes:
        notes: How the text was read where it can be read in more than one way.
        round_year: The year of the round that the clause belongs to, None for a standing measure.
    """

    id: str
    label: str
    role: Role
    modality: Modality
    outcome: Outcome
    why: str
    facts: Mapping[str, Any]
    citation: Citation
    clears_on: date | None = None
    open_tail: bool = False
    notes: tuple[str, ...] = ()
    round_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedResult:
    """A result beside the verdict, for example a grade."""

    name: str
    value: str
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whether one can apply on the day, until when, and whom that day binds."""

    status: WindowStatus
    last_day: date | None = None
    binds: Binds | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One thing to do next, with its clause."""

    text: str
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A clause-by-clause verdict on one scheme, on one day.

    Attributes:
        next_fact: What ``next_question`` asks for: a fact, or a group of facts asked together.
        newer_rounds: Titles of later texts on the same matter whose rules are not encoded; with one, the verdict is
            at best ``needs_information``.
    """

    scheme: str
    as_of: date
    verdict: Verdict
    window: Window
    basis: StatusCode
    criteria: tuple[CriterionResult, ...]
    results: tuple[NamedResult, ...]
    missing_facts: tuple[FactSpec, ...]
    next_question: str | None
    hints: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    notices: tuple[Notice, ...]
    rules_version: str
    scheme_name: str = ""
    next_fact: str | None = field(default=None)
    newer_rounds: tuple[Citation, ...] = ()
