"""Tables of Word: the grid with merged cells, and tables that only frame a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.documents.readers.docx_xml import Element, child, is_on, local, value, whole
from assistant.documents.readers.drafting import DraftCell

Words = Callable[[Element], str]

_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_LETTERHEAD = re.compile(r"文\s*件$|[〔\[（(]\s*20\d{2}\s*[〕\]）)]\s*\d{1,5}\s*号$|^签\s*发\s*人")


def rows_in(table: Element) -> list[Element]:
    """Rows of a table in order; those deleted in tracked changes are left out."""
    return [r for r in inside(table, "tr") if child(r, "trPr", "del") is None]


def inside(element: Element, name: str) -> Iterator[Element]:
    """Parts of a local name, those in content controls and tracked insertions included."""
    for part in element:
        if local(part) == name:
            yield part
        elif local(part) in _WRAPPERS:
            yield from inside(part, name)


def is_frame(table: Element) -> bool:
    """Whether no row has more than one cell: such a table only frames paragraphs."""
    return all(len(list(inside(row, "tc"))) <= 1 for row in rows_in(table))


def is_letterhead(cells: Sequence[DraftCell]) -> bool:
    """Whether a table at the head of a text only sets issuers beside the word 文件, or number beside signer."""
    words = [cell.text.strip() for cell in cells if cell.text.strip()]
    return (
        len({cell.row for cell in cells}) <= 4
        and all(len(w) <= 60 for w in words)
        and any(_LETTERHEAD.search(line) for w in words for line in w.split("\n"))
    )


def cells_of(table: Element, words: Words) -> list[DraftCell]:
    """The cells of a table; one merged downwards stands once, in its first row."""
    cells: list[DraftCell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows_in(table)):
        column = whole(value(row, "trPr", "gridBefore")) or 0
        header = is_on(child(row, "trPr"), "tblHeader")
        for element in inside(row, "tc"):
            span = max(1, min(whole(value(element, "tcPr", "gridSpan")) or 1, 200))
            merge = child(element, "tcPr", "vMerge")
            goes_on = merge is not None and value(element, "tcPr", "vMerge") in (None, "continue")
            if goes_on and column in above:
                start = cells[above[column]]
                cells[above[column]] = replace(start, row_span=number - start.row + 1)
            else:
                above[column] = len(cells)
                cells.append(
                    DraftCell(text=words(element), row=number, column=column, column_span=span, header=header)
                )
            column += span
    return cells
