"""From glyphs to printed lines in the order in which a person reads them, columns included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.documents.readers.layout import Line
from assistant.documents.readers.pdf_glyphs import Glyph

_COLUMN_ROWS = 4
"""So many rows stand side by side before they are taken for columns of a page."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Glyphs of one line without a wide gap between them, from left to right."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    base: float
    height: float

    @property
    def middle(self) -> float:
        return self.base - 0.35 * self.height


def printed_rows(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines by height, whatever columns there are: for the few words of a cell."""
    return [_line(row) for row in _rows(_pieces(glyphs))]


def reading_order(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines as they are read: down each column, and over the whole width where there are none."""
    return [_line(row) for row in _ordered(_pieces(glyphs))]


def _pieces(glyphs: Sequence[Glyph]) -> list[_Piece]:
    """Pieces of lines, sorted down and to the right."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    lines: list[list[Glyph]] = []
    for run in sorted(runs, key=lambda r: (_base(r), r[0].left)):
        line = next((x for x in reversed(lines[-40:]) if _same_line(x, run)), None)
        if line is None:
            lines.append(list(run))
        else:
            line.extend(run)
    return [piece for line in lines for piece in _parted(sorted(line, key=lambda g: (g.left, g.right)))]


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph follows the last drawn one on its line."""
    size = max(last.height, glyph.height)
    return abs(glyph.base - last.base) < 0.1 * size and -0.4 * size < glyph.left - last.right < 0.6 * size


def _base(run: Sequence[Glyph]) -> float:
    return run[0].base


def _same_line(line: Sequence[Glyph], run: Sequence[Glyph]) -> bool:
    """Whether a run stands on a line, raised and lowered figures (m², CO₂) included."""
    big, small = max(line, key=lambda g: g.height), max(run, key=lambda g: g.height)
    if abs(big.base - small.base) < 0.25 * max(min(big.height, small.height), 1):
        return True
    if big.height < small.height:
        big, small = small, big
    inside = big.top - 0.1 * big.height <= small.top and small.bottom <= big.bottom + 0.2 * big.height
    return small.height < 0.75 * big.height and inside and _distance(line, run) < 0.3 * big.height


def _distance(line: Sequence[Glyph], run: Sequence[Glyph]) -> float:
    """The gap between the nearest glyphs of both."""
    left, right = min(g.left for g in run), max(g.right for g in run)
    return min(max(g.left - right, left - g.right, 0.0) for g in line)


def _parted(line: Sequence[Glyph]) -> list[_Piece]:
    """A line cut at its wide gaps; blanks at the edges of a piece are dropped."""
    pieces: list[list[Glyph]] = []
    for glyph in line:
        if glyph.char.isspace():
            continue
        if pieces and glyph.left - pieces[-1][-1].right < 1.5 * max(_size(pieces[-1]), 4):
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    spaces = [g for g in line if g.char.isspace()]
    return [_piece(piece, spaces) for piece in pieces]


def _size(glyphs: Sequence[Glyph]) -> float:
    return glyphs[-1].height * 0.85


def _piece(glyphs: Sequence[Glyph], spaces: Sequence[Glyph]) -> _Piece:
    left, right = glyphs[0].left, max(g.right for g in glyphs)
    inside = [s for s in spaces if left < (s.left + s.right) / 2 < right]
    everything = sorted([*glyphs, *inside], key=lambda g: (g.left, g.right))
    return _Piece(tuple(everything), left, right, glyphs[0].base, median(g.height for g in glyphs))


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces at one height, row by row."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.left)):
        if rows and piece.middle - rows[-1][0].middle < 0.4 * min(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _ordered(pieces: Sequence[_Piece], depth: int = 0) -> list[list[_Piece]]:
    """Rows in reading order; a gutter that many rows leave free parts the columns."""
    rows = _rows(pieces)
    gutter = _gutter(rows) if depth < 3 else None
    if gutter is None:
        return rows
    ordered: list[list[_Piece]] = []
    band: list[_Piece] = []
    for row in rows:
        if any(p.left < gutter < p.right for p in row):
            ordered += _columns(band, gutter, depth)
            ordered.append(row)
            band = []
        else:
            band += row
    return ordered + _columns(band, gutter, depth)


def _columns(band: Sequence[_Piece], gutter: float, depth: int) -> list[list[_Piece]]:
    left = [p for p in band if p.right <= gutter]
    right = [p for p in band if p.right > gutter]
    if not (_is_prose(left) and _is_prose(right)):
        return _rows(band)
    return _ordered(left, depth + 1) + _ordered(right, depth + 1)


def _is_prose(pieces: Sequence[_Piece]) -> bool:
    """Whether pieces fill a column as running text does, rather than stand in the cells of a table."""
    if len(pieces) < _COLUMN_ROWS:
        return False
    width = max(p.right for p in pieces) - min(p.left for p in pieces)
    full = sum(p.right - p.left > 0.8 * width for p in pieces)
    return full >= 0.4 * len(pieces) and width > 8 * median(p.height for p in pieces)


def _gutter(rows: Sequence[Sequence[_Piece]]) -> float | None:
    """The middle of the upright gap that most rows leave free, if enough do."""
    gaps = [(a.right, b.left) for row in rows for a, b in pairwise(row)]
    places = sorted({(left + right) / 2 for left, right in gaps})
    best = max(places, key=lambda x: sum(a < x < b for a, b in gaps), default=None)
    if best is None or sum(a < best < b for a, b in gaps) < _COLUMN_ROWS:
        return None
    return best


def _line(row: Sequence[_Piece]) -> Line:
    glyphs = [g for piece in row for g in piece.glyphs]
    return Line(
        text="   ".join(_text(piece.glyphs) for piece in row),
        left=row[0].left,
        right=row[-1].right,
        top=min(g.top for g in glyphs),
        bottom=max(g.bottom for g in glyphs),
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    """Characters with one blank where the print shows one."""
    text = glyphs[0].char
    for last, glyph in pairwise(glyphs):
        if glyph.char.isspace() or last.char.isspace():
            blank = glyph.char.isspace() and not text.endswith(" ")
            text += " " if blank else "" if glyph.char.isspace() else glyph.char
            continue
        gap = glyph.left - last.right
        narrow = last.char.isascii() and glyph.char.isascii()
        text += (" " if gap > (0.18 if narrow else 0.55) * last.height else "") + glyph.char
    return text.strip()
