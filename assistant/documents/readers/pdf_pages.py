"""A page of a PDF as blocks: the words in ruled tables cell by cell, all others in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.documents.readers.drafting import DraftCell
from assistant.documents.readers.layout import Block, Grid, join_texts
from assistant.documents.readers.pdf_glyphs import Drawn, Glyph
from assistant.documents.readers.pdf_grids import Box, Ruled, ruled_tables
from assistant.documents.readers.pdf_lines import printed_rows, reading_order


def page_blocks(drawn: Drawn) -> list[Block]:
    """Lines and tables of a page in reading order."""
    glyphs = list(drawn.glyphs)
    blocks: list[Block] = []
    for ruled in ruled_tables(drawn.levels, drawn.uprights):
        inside = [g for g in glyphs if _within(g, ruled.columns, ruled.rows)]
        if not any(not g.char.isspace() for g in inside):
            continue
        taken = set(map(id, inside))
        above = [g for g in glyphs if id(g) not in taken and _middle(g) < ruled.rows[0]]
        blocks += reading_order(above)
        blocks.append(_grid(ruled, inside))
        taken.update(map(id, above))
        glyphs = [g for g in glyphs if id(g) not in taken]
    return [*blocks, *reading_order(glyphs)]


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _within(glyph: Glyph, columns: Sequence[float], rows: Sequence[float]) -> bool:
    return (
        columns[0] <= (glyph.left + glyph.right) / 2 <= columns[-1] and rows[0] <= _middle(glyph) <= rows[-1]
    )


def _grid(ruled: Ruled, glyphs: Sequence[Glyph]) -> Grid:
    held: dict[Box, list[Glyph]] = {box: [] for box in ruled.boxes}
    for glyph in glyphs:
        held[_box_of(glyph, ruled.boxes)].append(glyph)
    cells = [
        DraftCell(
            text=join_texts([line.text for line in printed_rows(held[box])]),
            row=box.row,
            column=box.column,
            row_span=box.row_span,
            column_span=box.column_span,
        )
        for box in ruled.boxes
    ]
    return Grid(
        columns=ruled.columns,
        rows=len(ruled.rows) - 1,
        cells=with_header(cells),
        left=ruled.columns[0],
        right=ruled.columns[-1],
        top=ruled.rows[0],
        bottom=ruled.rows[-1],
    )


def _box_of(glyph: Glyph, boxes: Sequence[Box]) -> Box:
    """The cell in which the middle of a glyph lies; a glyph on a border goes to the nearest."""
    x, y = (glyph.left + glyph.right) / 2, _middle(glyph)
    return min(
        boxes,
        key=lambda b: max(b.left - x, 0, x - b.right) + max(b.top - y, 0, y - b.bottom),
    )


def with_header(cells: Sequence[DraftCell]) -> tuple[DraftCell, ...]:
    """Mark the first row as header where it names columns: each cell a word, none a value, rows below.

    A form (单位名称, and a blank beside it) has no such row.
    """
    depth = max((cell.row_span for cell in cells if cell.row == 0), default=1)
    head = [cell for cell in cells if cell.row < depth]
    height = max((cell.row + cell.row_span for cell in cells), default=0)
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    below = sum(1 for cell in cells if cell.row == depth)
    named = all(
        cell.text and len(cell.text) <= 40 and not re.search(r"[。；]|\d{4,}", cell.text) for cell in head
    )
    wide = depth == 1 and any(cell.column_span > 1 for cell in head)
    if not named or wide or len(head) < 2 or height <= depth or 2 * below <= columns:
        return tuple(cells)
    return tuple(replace(cell, header=cell.row < depth) for cell in cells)
