"""A form as it is printed: lines of text and rows of cells, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.documents.form_cells import is_label, split_unit
from assistant.domain.documents import Document, Table
from assistant.errors import UnknownClause

_UNITS = 24
"""Columns of the grid on which rows of unequal numbers of cells are laid out."""
_FIRST, _LABEL = 6, 5
_SHORT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A cell with its place, or a line outside tables (row and column 0)."""

    text: str
    block: int
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows of cells that stand together, or with ``columns`` 0 one line of text."""

    columns: int
    cells: tuple[Printed, ...]


def printed_form(document: Document, clause_id: str) -> tuple[str, tuple[Block, ...]]:
    """Title and content of a form.

    Raises:
        UnknownClause: The document has no such clause.
    """
    tops = [clause for clause in document.clauses if clause.parent_id is None]
    at = next((i for i, clause in enumerate(tops) if clause.id == clause_id), None)
    if at is None:
        raise UnknownClause(f"文件“{document.id}”中没有编号为“{clause_id}”的条款。")
    start = tops[at].spans[-1].end
    end = tops[at + 1].spans[0].start if at + 1 < len(tops) else len(document.text)
    tables = [t for t in document.tables if start <= t.span.start and t.span.end <= end]
    return tops[at].text, tuple(_blocks(document.text, start, end, tables))


def _blocks(text: str, start: int, end: int, tables: Sequence[Table]) -> Iterator[Block]:
    number, at = 0, start
    for table in tables:
        for block in _typed(text[at : table.span.start], number):
            yield block
            number += 1
        yield _tabled(text, table, number)
        number, at = number + 1, table.span.end
    yield from _typed(text[at:end], number)


def _tabled(text: str, table: Table, number: int) -> Block:
    cells = tuple(
        Printed(
            text=text[c.span.start : c.span.end].strip(),
            block=number,
            row=c.row,
            column=c.column,
            row_span=c.row_span,
            column_span=c.column_span,
        )
        for c in table.cells
    )
    return Block(columns=max((c.column + c.column_span for c in cells), default=1), cells=cells)


def _typed(region: str, number: int) -> Iterator[Block]:
    """Lines of text; those whose cells open with tabs become rows of one table."""
    rows: list[list[str]] = []
    for row in _rows(region):
        if isinstance(row, list):
            rows.append(row)
            continue
        if rows:
            yield _laid_out(rows, number)
            rows, number = [], number + 1
        yield Block(columns=0, cells=(Printed(text=row, block=number),))
        number += 1
    if rows:
        yield _laid_out(rows, number)


def _rows(region: str) -> Iterator[str | list[str]]:
    """Rows of cells, and lines outside them as they stand.

    A cell opens with a tab, and lines without one go on in it; an empty line before a tab opens a new row.
    """
    row: list[str] = []
    apart = True
    for line in region.split("\n"):
        before, *cells = line.split("\t")
        if cells and before.strip():
            before, cells, apart = "", [before, *cells], True
        if cells and (apart or not row):
            if row:
                yield row
            row = []
        if cells:
            row.extend(cell.strip() for cell in cells)
        elif line.strip() and row:
            row[-1] = f"{row[-1]}\n{line.strip()}".strip()
        elif line.strip():
            yield line.strip()
        apart = not cells and not line.strip()
    if row:
        yield row


def _laid_out(rows: Sequence[Sequence[str]], number: int) -> Block:
    cells: list[Printed] = []
    for at, row in enumerate(rows):
        if at and len(row) > 2 and not row[0] and (above := _opening(cells, at - 1)) is not None:
            cells[above] = replace(cells[above], row_span=cells[above].row_span + 1)
            placed = _FIRST
            rest = row[1:]
        else:
            placed, rest = 0, row
        for text, width in zip(rest, _widths(rest, placed), strict=True):
            cells.append(Printed(text=text, block=number, row=at, column=placed, column_span=width))
            placed += width
    return Block(columns=_UNITS, cells=tuple(cells))


def _opening(cells: Sequence[Printed], row: int) -> int | None:
    """The cell that opens a row, or reaches down into it, where it names what stands beside it."""
    for index, cell in enumerate(cells):
        if cell.column == 0 and cell.row <= row < cell.row + cell.row_span:
            beside = sum(c.row == cell.row for c in cells)
            return index if is_label(split_unit(cell.text)[0]) and beside > 2 else None
    return None


def _widths(row: Sequence[str], placed: int) -> list[int]:
    """How many columns of the grid each cell of a row takes."""
    free = _UNITS - placed
    if len(row) == 1:
        return [free]
    first = _LABEL if placed else _FIRST
    if len(row) == 2:
        longest = max(map(len, row[0].split("\n")))
        first = max(first, min(free - _LABEL, longest * 2 // 3))
        return [first, free - first]
    opening = [] if placed else [first]
    rest = row[len(opening) :]
    if len(rest) == 3 and is_label(rest[1]) and len(split_unit(rest[1])[0]) <= _SHORT:
        return [*opening, 7, 5, free - sum(opening) - 12]
    share, left = divmod(free - sum(opening), len(rest))
    # What is left over goes to names before blanks.
    wider = set(sorted(range(len(rest)), key=lambda at: not is_label(rest[at]))[:left])
    return [*opening, *(share + (at in wider) for at in range(len(rest)))]
