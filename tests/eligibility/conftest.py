"""The corpus of the repository and its checker, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.library import Library, load_library
from assistant.eligibility import Checker, load_checker

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(CORPUS)


@pytest.fixture(scope="session")
def checker(library: Library) -> Checker:
    return load_checker(CORPUS / "schemes", library)
