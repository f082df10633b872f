"""The block of a page that holds its text, as paragraphs and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.documents.markers import find_marker
from assistant.documents.readers.docx_numerals import numeral
from assistant.documents.readers.drafting import DraftCell
from assistant.documents.readers.html_page import Element, is_block

Block = str | list[DraftCell]

_SPACE = re.compile(r"[ \t\r\n\f]+")
# A line end in the source between two Chinese characters is lay-out of the source, a blank is not.
_WRAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])")
_LISTS = {
    "cn": ("chineseCounting", "%、"),
    "cn1": ("chineseCounting", "%）"),
    "cn2": ("chineseCounting", "（%）"),
    "num1": ("decimal", "%）"),
    "num2": ("decimal", "（%）"),
}
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLED = {"cjk-ideographic": "cn", "simp-chinese-informal": "cn", "trad-chinese-informal": "cn"}
_LONG_CELL = 500
_MOST_SPAN = 100


@dataclass(slots=True)
class _Pen:
    """The paragraph being written."""

    text: str = ""

    def end(self) -> Iterator[str]:
        for line in self.text.split("\u2028"):
            words = _SPACE.sub(" ", _WRAP.sub("", line)).strip(" \u00a0\u3000")
            if words:
                yield words
        self.text = ""


def blocks_of(element: Element) -> Iterator[Block]:
    """Paragraphs as strings and tables as cells, in the order of the page."""
    pen = _Pen()
    yield from _walk(element, pen)
    yield from pen.end()


def words_in(element: Element) -> str:
    """The words of a cell, its paragraphs on lines of their own; a table inside is flattened."""
    parts = (
        block if isinstance(block, str) else " ".join(c.text for c in block if c.text)
        for block in blocks_of(element)
    )
    return "\n".join(parts)


def _walk(element: Element, pen: _Pen) -> Iterator[Block]:
    pen.text += element.text or ""
    for part in element:
        if isinstance(part.tag, str):
            yield from _part(part, pen)
        pen.text += part.tail or ""


def _part(part: Element, pen: _Pen) -> Iterator[Block]:
    tag = part.tag.lower()
    if tag == "br":
        # A line break that HTML's white space rules must not swallow.
        pen.text += "\u2028"
    elif tag == "table" and not _is_layout(part):
        yield from pen.end()
        yield cells_of(part)
    elif is_block(part):
        yield from pen.end()
        pen.text = _list_label(part) if tag == "li" else ""
        yield from _walk(part, pen)
        yield from pen.end()
    else:
        yield from _walk(part, pen)


def _list_label(item: Element) -> str:
    """The numeral that a browser shows before an item of an ordered list."""
    above = item.getparent()
    if above is None or above.tag != "ol" or find_marker("".join(item.itertext()).strip()):
        return ""
    style = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", f"{above.get('style') or ''}")
    shown = style.group(1) if style else ""
    if shown == "none":
        return ""
    custom = re.search(r"custom_(\w+)", above.get("class") or "")
    kind = custom.group(1) if custom else _STYLED.get(shown, "")
    format_, label = _LISTS.get(kind, (_TYPES.get(above.get("type") or "", "decimal"), "%."))
    start = above.get("start") or "1"
    place = [e for e in above if e.tag == "li"].index(item) + (int(start) if start.isdigit() else 1)
    return label.replace("%", numeral(place, format_))


def _is_layout(table: Element) -> bool:
    """Whether a table only sets out the page: it holds tables, one column, or whole texts in few cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = _rows(table)
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    lengths = [len("".join(cell.itertext()).strip()) for row in rows for cell in row]
    return max(lengths) > _LONG_CELL and sum(1 for length in lengths if length) <= 2


def _rows(table: Element) -> list[list[Element]]:
    found = (e for e in table.iter("tr") if next(e.iterancestors("table"), None) is table)
    rows = [[e for e in row if e.tag in ("td", "th")] for row in found]
    return [row for row in rows if row]


def cells_of(table: Element) -> list[DraftCell]:
    """The cells of a table at their places in the grid."""
    taken: set[tuple[int, int]] = set()
    cells: list[DraftCell] = []
    for number, row in enumerate(_rows(table)):
        column = 0
        for element in row:
            while (number, column) in taken:
                column += 1
            height, width = _span(element, "rowspan"), _span(element, "colspan")
            taken |= {(number + r, column + c) for r in range(height) for c in range(width)}
            cells.append(
                DraftCell(
                    text=words_in(element),
                    row=number,
                    column=column,
                    row_span=height,
                    column_span=width,
                    header=element.tag == "th" or next(element.iterancestors("thead"), None) is not None,
                )
            )
    return _trimmed(cells)


def _trimmed(cells: list[DraftCell]) -> list[DraftCell]:
    """Cells that reach below the last row end with it."""
    last = max((cell.row for cell in cells), default=0)
    return [replace(cell, row_span=min(cell.row_span, last + 1 - cell.row)) for cell in cells]


def _span(element: Element, name: str) -> int:
    written = (element.get(name) or "1").strip()
    return max(1, min(int(written), _MOST_SPAN)) if written.isdigit() else 1
