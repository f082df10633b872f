"""The judged sheet as a workbook, written row by row, with its summary on a sheet of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from assistant.eligibility.batch.frame import Frame, verdict_words
from assistant.eligibility.batch.judging import Judged
from assistant.eligibility.batch.pages import BOLD, HEAD, WRAPPED, height_of, print_across
from assistant.eligibility.batch.results import Added, added_titles
from assistant.eligibility.batch.sheets import Sheet
from assistant.eligibility.batch.summary import Summary, failed_lines, head_lines, verdict_lines
from assistant.eligibility.batch.words import listed, phrase

_COLOURS = {"not_eligible": "F8CBAD", "needs_information": "FFE699", "formally_eligible": "C6E0B4"}
_ADDED = PatternFill("solid", fgColor="E2EFDA")
_WIDTHS = {"verdict": 34, "failed": 70, "missing": 40, "clears_on": 34, "judgement": 50}
_OTHER_WIDTH, _INPUT_WIDTH, _VALUE_WIDTH = 40, 18, 60
_EVENT_COLUMNS = 10


class BookSink:
    """Writes an XLSX file; memory does not grow with the rows."""

    def __init__(self, path: Path, frame: Frame, headers: Sequence[str], events: Sheet | None = None) -> None:
        self._path, self._frame, self._events = path, frame, events
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(phrase("summary", "judged_sheet"))
        self._added = Added(frame, between="\n")
        self._verdicts = {name: self._verdict_cell(name) for name in _COLOURS}
        self._row = 1
        self._widths = [_WIDTHS.get(name, _OTHER_WIDTH) for name in listed("added")][1:]
        self._width = len(headers) + len(added_titles())
        self._open_sheet(headers)

    def _open_sheet(self, headers: Sequence[str]) -> None:
        names = list(listed("added"))
        for column in range(1, self._width + 1):
            place = column - len(headers) - 1
            width = _INPUT_WIDTH if place < 0 else _WIDTHS.get(names[place], _OTHER_WIDTH)
            self._sheet.column_dimensions[get_column_letter(column)].width = width
        self._sheet.freeze_panes = "B2"
        print_across(self._sheet, wide=True)
        head = [self._styled(title, BOLD, HEAD) for title in headers]
        self._sheet.append([*head, *(self._styled(title, BOLD, _ADDED) for title in added_titles())])

    def _styled(
        self, value: object, font: Font | None = None, fill: PatternFill | None = None
    ) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, value=_clean(value))
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
        cell.alignment = WRAPPED
        if font:
            cell.font = font
        if fill:
            cell.fill = fill
        return cell

    def _verdict_cell(self, verdict: str) -> WriteOnlyCell:
        words = verdict_words(verdict)  # type: ignore[arg-type]
        return self._styled(words, fill=PatternFill("solid", fgColor=_COLOURS[verdict]))

    def write(self, judged: Judged) -> None:
        """Write one applicant."""
        cells = [self._cell(cell) for cell in judged.cells]
        added = [_clean(text) for text in self._added.cells(judged)[1:]]
        self._row += 1
        self._sheet.row_dimensions[self._row].height = height_of(zip(added, self._widths, strict=True))
        shown = [self._styled(text) if text else None for text in added]
        self._sheet.append([*cells, self._verdicts[judged.verdict], *shown])
        # What is written is no longer needed: memory does not grow with the rows.
        del self._sheet.row_dimensions[self._row]

    def _carry(self, events: Sheet) -> None:
        """The events as they came, so that the judged sheet can be corrected and handed in again."""
        sheet = self._book.create_sheet(phrase("template", "events_sheet"))
        for column in range(1, _EVENT_COLUMNS + 1):
            sheet.column_dimensions[get_column_letter(column)].width = _INPUT_WIDTH
        at = 1
        for number, row in events.rows():
            # Blank rows above keep their place: messages name events by their row.
            for _ in range(at, number):
                sheet.append([])
            sheet.append([self._cell(cell) for cell in row])
            at = number + 1

    def _cell(self, value: object) -> object:
        """A cell as it came; what begins like a formula is marked as text."""
        if isinstance(value, str):
            value = _clean(value)
            if value.startswith("="):
                return self._styled(value)
        return value

    def finish(self, summary: Summary) -> None:
        """Write the summary and the file."""
        if self._events:
            self._carry(self._events)
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(self._width)}{summary.rows + 1}"
        write_summary(self._book, self._frame, summary)
        with tempfile.NamedTemporaryFile(dir=self._path.parent, suffix=".part", delete=False) as part:
            self._book.save(part)
        Path(part.name).replace(self._path)

    def close(self) -> None:
        """Nothing is open once it is finished; an unfinished book leaves no file."""
        if not self._sheet.closed:
            self._sheet.close()


def _clean(value: object) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value)))


def write_summary(book: Workbook, frame: Frame, summary: Summary) -> None:
    """Counts by verdict and by criterion with their chart; then the day, the rules, the documents."""
    sheet = book.create_sheet(phrase("summary", "sheet"))
    print_across(sheet)
    for column, width in (("A", 44), ("B", _VALUE_WIDTH), ("C", 12)):
        sheet.column_dimensions[column].width = width

    def bold(*values: object) -> list[WriteOnlyCell]:
        cells = [WriteOnlyCell(sheet, value=value) for value in values]
        for cell in cells:
            cell.font = BOLD
        return cells

    counts, failed = verdict_lines(summary), failed_lines(frame, summary)
    sheet.append(bold(phrase("summary", "title", scheme=frame.scheme.name)))
    sheet.append([phrase("summary", "disclaimer")])
    sheet.append([])
    sheet.append(bold(phrase("summary", "verdict"), "", phrase("summary", "count")))
    for words, count in counts:
        sheet.append([words, "", count])
    sheet.append([])
    sheet.append(bold(*(phrase("summary", key) for key in ("criterion", "clause", "count"))))
    for label, place, count in failed:
        sheet.append([label, place, count])
    sheet.append([])
    for row, (title, value) in enumerate(head_lines(frame, summary), len(counts) + len(failed) + 8):
        sheet.row_dimensions[row].height = height_of([(value, _VALUE_WIDTH)])
        cell = WriteOnlyCell(sheet, value=value)
        cell.alignment = WRAPPED
        cell.data_type = "s" if isinstance(value, str) else "n"
        sheet.append([title, cell])
    first = 5
    sheet.add_chart(_chart(sheet, "chart", first, len(counts)), "E2")
    if failed:
        first += len(counts) + 2
        sheet.add_chart(_chart(sheet, "failed_chart", first, min(len(failed), 12)), "E20")


def _chart(sheet: object, title: str, first: int, count: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", phrase("summary", title), None
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.number_format = 0, "0"
    chart.add_data(Reference(sheet, min_col=3, min_row=first, max_row=first + count - 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=first + count - 1))
    chart.width, chart.height = 22, 5 + count
    return chart
