"""The workbench as a process of its own: ``assistant workbench --api http://HOST:PORT``.

It holds no documents, no index and no rules, and reaches the assistant by its public HTTP interface alone. What is not
the workbench's own (the API, the source viewer, assets) is handed on, so that everything stands behind one address.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from assistant.errors import SettingsError
from assistant.service.observing.logs import log_lines
from assistant.service.ports import address_of, listen
from assistant.service.workbench.api import api_at
from assistant.service.workbench.door import Workbench
from assistant.service.workbench.passage import Passage
from assistant.settings import Settings
from assistant.wording import words

log = logging.getLogger(__name__)

_ALIVE = "/ui-healthz"


def create_workbench(api: str) -> Starlette:
    """The workbench around an assistant elsewhere.

    Args:
        api: Its address, scheme, host and port.

    Raises:
        SettingsError: That is no address.
    """
    address = read_address(api)
    workbench, passage = Workbench(enabled=True), Passage(address)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with workbench.running(api_at(address)):
            yield
        await passage.close()

    routes = [Route(_ALIVE, _alive), Mount("/ui", workbench), Mount("/", passage)]
    return Starlette(routes=routes, lifespan=lifespan)


def serve_workbench(settings: Settings, api: str) -> None:
    """Serve until interrupted; prints the address once requests are answered.

    Raises:
        SettingsError: The address cannot be listened on, or ``api`` is none.
    """
    app = create_workbench(api)
    with listen(settings) as listening:
        log_lines(settings.log_level, settings.log_format)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
        sys.stdout.write(
            words("cli")["serve"]["workbench"].format(address=address_of(settings), api=api) + "\n"
        )
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def read_address(api: str) -> str:
    """The address without what would not belong to it.

    Raises:
        SettingsError: It is none.

    >>> read_address("http://127.0.0.1:7860/")
    'http://127.0.0.1:7860'
    """
    try:
        parts = urlsplit(api)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        usable = False
    if not usable or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise SettingsError(words("cli")["serve"]["no_address"].format(given=api[:80]))
    return f"{parts.scheme}://{parts.netloc}"


async def _alive(_: Request) -> PlainTextResponse:
    """Whether this process answers; the assistant behind it has its own /healthz."""
    return PlainTextResponse("ok")
