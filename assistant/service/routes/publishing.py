"""Publishing: preview, publish, remove, versions, the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request

from assistant.service.admin import admin
from assistant.service.errors import responses
from assistant.service.forms import BODY, read_form
from assistant.service.state import AssistantDep, DayDep, HolderDep
from assistant.service.wire.publishing import (
    PreviewOut,
    PublicationsOut,
    PublishedOut,
    VersionsOut,
    preview_out,
    publications_out,
    published_out,
    versions_out,
)

router = APIRouter(prefix="/api/v1", tags=["publishing"])

T = TypeVar("T")
Publisher = Annotated[str, admin("publish")]
"""By what name the ledger knows the key."""

MOST_SHOWN = 500
AT_ONCE = 2
"""Files read at once: each takes a process, and a thread that questions would otherwise have."""

UPLOADS = ("/api/v1/documents", "/api/v1/documents/preview")
"""Paths that take files."""


@router.post(
    "/documents/preview",
    summary="What a file would be once published (admin)",
    responses=responses(401, 403, 404, 413, 422, 503),
    dependencies=[admin("publish")],
    openapi_extra=BODY,
)
async def preview(request: Request, holder: HolderDep, day: DayDep) -> PreviewOut:
    """Read and parse the file and set it beside what is there; nothing is kept."""
    handed = await read_form(request)

    def look() -> PreviewOut:
        found = holder.publisher.preview(handed.upload, as_of=day, replaces=handed.replaces)
        return preview_out(found, day)

    return await _in_turn(request, look)


@router.post(
    "/documents",
    status_code=201,
    summary="Publish a file (admin)",
    responses=responses(401, 403, 404, 409, 413, 422, 503),
    openapi_extra=BODY,
)
async def publish(request: Request, holder: HolderDep, by: Publisher, day: DayDep) -> PublishedOut:
    """Publish a document of its own, or with ``replaces`` another version of one; all or nothing."""
    handed = await read_form(request)

    def carry_out() -> PublishedOut:
        outcome = holder.publisher.publish(
            handed.upload,
            by=by,
            document_id=handed.document_id,
            replaces=handed.replaces,
            note=handed.note,
            force=handed.force,
        )
        return published_out(outcome, holder.library, day)

    return await _in_turn(request, carry_out)


@router.delete(
    "/documents/{document_id}",
    summary="Take a document out of the library (admin)",
    responses=responses(401, 403, 404, 409, 422, 503),
)
async def remove(
    document_id: str,
    request: Request,
    holder: HolderDep,
    by: Publisher,
    day: DayDep,
    force: Annotated[
        bool, Query(description="Though rules quote it; their schemes are switched off.")
    ] = False,
    note: Annotated[str, Query(max_length=1000, description="For the ledger.")] = "",
) -> PublishedOut:
    """Answers no longer come from it; its versions can still be opened by their addresses."""

    def carry_out() -> PublishedOut:
        outcome = holder.publisher.remove(document_id, by=by, note=note, force=force)
        return published_out(outcome, holder.library, day)

    return await _in_turn(request, carry_out)


@router.get(
    "/documents/{document_id}/versions",
    summary="All texts that stood under an id",
    responses=responses(404),
)
def versions(document_id: str, assistant: AssistantDep) -> VersionsOut:
    """Oldest first; also of a document that was removed."""
    return versions_out(document_id, assistant.library)


@router.get(
    "/publications",
    summary="Who published or removed what, and what was refused (admin)",
    responses=responses(401, 403, 422, 503),
    dependencies=[admin("audit", "publish")],
)
def publications(
    holder: HolderDep,
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN, description="At most so many.")] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9, description="After so many.")] = 0,
) -> PublicationsOut:
    """Lines of the ledger, the newest first."""
    return publications_out(holder.publisher.publications(limit, offset))


async def _in_turn(request: Request, work: Callable[[], T]) -> T:
    """Do what takes long in a thread of its own, a few at a time."""
    state = request.app.state
    if not hasattr(state, "publishing_turns"):
        state.publishing_turns = CapacityLimiter(AT_ONCE)
    return await run_sync(work, limiter=state.publishing_turns)
