"""CSV files, streamed: UTF-8 with or without its mark, UTF-16, GB18030; commas, tabs or semicolons."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from assistant.eligibility.batch.sheets import MOST_COLUMNS, MOST_ROWS, MergedRange, Row
from assistant.eligibility.batch.words import phrase
from assistant.errors import InvalidInput, UnreadableFile

_BLOCK = 1024 * 1024
_PARTING = (",", "\t", ";", "，")
_LOOKED_AT = 20
_LONGEST_CELL = 40_000
"""Characters; a workbook's cell holds 32,767."""


class CsvSheet:
    """One CSV file."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.merged: tuple[MergedRange, ...] = ()
        self._path = path
        self.encoding, self.size = _look_through(path)
        self.delimiter = self._delimiter()

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each record with its number; a blank line counts as a row.

        Raises:
            UnreadableFile: The quotes do not match.
            InvalidInput: There are more rows or columns than may be.
        """
        csv.field_size_limit(_LONGEST_CELL)
        with self._open() as file:
            number = 0
            try:
                for number, row in enumerate(csv.reader(file, delimiter=self.delimiter), 1):
                    if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                        raise InvalidInput(
                            phrase("refused", "too_many_rows", name=self.name, limit=MOST_ROWS), field="file"
                        )
                    yield number, row  # type: ignore[misc]
            except csv.Error as error:
                text = phrase("refused", "csv", name=self.name, row=number + 1, reason=error)
                raise UnreadableFile(text) from error

    def _open(self) -> TextIOWrapper:
        return self._path.open(encoding=self.encoding, errors="replace", newline="")

    def _delimiter(self) -> str:
        """The mark that parts most cells of the lines in which the header must stand."""
        with self._open() as file:
            lines = [line for _, line in zip(range(_LOOKED_AT), file, strict=False)]
        return max(_PARTING[:3], key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _look_through(path: Path) -> tuple[str, int]:
    """The encoding and the number of lines.

    A single broken byte in a text of UTF-8 leaves it UTF-8: the cell that holds it is named later.
    """
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        lines = head.count(b"\n")
        plain = head.isascii()
        rest = b""
        while block := file.read(_BLOCK):
            lines += block.count(b"\n")
            if plain and not block.isascii():
                plain, rest = False, block
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", lines + 1
    return _encoding(rest or head), lines + 1


def _encoding(sample: bytes) -> str:
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    # Bytes of GB18030 hardly ever form UTF-8; a text of UTF-8 with a broken byte has many more whole ones.
    whole = sum(not char.isascii() for char in text)
    return "gb18030" if 5 * text.count("\ufffd") > whole else "utf-8"
