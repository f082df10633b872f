"""Joins the Gradio page to the application without its telemetry, its server-side rendering or its footer."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from starlette.types import ASGIApp

from assistant.service.workbench.api import Api

# The conversation scrolls within the page, so that the line to type in stays in sight.
_HEAD = f"""
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<style>html, body {{ height: 100dvh; overflow: hidden; }}</style>
<script>document.documentElement.lang = "zh-CN";</script>
<script>{Path(__file__).with_name("rating.js").read_text(encoding="utf-8")}</script>
"""


def make_page(api: Api) -> tuple[ASGIApp, AbstractAsyncContextManager[None]]:
    """The page as an ASGI application, and the context that it must run in."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI

    from assistant.service.workbench.batch import CSS as BATCH_CSS
    from assistant.service.workbench.eligibility.page import CSS as TAB_CSS
    from assistant.service.workbench.page import make_blocks
    from assistant.service.workbench.panels import CSS as PANELS_CSS
    from assistant.service.workbench.publishing.page import CSS as PUBLISHING_CSS
    from assistant.service.workbench.theme import CSS, make_theme

    host = FastAPI(openapi_url=None)
    gr.mount_gradio_app(
        host,
        make_blocks(api),
        path="/",
        theme=make_theme(),
        css_paths=[CSS, TAB_CSS, PANELS_CSS, BATCH_CSS, PUBLISHING_CSS],
        head=_HEAD,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        mcp_server=False,
        pwa=False,
    )

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with host.router.lifespan_context(host):
            yield

    return host, running()
