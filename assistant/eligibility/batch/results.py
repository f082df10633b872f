"""The judged sheet: what came in, with the verdict and its reasons in columns behind it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol, TextIO, TypeAlias

from assistant.eligibility.batch.frame import Frame, verdict_words
from assistant.eligibility.batch.judging import Judged
from assistant.eligibility.batch.sheets import Sheet
from assistant.eligibility.batch.summary import Summary
from assistant.eligibility.batch.words import enumerated, listed, phrase

Format: TypeAlias = Literal["csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv")

_STARTS = frozenset("=+-@\t\r\n＝＋－＠ ")
_FIGURE = re.compile(r"[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?%?")


class Sink(Protocol):
    """Takes the judged applicants one by one, the summary last."""

    def write(self, judged: Judged) -> None:
        """Write one applicant."""
        ...

    def finish(self, summary: Summary) -> None:
        """Write what comes after the last."""
        ...


def added_titles() -> list[str]:
    """Headers of the columns that are added."""
    return [str(title) for title in listed("added").values()]


class Added:
    """Fills the added columns; ``between`` parts the entries of one cell."""

    def __init__(self, frame: Frame, between: str = "") -> None:
        self._between = between
        self._labels = {name: fact.entry.label for name, fact in frame.scheme.facts.items()}
        places = frame.places()
        self._judged = {
            criterion.entry.id: phrase(
                "judged_item", clause=places[criterion.entry.id], label=criterion.entry.label
            )
            for criterion in frame.scheme.criteria
        }
        self._verdicts = {name: verdict_words(name) for name in listed("verdicts")}
        self._patterns: dict[tuple[int, tuple[str, ...]], str] = {}

    def cells(self, judged: Judged) -> list[str]:
        """The added cells of one applicant, in the order of their titles."""
        return [
            self._verdicts[judged.verdict],
            self._between.join([failed.text for failed in judged.failed]),
            self._joined(0, tuple(judged.missing)),
            self._between.join([_cleared(f.place, f.clears_on) for f in judged.failed if f.clears_on]),
            self._joined(1, tuple(judged.judgement)),
            "；".join([phrase("result_item", name=name, value=value) for name, value in judged.results]),
            self._between.join(judged.notices),
            self._between.join(judged.errors),
        ]

    def _joined(self, kind: int, names: tuple[str, ...]) -> str:
        """Labels of facts, or criteria with their clauses; the same names come again and again."""
        key = (kind, names)
        if key not in self._patterns:
            if len(self._patterns) > 10_000:
                self._patterns.clear()
            self._patterns[key] = (
                self._between.join(self._judged[name] for name in names)
                if kind
                else enumerated([self._labels[name] for name in names])
            )
        return self._patterns[key]


def _cleared(place: str, day: date) -> str:
    return phrase("cleared_item", clause=place, day=day)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula; figures stay as they are.

    >>> defused("=HYPERLINK(1)"), defused("-5.2"), defused("@x"), defused("甲=乙")
    ("'=HYPERLINK(1)", '-5.2', "'@x", '甲=乙')
    """
    start = text.lstrip(" ")[:1]
    return "'" + text if start in _STARTS and start and not _FIGURE.fullmatch(text) else text


def csv_cell(cell: object) -> object:
    """A cell as it goes into a CSV file: days as written, whole numbers without a point."""
    if isinstance(cell, str):
        return defused(cell) if cell and cell[0] in _STARTS else cell
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else cell


def _is_harmless(cells: Sequence[object]) -> bool:
    """Whether all cells are text and none begins like a formula: a quick look at a whole row."""
    try:
        return _STARTS.isdisjoint([cell[:1] for cell in cells])  # type: ignore[index]
    except TypeError:
        return False


class CsvLines:
    """Writes judged applicants as lines of CSV."""

    def __init__(self, file: TextIO, frame: Frame) -> None:
        self._writer = csv.writer(file)
        self._added = Added(frame)

    def head(self, headers: Sequence[str]) -> None:
        """Write the headers."""
        self._writer.writerow([csv_cell(title) for title in (*headers, *added_titles())])

    def write(self, judged: Judged) -> None:
        """Write one applicant; the added columns may quote what stands in a cell, but never begin with it."""
        cells, added = judged.cells, self._added.cells(judged)
        self._writer.writerow([*(cells if _is_harmless(cells) else map(csv_cell, cells)), *added])


class CsvSink:
    """Writes UTF-8 with its mark, which spreadsheets ask for."""

    def __init__(self, path: Path, frame: Frame, headers: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._lines = CsvLines(self._file, frame)
        self._lines.head(headers)

    def write(self, judged: Judged) -> None:
        """Write one applicant."""
        self._lines.write(judged)

    def write_lines(self, lines: str) -> None:
        """Write applicants whose lines were made elsewhere."""
        self._file.write(lines)

    def finish(self, summary: Summary) -> None:
        """Nothing comes after the last."""

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@contextmanager
def open_sink(
    path: Path, format_: Format, frame: Frame, headers: Sequence[str], events: Sheet | None = None
) -> Iterator[Sink]:
    """A sink that writes to ``path``; the file is whole when the context ends without an error.

    Args:
        path: The file.
        format_: Its format.
        frame: The scheme on a day.
        headers: Those of the sheet that came in.
        events: Its sheet of events, which a workbook carries on.
    """
    if format_ == "csv":
        sink = CsvSink(path, frame, headers)
        try:
            yield sink
        finally:
            sink.close()
    else:
        from assistant.eligibility.batch.result_book import BookSink

        book = BookSink(path, frame, headers, events)
        try:
            yield book
        finally:
            book.close()
