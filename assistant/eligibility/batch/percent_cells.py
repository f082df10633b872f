"""Cells that a workbook shows as percentages: whoever types 55% into one leaves 0.55 and a format behind."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from xml.etree import ElementTree

from assistant.documents.readers.archives import refuse_entities

Cells = Mapping[int, frozenset[int]]
"""Columns by row, both counted from 0."""

_BUILT_IN = frozenset({"9", "10"})
_MOST_BYTES = 32 * 1024 * 1024
_STYLED = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})" s="(\d{1,6})"')
_QUOTED = re.compile(r'"[^"]*"|\\.')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def percent_styles(container: zipfile.ZipFile, name: str) -> frozenset[bytes]:
    """Numbers of the cell styles that show percentages, as they stand in a sheet."""
    root = _parsed(container, "xl/styles.xml", name)
    if root is None:
        return frozenset()
    custom = {
        str(found.get("numFmtId"))
        for found in root.iter(f"{_MAIN}numFmt")
        if "%" in _QUOTED.sub("", str(found.get("formatCode", "")))
    }
    formats = root.find(f"{_MAIN}cellXfs")
    shown = [] if formats is None else list(formats)
    wanted = custom | _BUILT_IN
    return frozenset(str(place).encode() for place, xf in enumerate(shown) if xf.get("numFmtId") in wanted)


def percent_cells(blocks: Iterator[bytes], styles: frozenset[bytes]) -> Cells:
    """The cells of a sheet that have one of these styles."""
    found: dict[int, set[int]] = {}
    for block in blocks:
        for column, row, style in _STYLED.findall(block):
            if style in styles:
                found.setdefault(int(row) - 1, set()).add(column_number(column) - 1)
    return {row: frozenset(columns) for row, columns in found.items()}


def sheet_parts(container: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The part in which each worksheet lies, by its title."""
    book = _parsed(container, "xl/workbook.xml", name)
    relations = _parsed(container, "xl/_rels/workbook.xml.rels", name)
    if book is None or relations is None:
        return {}
    targets = {str(found.get("Id")): str(found.get("Target", "")) for found in relations}
    return {
        str(sheet.get("name")): _part(targets.get(str(sheet.get(_RELATION)), ""))
        for sheet in book.iter(f"{_MAIN}sheet")
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _parsed(container: zipfile.ZipFile, part: str, name: str) -> ElementTree.Element | None:
    if part not in container.namelist() or container.getinfo(part).file_size > _MOST_BYTES:
        return None
    data = container.read(part)
    refuse_entities(data, name)
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        # The reader of the sheet says what is broken.
        return None


def column_number(letters: bytes) -> int:
    """A column by its letters, the first one 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
