"""The record of a check as a Word document for the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.document import Document as WordDocument

from assistant.domain.eligibility import CriterionResult
from assistant.eligibility.papers import record as said
from assistant.eligibility.papers.phrases import day_words, phrase
from assistant.eligibility.papers.record import Record
from assistant.eligibility.papers.word import (
    add_line,
    add_table,
    as_bytes,
    fill_cell,
    head_row,
    new_word,
    set_footer,
    set_header,
)

_CRITERIA_MM = (12.0, 33.0, 16.0, 50.0, 47.0)
_PAIRS_MM = (40.0, 118.0)
_TRIPLES_MM = (12.0, 88.0, 58.0)


def record_docx(record: Record) -> bytes:
    """The record, its parts numbered in the order of the page."""
    title = phrase("record", "title")
    word = new_word(title, record.report.as_of)
    set_header(word, phrase("record", "header", title=title, number=record.number))
    set_footer(word, phrase("record", "footer", page="{page}", pages="{pages}"))
    add_line(word, title, font="宋体", size=22, bold=True, align="center", after=4)
    add_line(word, _numbered(record), font="楷体", size=12, align="center", after=6)
    parts = (part for part in _PARTS if _says_something(part, record))
    for index, (key, _, add) in enumerate(parts):
        head = phrase("heading", numeral=said.numeral(index), text=phrase("record", "parts", key))
        add_line(word, head, font="黑体", size=15, before=8, after=4, keep=True, heading=True)
        add(word, record)
    add_line(word, phrase("record", "signed"), size=12, before=24)
    add_line(word, phrase("record", "signed_day"), size=12, align="right", before=6)
    return as_bytes(word)


def _numbered(record: Record) -> str:
    return f"{phrase('record', 'number')}：{record.number}　{day_words(record.report.as_of)}"


def _basics(word: WordDocument, record: Record) -> None:
    report, scheme = record.report, record.scheme
    bases = "\n".join(
        phrase(
            "record",
            "basis_line",
            serial=serial,
            title=title,
            number=phrase("form", "number", number=number) if number else "",
            badge=badge,
        )
        for serial, (_, title, number, badge) in enumerate(record.bases, 1)
    )
    versions = phrase(
        "record", "versions_line", corpus=record.corpus_version, rules=record.report.rules_version
    )
    rows = [
        ("applicant", record.applicant.name or phrase("record", "not_told")),
        ("code", said.code_line(record.applicant.code)),
        ("scheme", scheme.name),
        ("authority", scheme.authority),
        ("day", day_words(report.as_of)),
        ("basis", bases),
        ("window", said.window_line(report.window)),
        ("versions", versions),
    ]
    _pairs(word, [(phrase("record", key), text) for key, text in rows])


def _pairs(word: WordDocument, rows: Sequence[tuple[str, str]]) -> None:
    grid = add_table(word, len(rows), _PAIRS_MM)
    for row, (label, text) in zip(grid.cells, rows, strict=True):
        fill_cell(row[0], label, font="黑体", align="center")
        fill_cell(row[1], text)


def _verdict(word: WordDocument, record: Record) -> None:
    verdict = phrase("verdicts", record.report.verdict)
    add_line(word, f"{phrase('record', 'verdict')}：{verdict}", font="黑体", size=16, align="center", after=4)
    add_line(word, said.counts_line(record.report), indent=True)
    add_line(word, phrase("record", "authority_decides"), indent=True)


def _criteria_table(word: WordDocument, record: Record, criteria: Sequence[CriterionResult]) -> None:
    grid = add_table(word, len(criteria) + 1, _CRITERIA_MM)
    columns = ("serial", "criterion", "outcome", "why", "clause")
    head_row(grid, [phrase("record", "columns", key) for key in columns])
    for number, (row, criterion) in enumerate(zip(grid.cells[1:], criteria, strict=True), 1):
        texts = (
            str(number),
            said.label_of(criterion),
            phrase("outcomes", criterion.outcome),
            "\n".join(said.why_lines(criterion)),
            "\n".join(said.clause_lines(record, criterion.citation)),
        )
        for column, (cell, text) in enumerate(zip(row, texts, strict=True)):
            bad = column == 2 and criterion.outcome == "not_met"
            fill_cell(cell, text, size=10, bold=bad, align="center" if column in (0, 2) else "left")


def _criteria(word: WordDocument, record: Record) -> None:
    _criteria_table(word, record, _deciding(record))


def _deciding(record: Record) -> list[CriterionResult]:
    return [c for c in record.report.criteria if said.decides(c)]


def _others(word: WordDocument, record: Record) -> None:
    _criteria_table(word, record, _other(record))


def _other(record: Record) -> list[CriterionResult]:
    return [c for c in record.report.criteria if not said.decides(c)]


def _judged(record: Record) -> list[str]:
    judged = [c for c in _deciding(record) if c.outcome == "judgement"]
    return [f"{c.label}：{''.join(said.clause_lines(record, c.citation))}" for c in judged]


def _results(word: WordDocument, record: Record) -> None:
    _pairs(
        word,
        [
            (r.name, "\n".join([r.value, *(said.clause_lines(record, r.citation) if r.citation else ())]))
            for r in record.report.results
        ],
    )


def _facts(word: WordDocument, record: Record) -> None:
    rows = said.fact_rows(record)
    if not rows:
        add_line(word, phrase("record", "no_facts"), indent=True)
        return
    head = (phrase("record", "columns", "fact"), phrase("record", "columns", "told"))
    grid = add_table(word, len(rows) + 1, (79.0, 79.0))
    head_row(grid, head)
    for row, texts in zip(grid.cells[1:], rows, strict=True):
        for cell, text in zip(row, texts, strict=True):
            fill_cell(cell, text)


def _missing(word: WordDocument, record: Record) -> None:
    facts = record.report.missing_facts
    grid = add_table(word, len(facts) + 1, _TRIPLES_MM)
    head_row(grid, [phrase("record", "columns", key) for key in ("serial", "question", "where")])
    for number, (row, fact) in enumerate(zip(grid.cells[1:], facts, strict=True), 1):
        fill_cell(row[0], str(number), align="center")
        fill_cell(row[1], fact.question)
        fill_cell(row[2], fact.where)


def _clears(word: WordDocument, record: Record) -> None:
    failing = _failing(record)
    grid = add_table(word, len(failing) + 1, _TRIPLES_MM)
    head_row(grid, [phrase("record", "columns", key) for key in ("serial", "criterion", "day")])
    for number, (row, criterion) in enumerate(zip(grid.cells[1:], failing, strict=True), 1):
        day = criterion.clears_on
        clears = phrase("record", "clears_line", day=day_words(day)) if day else ""
        fill_cell(row[0], str(number), align="center")
        fill_cell(row[1], criterion.label)
        fill_cell(row[2], clears or phrase("record", "clears_unknown"))


def _failing(record: Record) -> list[CriterionResult]:
    return [c for c in record.report.criteria if c.clears_on is not None]


def _lines(read: Callable[[Record], Sequence[str]]) -> Callable[[WordDocument, Record], None]:
    def add(word: WordDocument, record: Record) -> None:
        for serial, text in enumerate(read(record), 1):
            add_line(word, phrase("step", serial=serial, text=text, clause=""), size=12, indent=True)

    return add


_Part = tuple[str, Callable[[Record], object] | None, Callable[[WordDocument, Record], None]]
_PARTS: tuple[_Part, ...] = (
    ("basics", None, _basics),
    ("verdict", None, _verdict),
    ("criteria", _deciding, _criteria),
    ("judgement", _judged, _lines(_judged)),
    ("clears", _failing, _clears),
    ("missing", lambda record: record.report.missing_facts, _missing),
    ("results", lambda record: record.report.results, _results),
    ("facts", None, _facts),
    ("others", _other, _others),
    ("steps", lambda record: record.report.next_steps, _lines(lambda r: said.step_lines(r))),
    (
        "notices",
        lambda record: said.notice_lines(record.report),
        _lines(lambda r: said.notice_lines(r.report)),
    ),
)
"""Each part with what it says (None: always something) and what sets it."""


def _says_something(part: _Part, record: Record) -> bool:
    return part[1] is None or bool(part[1](record))
