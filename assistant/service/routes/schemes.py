"""Schemes: what one can apply for, and checks of an applicant's facts."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.assembly import read_day
from assistant.service.errors import responses
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.eligibility import ReportOut, report_out
from assistant.service.wire.requests import CheckAllRequest, CheckRequest
from assistant.service.wire.scheme_shapes import CheckAllOut, SchemeOut, SchemesOut
from assistant.service.wire.schemes import scheme_out, schemes_out

router = APIRouter(prefix="/api/v1/schemes", tags=["schemes"])


@router.get("", summary="Every scheme with its window on a day", responses=responses(422))
def schemes(assistant: AssistantDep, day: DayDep) -> SchemesOut:
    """All schemes, and those whose rules are switched off with the reason."""
    return schemes_out(assistant.checker, assistant.library, day)


@router.get(
    "/{scheme_id}", summary="Criteria with their clauses, and the facts asked for", responses=responses(404)
)
def scheme(scheme_id: str, assistant: AssistantDep, day: DayDep) -> SchemeOut:
    """One scheme with everything that a form needs."""
    found = assistant.checker.scheme(scheme_id)
    return scheme_out(found, assistant.checker.window(scheme_id, day), assistant.library, day)


@router.post("/check", summary="What can I apply for", responses=responses(404, 422))
def check_all(body: CheckAllRequest, assistant: AssistantDep) -> CheckAllOut:
    """One report a scheme, all or those named, and one next question for them."""
    day = read_day(body.as_of)
    reports = assistant.checker.check_all(body.facts, day, body.schemes)
    asked = assistant.checker.ask_next(body.facts, day, body.schemes)
    return CheckAllOut(
        as_of=day,
        reports=[report_out(report, assistant.library) for report in reports],
        next_question=asked.question if asked else None,
        next_fact=asked.name if asked else None,
        next_facts=list(asked.facts) if asked else [],
    )


@router.post("/{scheme_id}/check", summary="A clause-by-clause verdict", responses=responses(404, 422))
def check(scheme_id: str, body: CheckRequest, assistant: AssistantDep) -> ReportOut:
    """Check an applicant's facts against one scheme."""
    return report_out(assistant.check(scheme_id, body.facts, body.as_of), assistant.library)
