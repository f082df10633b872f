"""Procedures on the wire: steps with who acts, verbatim, and the limits set there."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from assistant.documents.library import Library
from assistant.domain.documents import Document
from assistant.register.build import Register
from assistant.register.procedures import ROLES, Act, Procedure, Role, Step, find_procedures
from assistant.service.wire.documents import DocumentSummary, summary_out
from assistant.service.wire.register import DeadlineOut, deadline_out


class ActOut(BaseModel):
    """What one actor does in a step."""

    actor: str = Field(description="Who acts, as printed; empty where the text is silent.")
    binds: str | None
    roles: list[Role] = Field(description="Who may take it for theirs; empty where that cannot be told.")
    inherited: bool = Field(description="The actor stands in the sentence before or in the caption.")
    quote: str
    deadlines: list[DeadlineOut]


class StepOut(BaseModel):
    """One clause of a procedure."""

    clause_id: str
    clause_label: str
    caption: str
    url: str
    acts: list[ActOut]


class ProcedureOut(BaseModel):
    """The steps under one heading."""

    caption: str
    kind: Literal["course", "duties"] = Field(description="The way of an application, or what else is asked.")
    clause_id: str
    clause_label: str
    url: str
    steps: list[StepOut]


class ProceduresOut(BaseModel):
    """All procedures of a document."""

    as_of: date
    document: DocumentSummary
    roles: list[Role] = Field(description="Those that occur.")
    procedures: list[ProcedureOut]


def procedures_out(document: Document, register: Register, library: Library, as_of: date) -> ProceduresOut:
    """The procedures of a document in the order of its text."""
    found = find_procedures(document, register.deadlines)
    met = {role for p in found for step in p.steps for act in step.acts for role in act.roles}
    return ProceduresOut(
        as_of=as_of,
        document=summary_out(document, library, as_of),
        roles=[role for role in ROLES if role in met],
        procedures=[_procedure(document, procedure, library, as_of) for procedure in found],
    )


def _procedure(document: Document, procedure: Procedure, library: Library, as_of: date) -> ProcedureOut:
    return ProcedureOut(
        caption=procedure.caption,
        kind=procedure.kind,
        clause_id=procedure.clause_id,
        clause_label=library.clause(document.id, procedure.clause_id).label,
        url=library.address(document.id, procedure.clause_id),
        steps=[_step(document, step, library, as_of) for step in procedure.steps],
    )


def _step(document: Document, step: Step, library: Library, as_of: date) -> StepOut:
    return StepOut(
        clause_id=step.clause_id,
        clause_label=library.clause(document.id, step.clause_id).label,
        caption=step.caption,
        url=library.address(document.id, step.clause_id),
        acts=[_act(act, library, as_of) for act in step.acts],
    )


def _act(act: Act, library: Library, as_of: date) -> ActOut:
    return ActOut(
        actor=act.actor,
        binds=act.binds,
        roles=list(act.roles),
        inherited=act.inherited,
        quote=act.quote,
        deadlines=[deadline_out(limit, library, as_of) for limit in act.deadlines],
    )
