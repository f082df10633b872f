"""Merged cells: all but the upper left one hold nothing."""

from __future__ import annotations

from assistant.eligibility.batch.sheets import MergedRange, Sheet

_MOST_CELLS = 10_000


def merged_cells(sheet: Sheet, header_row: int) -> dict[int, list[tuple[int, str]]]:
    """By row number, the merged cells that hold nothing of their own, with the range they belong to."""
    found: dict[int, list[tuple[int, str]]] = {}
    count = 0
    for area in sheet.merged:
        (top, left), (bottom, right) = area
        for row in range(max(top, header_row), bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left) and count < _MOST_CELLS:
                    found.setdefault(row + 1, []).append((column, area_name(area)))
                    count += 1
    return found


def area_name(area: MergedRange) -> str:
    """A range as sheets name it: B3:B5."""
    return ":".join(f"{_letters(column)}{row + 1}" for row, column in area)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
