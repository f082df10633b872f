"""The notices as Word files: numerals typed, or made by the program's own numbering."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from assistant.documents.markers import Marker, find_marker
from eval.unseen.notices import Notice, Part

_CENTRED = frozenset({"标题", "文头", "发文字号"})
_RIGHT = frozenset({"落款", "成文日期"})
# Class of numeral: number format of Word, and how the numeral is printed.
_FORMATS = {
    "chapter": ("chineseCountingThousand", ""),
    "section": ("chineseCountingThousand", ""),
    "article": ("chineseCountingThousand", ""),
    "cn": ("chineseCountingThousand", ""),
    "cn_bracket": ("chineseCountingThousand", ""),
    "digit": ("decimal", ""),
    "digit_bracket": ("decimal", ""),
    "circled": ("decimalEnclosedCircle", "%1"),
}


def as_docx(notice: Notice, *, automatic: bool = False) -> bytes:
    """A Word file; with ``automatic`` the numerals stand only in its numbering."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(12)
    numbering = _Numbering(document) if automatic else None
    for group in notice.lines():
        if group[0].is_row:
            _add_table(document, group)
        else:
            _add_paragraph(document, group, numbering)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Document, rows: Sequence[Part]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0].cells))
    table.style = "Table Grid"
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row.cells, strict=True):
            cell.text = text


def _add_paragraph(document: Document, group: Sequence[Part], numbering: _Numbering | None) -> None:
    paragraph = document.add_paragraph()
    text = "".join(part.text for part in group)
    if numbering is not None and "附件" not in group[0].text[:4]:
        text = numbering.take_over(paragraph, text)
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        if number < text.count("\n"):
            run.add_break()
    if _CENTRED & set(group[0].labels):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif _RIGHT & set(group[0].labels):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(slots=True)
class _Numbering:
    """Lists of the numbering part; a numeral 1 begins a new list, the next number goes on with it."""

    document: Document
    last: dict[str, tuple[int, int]] = field(default_factory=dict)
    count: int = 100

    def take_over(self, paragraph: Any, text: str) -> str:
        """Give a paragraph its automatic numeral and return the text without it, if its list allows."""
        marker = find_marker(text)
        if marker is None or marker.level not in _FORMATS:
            return text
        kind = marker.level + _sign(marker)
        list_id, before = self.last.get(kind, (0, 0))
        if marker.number == 1:
            list_id = self._new_list(marker)
        elif marker.number != before + 1:
            return text
        self.last[kind] = (list_id, marker.number)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')
        )
        return text[marker.end :].lstrip(" \u3000")

    def _new_list(self, marker: Marker) -> int:
        self.count += 1
        form, usual = _FORMATS[marker.level]
        # Chinese numerals and figures are set by the format; what stands around them is as printed.
        around = re.sub(r"[\d零〇一二三四五六七八九十百]+", "%1", marker.text, count=1)
        printed = usual if marker.level == "circled" else around
        root = self.document.part.numbering_part.element
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.count}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{printed}"/></w:lvl></w:abstractNum>'
        )
        first = root.find(qn("w:num"))
        first.addprevious(abstract) if first is not None else root.append(abstract)
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.count}"><w:abstractNumId w:val="{self.count}"/></w:num>'
            )
        )
        return self.count


def _sign(marker: Marker) -> str:
    """What stands around the numeral: 1. 1． 1、 1） （1）."""
    return re.sub(r"\w", "", marker.text)
