"""The summary sheet of those that an office recommends, as a workbook: one worksheet a scheme."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.domain.eligibility import CriterionResult
from assistant.eligibility.papers.candidates import Candidate, is_failed, is_preferred
from assistant.eligibility.papers.phrases import day_words, phrase
from assistant.eligibility.papers.record import decides
from assistant.eligibility.papers.values import plain_text
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.schemes import Scheme

_MOST_CELL = 32_000
_FORMULA = tuple("=+-@\t＝＋－＠")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\：]")
_LINE = Side(style="thin", color="808080")
_RULED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(vertical="center", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_MODIFIED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is recommended for one scheme."""

    scheme: Scheme
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    title: str
    width: int
    read: Callable[[int, Candidate], object]


def recommendation_xlsx(groups: Sequence[Group], as_of: date, corpus: Corpus) -> bytes:
    """The workbook; equal groups give equal bytes."""
    book = Workbook()
    book.remove(book.active)
    for group in groups:
        title = _NOT_IN_TITLES.sub("", group.scheme.name)[:28]
        _fill(book.create_sheet(title), group, as_of, corpus)
    made = io.BytesIO()
    book.save(made)
    return _without_clock(made.getvalue(), as_of)


def _fill(sheet: Worksheet, group: Group, as_of: date, corpus: Corpus) -> None:
    columns = list(_columns(group))
    lines = list(_head_lines(group, as_of, corpus))
    for row, (text, is_title) in enumerate(lines, 1):
        _wide(sheet, row, len(columns), text, is_title=is_title)
    head = len(lines) + 1
    for number, column in enumerate(columns, 1):
        cell = _write(sheet, head, number, column.title, _CENTRE)
        cell.font = Font(name="黑体", size=10)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row, candidate in enumerate(group.candidates, 1):
        for number, column in enumerate(columns, 1):
            _write(sheet, head + row, number, column.read(row, candidate), _CENTRE if number == 1 else _WRAP)
    foot = head + len(group.candidates) + 1
    for row, text in enumerate(_foot_lines(group, corpus), foot):
        _wide(sheet, row, len(columns), text)
    _set_page(sheet, head)


def _head_lines(group: Group, as_of: date, corpus: Corpus) -> Iterator[tuple[str, bool]]:
    yield phrase("recommendation", "title", scheme=group.scheme.name), True
    named = group.scheme.file.recommendation
    if named is None:
        yield phrase("recommendation", "unnamed"), False
    else:
        source = named.source
        title = corpus.document(source.document).title
        yield (
            phrase("recommendation", "named", title=title, clause=source.clause, quote=source.quote),
            False,
        )
    rules = group.candidates[0].report.rules_version
    yield (
        phrase(
            "recommendation",
            "versions",
            day=day_words(as_of),
            rules=rules,
            corpus=corpus.version,
            count=len(group.candidates),
        ),
        False,
    )
    yield phrase("recommendation", "decides"), False


def _foot_lines(group: Group, corpus: Corpus) -> Iterator[str]:
    named = group.scheme.file.recommendation
    by_source: dict[tuple[str, str, str], list[str]] = {}
    for column in named.columns if named else ():
        source = column.source
        by_source.setdefault((source.document, source.clause, source.quote), []).append(column.name)
    for (document, clause, quote), names in by_source.items():
        title = corpus.document(document).title
        yield phrase(
            "recommendation", "why_column", name="、".join(names), title=title, clause=clause, quote=quote
        )
    notices = [notice.text for notice in group.candidates[0].report.notices if notice.code != _CONFIRM]
    yield from dict.fromkeys(notices)


_CONFIRM = "needs_official_confirmation"


def _columns(group: Group) -> Iterator[_Column]:
    yield _named("serial", 6, lambda row, _: row)
    yield _named("name", 30, lambda _, c: c.name)
    yield _named("code", 22, lambda _, c: c.code)
    for title in dict.fromkeys(title for c in group.candidates for title in c.carried):
        yield _Column(title=title, width=16, read=lambda _, c, title=title: c.carried.get(title, ""))  # type: ignore[misc]
    yield _named("verdict", 20, lambda _, c: phrase("verdicts", c.report.verdict))
    if any(c.report.verdict != "formally_eligible" for c in group.candidates):
        yield _named("failed", 32, lambda _, c: _listed(c, is_failed))
        yield _named("missing", 28, lambda _, c: "、".join(fact.label for fact in c.report.missing_facts))
    for key, holds in (("preferred", is_preferred), ("in_principle", _in_principle), ("judgement", _judged)):
        if any(_listed(candidate, holds) for candidate in group.candidates):
            yield _named(key, 30, lambda _, c, holds=holds: _listed(c, holds))  # type: ignore[misc]
    named = group.scheme.file.recommendation
    for column in named.columns if named else ():
        title = phrase("recommendation", "by_office", name=column.name)
        yield _Column(title=title, width=14, read=lambda _, __: "")


def _named(key: str, width: int, read: Callable[[int, Candidate], object]) -> _Column:
    return _Column(title=phrase("recommendation", key), width=width, read=read)


def _listed(candidate: Candidate, holds: Callable[[CriterionResult], bool]) -> str:
    found = [
        f"{criterion.label}（{criterion.citation.clause_label}）"
        for criterion in candidate.report.criteria
        if holds(criterion)
    ]
    return "\n".join(found)


def _in_principle(criterion: CriterionResult) -> bool:
    return criterion.modality == "in_principle" and criterion.outcome in ("not_met", "unknown")


def _judged(criterion: CriterionResult) -> bool:
    return decides(criterion) and criterion.outcome == "judgement"


def _write(sheet: Worksheet, row: int, column: int, value: object, alignment: Alignment) -> Cell:
    """A cell that no program takes for a formula."""
    cell: Cell = sheet.cell(row, column)
    if isinstance(value, str):
        text = plain_text(value)[:_MOST_CELL]
        cell.value, cell.data_type = text or None, "s" if text else "n"
        cell.quotePrefix = text.startswith(_FORMULA)
    else:
        cell.value = value
    cell.alignment, cell.border = alignment, _RULED
    cell.font = Font(name="宋体", size=10)
    return cell


def _wide(sheet: Worksheet, row: int, columns: int, text: str, *, is_title: bool = False) -> None:
    """A line across the whole table."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    cell = _write(sheet, row, 1, text, _CENTRE if is_title else _WRAP)
    cell.border = Border()
    cell.font = Font(name="宋体" if is_title else "仿宋", size=16 if is_title else 10, bold=is_title)
    sheet.row_dimensions[row].height = 28 if is_title else 15 * (1 + len(text) // (columns * 9))


def _set_page(sheet: Worksheet, head: int) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.freeze_panes = f"C{head + 1}"
    sheet.oddFooter.center.text = phrase("record", "footer", page="&P", pages="&N")


def _without_clock(made: bytes, day: date) -> bytes:
    """The workbook with the day asked in place of the time when it was written."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>%sT00:00:00Z" % str(day).encode(), content)
            out.writestr(entry, content)
    return packed.getvalue()
