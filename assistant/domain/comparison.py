"""Two documents side by side: which provision answers to which, and what differs in its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.domain.answers import Citation

PairKind = Literal["same", "changed", "only_left", "only_right"]

SignalKind = Literal["date", "time_limit", "figure", "comparator", "modal", "level", "reference"]

DifferenceKind = SignalKind | Literal["words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words of a quote that the other side does not have: ``quote[start:end]``."""

    start: int
    end: int
    kind: DifferenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A date, figure, comparator or the like on one side and what stands in its place on the other."""

    kind: SignalKind
    left: str | None
    right: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one document says: the quote with its place, and the words that differ, ascending."""

    citation: Citation
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two provisions on one matter, or one that the other document lacks.

    Attributes:
        kind: ``same``: the same words, numbering, punctuation and blanks aside, figures by value.
        likeness: From 0 to 1; 0 where a side is missing.
        tentative: Whether they are no more alike than to be each other's nearest; a reader should check.
        rewritten: The two are worded too differently for a comparison word by word: only dates, figures,
            comparators, modal words and terms that the other side lacks are marked.
        heading: Whether both sides are captions only.
        frame: Whether it stands outside the provisions: title, number, addressees, signature, forms.
        near: Where a side is missing: the provision of that document that comes nearest, though it answers
            to another one or is not near enough.
    """

    kind: PairKind
    left: Side | None
    right: Side | None
    changes: tuple[Change, ...] = ()
    likeness: float = 0.0
    tentative: bool = False
    rewritten: bool = False
    heading: bool = False
    frame: bool = False
    near: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All pairs in the reading order of the left document, or those on one subject.

    Attributes:
        left_treats: Whether the left document has provisions on the subject; True without a subject.
        right_treats: The same of the right document.
    """

    left_id: str
    right_id: str
    as_of: date
    subject: str | None
    pairs: tuple[Pair, ...]
    left_treats: bool
    right_treats: bool
