"""Batches on the wire: how far a job is, and what it came to."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.eligibility.batch.job_files import JobState
from assistant.eligibility.batch.jobs import KEPT_S, Job


class BatchSummaryOut(BaseModel):
    """What a batch came to."""

    rows: int = Field(description="Applicants judged.")
    verdicts: dict[Literal["formally_eligible", "needs_information", "not_eligible"], int]
    failed: dict[str, int] = Field(description="Applicants by id of a deciding criterion that they fail.")
    rows_with_errors: int
    errors: int = Field(description="Cells that could not be used.")
    shown_errors: list[str] = Field(
        description="The first of them: row, column, what is wrong, what to write."
    )
    warnings: list[str] = Field(description="What is doubtful about the sheet as a whole.")


class JobOut(BaseModel):
    """A batch that runs beside the service."""

    id: str
    scheme: str
    as_of: str
    state: JobState
    done: int = Field(description="Applicants judged so far.")
    of: int | None = Field(description="Of about how many; null before the sheet is opened.")
    errors: int = Field(description="Cells that could not be used, once done.")
    detail: str = Field(description="Why it failed; empty otherwise.")
    summary: BatchSummaryOut | None
    result: str | None = Field(description="Address of the judged sheet, once done.")
    kept_hours: int = Field(description="Hours after which the sheets are deleted.")


def job_out(job: Job) -> JobOut:
    """A job with the address of its result."""
    status = job.status
    summary: dict[str, Any] = status.summary
    return JobOut(
        id=job.id,
        scheme=status.order.scheme,
        as_of=status.order.as_of,
        state=status.state,
        done=status.done,
        of=status.of,
        errors=summary.get("errors", 0),
        detail=status.detail,
        summary=BatchSummaryOut(**summary) if summary else None,
        result=f"{job_url(job.id)}/result" if status.state == "done" else None,
        kept_hours=round(KEPT_S / 3600),
    )


def job_url(job_id: str) -> str:
    """Where a job is asked for."""
    return f"/api/v1/jobs/{job_id}"
