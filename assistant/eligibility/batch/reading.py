"""Reads a sheet of applicants in chunks: their rows as they stand, their facts as columns, what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from assistant.eligibility.batch.cells import BLANK, BadCell, Measure, Shares, is_blank, is_example, shortened
from assistant.eligibility.batch.codes import plain_code, valid_codes
from assistant.eligibility.batch.coding import Coder, FactReader
from assistant.eligibility.batch.columns import Table, make_table
from assistant.eligibility.batch.event_rows import Events, is_events_sheet, read_events_sheet
from assistant.eligibility.batch.header_rows import find_header
from assistant.eligibility.batch.headers import HeaderReader, Place
from assistant.eligibility.batch.merged import area_name, merged_cells
from assistant.eligibility.batch.shares import look_for_shares
from assistant.eligibility.batch.sheets import Book, Row, Sheet
from assistant.eligibility.batch.words import enumerated, phrase
from assistant.eligibility.schemes import Scheme
from assistant.errors import InvalidInput

CHUNK = 8_192
_MOST_ALONE = 20


class Share(NamedTuple):
    """Which of the chunks are wanted: every ``of``-th, beginning with number ``place``."""

    place: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some applicants in the order of the sheet.

    Attributes:
        numbers: Row of each in the sheet.
        rows: Their cells as they stand, as many as there are headers.
        errors: For each, what is wrong with single cells.
    """

    numbers: list[int]
    rows: list[Row]
    table: Table
    errors: list[list[str]]


class Applicants:
    """A sheet of applicants whose headers are understood; ``chunks`` reads it once.

    Attributes:
        binding: What the columns tell.
        warnings: What is doubtful about the sheet as a whole; more come while it is read.
        size: About how many applicants there are.
        events_sheet: The sheet that tells of events, if there is one.
    """

    def __init__(self, book: Book, scheme: Scheme, as_of: date, events_book: Book | None = None) -> None:
        self._scheme, self._as_of, self._name = scheme, as_of, book.name
        header_reader = HeaderReader(scheme.facts)
        self._sheet, self._header_row, headers = find_header(book, header_reader)
        self.binding = header_reader.bind(headers)
        self.warnings = [*self.binding.warnings]
        self.events_sheet: Sheet | None = None
        self.events = self._events(book, events_book)
        self._places = self._measured()
        self._readers = self._fact_readers()
        self._merged = merged_cells(self._sheet, self._header_row)
        self.size = max(self._sheet.size - self._header_row, 0)
        self._seen: dict[str, int] = {}
        self._tell_about_sheets(book)

    def chunks(self) -> Iterator[Chunk]:
        """The applicants, some thousands at a time; see ``shared_chunks``."""
        return (chunk for chunk in self.shared_chunks(Share(0, 1)) if chunk is not None)

    def shared_chunks(self, share: Share) -> Iterator[Chunk | None]:
        """The applicants of a share, chunk by chunk, None for each chunk that is not of it.

        Blank rows and the marked example are passed over.

        Raises:
            InvalidInput: There is no applicant.
            UnreadableFile: The file breaks off.
        """
        rows, place = self._data_rows(), -1
        while batch := list(islice(rows, CHUNK)):
            place += 1
            numbers, cells = [number for number, _ in batch], [row for _, row in batch]
            if place % share.of == share.place:
                yield self._chunk(numbers, cells)
            else:
                self._pass_over(numbers, cells)
                yield None
        if place < 0:
            raise InvalidInput(phrase("refused", "no_rows", name=self._name), field="file")
        alone = [(number, code) for code, number in self.events.first_rows.items() if code not in self._seen]
        for number, code in alone[:_MOST_ALONE]:
            self.warnings.append(phrase("sheet", "events_alone", row=number, value=shortened(code)))
        if len(alone) > _MOST_ALONE:
            self.warnings.append(phrase("sheet", "more", count=len(alone) - _MOST_ALONE))

    def facts_of(self, row: Row) -> dict[str, Any]:
        """The facts of one applicant as they go over the wire, from its cells; unusable cells are left out."""
        told: dict[str, Any] = {}
        code = plain_code(row[self.binding.code]) if self.binding.code is not None else ""
        for name, reader in self._readers.items():
            cells = tuple(row[place.column] for place in reader.places)
            try:
                raw = reader.read(cells, self.events.rows[self.events.places.get((name, code), 0)])[0]
            except BadCell:
                continue
            told |= {} if raw is BLANK else {name: raw}
        return told

    def _events(self, book: Book, events_book: Book | None) -> Events:
        sheets = events_book.sheets if events_book else [s for s in book.sheets if s is not self._sheet]
        for sheet in sheets:
            if events_book or is_events_sheet(sheet):
                events = read_events_sheet(sheet, self._scheme.facts)
                self.warnings += events.warnings
                self.events_sheet = sheet
                return events
        return Events()

    def _fact_readers(self) -> dict[str, FactReader]:
        told = {name: self._places.get(name, ()) for name in self._scheme.facts}
        wanted = self.events.facts
        return {
            name: FactReader(self._scheme.facts[name], places, self.binding.headers)
            for name, places in told.items()
            if places or name in wanted
        }

    def _data_rows(self) -> Iterator[tuple[int, Row]]:
        width = len(self.binding.headers)
        for number, row in self._sheet.rows():
            if number > self._header_row and not all(map(is_blank, row)) and not is_example(row):
                yield number, row + [None] * (width - len(row))

    def _chunk(self, numbers: list[int], rows: list[Row]) -> Chunk:
        errors: list[list[str]] = [[] for _ in rows]
        self._note_rows(numbers, rows, errors)
        width = len(self.binding.headers)
        rows = [row if len(row) == width else row[:width] for row in rows]
        columns = list(zip(*rows, strict=True))
        codes = self._codes(columns, len(rows))
        told = {name: self._column(reader, columns, codes) for name, reader in self._readers.items()}
        coded = {}
        for name, (coder, found) in told.items():
            coded[name] = coder.maker.column(found, list(coder.bad))
            if coder.bad:
                self._note_bad(coder, found, numbers, errors)
        self._note_identity(codes, numbers, errors)
        table = make_table(self._scheme.facts, coded, self._as_of, len(rows))
        return Chunk(numbers=numbers, rows=rows, table=table, errors=errors)

    def _pass_over(self, numbers: Sequence[int], rows: Sequence[Row]) -> None:
        """Remember who stands there, so that a second row of theirs is known as such."""
        if (column := self.binding.code) is not None:
            for number, row in zip(numbers, rows, strict=True):
                if code := plain_code(row[column]):
                    self._seen.setdefault(code, number)

    def _codes(self, columns: Sequence[Sequence[object]], count: int) -> list[str]:
        if self.binding.code is None:
            return [""] * count
        return [plain_code(cell) for cell in columns[self.binding.code]]

    def _column(
        self, reader: FactReader, columns: Sequence[Sequence[object]], codes: Sequence[str]
    ) -> tuple[Coder, list[int]]:
        name, places = reader.fact.name, reader.places
        if name not in self.events.facts and len(places) == 1:
            coder = Coder(reader, single=True)
            return coder, list(map(coder.__getitem__, columns[places[0].column]))
        coder = Coder(reader, single=False, events=self.events.rows)
        known = self.events.places
        rows_of = [known.get((name, code), 0) for code in codes] if known else [0] * len(codes)
        cells = (
            zip(*(columns[place.column] for place in places), strict=True) if places else [()] * len(codes)
        )
        return coder, list(map(coder.__getitem__, zip(cells, rows_of, strict=True)))

    def _note_bad(
        self, coder: Coder, codes: Sequence[int], numbers: Sequence[int], errors: list[list[str]]
    ) -> None:
        for row in np.flatnonzero(np.isin(codes, list(coder.bad))).tolist():
            error = coder.bad[codes[row]]
            column = self.binding.headers[error.place - 1] if error.place else ""
            errors[row].append(phrase("error", row=numbers[row], column=column, text=error))

    def _note_identity(self, codes: Sequence[str], numbers: Sequence[int], errors: list[list[str]]) -> None:
        if self.binding.code is None:
            return
        column, valid = self.binding.headers[self.binding.code], valid_codes(codes)
        for row, code in enumerate(codes):
            if not code:
                continue
            first = self._seen.setdefault(code, numbers[row])
            if first != numbers[row]:
                text = phrase("bad", "twice", row=first, value=shortened(code))
                errors[row].append(phrase("error", row=numbers[row], column=column, text=text))
            if not valid[row]:
                text = phrase("bad", "code", value=shortened(code))
                errors[row].append(phrase("error", row=numbers[row], column=column, text=text))

    def _note_rows(self, numbers: Sequence[int], rows: Sequence[Row], errors: list[list[str]]) -> None:
        width = len(self.binding.headers)
        told = {place.column for places in self._places.values() for place in places}
        for index, number in enumerate(numbers):
            if len(rows[index]) > width:
                beyond = sum(not is_blank(cell) for cell in rows[index][width:])
                if beyond:
                    text = phrase("bad", "whole_row", count=beyond)
                    errors[index].append(phrase("error", row=number, column="", text=text))
            for column, area in self._merged.get(number, ()):
                if column in told:
                    text = phrase("bad", "merged", range=area)
                    title = self.binding.headers[column]
                    errors[index].append(phrase("error", row=number, column=title, text=text))

    def _measured(self) -> dict[str, tuple[Place, ...]]:
        """The places with percentages decided column by column, which takes a look through the sheet."""
        places = dict(self.binding.places)
        percent = {
            place.column: name
            for name, found in places.items()
            if self._scheme.facts[name].entry.unit == "%"
            for place in found
        }
        if percent:
            shares = look_for_shares((row for _, row in self._data_rows()), tuple(percent))
            self._tell_shares(shares)
            for column, name in percent.items():
                places[name] = tuple(
                    replace(p, measure=Measure(shares=shares[column])) if p.column == column else p
                    for p in places[name]
                )
        return places

    def _tell_shares(self, found: Mapping[int, Shares]) -> None:
        for column, shares in found.items():
            if shares == "share":
                self.warnings.append(phrase("sheet", "shares", column=self.binding.headers[column]))

    def _tell_about_sheets(self, book: Book) -> None:
        others = [s.name for s in book.sheets if s is not self._sheet and s.size > 1 and not _is_ours(s)]
        if self._header_row > 1:
            self.warnings.append(phrase("sheet", "header_row", row=self._header_row))
        if self._sheet.merged:
            area = area_name(self._sheet.merged[0])
            self.warnings.append(phrase("sheet", "merged", count=len(self._sheet.merged), range=area))
        if others:
            text = phrase("sheet", "other_sheets", name=self._sheet.name, others=enumerated(others))
            self.warnings.append(text)


def _is_ours(sheet: Sheet) -> bool:
    """Whether a sheet belongs to the template."""
    ours = {phrase("template", key) for key in ("guide_sheet", "options_sheet", "events_sheet")}
    return sheet.name in ours | {phrase("summary", "sheet")} or is_events_sheet(sheet)
