"""Tables in plain text: pipe tables of Markdown, and rows whose cells are parted by bars or tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents.markers import find_marker
from assistant.documents.readers.drafting import Draft, DraftCell

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_PARTING = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONGEST_NAME = 24
_FEWEST_BARRED = 3


def draft_tables(text: str) -> Draft | None:
    """The text with its tables found; None where it has none, and so stays as it is."""
    lines = text.split("\n")
    draft, found, index = Draft(), False, 0
    while index < len(lines):
        piped, barred, tabbed = _pipe_rows(lines, index), _barred_rows(lines, index), _tab_rows(lines, index)
        if piped:
            draft.table(_piped(lines[index : index + piped]))
        elif barred:
            draft.table(_cells([_split(line) for line in lines[index : index + barred]]))
        elif tabbed:
            draft.table(_cells([line.split("\t") for line in lines[index : index + tabbed]]))
        else:
            draft.verbatim(lines[index] + ("\n" if index + 1 < len(lines) else ""))
        found = found or bool(piped or barred or tabbed)
        index += max(piped, barred, tabbed, 1)
    return draft if found else None


def _pipe_rows(lines: Sequence[str], index: int) -> int:
    """How many lines from ``index`` on make a pipe table, its rule included; 0 where none begins."""
    if index + 1 >= len(lines) or "|" not in lines[index]:
        return 0
    rule = lines[index + 1]
    if "|" not in rule or not _RULE.match(rule) or len(_split(rule)) != len(_split(lines[index])):
        return 0
    end = index + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    return end - index


def _barred_rows(lines: Sequence[str], index: int) -> int:
    """How many lines from ``index`` on are rows whose cells are parted by bars without a rule below the first.

    Three or more with the same number of bars; the first names things. A line of navigation with bars stands alone.
    """
    bars = len(_PARTING.findall(lines[index]))
    if not bars or not all(0 < len(cell) <= _LONGEST_NAME for cell in _split(lines[index])):
        return 0
    if re.search("[。；]", lines[index]):
        return 0
    end = index + 1
    while end < len(lines) and len(_PARTING.findall(lines[end])) == bars:
        end += 1
    return end - index if end - index >= _FEWEST_BARRED else 0


def _piped(lines: Sequence[str]) -> list[DraftCell]:
    """Cells of a pipe table; an empty first row, which Markdown demands of every table, is left out."""
    rows = [_split(line) for number, line in enumerate(lines) if number != 1]
    headed = any(rows[0])
    return _cells(rows if headed else rows[1:], header=headed)


def _split(line: str) -> list[str]:
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
    return [_BREAK.sub(" ", cell).replace("\\|", "|").strip() for cell in _PARTING.split(inner)]


def _tab_rows(lines: Sequence[str], index: int) -> int:
    """How many lines from ``index`` on are rows of one table parted by tabs; 0 where none begins.

    All have the same number of tabs, and the first names things: no numeral, no sentence, no 名称：值.
    """
    tabs = lines[index].count("\t")
    cells = [cell.strip() for cell in lines[index].split("\t")]
    if not tabs or not cells[0] or sum(map(bool, cells)) < (2 if tabs > 1 else len(cells)):
        return 0
    if find_marker(lines[index]) or any(len(c) > _LONGEST_NAME or re.search("[：:。；]", c) for c in cells):
        return 0
    end = index + 1
    while end < len(lines) and lines[end].count("\t") == tabs:
        end += 1
    filled = sum(1 for line in lines[index:end] if line.strip())
    return end - index if filled > 1 else 0


def _cells(rows: Sequence[Sequence[str]], *, header: bool = False) -> list[DraftCell]:
    return [
        DraftCell(text=cell, row=row, column=column, header=header and row == 0)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
