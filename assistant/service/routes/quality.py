"""The latest evaluation in figures."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from pydantic import ValidationError

from assistant.errors import StoreError
from assistant.service.errors import responses
from assistant.service.state import AssistantDep
from assistant.service.wire.quality import QualityOut, ReportSummary
from assistant.wording import say

router = APIRouter(prefix="/api/v1", tags=["quality"])


@router.get("/quality", summary="The latest evaluation in figures", responses=responses(503))
def quality(assistant: AssistantDep) -> QualityOut:
    """Headline figures of the newest report in the data folder, and how a new one is made."""
    report = _read(assistant.settings.data_dir / "reports" / "latest.json")
    return QualityOut(report=report, url="/quality", command=say("pages.zh", "quality_command"))


def _read(path: Path) -> ReportSummary | None:
    try:
        return ReportSummary.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise StoreError(say("pages.zh", "quality_unreadable", path=path.name)) from error
