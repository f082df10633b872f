"""The sheet to fill in, made from the rules of a scheme: as a workbook with lists to choose from, or as CSV."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assistant.eligibility.batch.frame import Frame
from assistant.eligibility.batch.pages import BOLD, GREY, HEAD, WRAPPED, height_of, print_across
from assistant.eligibility.batch.results import Format
from assistant.eligibility.batch.template_columns import (
    TemplateColumn,
    event_facts,
    event_titles,
    template_columns,
)
from assistant.eligibility.batch.words import enumerated, listed, phrase

_ROWS = 5_000
"""Rows for which choices are offered."""
_COMMENT = (320, 140)
_GUIDE_WIDTHS = (34, 64, 36, 60)


def make_template(frame: Frame, format_: Format) -> bytes:
    """The template of a scheme on a day."""
    return _csv(frame) if format_ == "csv" else _workbook(frame)


def _csv(frame: Frame) -> bytes:
    columns = template_columns(frame)
    with io.StringIO(newline="") as text:
        writer = csv.writer(text)
        writer.writerow([column.title for column in columns])
        writer.writerow([column.example for column in columns])
        return text.getvalue().encode("utf-8-sig")


def _workbook(frame: Frame) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = phrase("template", "sheet")
    options = book.create_sheet(phrase("template", "options_sheet"))
    options.sheet_state = "hidden"
    _fill_main(sheet, options, template_columns(frame))
    if event_facts(frame):
        _fill_events(book.create_sheet(phrase("template", "events_sheet"), 1), options, frame)
    _fill_guide(book.create_sheet(phrase("template", "guide_sheet")), frame)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill_main(sheet: Worksheet, options: Worksheet, columns: list[TemplateColumn]) -> None:
    for number, column in enumerate(columns, 1):
        head = sheet.cell(row=1, column=number, value=column.title)
        head.font, head.fill, head.alignment = BOLD, HEAD, WRAPPED
        if column.comment:
            head.comment = Comment(column.comment, "", height=_COMMENT[1], width=_COMMENT[0])
        example = sheet.cell(row=2, column=number, value=column.example)
        example.font = GREY
        sheet.column_dimensions[get_column_letter(number)].width = max(14, min(2 * len(column.title) + 2, 34))
        _offer(sheet, options, number, column.choices)
    sheet.row_dimensions[1].height = 30
    # A code of digits alone would lose its last ones as a number.
    sheet.column_dimensions["B"].number_format = "@"
    sheet.freeze_panes = "C2"
    print_across(sheet, wide=True)


def _offer(sheet: Worksheet, options: Worksheet, column: int, choices: tuple[str, ...]) -> None:
    """A list to choose from; other words are still taken, and read when the sheet is judged."""
    if not choices:
        return
    place = options.max_column + 1 if options.cell(row=1, column=1).value else 1
    for row, choice in enumerate(choices, 1):
        options.cell(row=row, column=place, value=choice)
    letter = get_column_letter(place)
    title = f"'{options.title}'"
    offered = DataValidation(
        type="list", formula1=f"{title}!${letter}$1:${letter}${len(choices)}", allow_blank=True
    )
    offered.showErrorMessage = False
    offered.add(f"{get_column_letter(column)}3:{get_column_letter(column)}{_ROWS}")
    sheet.add_data_validation(offered)


def _fill_events(sheet: Worksheet, options: Worksheet, frame: Frame) -> None:
    facts = event_facts(frame)
    titles = event_titles()
    for number, title in enumerate(titles, 1):
        head = sheet.cell(row=1, column=number, value=title)
        head.font, head.fill = BOLD, HEAD
        sheet.column_dimensions[get_column_letter(number)].width = 24
    first = facts[0].spec
    kind, grade = (pairs[0][1] if pairs else "" for pairs in (first.kinds, first.grades))
    day = frame.as_of.replace(month=1, day=1).isoformat()
    example = [phrase("template", "example_event"), "", facts[0].entry.label, kind, grade, day, ""]
    for number, value in enumerate(example, 1):
        sheet.cell(row=2, column=number, value=value).font = GREY
    kinds = [label for fact in facts for _, label in fact.spec.kinds]
    grades = [label for fact in facts for _, label in fact.spec.grades]
    _offer(sheet, options, 3, tuple(fact.entry.label for fact in facts))
    _offer(sheet, options, 4, tuple(dict.fromkeys(kinds)))
    _offer(sheet, options, 5, tuple(dict.fromkeys(grades)))
    sheet.column_dimensions["A"].number_format = "@"
    sheet.freeze_panes = "A2"
    print_across(sheet)


def _fill_guide(sheet: Worksheet, frame: Frame) -> None:
    sheet.append([phrase("template", "guide_title", scheme=frame.scheme.name)])
    sheet["A1"].font = BOLD
    print_across(sheet)
    sheet.append([phrase("template", "day"), frame.as_of.isoformat()])
    sheet.append([phrase("template", "rules_version"), frame.report.rules_version])
    for title in frame.documents():
        sheet.append([phrase("template", "documents"), title])
    for notice in frame.report.notices:
        sheet.append([phrase("summary", "notices"), notice.text])
    for number, line in enumerate(listed("template", "guide"), 1):
        sheet.append([number, line])
    sheet.append([])
    sheet.append(listed("template", "guide_columns"))
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = BOLD, HEAD
    for column in template_columns(frame):
        if column.fill:
            sheet.append([column.title, column.fill, column.where, enumerated(column.clauses)])
    if event_facts(frame):
        sheet.append([phrase("template", "events_sheet"), _event_fill(frame)])
    for letter, width in zip("ABCD", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = WRAPPED
        texts = zip((cell.value for cell in row), _GUIDE_WIDTHS, strict=False)
        sheet.row_dimensions[row[0].row].height = height_of(texts)


def _event_fill(frame: Frame) -> str:
    facts = event_facts(frame)
    kinds = dict.fromkeys(label for fact in facts for _, label in fact.spec.kinds)
    grades = dict.fromkeys(label for fact in facts for _, label in fact.spec.grades)
    labels = enumerated([fact.entry.label for fact in facts])
    return phrase(
        "template", "event_fill", facts=labels, kinds=enumerated([*kinds]), grades=enumerated([*grades])
    )
