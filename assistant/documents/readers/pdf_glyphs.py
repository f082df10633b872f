"""What a page of a PDF draws: glyphs and ruled lines with their places, upright whatever its rotation.

PDFium measures, for pypdf knows where a piece of text begins but not where each glyph ends, takes
three to five times as long, and maps some producers' two-byte fonts to wrong characters. Places are
in points from the upper left corner, x to the right, y down.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfObject, PdfPage

_PATHS = 20_000
_GLYPHS = 200_000
_THIN = 3.0
_LONG = 8.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character; ``base`` is the height of the line that it stands on."""

    char: str
    left: float
    right: float
    top: float
    bottom: float
    base: float

    @property
    def height(self) -> float:
        """Height of its box, about 1.2 of the size of its type."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruled line, level or upright: ``at`` is where it lies, ``start`` to ``end`` its reach."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """All that a page draws and a reader of text can use.

    Attributes:
        glyphs: In the order of drawing, upright ones only.
        levels, uprights: Ruled lines.
        unmapped: Glyphs for which the file does not say which character they are.
        slanted: Text at an angle, such as a watermark, in the order of drawing.
        unplaced: Pieces of text without any width: blanks, or characters of a font that is neither in the
            file nor on this machine, which PDFium then leaves out.
        hidden: Pieces of text drawn invisibly, as scanners do that recognise what they scan.
        pictures: Share of the page that pictures cover, 0 to 1.
        empty: Whether the page draws nothing at all.
    """

    glyphs: tuple[Glyph, ...]
    levels: tuple[Rule, ...] = ()
    uprights: tuple[Rule, ...] = ()
    unmapped: int = 0
    slanted: str = ""
    unplaced: int = 0
    hidden: int = 0
    pictures: float = 0.0
    empty: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """The page's box and by how many quarter turns clockwise its text comes upright."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as placed."""
        (x1, y1), (x2, y2) = self.place(left, bottom), self.place(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def holds(self, x: float, y: float) -> bool:
        return self.left - 1 <= x <= self.right + 1 and self.bottom - 1 <= y <= self.top + 1


def draw(page: PdfPage) -> Drawn:
    """Measure a page."""
    raw, slanted, unmapped = _characters(page)
    turns = Counter(turn for *_, turn in raw).most_common(1)[0][0] if raw else 0
    left, bottom, right, top = page.get_bbox()
    frame = _Frame(left, bottom, right, top, turns)
    glyphs, seen = [], _Seen()
    for char, origin, box, _ in raw:
        if not frame.holds(*origin):
            continue
        x1, y1, x2, y2 = frame.box(*box)
        glyph = Glyph(char, x1, x2, y1, y2, frame.place(*origin)[1])
        if not seen.twice(glyph):
            glyphs.append(glyph)
    objects = _objects(page, frame)
    area = (right - left) * (top - bottom)
    return Drawn(
        glyphs=tuple(glyphs),
        levels=tuple(objects.levels),
        uprights=tuple(objects.uprights),
        unmapped=unmapped,
        slanted=slanted,
        unplaced=objects.unplaced,
        hidden=objects.hidden,
        pictures=min(objects.covered / area, 1.0) if area > 0 else 0.0,
        empty=not glyphs and objects.count == 0,
    )


class _Seen:
    """Glyphs drawn already: some producers print a character twice to make it bold."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], list[Glyph]] = {}

    def twice(self, glyph: Glyph) -> bool:
        near = glyph.height * 0.12
        for row in range(int((glyph.base - near) // 4), int((glyph.base + near) // 4) + 1):
            for other in self._places.get((glyph.char, row), ()):
                if abs(other.left - glyph.left) < near and abs(other.base - glyph.base) < near:
                    return not glyph.char.isspace()
        self._places.setdefault((glyph.char, int(glyph.base // 4)), []).append(glyph)
        return False


_Raw = tuple[str, tuple[float, float], tuple[float, float, float, float], int]


def _characters(page: PdfPage) -> tuple[list[_Raw], str, int]:
    """Characters at right angles with origin, box (left, bottom, right, top) and quarter turns; the others."""
    text = page.get_textpage()
    found: list[_Raw] = []
    slanted: list[str] = []
    unmapped = 0
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFText_CountChars(text), _GLYPHS)):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        char = _character(pdfium.FPDFText_GetUnicode(text, index))
        turn = pdfium.FPDFText_GetCharAngle(text, index) / 1.5707963267948966
        if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
            unmapped += 1
        if abs(turn - round(turn)) > 0.06:
            slanted.append(char)
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        found.append((char, (x.value, y.value), (box.left, box.bottom, box.right, box.top), -round(turn) % 4))
    text.close()
    return found, "".join(slanted).strip(), unmapped


def _character(code: int) -> str:
    """The character of a code; PDFium writes 2 for a hyphen at the end of a line."""
    if code == 2:
        return "-"
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


@dataclass(slots=True)
class _Objects:
    """What a page draws beside glyphs."""

    levels: list[Rule] = field(default_factory=list)
    uprights: list[Rule] = field(default_factory=list)
    covered: float = 0.0
    unplaced: int = 0
    hidden: int = 0
    count: int = 0


def _objects(page: PdfPage, frame: _Frame) -> _Objects:
    found = _Objects()
    for item in page.get_objects(max_depth=4):
        found.count += 1
        if found.count > _PATHS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            for piece in _pieces(item):
                _sort_in(frame.box(*piece), found.levels, found.uprights)
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            left, _, right, _ = item.get_bounds()
            found.unplaced += right - left < 0.001 and not _has_font(item)
            found.hidden += pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(item)
            found.covered += abs((right - left) * (top - bottom))
    return found


def _sort_in(box: tuple[float, float, float, float], levels: list[Rule], uprights: list[Rule]) -> None:
    left, top, right, bottom = box
    if bottom - top <= _THIN and right - left >= _LONG:
        levels.append(Rule((top + bottom) / 2, left, right))
    elif right - left <= _THIN and bottom - top >= _LONG:
        uprights.append(Rule((left + right) / 2, top, bottom))


def _bounds(item: PdfObject) -> tuple[float, float, float, float]:
    """Left, bottom, right, top on the page, also for what stands inside a form."""
    left, bottom, right, top = item.get_bounds()
    container = item.container
    while container is not None:
        matrix = container.get_matrix()
        left, bottom, right, top = matrix.on_rect(left, bottom, right, top)
        container = container.container
    return left, bottom, right, top


def _pieces(item: PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """The straight pieces of a path as boxes: a thin shape is one, a stroked outline gives its sides."""
    box = _bounds(item)
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
        return
    if not _is_stroked(item):
        return
    matrix = item.get_matrix()
    points = [matrix.on_point(*point) for point in _points(item)]
    container = item.container
    while container is not None:
        points = [container.get_matrix().on_point(*point) for point in points]
        container = container.container
    for (x1, y1), (x2, y2) in pairwise(points):
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _points(item: PdfObject) -> list[tuple[float, float]]:
    """Corners of a path in order; a moved pen gives a slanted piece at most, which is no ruled line."""
    points: list[tuple[float, float]] = []
    start: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), 2000)):
        segment: Any = pdfium.FPDFPath_GetPathSegment(item, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
            points.append((float("nan"), float("nan")))
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and start:
            points.append(start)
    return points


def _has_font(item: PdfObject) -> bool:
    """Whether the file holds the font of a piece of text; then a piece without width is a blank."""
    font: Any = pdfium.FPDFTextObj_GetFont(item)
    return bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1


def _is_stroked(item: PdfObject) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, mode, stroke) and stroke.value)
