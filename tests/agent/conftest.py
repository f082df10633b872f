"""The agent over the corpus of the repository, built once."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import CORPUS, open_agent


@pytest.fixture(scope="session")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_agent(CORPUS, tmp_path_factory.mktemp("data"))
