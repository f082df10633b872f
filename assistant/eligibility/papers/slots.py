"""Where on a printed form each field is filled in: a blank cell, boxes to tick, or a blank inside a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.documents.form_cells import blanks_in, is_blank, options_in, split_unit
from assistant.documents.form_fields import Form, FormField
from assistant.eligibility.papers.printed import Block, Printed
from assistant.text.normalise import squeeze

How = Literal["blank", "boxes", "inline", "after", "rest"]
_BOX = "□☐☑☒■○◯"
_BY_HAND = re.compile(r"签字|签名|签章|盖章|公章|手印")
_DAY = re.compile(r"年\s*月\s*日")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A field with its place.

    Attributes:
        key: What the field is called by whoever fills it in; no two alike in a form.
        how: ``blank``: the cell is left for it; ``boxes``: the cell prints what may be ticked; ``inline``: a blank
            inside the text of the cell; ``after``: behind the label; ``rest``: no place found, so it stands below.
        cell: The cell, or None with ``rest``.
        by_hand: Whether it is signed, sealed or dated beside a signature by hand.
    """

    key: str
    field: FormField
    how: How
    cell: Printed | None
    by_hand: bool = False


def find_slots(form: Form, blocks: Sequence[Block]) -> tuple[Slot, ...]:
    """The place of every field, in the order of the form; none is left out."""
    finder = _Finder(blocks)
    keys = _keys(form.fields)
    return tuple(_slot(key, field, finder) for key, field in zip(keys, form.fields, strict=True))


def _keys(fields: Sequence[FormField]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for field in fields:
        key = f"{field.group}：{field.label}" if field.group else field.label
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}（{seen[key]}）"


def _slot(key: str, field: FormField, finder: _Finder) -> Slot:
    how, cell = finder.find(field)
    signing = cell is not None and how == "inline" and bool(_BY_HAND.search(cell.text))
    by_hand = bool(_BY_HAND.search(field.label)) or (signing and field.kind == "date")
    return Slot(key=key, field=field, how=how, cell=cell, by_hand=by_hand)


class _Finder:
    """Walks over the cells in the order of the page."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._cells = [cell for block in blocks for cell in block.cells]
        self._at = 0
        self._labels: set[int] = set()
        self._taken: set[int] = set()

    def find(self, field: FormField) -> tuple[How, Printed | None]:
        wanted = squeeze(field.label)
        for index in (*range(self._at, len(self._cells)), *range(self._at)):
            cell = self._cells[index]
            if any(squeeze(split_unit(blank.label)[0]) == wanted for blank in blanks_in(cell.text)):
                self._at = index
                return "inline", cell
            if index not in self._labels and squeeze(split_unit(cell.text)[0]) == wanted:
                self._at = index
                return self._beside(index)
        return self._crossing(field)

    def _beside(self, index: int) -> tuple[How, Printed]:
        label = self._cells[index]
        self._labels.add(index)
        for other, cell in enumerate(self._cells):
            right = cell.row == label.row and cell.column == label.column + label.column_span
            below = cell.row == label.row + label.row_span and cell.column == label.column
            if cell.block == label.block and (right or below) and self._may_fill(other):
                self._taken.add(other)
                return ("boxes" if options_in(cell.text) else "blank"), cell
        return "after", label

    def _crossing(self, field: FormField) -> tuple[How, Printed | None]:
        """Where the row of the group meets the column of the label."""
        rows = {(c.block, c.row) for c in self._cells if squeeze(split_unit(c.text)[0]) == field.group}
        columns = {
            (c.block, c.column) for c in self._cells if squeeze(split_unit(c.text)[0]) == squeeze(field.label)
        }
        for index, cell in enumerate(self._cells):
            crossing = (cell.block, cell.row) in rows and (cell.block, cell.column) in columns
            if crossing and self._may_fill(index):
                self._taken.add(index)
                return ("boxes" if options_in(cell.text) else "blank"), cell
        return "rest", None

    def _may_fill(self, index: int) -> bool:
        text = self._cells[index].text
        return index not in self._taken and (is_blank(text) or bool(options_in(text)))


def ticked(text: str, options: Sequence[str], chosen: Sequence[str]) -> str:
    """The text of a cell with its boxes printed, those chosen ticked.

    Boxes that a conversion turned into opening brackets, or lost, stand again.

    >>> ticked("内资（(国有(民营）(外商独资", ("内资", "国有", "民营", "外商独资"), ["民营"])
    '内资（□国有 ☑民营） □外商独资'
    >>> ticked("是  否", ("是", "否"), [])
    '□是  □否'
    """
    boxed, at, made = boxed_options(text, options), 0, ""
    for option in options:
        found = text.find(option, at)
        before = text[at:found].rstrip(f"({_BOX}")
        if option in boxed:
            apart = made + before
            gap = "" if not apart or apart.endswith((" ", "　", "（", "\n", "：")) else " "
            made = f"{apart}{gap}{'☑' if option in chosen else '□'}{option}"
        else:
            made += before + option
        at = found + len(option)
    return re.sub(r" {3,}", "  ", made + text[at:])


def boxed_options(text: str, options: Sequence[str]) -> tuple[str, ...]:
    """The options that have a box; where none has, all: ``内资（□国有`` names a kind that is no choice itself."""
    at, boxed = 0, []
    for option in options:
        found = text.find(option, at)
        if text[at:found].rstrip().endswith(("(", *_BOX)):
            boxed.append(option)
        at = found + len(option)
    return tuple(boxed) or tuple(options)


def inlined(text: str, label: str, value: str) -> str:
    """A line with the blank behind a label filled in.

    >>> inlined("负责人：____ 日期：  年  月  日", "日期", "2023年3月1日")
    '负责人：____ 日期：2023年3月1日'
    """
    letters = r"\s*".join(map(re.escape, squeeze(label)))
    pattern = re.compile(
        rf"({letters}\s*(?:[（(][^（）()]*[）)])?\s*[：:])[ \t]*(?:_+|＿+|年\s*月\s*日|\s+年\s*月\s*日)?"
    )
    return pattern.sub(lambda found: found[1] + value, text, count=1)


def dated(text: str, value: str) -> str:
    """What a cell says once a day is filled in; ``年 月 日`` printed there goes."""
    return value if is_blank(text) or _DAY.search(text) else f"{text} {value}"
