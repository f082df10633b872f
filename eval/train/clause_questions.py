"""Lay questions written for single sentences of the shipped documents, and the clauses that answer them.

``clause_questions.tsv`` has one question a line behind its label. A label names units of ``clause_units.json``:
``R57`` one unit, ``R57/D12`` either suffices, ``R40+N30`` both are needed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.documents.library import Library
from eval.train.pairs import Pair

QUESTIONS = Path(__file__).with_name("clause_questions.tsv")
UNITS = Path(__file__).with_name("clause_units.json")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ClauseQuestion:
    """A question with groups of clauses (document id, clause id): one of each group is needed."""

    text: str
    gold: tuple[frozenset[Key], ...]

    def fold(self, folds: int) -> int:
        """The part of ``folds`` to which the question belongs, the same in every run."""
        return zlib.crc32(self.text.encode()) % folds


def read_clause_questions(library: Library) -> list[ClauseQuestion]:
    """All questions whose units still stand in the documents.

    Raises:
        KeyError: A label names no unit.
    """
    units = json.loads(UNITS.read_text(encoding="utf-8"))
    places = {name: _place(library, unit["document_id"], unit["quote"]) for name, unit in units.items()}
    found = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        label, _, text = line.partition("\t")
        groups = tuple(
            frozenset(key for name in group.split("/") if (key := places[name])) for group in label.split("+")
        )
        if text and all(groups):
            found.append(ClauseQuestion(text, groups))
    return found


def _place(library: Library, document_id: str, quote: str) -> Key | None:
    clauses = library.find_quote(document_id, quote)
    return (document_id, clauses[0].id) if clauses else None


def pairs_of(questions: Sequence[ClauseQuestion], library: Library) -> list[Pair]:
    """Pairs for the embedder: each question with each clause that answers it, alone and under its headings."""
    pairs = []
    for question in questions:
        for document_id, clause_id in sorted(key for group in question.gold for key in group):
            clause = library.clause(document_id, clause_id)
            headed = " ".join((*clause.path, clause.text))
            key = f"corpus:{document_id}:{clause_id}"
            pairs += [Pair(question.text, text, key) for text in (clause.text, headed)]
    return pairs
