"""XLSX workbooks within bounds: looked through part by part before a reader lays their cells out in memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from assistant.eligibility.batch.percent_cells import (
    Cells,
    column_number,
    percent_cells,
    percent_styles,
    sheet_parts,
)
from assistant.eligibility.batch.sheets import MOST_COLUMNS, MOST_ROWS, Book, MergedRange, Row
from assistant.eligibility.batch.words import phrase
from assistant.errors import UnreadableFile

_MIB = 1024 * 1024
_BLOCK = 4 * _MIB
_OVERLAP = 512
MOST_PART_BYTES = 512 * _MIB
MOST_UNPACKED_BYTES = 768 * _MIB
MOST_RATIO = 500
_RATIO_FROM = 16 * _MIB
MOST_CELLS = 12_000_000
"""Cells of the rectangle that a sheet spans, empty ones included: a reader lays out all of them."""
MOST_TEXT_BYTES = 256 * _MIB
"""Text of all cells together; a text that is stored once can stand in a million of them."""
_MOST_SHEETS = 30
_STRINGS = "xl/sharedStrings.xml"

# Any order of the attributes and either kind of quotes: what a reader would take for a cell must be seen here.
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,300}?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]{0,300}>\s*<(?:\w+:)?v[^>]{0,50}>\s*(\d{1,9})\s*<""")
_STRING_END = re.compile(rb"</(?:\w+:)?si>")


class XlsxSheet:
    """One worksheet; formulas are read as the values that were last computed."""

    def __init__(self, sheet: CalamineSheet, percent: Cells) -> None:
        self._sheet = sheet
        self._percent = percent
        self.name = sheet.name
        self.merged: tuple[MergedRange, ...] = tuple(sheet.merged_cell_ranges or ())
        self.size = sheet.total_height

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with its number, blank ones too."""
        if self._sheet.start is None:
            return
        # calamine hands out rows from the first of the sheet, but cells from the first column in use.
        before: Row = [None] * self._sheet.start[1]
        for number, cells in enumerate(self._sheet.iter_rows(), 1):
            row = before + [_plain(cell) for cell in cells]
            for column in self._percent.get(number - 1, ()):
                row[column] = _as_percent(row[column]) if column < len(row) else None
            yield number, row


def _plain(cell: object) -> object:
    """True and 1 are equal in Python, but not in a sheet."""
    if cell.__class__ is bool:
        return "TRUE" if cell else "FALSE"
    return None if cell == "" else cell


def _as_percent(cell: object) -> object:
    """A figure as the sheet shows it."""
    return f"{round(cell * 100, 10):.15g}%" if isinstance(cell, int | float) else cell


def open_workbook(path: Path, name: str) -> Book:
    """Open an XLSX file.

    Raises:
        UnreadableFile: It is another kind of archive, damaged, protected, or breaks a bound.
    """
    try:
        with zipfile.ZipFile(path) as container:
            _refuse_others(container, name)
            _check_sizes(container, name)
            _check_cells(container, name)
            percent = _percentages(container, name)
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(title) for title in book.sheet_names[:_MOST_SHEETS]]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _broken(name, error) from error
    except PasswordError as error:
        raise UnreadableFile(phrase("refused", "xls", name=name)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(name, error) from error
    return Book(name=name, sheets=tuple(XlsxSheet(s, percent.get(s.name, {})) for s in sheets))


def _percentages(container: zipfile.ZipFile, name: str) -> dict[str, Cells]:
    """The cells of each sheet that are shown as percentages."""
    styles, known = percent_styles(container, name), container.namelist()
    parts = sheet_parts(container, name) if styles else {}
    return {
        title: percent_cells(_blocks(container, part), styles)
        for title, part in parts.items()
        if part in known
    }


def _broken(name: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(phrase("refused", "broken", name=name, reason=str(error)[:100]))


def _bomb(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(phrase("refused", "bomb", name=name, why=why))


def _refuse_others(container: zipfile.ZipFile, name: str) -> None:
    parts = set(container.namelist())
    if "xl/workbook.xml" in parts:
        return
    kind = "docx" if "word/document.xml" in parts else "ods" if "content.xml" in parts else "zip"
    raise UnreadableFile(phrase("refused", "other", name=name, kind=phrase("kinds", kind)))


def _check_sizes(container: zipfile.ZipFile, name: str) -> None:
    """Declared sizes bound the real ones: nothing unpacks more than a part declares."""
    total = 0
    for info in container.infolist():
        total += info.file_size
        if info.file_size > MOST_PART_BYTES or total > MOST_UNPACKED_BYTES:
            raise _bomb(name, phrase("bombs", "size", size=MOST_PART_BYTES // _MIB))
        if info.file_size > _RATIO_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _bomb(name, phrase("bombs", "ratio", ratio=MOST_RATIO))


def _check_cells(container: zipfile.ZipFile, name: str) -> None:
    lengths = _string_lengths(container)
    for part in container.namelist():
        # A workbook may name any part as a sheet.
        if part.startswith("xl/") and part.endswith(".xml") and part != _STRINGS:
            _refuse_wide_characters(container, part, name)
            rows, columns, text = _extent(container, part, lengths)
            if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
                raise _bomb(name, phrase("bombs", "cells", rows=rows, columns=columns))
            if text > MOST_TEXT_BYTES:
                raise _bomb(name, phrase("bombs", "text", size=text // _MIB))


def _refuse_wide_characters(container: zipfile.ZipFile, part: str, name: str) -> None:
    """Parts in UTF-16 would pass every look below; no office program writes them."""
    with container.open(part) as stream:
        if b"\0" in stream.read(64):
            raise _bomb(name, phrase("bombs", "encoding"))


def _extent(
    container: zipfile.ZipFile, part: str, lengths: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[int, int, int]:
    """The last row and column that a cell names, and the bytes of all shared texts that stand in cells."""
    rows = columns = text = 0
    for block in _blocks(container, part):
        cells = _CELL.findall(block)
        rows = max(rows, max((int(row) for _, row in cells), default=0))
        columns = max(columns, max((column_number(column) for column in {c for c, _ in cells}), default=0))
        used = np.array(_SHARED.findall(block), dtype=np.int64)
        text += int(lengths[used[used < len(lengths)]].sum())
    return rows, columns, text


def _string_lengths(container: zipfile.ZipFile) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    lengths: list[int] = []
    if _STRINGS in container.namelist():
        carried, seen = 0, 0
        with container.open(_STRINGS) as stream:
            while block := stream.read(_BLOCK):
                for found in _STRING_END.finditer(block):
                    lengths.append(seen + found.end() - carried)
                    carried = seen + found.end()
                seen += len(block)
    return np.array(lengths, dtype=np.int64)


def _blocks(container: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part block by block, none of which ends within a cell."""
    rest = b""
    with container.open(part) as stream:
        while block := stream.read(_BLOCK):
            whole = rest + block
            end = whole.rfind(b"<c ") if len(whole) > _OVERLAP else -1
            cut = end if end > 0 and len(whole) - end < _BLOCK else len(whole)
            yield whole[:cut]
            rest = whole[cut:]
    yield rest
