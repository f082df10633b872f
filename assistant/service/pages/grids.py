"""Tables as the source viewer draws them: merged cells, header, an anchor at each row, the quote marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.documents.lines import clean
from assistant.domain.documents import Cell, Clause, Document, Table
from assistant.service.pages.marking import Piece, cut_at, find_range

_SHORT = 3
_LONG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One cell as it is drawn; ``width`` says how its words want to be set."""

    width: Literal["short", "", "long"]
    pieces: tuple[Piece, ...]
    row_span: int
    column_span: int
    header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row; ``clause`` is None for a row without words."""

    clause: Clause | None
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as it is drawn; ``head`` are its leading rows of header cells."""

    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]


def grid_of(document: Document, rows: Sequence[Clause], marked: Collection[str], quote: str) -> Grid | None:
    """The table to which some rows belong, with the quote marked in the clauses ``marked``."""
    if not rows or not rows[0].spans:
        return None
    place = rows[0].spans[0].start
    table = next((t for t in document.tables if t.span.start <= place < t.span.end), None)
    if table is None:
        return None
    by_start = {row.spans[0].start: row for row in rows}
    drawn = [_row(document.text, cells, by_start, quote, marked) for cells in _cells_by_row(table)]
    depth = _header_depth(table)
    return Grid(head=tuple(drawn[:depth]), body=tuple(drawn[depth:]))


def _cells_by_row(table: Table) -> list[list[Cell]]:
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def _header_depth(table: Table) -> int:
    """How many rows at the top hold header cells only; a cell that reaches further keeps its row out."""
    depth = 0
    for number, cells in enumerate(_cells_by_row(table)):
        if cells and all(cell.header for cell in cells):
            depth = number + 1
        else:
            break
    reach = max((c.row + c.row_span for c in table.cells if c.row < depth), default=0)
    return depth if reach <= depth else 0


def _row(
    text: str, cells: Sequence[Cell], by_start: dict[int, Clause], quote: str, marked: Collection[str]
) -> GridRow:
    clause = next(
        (by_start[c.span.start] for c in cells if c.span.start in by_start and c.span.end > c.span.start),
        None,
    )
    start, end = (0, 0)
    if clause is not None and clause.id in marked and quote:
        start, end = find_range(clause.text, quote) or (0, 0)
    drawn, at = [], 0
    for cell in cells:
        words = clean(text[cell.span.start : cell.span.end])
        pieces = cut_at(words, start - at, end - at)
        drawn.append(
            GridCell(
                width="short" if len(words) <= _SHORT else "long" if len(words) >= _LONG else "",
                pieces=pieces,
                row_span=cell.row_span,
                column_span=cell.column_span,
                header=cell.header,
            )
        )
        at += len(words) + 1 if words else 0
    return GridRow(clause=clause, cells=tuple(drawn))
