"""Liveness and readiness."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from assistant.service.admin import local_or
from assistant.service.errors import responses
from assistant.service.observing.metrics import CONTENT_TYPE
from assistant.service.state import AssistantDep, HolderDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether the index serves, and what does not work as it should."""

    status: Literal["ready", "empty"]
    documents: int
    passages: int
    schemes: int
    corpus_version: str
    rules_version: str
    warnings: list[str] = Field(description="Each in one line with what mends it.")


@router.get("/healthz", summary="Liveness")
async def healthz(response: Response) -> Health:
    """Answers as long as the process lives; not from a thread, of which there may be none left."""
    # An embedded chat that is refused asks here, from any page, whether it is the page or the server.
    response.headers["cross-origin-resource-policy"] = "cross-origin"
    return Health()


@router.get("/readyz", summary="Readiness", responses={503: {"model": Readiness}})
def readyz(assistant: AssistantDep, holder: HolderDep, response: Response) -> Readiness:
    """200 when there are documents and the index answers a search, else 503."""
    documents = assistant.library.documents
    serves = bool(documents and assistant.searcher.search(documents[0].title, limit=1))
    response.status_code = 200 if serves else 503
    return Readiness(
        status="ready" if serves else "empty",
        documents=len(documents),
        passages=len(assistant.searcher.index.passages),
        schemes=len(assistant.checker.schemes),
        corpus_version=assistant.library.version,
        rules_version=assistant.checker.rules_version,
        warnings=list(holder.warnings()),
    )


@router.get(
    "/metrics",
    summary="Metrics for Prometheus (this machine, or with an admin key)",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **responses(401, 403)},
    dependencies=[local_or("metrics")],
)
def metrics(request: Request) -> Response:
    """Counts and durations by route, step and reason; nobody's words."""
    return Response(request.app.state.metrics.told(), media_type=CONTENT_TYPE)
