"""Where the tests of this room find documents, and how they read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.documents.library import Library, load_library
from assistant.documents.making import read_document
from assistant.documents.structure import Structure, parse_structure
from assistant.domain.documents import Clause, Document

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
NOTICES = ROOT / "tests" / "fixtures" / "notices"


@cache
def library() -> Library:
    return load_library(CORPUS)


@cache
def notice(name: str) -> Document:
    return read_document(NOTICES / name / "document.txt", name)


def parse(text: str) -> Structure:
    return parse_structure(text)


def clauses(text: str) -> dict[str, Clause]:
    """Clauses of a text by id."""
    return {clause.id: clause for clause in parse_structure(text).clauses}


def labels(text: str, *kinds: str) -> list[str]:
    """Labels of a text in order, of the given kinds or of all."""
    return [c.label for c in parse_structure(text).clauses if not kinds or c.kind in kinds]
