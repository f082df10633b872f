"""Sheets for the tests: written, judged, read back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from assistant.eligibility import Checker
from assistant.eligibility.batch.codes import with_check
from assistant.eligibility.batch.frame import Frame, make_frame
from assistant.eligibility.batch.judging import Judged, judge_sheet
from assistant.eligibility.batch.run import judge_file, read_applicants
from assistant.eligibility.batch.summary import Summary

DAY = date(2025, 5, 20)
FACTORY = "cq-green-factory"
PARK = "cq-green-park"
CULTIVATION = "changshou-cultivation-2023"
CODE, OTHER_CODE = with_check("91500000000000001"), with_check("91500000000000002")


def frame_of(checker: Checker, scheme: str = FACTORY, day: date = DAY) -> Frame:
    return make_frame(checker, scheme, day)


def csv_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(
    folder: Path, *sheets: Sequence[Sequence[Any]], merged: str = "", name: str = "in.xlsx"
) -> Path:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
        if merged and not number:
            sheet.merge_cells(merged)
    path = folder / name
    book.save(path)
    return path


def judged(frame: Frame, path: Path, events: Path | None = None) -> tuple[list[Judged], list[str]]:
    """The applicants and the warnings about the sheet."""
    applicants = read_applicants(frame, path, events=events)
    return list(judge_sheet(frame, applicants)), applicants.warnings


def facts(frame: Frame, path: Path, events: Path | None = None) -> list[dict[str, Any]]:
    """What each row tells, as it goes over the wire."""
    applicants = read_applicants(frame, path, events=events)
    return [applicants.facts_of(row) for chunk in applicants.chunks() for row in chunk.rows]


def told(frame: Frame, folder: Path, header: str, *cells: str) -> list[Any]:
    """What the cells of one column tell, None where nothing is told."""
    path = csv_file(folder, '企业名称,"' + header + '"\n' + "".join(f'甲,"{cell}"\n' for cell in cells))
    rows = facts(frame, path)
    return [next(iter(row.values()), "nothing") for row in rows]


def written(frame: Frame, source: Path, target: Path) -> tuple[list[dict[str, str]], Summary]:
    """The judged CSV and its summary."""
    summary = judge_file(frame, source, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file)), summary
