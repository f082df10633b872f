"""Tables in the clause tree: a clause for the table, one for each row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.documents.lines import LogicalLine, PrintedLine, clean
from assistant.documents.markers import find_marker
from assistant.documents.nodes import Node
from assistant.domain.documents import Cell, Span, Table
from assistant.text.normalise import squeeze

PLACEHOLDER = "\ufffc。"
"""What stands for a table among the lines: to the grammar it is a finished sentence without a numeral."""

_NUMBERED = re.compile(
    r"^(?:续\s*)?(?:附\s*)?表\s*(?P<number>[\d一二三四五六七八九十]+(?:[-－—.．]\d+)*)(?!\d*[日月年项个])"
)
_NAMED = re.compile(r"(?:表|名单|清单|目录|一览|汇总|台账|明细)(?:[（(][^（）()]{1,20}[）)])?$")
_UNIT_LINE = re.compile(r"^[（(]?\s*(?:计量)?单位\s*[：:]\s*[^，。；]{1,20}[）)]?$")
_VALUE = re.compile(r"\d{5}|[。；;]$|^[\d.,，%％－—-]+$|[□☐√]|_{2,}")
_COLUMN = re.compile(
    r"^(?:序号|编号|.{0,6}(?:项目|类别|类型|种类|名称|内容|指标|事项|单位|部门|地区|区县|区域|材料|条件|等级|级别|阶段|环节|步骤|时间|领域|方向|行业|要求))$"
)
_LONGEST_CAPTION = 50
_LONGEST_HEADER = 24


def set_in(lines: Sequence[PrintedLine], tables: Sequence[Table]) -> list[PrintedLine]:
    """The lines of a text with each table as one line, whose span is that of the table."""
    starts = [table.span.start for table in tables]

    def inside(line: PrintedLine) -> bool:
        at = bisect_right(starts, line.span.start) - 1
        return at >= 0 and line.span.start < tables[at].span.end

    kept = [line for line in lines if not inside(line)]
    kept += [PrintedLine(table.span, PLACEHOLDER, 0, True) for table in tables]
    return sorted(kept, key=lambda line: line.span.start)


def is_table(line: LogicalLine | PrintedLine) -> bool:
    """Whether a line stands for a table."""
    return line.text == PLACEHOLDER


def caption_length(lines: Sequence[LogicalLine], index: int) -> int:
    """How many lines from ``index`` on are the caption of a table right below; 0 where none is.

    A caption is numbered (表1 …) or a short name that ends as the name of a table; 单位：万元 may follow.
    """
    text = lines[index].text
    if find_marker(text) or len(text) > _LONGEST_CAPTION or re.search(r"[。；;：:，]$", text):
        return 0
    taken = 1
    if index + 2 < len(lines) and _UNIT_LINE.match(lines[index + 1].text):
        taken = 2
    if index + taken >= len(lines) or not is_table(lines[index + taken]):
        return 0
    return taken if _NUMBERED.match(text) or _NAMED.search(text) or _UNIT_LINE.match(text) else 0


def printed_number(caption: str) -> str:
    """The number that a caption gives its table (``表1-2``), or an empty string."""
    match = _NUMBERED.match(caption)
    return match.group("number") if match else ""


def table_node(table: Table, text: str, caption: Sequence[LogicalLine], *, part: int) -> Node:
    """The node of a table with a child a row; rows below the header are counted from 1."""
    spans = tuple(span for line in caption for span in line.spans)
    words = " ".join(line.text for line in caption)
    node = Node("table", words, spans or (Span(table.span.start, table.span.start),), part=part)
    node.caption = caption[0].text if caption else ""
    count = 0
    for cells in rows_of(table):
        if not cells:
            count += 1
            continue
        header = all(cell.header for cell in cells)
        count += not header
        pieces = tuple(cell.span for cell in cells)
        words = " ".join(clean(text[span.start : span.end]) for span in pieces)
        node.add(Node("row", words, pieces, number=None if header else count, part=part))
    return node


def rows_of(table: Table) -> Iterator[tuple[Cell, ...]]:
    """The cells with words in them, row by row; a row that is blank or covered from above is empty."""
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    for row in range(height):
        yield tuple(c for c in table.cells if c.row == row and c.span.start < c.span.end)


def with_header(table: Table, text: str) -> Table:
    """The table with its first row marked as header, where the reader marked none and it looks like one.

    Every cell of a header is a short name; the table below has further rows and no cell repeats it.
    """
    if not table.cells or any(cell.header for cell in table.cells):
        return table
    height = max(cell.row for cell in table.cells) + 1
    depth = max(cell.row_span for cell in table.cells if cell.row == 0)
    head = [cell for cell in table.cells if cell.row < depth]
    names = [squeeze(text[cell.span.start : cell.span.end]) for cell in head]
    columns = {cell.column for cell in head}
    # Two columns may as well be the pairs of a form: the first name must then be one of a column.
    wide = len(columns) >= 3 or (len(columns) == 2 and bool(_COLUMN.match(names[0])))
    if depth >= height or not wide or not all(map(_may_name, names)):
        return table
    cells = tuple(replace(cell, header=cell.row < depth) for cell in table.cells)
    return replace(table, cells=cells)


def _may_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_HEADER and not _VALUE.search(name) and not find_marker(name)


def by_place(tables: Sequence[Table]) -> Mapping[int, Table]:
    """Tables by where they begin."""
    return {table.span.start: table for table in tables}
