"""One assistant over the corpus that comes with the program, and one server around it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from assistant.assembly import Assistant, build_assistant
from assistant.service.app import create_app
from assistant.settings import Settings

from .serving import serving
from .worded import Worded, worded_server


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    # Shared by many servers: none may exchange it because somebody edits the corpus meanwhile.
    built = build_assistant(Settings(data_dir=tmp_path_factory.mktemp("service"), watch_seconds=0))
    yield built
    built.close()


@pytest.fixture(scope="session")
def server(assistant: Assistant) -> Iterator[str]:
    with serving(create_app(assistant=assistant)) as address:
        yield address


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worded]:
    with worded_server(tmp_path_factory.mktemp("worded")) as running:
        yield running
