"""Evaluation items: single questions and dialogues with the evidence that decides them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

DATASETS = Path(__file__).parent / "datasets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One place that answers: a verbatim quote in a document."""

    document_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question with what a right answer must show.

    Attributes:
        gold: Groups of alternatives; every group is needed, one of each suffices.
        key_facts: Groups of strings; the answer holds at least one of each.
        must_not: Strings that a right answer never holds.
        kinds: Acceptable kinds of reply.
        verdicts: Acceptable verdicts where the answer is a check; ``scheme`` is what it checks.
        scored: Whether the turn is scored, or only leads to a later one.
    """

    id: str
    question: str
    language: str
    role: str
    intent: str
    as_of: date
    kinds: tuple[str, ...]
    gold: tuple[tuple[Gold, ...], ...]
    key_facts: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    notices: tuple[str, ...]
    split: str
    verdicts: tuple[str, ...] = ()
    scheme: str | None = None
    scored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Questions asked one after the other in one conversation."""

    id: str
    turns: tuple[Item, ...]
    split: str


def load_questions(path: Path, split: str | None = None) -> list[Item]:
    """Single questions of a JSONL file, of one split or all."""
    return [_item(row, row["split"]) for row in _rows(path) if split in (None, row["split"])]


def load_dialogues(path: Path, split: str | None = None) -> list[Dialogue]:
    """Dialogues of a JSONL file, of one split or all."""
    return [
        Dialogue(
            id=row["id"],
            split=row["split"],
            turns=tuple(
                _item(
                    {
                        **{k: row.get(k) for k in ("as_of", "role", "language")},
                        "id": f"{row['id']}.{n}",
                        **turn,
                    },
                    row["split"],
                )
                for n, turn in enumerate(row["turns"], start=1)
            ),
        )
        for row in _rows(path)
        if split in (None, row["split"])
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _item(row: dict[str, Any], split: str) -> Item:
    return Item(
        id=row["id"],
        question=row["question"],
        language=row.get("language") or "zh",
        role=row.get("role") or "visitor",
        intent=row.get("intent") or "none",
        as_of=date.fromisoformat(row["as_of"]),
        kinds=tuple(row.get("kind") or ("answer",)),
        gold=tuple(
            tuple(Gold(document_id=g.get("document_id", ""), quote=g["quote"]) for g in group)
            for group in row.get("gold", ())
        ),
        key_facts=tuple(tuple(group) for group in row.get("key_facts", ())),
        must_not=tuple(row.get("must_not", ())),
        notices=tuple(row.get("notices", ())),
        split=split,
        verdicts=tuple(row.get("verdict") or ()),
        scheme=row.get("scheme"),
        scored=row.get("scored", True),
    )
