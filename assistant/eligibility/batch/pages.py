"""How sheets look on screen and on paper: fonts, heights of rows that hold long texts, the page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill

BOLD = Font(name="Calibri", size=11, bold=True)
GREY = Font(name="Calibri", size=11, italic=True, color="808080")
HEAD = PatternFill("solid", fgColor="D9E1F2")
WRAPPED = Alignment(vertical="top", wrap_text=True)

_A3, _A4 = 8, 9
_LINE = 15.0
"""Points; sheets that programs write are not fitted to their texts when they are opened."""
_MOST_LINES = 12


def print_across(sheet: Any, *, wide: bool = False) -> None:
    """One page wide, lying; ``wide`` sheets on A3 with the header on every page."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if wide else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if wide:
        sheet.print_title_rows = "1:1"


def height_of(cells: Iterable[tuple[object, float]]) -> float | None:
    """Points that a row needs whose texts stand in columns of these widths; None where one line is enough."""
    lines = max((_lines(str(text), width) for text, width in cells if text), default=1)
    return _LINE * min(lines, _MOST_LINES) if lines > 1 else None


def _lines(text: str, width: float) -> int:
    return sum(max(math.ceil(_width(line) / (width - 2)), 1) for line in text.split("\n"))


def _width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return 2 * len(text) - sum(map(str.isascii, text)) if not text.isascii() else len(text)
