"""The filled form as a Word document, with a sheet beside it that says what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from docx.document import Document as WordDocument

from assistant.domain.eligibility import Report
from assistant.eligibility.papers.form import Filled, FilledForm, OfficialForm
from assistant.eligibility.papers.phrases import day_words, phrase
from assistant.eligibility.papers.printed import Block, Printed
from assistant.eligibility.papers.slots import dated, inlined, ticked
from assistant.eligibility.papers.word import (
    Align,
    Down,
    Reach,
    add_grid,
    add_line,
    add_table,
    as_bytes,
    fill_cell,
    new_word,
    set_footer,
    set_heights,
)

_WIDTH_MM = 158.0
_ROW_MM, _SHORT = 9.0, 60
_CHARACTER_MM, _MARGINS_MM = 3.71, 4.0


def form_docx(filled: FilledForm, report: Report, corpus_version: str) -> bytes:
    """The form, then on a page of its own what is blank, doubtful, or filled from facts."""
    form = filled.form
    word = new_word(form.title, report.as_of)
    set_footer(word, phrase("form", "footer", page="{page}"))
    add_line(word, phrase("form", "above"), font="楷体", size=11, after=4)
    if form.marker:
        add_line(word, form.marker, font="黑体", size=14)
    add_line(word, form.title, font="宋体", size=20, bold=True, align="center", after=8)
    by_cell = _by_cell(filled.fields)
    for block in form.blocks:
        if block.columns:
            _add_block(word, block, by_cell)
        else:
            add_line(word, _content(block.cells[0], by_cell), size=12, before=4)
    _add_rest(word, filled)
    _add_sheet(word, filled, report, corpus_version)
    return as_bytes(word)


def source_line(form: OfficialForm) -> str:
    """Where the form stands."""
    number = phrase("form", "number", number=form.document.number) if form.document.number else ""
    return phrase("form", "source", title=form.document.title, number=number, clause=form.label)


def written(field: Filled) -> str:
    """What stands in a field, in words."""
    return "、".join(field.chosen) or field.value


def _by_cell(fields: Iterable[Filled]) -> dict[Printed, list[Filled]]:
    found: dict[Printed, list[Filled]] = {}
    for field in fields:
        if field.slot.cell is not None:
            found.setdefault(field.slot.cell, []).append(field)
    return found


def _add_block(word: WordDocument, block: Block, by_cell: dict[Printed, list[Filled]]) -> None:
    width = _WIDTH_MM / block.columns
    rows = list(_rows(block))
    grid = add_grid(word, [[reach for reach, _ in row] for row in rows], [width] * block.columns)
    for target, (_, cell) in zip(chain(*grid.cells), chain(*rows), strict=True):
        if cell is not None:
            text = _content(cell, by_cell)
            if cell not in by_cell:
                text = _broken_before_unit(text, cell.column_span * width)
            fill_cell(target, text, align=_alignment(text, cell in by_cell), spacing=1.0)
    set_heights(grid, _ROW_MM)


def _rows(block: Block) -> Iterator[list[tuple[Reach, Printed | None]]]:
    """The cells of each row with their reach; None where one goes on from above, or nothing is printed."""
    last = max(cell.row + cell.row_span for cell in block.cells)
    for number in range(last):
        row: list[tuple[Reach, Printed | None]] = []
        at = 0
        reaching = [c for c in block.cells if c.row <= number < c.row + c.row_span]
        for cell in sorted(reaching, key=lambda cell: cell.column):
            if cell.column > at:
                row.append((Reach(cell.column - at), None))
            opens = cell.row == number
            down: Down = None if cell.row_span == 1 else "restart" if opens else "continue"
            row.append((Reach(cell.column_span, down), cell if opens else None))
            at = cell.column + cell.column_span
        if at < block.columns:
            row.append((Reach(block.columns - at), None))
        yield row


def _broken_before_unit(text: str, width_mm: float) -> str:
    """A name too long for its cell breaks before its unit rather than inside it."""
    fits = len(text) * _CHARACTER_MM <= width_mm - _MARGINS_MM
    return text if fits or "\n" in text else text.replace("（", "\n（", 1)


def _alignment(text: str, is_field: bool) -> Align:
    if is_field or len(text) > _SHORT:
        return "left"
    return "center"


def _content(cell: Printed, by_cell: dict[Printed, list[Filled]]) -> str:
    """The text of a cell with what is filled in."""
    text = cell.text
    for field in by_cell.get(cell, ()):
        slot, value = field.slot, field.value
        if slot.how == "boxes":
            text = ticked(text, slot.field.options, field.chosen)
        elif slot.how == "blank":
            text = dated(text, value) if value and text.strip("_＿ 　/／—-\n") else value or text
        elif value and slot.how == "inline":
            text = inlined(text, slot.field.label, value)
        elif slot.how == "after":
            text = f"{text}{'' if text.endswith(('：', ':')) else '：'}{written(field)}"
    return text


def _add_rest(word: WordDocument, filled: FilledForm) -> None:
    """Fields for which the printed form shows no place."""
    rest = [field for field in filled.fields if field.slot.how == "rest"]
    if not rest:
        return
    add_line(word, phrase("form", "rest"), size=12, before=8)
    grid = add_table(word, len(rest), [_WIDTH_MM / 3, _WIDTH_MM * 2 / 3])
    for row, field in zip(grid.cells, rest, strict=True):
        fill_cell(row[0], named(field), size=12)
        boxes = ticked("  ".join(field.slot.field.options), field.slot.field.options, field.chosen)
        fill_cell(row[1], boxes if field.slot.field.options else field.value, size=12)


def named(field: Filled) -> str:
    """The key of a field with its unit."""
    unit = field.slot.field.unit
    return f"{field.slot.key}（{unit}）" if unit else field.slot.key


def _add_sheet(word: WordDocument, filled: FilledForm, report: Report, corpus_version: str) -> None:
    title = add_line(word, phrase("form", "sheet"), font="黑体", size=14, align="center", after=6)
    title.paragraph_format.page_break_before = True
    add_line(word, source_line(filled.form), size=12)
    versions = phrase(
        "form", "versions", day=day_words(report.as_of), corpus=corpus_version, rules=report.rules_version
    )
    add_line(word, versions, size=12)
    add_line(word, counted(filled), size=12, after=4)
    for head, lines in _parts(filled, report):
        if lines:
            add_line(word, head, font="黑体", size=12, before=6, keep=True)
            for number, line in enumerate(lines, 1):
                add_line(word, f"{number}. {line}" if len(lines) > 1 else line, size=11)


def counted(filled: FilledForm) -> str:
    """How many fields are filled, blank and to be done by hand."""
    blank, hand = len(filled.blanks), len(filled.by_hand)
    every = len(filled.fields)
    return phrase("form", "filled_in", all=every, filled=every - blank - hand, blank=blank, hand=hand)


def _parts(filled: FilledForm, report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    yield phrase("form", "blanks"), _in_one_line(named(field) for field in filled.blanks)
    yield phrase("form", "hands"), _in_one_line(named(field) for field in filled.by_hand)
    yield phrase("form", "warnings"), [*filled.warnings, *(notice.text for notice in report.notices)]
    told = (f"{named(f)}：{written(f)}" for f in filled.fields if f.origin == "fact")
    yield phrase("form", "from_facts"), _in_one_line(told)


def _in_one_line(parts: Iterable[str]) -> list[str]:
    text = "；".join(parts)
    return [f"{text}。"] if text else []
