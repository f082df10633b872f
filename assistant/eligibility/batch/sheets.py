"""Opens a sheet by what its bytes say, CSV or XLSX, and hands out its rows one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from assistant.eligibility.batch.words import phrase
from assistant.errors import InvalidInput, UnreadableFile

_MIB = 1024 * 1024
MOST_BYTES = 320 * _MIB
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000

Row: TypeAlias = list[object]
MergedRange: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as 0-based row and column."""


class Sheet(Protocol):
    """The rows of one table."""

    @property
    def name(self) -> str:
        """Name of the worksheet, or of the file."""
        ...

    @property
    def merged(self) -> tuple[MergedRange, ...]:
        """Merged cells."""
        ...

    @property
    def size(self) -> int:
        """About how many rows there are, for a progress bar."""
        ...

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with its number in the sheet, counted from 1; can be asked for again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file with one sheet or several."""

    name: str
    sheets: tuple[Sheet, ...]


def open_book(path: Path, name: str = "") -> Book:
    """Open a file by its content.

    Args:
        path: Where it lies.
        name: What it is called in messages; the name on disk when empty.

    Raises:
        InvalidInput: It cannot be opened or is too large.
        UnreadableFile: It is no CSV and no XLSX, is damaged, or breaks a bound.
    """
    shown = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise InvalidInput(phrase("refused", "unreadable", path=path, reason=error.strerror)) from error
    if size > MOST_BYTES:
        limit = MOST_BYTES // _MIB
        raise InvalidInput(
            phrase("refused", "too_large", name=shown, size=size // _MIB, limit=limit), field="file"
        )
    if not head.strip():
        raise InvalidInput(phrase("refused", "empty", name=shown), field="file")
    if head.startswith(b"PK"):
        from assistant.eligibility.batch.workbooks import open_workbook

        return open_workbook(path, shown)
    _refuse_others(head, shown)
    from assistant.eligibility.batch.csv_files import CsvSheet

    return Book(name=shown, sheets=(CsvSheet(path, shown),))


def _refuse_others(head: bytes, name: str) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(phrase("refused", "xls", name=name))
    kind = _kind(head)
    if kind:
        raise UnreadableFile(phrase("refused", "other", name=name, kind=phrase("kinds", kind)))


def _kind(head: bytes) -> str | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")):
        return "html"
    if start.startswith(b"%pdf"):
        return "pdf"
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8")):
        return "image"
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "binary" if b"\0" in head and not utf16 else None
