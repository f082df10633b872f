"""Two documents side by side on the wire."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import BaseModel, Field

from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.comparison import (
    Comparison,
    Difference,
    DifferenceKind,
    Pair,
    PairKind,
    Side,
    SignalKind,
)
from assistant.service.wire.citations import CitationOut, citation_out
from assistant.service.wire.documents import DocumentSummary, summary_out
from assistant.wording import say


class DifferenceOut(BaseModel):
    """Words of the quote that the other side does not have."""

    start: int = Field(description="Offset in `quote`, in characters.")
    end: int
    kind: DifferenceKind
    text: str


class SideOut(CitationOut):
    """What one document says, as a citation, with the words that differ."""

    differences: list[DifferenceOut]


class ChangeOut(BaseModel):
    """A date, figure, comparator or the like and what stands in its place on the other side."""

    kind: SignalKind
    left: str | None
    right: str | None


class PairOut(BaseModel):
    """Two provisions on one matter, or one that the other document lacks."""

    kind: PairKind
    left: SideOut | None
    right: SideOut | None
    changes: list[ChangeOut]
    likeness: float = Field(description="0 to 1; 0 where a side is missing.")
    tentative: bool = Field(description="Each other's nearest, but little alike: to be checked by a reader.")
    rewritten: bool = Field(description="Worded too differently for marks on every word.")
    heading: bool = Field(description="Captions only.")
    frame: bool = Field(description="Outside the provisions: title, number, addressees, signature, forms.")
    near: CitationOut | None = Field(description="Where a side is missing: what comes nearest there, if any.")


class CountsOut(BaseModel):
    """How many provisions of each kind, captions and frame left out."""

    same: int
    changed: int
    only_left: int
    only_right: int


class ComparisonOut(BaseModel):
    """All pairs in the order of the left document, or those on one subject."""

    as_of: date
    corpus_version: str
    left: DocumentSummary
    right: DocumentSummary
    subject: str | None
    left_treats: bool = Field(description="Whether provisions on the subject were found on the left.")
    right_treats: bool
    message: str | None = Field(description="What to know of the result as a whole, for people.")
    counts: CountsOut
    pairs: list[PairOut]


def comparison_out(comparison: Comparison, library: Library, language: Language = "zh") -> ComparisonOut:
    """A comparison with its documents, citations and counts."""
    left, right = library.document(comparison.left_id), library.document(comparison.right_id)
    counted = Counter(p.kind for p in comparison.pairs if not p.heading and not p.frame)
    return ComparisonOut(
        as_of=comparison.as_of,
        corpus_version=library.version,
        left=summary_out(left, library, comparison.as_of, language),
        right=summary_out(right, library, comparison.as_of, language),
        subject=comparison.subject,
        left_treats=comparison.left_treats,
        right_treats=comparison.right_treats,
        message=_message(comparison, language),
        counts=CountsOut(
            same=counted["same"],
            changed=counted["changed"],
            only_left=counted["only_left"],
            only_right=counted["only_right"],
        ),
        pairs=[_pair(pair, library, language) for pair in comparison.pairs],
    )


def _message(comparison: Comparison, language: Language) -> str | None:
    treated = comparison.left_treats, comparison.right_treats
    if all(treated):
        return None
    key = "only_left_treats" if treated[0] else "only_right_treats" if treated[1] else "neither_treats"
    return say(f"compare.{language}", key, subject=comparison.subject)


def _pair(pair: Pair, library: Library, language: Language) -> PairOut:
    return PairOut(
        kind=pair.kind,
        left=_side(pair.left, library, language) if pair.left else None,
        right=_side(pair.right, library, language) if pair.right else None,
        changes=[ChangeOut(kind=c.kind, left=c.left, right=c.right) for c in pair.changes],
        likeness=pair.likeness,
        tentative=pair.tentative,
        rewritten=pair.rewritten,
        heading=pair.heading,
        frame=pair.frame,
        near=citation_out(pair.near, library, language) if pair.near else None,
    )


def _side(side: Side, library: Library, language: Language) -> SideOut:
    citation = citation_out(side.citation, library, language)
    return SideOut(
        **citation.model_dump(), differences=[_difference(d, citation.quote) for d in side.differences]
    )


def _difference(difference: Difference, quote: str) -> DifferenceOut:
    start, end = difference.start, difference.end
    return DifferenceOut(start=start, end=end, kind=difference.kind, text=quote[start:end])
