"""What the page of a comparison shows: rows of two cells, their words cut into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.comparison import Comparison
from assistant.service.pages.addresses import quote_url
from assistant.service.wire.citations import CitationOut
from assistant.service.wire.comparison import ChangeOut, ComparisonOut, PairOut, SideOut, comparison_out
from assistant.service.wire.documents import DocumentSummary
from assistant.text.titles import short_title


class Piece(NamedTuple):
    """A run of words; ``kind`` is empty where both sides have them."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one document says, with the address that opens it in the viewer."""

    label: str
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A pair as it is laid out; an absent cell may have a nearest clause to look at."""

    pair: PairOut
    left: Cell | None
    right: Cell | None
    near: Cell | None
    changes: tuple[ChangeOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything on the page of a comparison."""

    shown: ComparisonOut
    names: tuple[str, str]
    rows: tuple[Row, ...]
    frame: tuple[Row, ...]


def compared(comparison: Comparison, library: Library, language: Language) -> View:
    """The page of a comparison."""
    shown = comparison_out(comparison, library, language)
    rows = [(pair.frame, _row(pair, shown, language)) for pair in shown.pairs]
    return View(
        shown=shown,
        names=(_name(shown.left), _name(shown.right)),
        rows=tuple(row for frame, row in rows if not frame),
        frame=tuple(row for frame, row in rows if frame),
    )


def _name(document: DocumentSummary) -> str:
    return short_title(document.title)


def _row(pair: PairOut, shown: ComparisonOut, language: Language) -> Row:
    def cell(side: SideOut | None) -> Cell | None:
        return _cell(side, _pieces(side), shown, language) if side else None

    near = pair.near
    return Row(
        pair=pair,
        left=cell(pair.left),
        right=cell(pair.right),
        near=_cell(near, (Piece(near.quote),), shown, language) if near else None,
        changes=_once(pair.changes),
    )


def _cell(side: CitationOut, pieces: tuple[Piece, ...], shown: ComparisonOut, language: Language) -> Cell:
    url = quote_url(side.url, side.clause_id, side.quote, shown.as_of, language)
    return Cell(label=side.clause_label, url=url, pieces=pieces)


def _pieces(side: SideOut) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = 0
    for difference in side.differences:
        found.append(Piece(side.quote[at : difference.start]))
        found.append(Piece(difference.text, difference.kind))
        at = difference.end
    return tuple(piece for piece in (*found, Piece(side.quote[at:])) if piece.text)


def _once(changes: Sequence[ChangeOut]) -> tuple[ChangeOut, ...]:
    """Each change once, those with both sides first."""
    seen = {(c.kind, c.left, c.right): c for c in changes}
    return tuple(sorted(seen.values(), key=lambda c: not (c.left and c.right)))
