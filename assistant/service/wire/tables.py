"""Tables, forms and recognised text of a document on the wire."""

from __future__ import annotations

from pydantic import BaseModel, Field

from assistant.documents.form_cells import FieldKind
from assistant.documents.form_fields import Form, find_forms
from assistant.documents.library import Library
from assistant.documents.recognition import confidence_of
from assistant.domain.documents import Cell, Document


class FormFieldOut(BaseModel):
    """One thing that a form asks for."""

    label: str
    unit: str
    kind: FieldKind
    options: list[str] = Field(description="What may be ticked.")
    group: str = Field(description="The label above or beside several fields; empty without one.")
    repeated: bool = Field(description="Whether it is a column, filled in once a row.")
    clause_id: str


class FormOut(BaseModel):
    """A form printed as attachment, with its fields in order."""

    clause_id: str
    label: str = Field(examples=["附件1《申报表》"])
    fields: list[FormFieldOut]


class TableCellOut(BaseModel):
    """A cell; one that is merged stands once, at its upper left corner."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    header: bool


class TableOut(BaseModel):
    """A table of the document; ``clause_id`` is its clause, whose children are the rows."""

    clause_id: str
    label: str
    cells: list[TableCellOut]


class RecognisedOut(BaseModel):
    """A clause whose text was read off a picture."""

    clause_id: str
    confidence: float = Field(description="0 to 1.")


def tables_out(document: Document, library: Library) -> list[TableOut]:
    """The tables with their cells, by the clause of each."""
    found = []
    for clause in document.clauses:
        rows = library.children(document.id, clause.id) if clause.kind == "table" else ()
        table = next(
            (t for t in document.tables if rows and t.span.start <= rows[0].spans[0].start < t.span.end), None
        )
        if table is not None:
            cells = [_cell(document, cell) for cell in table.cells]
            found.append(TableOut(clause_id=clause.id, label=clause.label, cells=cells))
    return found


def _cell(document: Document, cell: Cell) -> TableCellOut:
    return TableCellOut(
        text=document.text[cell.span.start : cell.span.end],
        row=cell.row,
        column=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
        header=cell.header,
    )


def forms_out(document: Document) -> list[FormOut]:
    """The forms with what they ask for."""
    return [_form(form) for form in find_forms(document)]


def _form(form: Form) -> FormOut:
    fields = [
        FormFieldOut(
            label=field.label,
            unit=field.unit,
            kind=field.kind,
            options=list(field.options),
            group=field.group,
            repeated=field.repeated,
            clause_id=field.clause_id,
        )
        for field in form.fields
    ]
    return FormOut(clause_id=form.clause_id, label=form.label, fields=fields)


def recognised_out(document: Document) -> list[RecognisedOut]:
    """The clauses that were read off pictures."""
    sure = ((clause.id, confidence_of(document, clause)) for clause in document.clauses)
    return [RecognisedOut(clause_id=i, confidence=c) for i, c in sure if c is not None]
