"""The filled form as a Word document, with a sheet beside it that says what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docx.document import Document as WordDocument

from assistant.domain.eligibility import Report
from assistant.eligibility.papers.form import Filled, FilledForm, OfficialForm
from assistant.eligibility.papers.phrases import day_words, phrase
from assistant.eligibility.papers.printed import Block, Printed
from assistant.eligibility.papers.slots import dated, inlined, ticked
from assistant.eligibility.papers.word import (
    Align,
    add_line,
    add_table,
    as_bytes,
    fill_cell,
    keep_rows_whole,
    new_word,
    set_footer,
)

_WIDTH_MM = 158.0
_SHORT = 60
_CHARACTER_MM, _MARGINS_MM = 3.71, 4.0


def form_docx(filled: FilledForm, report: Report, corpus_version: str) -> bytes:
    """The form, then on a page of its own what is blank, doubtful, or filled from facts."""
    form = filled.form
    word = new_word(form.title, report.as_of)
    set_footer(word, phrase("record", "footer", page="{page}", pages="{pages}"))
    add_line(word, phrase("form", "above"), font="楷体", size=11, after=10)
    add_line(word, form.title, font="宋体", size=20, bold=True, align="center", after=8)
    by_cell = _by_cell(filled.fields)
    for block in form.blocks:
        if block.columns:
            _add_block(word, block, by_cell)
        else:
            add_line(word, _content(block.cells[0], by_cell), size=12)
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
    rows = max(cell.row + cell.row_span for cell in block.cells)
    table = add_table(word, rows, [_WIDTH_MM / block.columns] * block.columns)
    grid = [list(row.cells) for row in table.rows]
    for cell in block.cells:
        first = grid[cell.row][cell.column]
        last = grid[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
        target = first.merge(last) if first is not last else first
        for extra in target.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        text = _content(cell, by_cell)
        if cell not in by_cell:
            text = _broken_before_unit(text, cell.column_span * _WIDTH_MM / block.columns)
        fill_cell(target, text, align=_alignment(cell, text, cell in by_cell))
    for row in table.rows:
        row.height = 360000
    keep_rows_whole(table)


def _broken_before_unit(text: str, width_mm: float) -> str:
    """A name too long for its cell breaks before its unit rather than inside it."""
    fits = len(text) * _CHARACTER_MM <= width_mm - _MARGINS_MM
    return text if fits or "\n" in text else text.replace("（", "\n（", 1)


def _alignment(cell: Printed, text: str, is_field: bool) -> Align:
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
    table = add_table(word, len(rest), [_WIDTH_MM / 3, _WIDTH_MM * 2 / 3])
    for row, field in zip(table.rows, rest, strict=True):
        fill_cell(row.cells[0], named(field), size=12)
        boxes = ticked("  ".join(field.slot.field.options), field.slot.field.options, field.chosen)
        fill_cell(row.cells[1], boxes if field.slot.field.options else field.value, size=12)


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
                add_line(word, f"{number}. {line}", size=12)


def counted(filled: FilledForm) -> str:
    """How many fields are filled, blank and to be done by hand."""
    blank, hand = len(filled.blanks), len(filled.by_hand)
    every = len(filled.fields)
    return phrase("form", "filled_in", all=every, filled=every - blank - hand, blank=blank, hand=hand)


def _parts(filled: FilledForm, report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    yield phrase("form", "blanks"), [named(field) for field in filled.blanks]
    yield phrase("form", "hands"), [named(field) for field in filled.by_hand]
    yield phrase("form", "warnings"), [*filled.warnings, *(notice.text for notice in report.notices)]
    told = [f"{named(f)}：{written(f)}" for f in filled.fields if f.origin == "fact"]
    yield phrase("form", "from_facts"), told
