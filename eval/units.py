"""Evaluation items: questions, dialogues and eligibility cases with the evidence that decides them.

Their form on disk is ``datasets/schema.json``; :mod:`eval.items` reads and checks it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

Split = Literal["tune", "hold"]
_REFUSING = frozenset({"out_of_scope", "help", "not_found", "declined"})
"""Kinds of reply that give the asker nothing of the documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One place that answers: a verbatim quote in a document; an empty id leaves the document open."""

    document_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How the criterion whose clause holds ``quote`` should come out; an empty id leaves the document open."""

    quote: str
    outcome: str
    document_id: str = ""


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
        series: Common name of one question that is asked on several days.
        expect: What a right reply does with a question at the edge (``answered``, ``not_stated`` …), if the set says.
        searched: Whether it is a query of the search box: it is looked up, and nothing is answered.
        dialogue: The conversation that the turn belongs to; empty for a question of its own.
        earlier: What was asked before in the same conversation: a figure told there is not invented.
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
    series: str | None = None
    expect: str | None = None
    provenance: str = ""
    searched: bool = False
    dialogue: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def refusal(self) -> bool | None:
        """Whether a right reply refuses; None where either may be right."""
        if self.searched:
            return None
        if self.expect is not None:
            return {"answered": False, "no_promise": None, "small_talk": None}.get(self.expect, True)
        refusing = [kind in _REFUSING for kind in self.kinds]
        return True if all(refusing) else None if any(refusing) else False

    @property
    def documents(self) -> tuple[str, ...]:
        """Documents that hold the evidence, sorted."""
        return tuple(sorted({g.document_id for group in self.gold for g in group if g.document_id}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Questions asked one after the other in one conversation."""

    id: str
    turns: tuple[Item, ...]
    split: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An applicant with its facts (or its own words) and how the check of a scheme should come out.

    Attributes:
        facts: Typed values as the scheme declares them; None where ``text`` tells them.
        text: The applicant's own words; empty where ``facts`` are given.
        scheme_name: What the scheme is called, for the question behind the words.
        verdicts: Acceptable verdicts.
        criteria: The criteria that decide, each with its outcome.
    """

    id: str
    scheme: str
    as_of: date
    facts: Mapping[str, Any] | None
    text: str
    verdicts: tuple[str, ...]
    criteria: tuple[Expected, ...]
    split: str
    language: str = "zh"
    role: str = "enterprise"
    provenance: str = ""
    scheme_name: str = ""

    @property
    def question(self) -> str:
        """The applicant's words with the question for the scheme behind them."""
        return f"{self.text}\n这种情况符合{self.scheme_name or self.scheme}的条件吗？"


Unit = Item | Dialogue | Case
"""What is asked in one go: nothing of a unit is asked again once it is answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One dataset, or the part of it that is evaluated."""

    name: str
    units: tuple[Unit, ...]
    path: Path | None = field(default=None, compare=False)

    @property
    def scored(self) -> tuple[Item | Case, ...]:
        """All that gets a score, in the order of the file."""
        return tuple(part for unit in self.units for part in parts(unit))

    def __len__(self) -> int:
        return len(self.scored)


def parts(unit: Unit) -> Sequence[Item | Case]:
    """What of a unit is scored: the item itself, or the scored turns of a dialogue."""
    if isinstance(unit, Dialogue):
        return [turn for turn in unit.turns if turn.scored]
    return [unit]
