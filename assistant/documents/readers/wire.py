"""A reading as JSON, for the pipe of the worker and for the shelf of published documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from assistant.documents.readers import READER_VERSION, Original
from assistant.domain.documents import Cell, Recognised, Span, Table
from assistant.errors import UnreadableFile


def to_json(original: Original) -> str:
    """A reading as one line of JSON, the same bytes for the same reading."""
    content = {
        "reader_version": READER_VERSION,
        "text": original.text,
        "media_type": original.media_type,
        "page_starts": original.page_starts,
        "warnings": original.warnings,
        "tables": [
            {"span": table.span, "cells": [_cell(c) for c in table.cells]} for table in original.tables
        ],
        "recognised": [{"span": r.span, "confidence": r.confidence} for r in original.recognised],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_json(content: str) -> Original:
    """The reading that :func:`to_json` wrote; every place in it lies within the text.

    Raises:
        UnreadableFile: The content is no reading.
    """
    try:
        data = json.loads(content)
        text = _typed(data["text"], str)
        return Original(
            text=text,
            media_type=_typed(data["media_type"], str),
            page_starts=tuple(_place(x, text) for x in _typed(data["page_starts"], list)),
            warnings=tuple(_typed(x, str) for x in _typed(data["warnings"], list)),
            tables=tuple(_table(x, text) for x in _typed(data["tables"], list)),
            recognised=tuple(_recognised(x, text) for x in _typed(data["recognised"], list)),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(f"保存的读取结果不完整或已损坏（{error}）。请重新放入原件。") from error


def version_of(content: str) -> str:
    """The reader's version that wrote a reading, or empty where it says none."""
    try:
        data = json.loads(content)
    except ValueError:
        return ""
    return str(data.get("reader_version", "")) if isinstance(data, dict) else ""


def _cell(cell: Cell) -> list[int | bool]:
    return [*cell.span, cell.row, cell.column, cell.row_span, cell.column_span, cell.header]


def _table(data: dict[str, Any], text: str) -> Table:
    return Table(
        span=_span(data["span"], text),
        cells=tuple(_read_cell(cell, text) for cell in _typed(data["cells"], list)),
    )


def _read_cell(data: Sequence[Any], text: str) -> Cell:
    start, end, row, column, row_span, column_span, header = data
    return Cell(
        span=_span((start, end), text),
        row=_count(row, 0),
        column=_count(column, 0),
        row_span=_count(row_span, 1),
        column_span=_count(column_span, 1),
        header=_typed(header, bool),
    )


def _recognised(data: dict[str, Any], text: str) -> Recognised:
    confidence = float(data["confidence"])
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence {confidence}")
    return Recognised(span=_span(data["span"], text), confidence=confidence)


def _span(pair: Sequence[Any], text: str) -> Span:
    start, end = pair
    if _place(start, text) > _place(end, text):
        raise ValueError(f"span {start}..{end}")
    return Span(start, end)


def _place(value: Any, text: str) -> int:
    if _count(value, 0) > len(text):
        raise ValueError(f"place {value} beyond {len(text)}")
    return int(value)


def _count(value: Any, least: int) -> int:
    if type(value) is not int or value < least:
        raise ValueError(f"count {value}")
    return value


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} instead of {kind.__name__}")
    return value
