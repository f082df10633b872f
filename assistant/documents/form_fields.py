"""The fields of a form printed as attachment, whether it stands as a table or as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents.form_cells import (
    FieldKind,
    blanks_in,
    is_blank,
    is_label,
    kind_of,
    options_in,
    split_unit,
)
from assistant.documents.rows import Field, RowReader
from assistant.domain.documents import Clause, Document

_YEAR = re.compile(r"^(?:19|20)\d{2}\s*年(?:度)?$|^(?:前[一二三]|上|本|当)年(?:度)?$")
_SERIAL = re.compile(r"^(?:序号|编号|备注)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One thing that a form asks for.

    Attributes:
        label: As printed, without its unit.
        unit: As printed (``万元``), or empty.
        options: What may be ticked, in order.
        clause_id: The clause that prints the label.
        group: The label above or beside several fields (``利润总额`` of ``2020年``), or empty.
        repeated: Whether it is a column, to be filled in once a row.
    """

    label: str
    unit: str
    kind: FieldKind
    options: tuple[str, ...]
    clause_id: str
    group: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with its fields in the order of the page."""

    clause_id: str
    label: str
    fields: tuple[FormField, ...]


def find_forms(document: Document) -> tuple[Form, ...]:
    """Every attachment that asks for something, with what it asks for."""
    rows = RowReader(document)
    found = []
    for clause in document.clauses:
        if clause.kind == "form" and clause.parent_id is None:
            fields = tuple(dict.fromkeys(_fields(document, clause, rows)))
            if fields:
                found.append(Form(clause_id=clause.id, label=clause.label, fields=fields))
    return tuple(found)


def _fields(document: Document, form: Clause, rows: RowReader) -> Iterator[FormField]:
    below = [c for c in document.clauses if c.parent_id == form.id]
    group = ""
    for clause in below:
        if clause.kind == "table":
            inside = [c for c in document.clauses if c.parent_id == clause.id]
            yield from _of_table([(c, rows.fields(c)) for c in inside])
        else:
            cells = _cells(document, clause)
            # A year alone (2021年) goes on with what the years before it stood beside.
            if not all(map(_YEAR.match, cells)):
                group = cells[0] if len(cells) > 1 and is_label(cells[0]) and is_label(cells[1]) else ""
            yield from _of_line(clause, cells[1:] if group == cells[0] else cells, group)


def _cells(document: Document, clause: Clause) -> list[str]:
    """The cells of a row of text: each opens with a tab, and lines without one go on in the same cell.

    Where no tab opens the row, each line stands for itself.
    """
    cells: list[str] = []
    rows_of_cells = False
    for span in clause.spans:
        line = document.text[document.text.rfind("\n", 0, span.start) + 1 : span.start]
        # Underscores are blanks here, though clauses leave them out as marks of emphasis.
        words = document.text[span.start : span.end].strip()
        rows_of_cells = rows_of_cells or "\t" in line
        if "\t" in line or not rows_of_cells:
            cells.append(words)
        else:
            cells[-1] += words
    return cells


def _of_line(clause: Clause, cells: Sequence[str], group: str) -> Iterator[FormField]:
    index = 0
    while index < len(cells):
        label = cells[index]
        after = cells[index + 1] if index + 1 < len(cells) else ""
        options = options_in(after)
        if inline := list(_inline(clause, label)):
            yield from inline
        elif is_label(label) and options:
            yield _field(clause, label, group, options=options)
            index += 1
        elif is_label(label):
            yield _field(clause, label, group)
        index += 1


def _inline(clause: Clause, text: str) -> Iterator[FormField]:
    for blank in blanks_in(text):
        name, unit = split_unit(blank.label)
        yield FormField(
            label=name,
            unit=unit,
            kind=blank.kind if blank.kind == "date" else kind_of(name, unit),
            options=(),
            clause_id=clause.id,
        )


def _field(
    clause: Clause,
    label: str,
    group: str,
    *,
    value: str = "",
    options: tuple[str, ...] = (),
    repeated: bool = False,
) -> FormField:
    name, unit = split_unit(label)
    outer, shared = split_unit(group)
    counted = name if not _YEAR.match(name) else outer
    return FormField(
        label=name,
        unit=unit or shared,
        kind=kind_of(counted, unit or shared, value, options),
        options=options,
        clause_id=clause.id,
        group=outer,
        repeated=repeated,
    )


def _of_table(rows: Sequence[tuple[Clause, Sequence[Field]]]) -> Iterator[FormField]:
    if any(field.names for _, fields in rows for field in fields):
        yield from _of_columns(rows)
        return
    columns: dict[int, tuple[Clause, str]] = {}
    for number, (clause, fields) in enumerate(rows):
        cells = [(f.cell.column, f.text.strip(), f.cell.span in clause.spans) for f in fields]
        asks = any(is_blank(text) or options_in(text) for _, text, _ in cells)
        named = [(column, text) for column, text, own in cells if own and is_label(text)]
        if asks or len(named) < 2 or any(blanks_in(text) for _, text in named):
            yield from _of_row(clause, cells, columns)
        elif number + 1 < len(rows) and _row(rows[number + 1]) == _row(rows[number]) + 1:
            columns = {column: (clause, text) for column, text in named}
        else:
            yield from _above_blanks(clause, fields)


def _row(row: tuple[Clause, Sequence[Field]]) -> int:
    """Where a row stands in its table; rows without words have no clause and are missing between others."""
    return next((f.cell.row for f in row[1] if f.cell.span in row[0].spans), 0)


def _above_blanks(clause: Clause, fields: Sequence[Field]) -> Iterator[FormField]:
    """Labels over a row of blanks; one that reaches down beside the blanks names them all."""
    own = [f for f in fields if f.cell.span in clause.spans and is_label(f.text)]
    group = next((f.text for f in own[:1] if f.cell.row_span > 1), "")
    for field in own[1:] if group else own:
        yield _field(clause, field.text, group)


def _of_columns(rows: Sequence[tuple[Clause, Sequence[Field]]]) -> Iterator[FormField]:
    """A table with a header asks for its columns, once a row."""
    heads = [(clause, f) for clause, fields in rows for f in fields if f.cell.header]
    covered = {f.cell.column for _, f in heads if f.cell.row > 0}
    for clause, field in heads:
        above = field.cell.column_span > 1 and field.cell.column in covered
        if not above and not _SERIAL.match(field.text) and field.text:
            yield _field(clause, field.text, "", repeated=True)


def _of_row(
    clause: Clause, cells: Sequence[tuple[int, str, bool]], columns: dict[int, tuple[Clause, str]]
) -> Iterator[FormField]:
    group = label = ""
    for column, text, own in cells:
        options = options_in(text)
        if is_blank(text) or options:
            if label:
                yield _field(clause, label, group, value=text, options=options)
            elif column in columns:
                source, name = columns[column]
                yield _field(source, name, group, value=text, options=options)
            label = ""
        elif inline := list(_inline(clause, text)):
            yield from inline
            label = ""
        elif is_label(text):
            group, label = (label or group if own else text), text if own else ""
    if label and len(cells) == 1:
        columns.clear()
