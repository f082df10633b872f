"""A text in the making: lines and tables written one after the other, with the places of the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.documents.readers import Original
from assistant.domain.documents import Cell, Span, Table

_BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_CAPTION = re.compile(
    r"^附\s*[件表]\s*[\d一二三四五六七八九十]{0,2}(?:\s|[：:]|$)|^表\s*[\d一二三四五六七八九十]|^[（(]?单位\s*[：:]"
    r"|^[^。；：:]{2,50}(?:表|名单|清单|目录|一览|体系|台账)(?:[（(][^（）()]{1,20}[）)])?$"
)
MOST_CELLS = 200_000
"""A table with more is no official table, and would only cost memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCell:
    """A cell that is still to be written; the rest as in ``Cell``."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(slots=True)
class Draft:
    """What a reader has found so far, in reading order."""

    tables: list[Table] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def length(self) -> int:
        """How many characters are written."""
        return self._length

    def line(self, text: str) -> None:
        """Write a paragraph; line ends inside it begin new lines, blank ones are left out."""
        for part in text.split("\n"):
            if part.strip():
                self._write(part.rstrip() + "\n")

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not self._length

    def verbatim(self, text: str) -> None:
        """Write text as it stands, line ends and blank lines included."""
        self._write(text)

    def table(self, cells: Sequence[DraftCell]) -> None:
        """Write a table: one line a row, cells parted by tabs; one without any word is left out.

        A name of the table that is set as its first row, over all columns, is written above it.
        """
        captions, cells = _captioned(cells)
        for caption in captions:
            self.line(caption)
        if not any(cell.text.strip() for cell in cells):
            return
        height = max(cell.row + cell.row_span for cell in cells)
        width = max(cell.column + cell.column_span for cell in cells)
        if height * width > MOST_CELLS:
            self.warnings.append("一张表格超出可处理的大小，按文字读入。")
            self.line("\n".join(one_line(cell.text) for cell in cells))
        else:
            self._table(cells, height, width)

    def _table(self, cells: Sequence[DraftCell], height: int, width: int) -> None:
        start = self._length
        written: list[Cell] = []
        at = {(cell.row, cell.column): cell for cell in cells}
        for row in range(height):
            written += self._row([at.get((row, column)) for column in range(width)], last=row == height - 1)
        written.sort(key=lambda cell: (cell.row, cell.column))
        self.tables.append(Table(span=Span(start, self._length), cells=tuple(written)))
        self._write("\n")

    def _row(self, cells: Sequence[DraftCell | None], *, last: bool) -> list[Cell]:
        written: list[Cell] = []
        for number, cell in enumerate(cells):
            if number:
                self._write("\t")
            if cell is None:
                continue
            start = self._length
            self._write(one_line(cell.text))
            written.append(
                Cell(
                    span=Span(start, self._length),
                    row=cell.row,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    header=cell.header,
                )
            )
        if not last:
            self._write("\n")
        return written

    def original(self, media_type: str) -> Original:
        """What the reader hands on."""
        return Original(
            text="".join(self._pieces),
            media_type=media_type,
            warnings=tuple(self.warnings),
            tables=tuple(self.tables),
        )

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _captioned(cells: Sequence[DraftCell]) -> tuple[list[str], list[DraftCell]]:
    """Names of a table in its first rows, and the cells below them moved up."""
    rest, captions = list(cells), []
    while rest:
        width = max(cell.column + cell.column_span for cell in rest)
        first = [cell for cell in rest if cell.row == 0]
        below = [replace(cell, row=cell.row - 1) for cell in rest if cell.row > 0]
        fills = len(first) == 1 and first[0].column_span == width > 1 and first[0].row_span == 1
        if not fills or not below or not _CAPTION.search(first[0].text.strip()):
            break
        captions.append(first[0].text)
        rest = below
    return captions, rest


def one_line(text: str) -> str:
    r"""The words of a cell on one line.

    >>> one_line(" 统一社会 \n\t信用代码 ")
    '统一社会 信用代码'
    """
    return _BLANKS.sub(" ", text).strip()


def columns_as_lines(cells: Sequence[DraftCell]) -> list[str] | None:
    """The paragraphs of a table of a single column, which only frames them; None for a real table."""
    if len({cell.column for cell in cells}) > 1:
        return None
    return [cell.text for cell in sorted(cells, key=lambda cell: cell.row)]
