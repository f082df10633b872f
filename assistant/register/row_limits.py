"""Limits that a row of a table sets: 企业网上提交截止 | 4月30日 | 9月15日, each day under the name of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.documents.rows import Field, RowReader
from assistant.domain.documents import Clause
from assistant.register.terms import Term, find_terms

_LAST = re.compile(r"截止|截至|最[晚迟]|期限|时限|之前|结束")
_DAY = re.compile(r"(?:20\d{2}\s*年\s*)?\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]|底|末|[上中下]旬)")
_COUNTS = re.compile(r"[\d一二三四五六七八九十]{0,3}[.、]?")
"""What only numbers a row."""
_WHO = re.compile(r"单位|部门|主体|机构|责任|牵头|承办|负责")
_WHEN = re.compile(r"时间|日期|进度|节点|时段")
_LEAD = "截止日期为"
_ENDS = re.compile(r"(?:截止|截至|最[晚迟])(?:日期|时间|日)?$|的?(?:期限|时限|时间)$")


class RowTerm(NamedTuple):
    """A limit of a row: the cells as one sentence, the limit in it, who is named, what is to be done, the day as printed."""

    sentence: str
    term: Term
    subject: str
    action: str
    day_text: str


def row_terms(rows: RowReader, clause: Clause, year: int | None) -> Iterator[RowTerm]:
    """The limits of a row, one a cell; the first cell that holds no day says what is to be done.

    A row or column that is named for what ends (截止, 时限) makes its days last days; else a cell must say 前 itself.
    """
    fields = [f for f in rows.fields(clause) if not f.cell.header and not _COUNTS.fullmatch(f.text)]
    label = next((f.text for f in fields if f.text and not _DAY.search(f.text)), "")
    subject = next((f.text for f in fields if f.names and _WHO.search(f.names[-1])), "")
    if not label:
        return
    for field in fields:
        day = _DAY.search(field.text)
        if day is None:
            continue
        lead = _LEAD if _LAST.search(label) or _LAST.search("".join(field.names)) else ""
        sentence = f"{_ENDS.sub('', label)}{lead}{field.text}"
        for term in find_terms(sentence, year)[:1]:
            yield RowTerm(sentence, term, subject, _action(label, field), day.group(0))


def _action(label: str, field: Field) -> str:
    """What is to be done, with the column where several share the row (第一批)."""
    act = _ENDS.sub("", label)
    column = field.names[-1] if field.names else ""
    return f"{act}（{column}）" if column and not (_LAST.search(column) or _WHEN.search(column)) else act
