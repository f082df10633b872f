"""Rows of a table read with the names of their columns, and how a cell is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.documents.lines import clean
from assistant.domain.documents import Cell, Clause, Document, Table
from assistant.text.normalise import squeezed

_BLANK_IN_NAME = re.compile(r"(?<=[^!-~])\s+|\s+(?=[^!-~])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A cell of a row with the names of its column, outermost first."""

    names: tuple[str, ...]
    text: str
    cell: Cell


class RowReader:
    """The rows of a document's tables, by clause; made once where many are read."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._grids = [_Grid(table) for table in document.tables]
        self._places = {
            cell.span.start: (number, cell.row)
            for number, table in enumerate(document.tables)
            for cell in table.cells
            if cell.span.start < cell.span.end
        }

    def fields(self, clause: Clause) -> tuple[Field, ...]:
        """The cells of a row from left to right, those that reach into it from above included."""
        if clause.kind != "row" or clause.spans[0].start not in self._places:
            return ()
        number, row = self._places[clause.spans[0].start]
        grid = self._grids[number]
        return tuple(
            Field(names=self._names(grid, cell), text=self._words(cell), cell=cell) for cell in grid.row(row)
        )

    def names(self, clause: Clause) -> tuple[str, ...]:
        """Names of the columns of a row, and what cells that reach into it from above say."""
        fields = self.fields(clause)
        own = set(clause.spans)
        reaching = [f.text for f in fields if f.cell.span not in own and f.text]
        return tuple(dict.fromkeys([name for f in fields for name in f.names] + reaching))

    def _names(self, grid: _Grid, cell: Cell) -> tuple[str, ...]:
        if cell.header:
            return ()
        over = (c for c in grid.headers.get(cell.column, ()) if c.row < cell.row)
        names = (name_in(self._text, c) for c in over)
        return tuple(dict.fromkeys(name for name in names if name))

    def _words(self, cell: Cell) -> str:
        return clean(self._text[cell.span.start : cell.span.end])


class _Grid:
    """A table's cells by the rows and columns that they cover."""

    def __init__(self, table: Table) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self.headers: dict[int, list[Cell]] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                self._rows.setdefault(row, []).append(cell)
            for column in range(cell.column, cell.column + cell.column_span) if cell.header else ():
                self.headers.setdefault(column, []).append(cell)

    def row(self, number: int) -> list[Cell]:
        return sorted(self._rows.get(number, ()), key=lambda cell: cell.column)


def name_in(text: str, cell: Cell) -> str:
    """The words of a cell that names something; blanks between Chinese characters are lay-out."""
    return _BLANK_IN_NAME.sub("", clean(text[cell.span.start : cell.span.end]))


def cell_label(document: Document, clause: Clause, quote: str) -> str:
    """The label of a clause, with the column where the quote lies in one cell of a row.

    Returns:
        ``…第3行“联系电话”栏``; the clause's own label where the quote is no cell or the column has no name.
    """
    wanted = squeezed(quote)
    if clause.kind != "row" or not wanted or wanted == squeezed(clause.text):
        return clause.label
    found = [f for f in RowReader(document).fields(clause) if wanted in squeezed(f.text)]
    if len(found) != 1 or not found[0].names:
        return clause.label
    return f"{clause.label}“{found[0].names[-1]}”栏"
