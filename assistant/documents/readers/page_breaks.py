"""Tables that go on over a page: their parts joined, headers and page numbers between them left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.documents.readers.drafting import DraftCell
from assistant.documents.readers.layout import Block, Grid, Line

_NEAR = 4.0
_PAGE_NUMBER = re.compile(
    r"[\W_]*\d{1,4}[\W_]*|第\s*\d{1,4}\s*页\W*(?:共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)


def join_tables(pages: list[list[Block]]) -> list[list[Block]]:
    """Pages with the parts of each table that a page break tore joined on the page where it begins."""
    repeated = _repeated_edges(pages)
    owner = 0
    for number in range(1, len(pages)):
        head = _before(pages[number], repeated)
        tail = _after(pages[owner], repeated)
        if head is None or tail is None:
            owner = number
            continue
        table, more = pages[owner][tail], pages[number][head]
        whole = _continued(table, more) if isinstance(table, Grid) and isinstance(more, Grid) else None
        if whole is None:
            owner = number
            continue
        pages[owner][tail:] = [whole]
        del pages[number][: head + 1]
        if [b for b in pages[number] if not _is_edge(b, repeated)]:
            owner = number
        else:
            pages[number] = []
    return [[_as_line(block) for block in blocks] for blocks in pages]


def _as_line(block: Block) -> Block:
    """A single row that belongs to no table is words in boxes, one line."""
    if isinstance(block, Line) or block.rows > 1:
        return block
    words = "   ".join(cell.text for cell in block.cells if cell.text)
    return Line(text=words, left=block.left, right=block.right, top=block.top, bottom=block.bottom)


def _before(blocks: Sequence[Block], repeated: frozenset[str]) -> int | None:
    """Index of the table with which a page begins, its head aside."""
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            return index
        if not _is_edge(block, repeated):
            return None
    return None


def _after(blocks: Sequence[Block], repeated: frozenset[str]) -> int | None:
    """Index of the table with which a page ends, its foot aside."""
    for index in range(len(blocks) - 1, -1, -1):
        if isinstance(blocks[index], Grid):
            return index
        if not _is_edge(blocks[index], repeated):
            return None
    return None


def _repeated_edges(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Words that open, or that close, at least two pages; 附件1 and 附件2 are different words."""
    opening = Counter(b.text for blocks in pages for b in blocks[:1] if isinstance(b, Line))
    closing = Counter(b.text for blocks in pages for b in blocks[-1:] if isinstance(b, Line))
    return frozenset(text for side in (opening, closing) for text, count in side.items() if count >= 2)


def _is_edge(block: Block, repeated: frozenset[str]) -> bool:
    """Whether a block is a page number or running head."""
    return isinstance(block, Line) and (block.text in repeated or bool(_PAGE_NUMBER.fullmatch(block.text)))


def _continued(table: Grid, more: Grid) -> Grid | None:
    """Both parts as one table, or None where the second is another table."""
    places = [_nearest(x, table.columns) for x in more.columns]
    if None in places or places[0] != 0 or places[-1] != len(table.columns) - 1:
        return None
    at = [place for place in places if place is not None]
    if any(a >= b for a, b in pairwise(at)):
        return None
    cells = [
        replace(
            cell,
            header=False,
            column=at[cell.column],
            column_span=at[cell.column + cell.column_span] - at[cell.column],
        )
        for cell in more.cells
    ]
    cells = _without_header(table, cells)
    return _appended(table, cells)


def _nearest(x: float, places: Sequence[float]) -> int | None:
    return next((i for i, place in enumerate(places) if abs(place - x) <= _NEAR), None)


def _without_header(table: Grid, cells: list[DraftCell]) -> list[DraftCell]:
    """The cells of a second part without the header that it repeats."""
    depth = max((c.row + c.row_span for c in table.cells if c.header), default=0)
    first = [(c.row, c.column, c.text) for c in table.cells if c.row < max(depth, 1)]
    again = [(c.row, c.column, c.text) for c in cells if c.row < max(depth, 1)]
    if first != again:
        return cells
    return [replace(c, row=c.row - max(depth, 1)) for c in cells if c.row >= max(depth, 1)]


def _appended(table: Grid, cells: Sequence[DraftCell]) -> Grid:
    """The table with more rows; a row that the page break tore is closed again."""
    own = list(table.cells)
    start = table.rows
    torn = _torn(own, [c for c in cells if c.row == 0], table.rows - 1)
    if torn:
        own, start = torn, table.rows - 1
        cells = [c for c in cells if c.row > 0]
    own += [replace(c, row=c.row + start) for c in cells]
    rows = max((c.row + c.row_span for c in own), default=0)
    return replace(table, rows=rows, cells=tuple(sorted(own, key=lambda c: (c.row, c.column))))


def _torn(own: Sequence[DraftCell], first: Sequence[DraftCell], last: int) -> list[DraftCell] | None:
    """The table's cells with the rest of its last row, where that row goes on below the page break.

    Then only some cells have a rest, never the first, and each one's words break off above.
    """
    above = {c.column: c for c in own if c.row == last and c.row_span == 1}
    rests = {c.column: c.text for c in first if c.text}
    if not rests or 0 in rests or len(rests) * 2 > len(first) or not above.get(0) or not above[0].text:
        return None
    if any(not above.get(k) or not above[k].text or above[k].text[-1] in "。；！？" for k in rests):
        return None
    return [
        replace(c, text=c.text + rests[c.column]) if c.row == last and c.column in rests else c for c in own
    ]
