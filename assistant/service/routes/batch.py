"""Whole sheets of applicants: the template, the sheet judged, and the jobs of large ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from assistant import errors
from assistant.eligibility.batch.frame import make_frame
from assistant.eligibility.batch.jobs import Job, Jobs
from assistant.eligibility.batch.run import read_format
from assistant.eligibility.batch.templates import make_template
from assistant.eligibility.batch.words import phrase
from assistant.service.batch_uploads import BODY, result_name, start_batch
from assistant.service.errors import responses
from assistant.service.state import AssistantDep, DayDep
from assistant.service.wire.batch import JobOut, job_out, job_url

router = APIRouter(prefix="/api/v1", tags=["schemes"])

UPLOADS = ("/api/v1/schemes/*/batch",)
"""Paths that take files."""
MOST_ROWS_AT_ONCE = 5_000
"""A larger sheet is judged as a job, of which the caller asks how far it is."""
_LOOK_EVERY_S = 0.05
_SWEEP_EVERY_S = 3600.0
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SHEETS: dict[str, Any] = {
    "content": {
        media.split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in _MEDIA.values()
    }
}


def jobs_in(data_dir: Path) -> Jobs:
    """The jobs of a data folder."""
    return Jobs(data_dir / "batches")


def get_jobs(request: Request) -> Jobs:
    """The jobs of the application."""
    return cast(Jobs, request.app.state.jobs)


JobsDep = Annotated[Jobs, Depends(get_jobs)]


@asynccontextmanager
async def sweeping(jobs: Jobs, every_s: float = _SWEEP_EVERY_S) -> AsyncIterator[None]:
    """Delete sheets that are older than a day, now and every hour."""

    async def sweep() -> None:
        while True:
            await run_in_threadpool(jobs.sweep)
            await asyncio.sleep(every_s)

    task = asyncio.create_task(sweep())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@router.get(
    "/schemes/{scheme_id}/template",
    summary="The sheet of applicants to fill in",
    response_class=Response,
    responses={200: {"description": "A workbook or CSV.", **_SHEETS}, **responses(404, 422)},
)
def template(
    scheme_id: str,
    assistant: AssistantDep,
    day: DayDep,
    file_format: Annotated[str, Query(alias="format", description="xlsx or csv.")] = "xlsx",
) -> Response:
    """A column a fact with its question, lists to choose from, a sheet of events, an example row."""
    chosen = read_format(file_format)
    frame = make_frame(assistant.checker, scheme_id, day)
    name = phrase("template", "file", scheme=frame.scheme.name)
    return Response(
        make_template(frame, chosen), headers=_saved_as(f"{name}.{chosen}"), media_type=_MEDIA[chosen]
    )


@router.post(
    "/schemes/{scheme_id}/batch",
    summary="Judge a sheet of applicants",
    response_model=None,
    responses={
        200: {"description": "The judged sheet.", **_SHEETS},
        202: {"description": "A large sheet: ask for the job at Location.", "model": JobOut},
        **responses(404, 409, 413, 422),
    },
    openapi_extra=BODY,
)
async def judge(scheme_id: str, request: Request, assistant: AssistantDep, jobs: JobsDep) -> Response:
    """The sheet comes back with the verdict of each row; over 5,000 rows, or asked by Prefer, 202 with a job."""
    job = await start_batch(request, scheme_id, assistant.checker, jobs)
    if "respond-async" in request.headers.get("prefer", ""):
        return _accepted(job)
    while job.status.state in ("waiting", "running") and (job.status.of or 0) <= MOST_ROWS_AT_ONCE:
        await asyncio.sleep(_LOOK_EVERY_S)
        job = await run_in_threadpool(jobs.job, job.id)
    if job.status.state == "failed":
        await run_in_threadpool(jobs.delete, job.id)
        raise _failure(job)
    if (job.status.of or 0) > MOST_ROWS_AT_ONCE:
        return _accepted(job)
    return _result(job, BackgroundTask(jobs.delete, job.id))


def _accepted(job: Job) -> Response:
    return JSONResponse(job_out(job).model_dump(mode="json"), 202, {"location": job_url(job.id)})


@router.get("/jobs/{job_id}", summary="How far a batch is", responses=responses(404))
def job(job_id: str, jobs: JobsDep) -> JobOut:
    """State, applicants done, of how many, what it came to."""
    return job_out(jobs.job(job_id))


@router.get(
    "/jobs/{job_id}/result",
    summary="The judged sheet of a batch",
    response_class=FileResponse,
    responses={200: {"description": "The judged sheet.", **_SHEETS}, **responses(404, 409, 422)},
)
def result(job_id: str, jobs: JobsDep) -> Response:
    """The judged sheet, once the job is done."""
    found = jobs.job(job_id)
    status = found.status
    if status.state == "failed":
        raise _failure(found)
    if status.state != "done":
        raise errors.Conflict(
            phrase("refused", "not_done", job=job_id, done=status.done, of=status.of or "?")
        )
    return _result(found, None)


@router.delete(
    "/jobs/{job_id}", status_code=204, summary="Delete a batch with its sheets", responses=responses(404)
)
def delete(job_id: str, jobs: JobsDep) -> None:
    """Work still going on ends."""
    jobs.delete(job_id)


def _result(job: Job, after: BackgroundTask | None) -> Response:
    order = job.status.order
    name = result_name(order.name, order.scheme, order.as_of, order.format)
    counts = {"x-batch-rows": str(job.status.done), "x-batch-errors": str(job.status.summary["errors"])}
    return FileResponse(
        job.result, headers={**_saved_as(name), **counts}, media_type=_MEDIA[order.format], background=after
    )


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}


def _failure(job: Job) -> errors.AssistantError:
    """The error that ended a job, as if it had been raised here."""
    status = job.status
    detail = status.detail or phrase("refused", "failed", reason=status.code)
    kinds = (errors.UnreadableFile, errors.StoreError)
    found = next((kind for kind in kinds if kind.code == status.code), None)
    return found(detail) if found else errors.InvalidInput(detail, field="file")
