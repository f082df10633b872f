"""Finds the row of headers: titles and remarks may stand above it."""

from __future__ import annotations

from itertools import islice

from assistant.eligibility.batch.cells import is_blank
from assistant.eligibility.batch.headers import HeaderReader
from assistant.eligibility.batch.sheets import Book, Row, Sheet
from assistant.eligibility.batch.words import enumerated, phrase
from assistant.errors import InvalidInput

_HEADER_WITHIN = 20
_SHOWN_LABELS = 5


def find_header(book: Book, reader: HeaderReader) -> tuple[Sheet, int, Row]:
    """The sheet and row that hold most headers of facts.

    Raises:
        InvalidInput: No row holds one.
    """
    best: tuple[int, Sheet, int, Row] | None = None
    filled = False
    for sheet in book.sheets:
        for number, row in islice(sheet.rows(), _HEADER_WITHIN):
            filled = filled or any(not is_blank(cell) for cell in row)
            count = reader.count(row)
            if count and (best is None or count > best[0]):
                best = (count, sheet, number, row)
    if best is None:
        if not filled:
            raise InvalidInput(phrase("refused", "empty", name=book.name), field="file")
        labels = enumerated(reader.labels[:_SHOWN_LABELS])
        text = phrase("refused", "no_header", name=book.name, rows=_HEADER_WITHIN, labels=labels)
        raise InvalidInput(text, field="file")
    while best[3] and is_blank(best[3][-1]):
        best[3].pop()
    return best[1:]
