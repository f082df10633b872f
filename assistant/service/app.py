"""The web application: ``uvicorn --factory assistant.service.app:create_app``."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from assistant import __version__
from assistant.assembly import Assistant, build_assistant
from assistant.collecting import settle_memory
from assistant.holder import Holder
from assistant.service.access.audit import Audit
from assistant.service.access.clients import Clients, networks
from assistant.service.access.ending import Ending, EndsWithServer
from assistant.service.access.gate import Gate
from assistant.service.access.keys import KeyRing, keys_file
from assistant.service.access.opening import open_lanes
from assistant.service.access.rates import Rate
from assistant.service.errors import install, unexpected
from assistant.service.mcp.door import McpDoor
from assistant.service.observing.metrics import Metrics
from assistant.service.observing.traces import Traced, open_traces
from assistant.service.observing.watching import Watching
from assistant.service.openai_errors import turned_away
from assistant.service.openapi import describe
from assistant.service.pages.rendering import FOLDER
from assistant.service.requests import Envelope
from assistant.service.routes import (
    ask,
    audit,
    batch,
    completions,
    documents,
    feedback,
    health,
    pages,
    papers,
    publishing,
    quality,
    register,
    schemes,
    search,
    sessions,
)
from assistant.service.upkeep import published, upkeep
from assistant.service.widget.origins import CrossOrigin
from assistant.service.widget.routes import router as widget_router
from assistant.service.widget.tokens import Tokens
from assistant.service.workbench import Workbench
from assistant.service.workbench.api import api_of
from assistant.settings import Settings, load_settings
from assistant.wording import say

log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None, *, assistant: Assistant | None = None) -> FastAPI:
    """The application around an assistant, which is built at start when none is given.

    Raises:
        SettingsError: A variable of the environment is unknown or out of range.
    """
    chosen = settings or (assistant.settings if assistant else load_settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        built = assistant
        if built is None:
            built = await run_in_threadpool(build_assistant, chosen)
            for warning in built.warnings():
                log.warning(warning)
        built.agent.watch = Watching(app.state.metrics, traces)
        holder = app.state.holder = Holder(built, tidy=settle_memory)
        settle_memory()
        try:
            async with (
                workbench.running(api_of(app)),
                mcp.running(holder),
                upkeep(built),
                published(holder),
                batch.sweeping(app.state.jobs),
            ):
                yield
        finally:
            holder.close()
            if assistant is None:
                built.close()
            if traces:
                traces.close()

    app = FastAPI(
        title=say("pages.en", "name"),
        description=say("pages.en", "tagline"),
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    traces = open_traces(chosen)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    install(app)
    app.state.jobs = batch.jobs_in(chosen.data_dir)
    uploads = dict.fromkeys(
        (*publishing.UPLOADS, *batch.UPLOADS, *papers.UPLOADS), chosen.upload_mb * 1024 + chosen.max_body_kb
    )
    app.state.ending = Ending()
    app.add_middleware(EndsWithServer, ending=app.state.ending)
    _guard(app, chosen)
    if traces:
        app.add_middleware(Traced, traces=traces)
    app.add_middleware(
        Envelope,
        max_body_kb=chosen.max_body_kb,
        on_fault=unexpected,
        clients=Clients(networks(chosen.trusted_proxy_list)),
        metrics=app.state.metrics,
        audit=app.state.audit,
        uploads_kb=uploads,
    )
    _let_in(app, chosen)
    for subject in (
        ask,
        search,
        publishing,
        documents,
        schemes,
        batch,
        papers,
        quality,
        register,
        completions,
        feedback,
        sessions,
        audit,
        health,
        pages,
    ):
        app.include_router(subject.router)
    app.include_router(widget_router)
    app.mount("/assets", StaticFiles(directory=FOLDER / "assets"), name="assets")
    mcp = McpDoor(chosen)
    # A mount would send /mcp on to /mcp/, and not every client follows with its POST.
    app.router.routes.append(Route("/mcp", mcp, include_in_schema=False))
    workbench = Workbench(enabled=chosen.workbench)
    if chosen.workbench:
        app.mount("/ui", workbench, name="ui")
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Bound how often and how much at once may be asked; tell the metrics of it."""
    metrics = app.state.metrics = Metrics()
    app.state.audit = Audit(settings.data_dir)
    app.state.keys = KeyRing(settings.admin_key_list, keys_file(settings.data_dir))
    app.state.session_rate = Rate(settings.rate_session)
    app.state.counts_loopback = settings.rate_loopback
    lanes = open_lanes(settings)
    for lane in dict.fromkeys(lanes.values()):
        metrics.watch(lane)

    def refuse(request: Request, error: Exception) -> Response:
        metrics.turned_away(getattr(error, "code", "too_slow"))
        return turned_away(request, error)

    app.add_middleware(
        Gate,
        lanes=lanes,
        rate=Rate(settings.rate_address),
        counts_loopback=settings.rate_loopback,
        body_s=settings.body_seconds,
        on_refusal=refuse,
    )


def _let_in(app: FastAPI, settings: Settings) -> None:
    """Let pages of the listed origins call, outermost, so that they can read refusals too."""
    secret = settings.session_secret.get_secret_value() if settings.session_secret else None
    app.state.origins = settings.allowed_origin_list
    app.state.tokens = Tokens(secret, settings.session_token_minutes)
    app.add_middleware(CrossOrigin, origins=settings.allowed_origin_list)
