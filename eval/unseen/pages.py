"""The notices as PDF, by three producers: reportlab, fpdf2, and LibreOffice from the Word file."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from eval.unseen.notices import Notice, Part
from eval.unseen.word import as_docx

_CENTRED = frozenset({"标题", "文头", "发文字号"})
_RIGHT = frozenset({"落款", "成文日期"})
_FLUSH = frozenset({"主送机关"})
_FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
_FONT_FOLDER = Path("/usr/share/fonts/opentype/noto")


def as_reportlab(notice: Notice) -> bytes:
    """A PDF whose font is not embedded, with page numbers and ruled tables."""
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=21, wordWrap="CJK")
    styles = {
        "body": ParagraphStyle("text", body, firstLineIndent=24),
        "flush": body,
        "centred": ParagraphStyle("centred", body, alignment=TA_CENTER, fontSize=15, spaceAfter=12),
        "right": ParagraphStyle("right", body, alignment=TA_RIGHT),
    }
    story: list[Any] = []
    for group in notice.lines():
        if group[0].is_row:
            story.append(_reportlab_table(group, ParagraphStyle("cell", body, fontSize=10, leading=13)))
        else:
            text = escape("".join(part.text for part in group)).replace("\n", "<br/>")
            story.append(Paragraph(text, styles[_place(group[0])]))
    out = io.BytesIO()
    template = SimpleDocTemplate(out, pagesize=A4, leftMargin=80, rightMargin=74)
    template.build(story, onFirstPage=_reportlab_foot, onLaterPages=_reportlab_foot)
    return out.getvalue()


def _reportlab_foot(canvas: Any, document: Any) -> None:
    canvas.setFont("STSong-Light", 10)
    canvas.drawCentredString(297, 40, f"— {document.page} —")


def _reportlab_table(rows: Sequence[Part], style: Any) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph, Table

    data = [[Paragraph(escape(cell), style) for cell in row.cells] for row in rows]
    width = 440 / len(rows[0].cells)
    return Table(data, colWidths=[width] * len(rows[0].cells), style=[("GRID", (0, 0), (-1, -1), 0.5, black)])


def as_fpdf(notice: Notice) -> bytes:
    """A PDF with an embedded subset of a Noto font; every character is placed by itself.

    Raises:
        LookupError: No such font is installed.
    """
    from fpdf import FPDF
    from fpdf.enums import WrapMode

    font = next((_FONT_FOLDER / name for name in _FONTS if (_FONT_FOLDER / name).exists()), None)
    if font is None:
        raise LookupError("没有安装 Noto CJK 字体（Debian：fonts-noto-cjk）")

    class Pages(FPDF):
        def footer(self) -> None:
            self.set_y(-20)
            self.cell(0, 8, f"- {self.page_no()} -", align="C")

    pdf = Pages()
    pdf.add_font("noto", fname=str(font), collection_font_number=2)
    pdf.set_font("noto", size=12)
    pdf.add_page()
    for group in notice.lines():
        if group[0].is_row:
            with pdf.table(first_row_as_headings=False) as table:
                for row in group:
                    table.row(row.cells)
            continue
        place = _place(group[0])
        indent = "\u3000\u3000" if place == "body" else ""
        align = {"centred": "C", "right": "R"}.get(place, "L")
        pdf.multi_cell(
            0,
            8,
            indent + "".join(p.text for p in group),
            align=align,
            wrapmode=WrapMode.CHAR,
            new_x="LMARGIN",
            new_y="NEXT",
        )
    return bytes(pdf.output())


def as_office(notice: Notice) -> bytes:
    """A PDF that LibreOffice makes of the Word file.

    Raises:
        LookupError: LibreOffice is not installed or failed.
    """
    program = shutil.which("soffice")
    if program is None:
        raise LookupError("没有安装 LibreOffice（Debian：libreoffice-writer-nogui）")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "notice.docx"
        source.write_bytes(as_docx(notice))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=False, capture_output=True, timeout=120)
        made = Path(folder) / "notice.pdf"
        if not made.exists():
            raise LookupError("LibreOffice 没有生成 PDF")
        return made.read_bytes()


def _place(part: Part) -> str:
    labels = set(part.labels)
    if labels & _CENTRED:
        return "centred"
    if labels & _RIGHT:
        return "right"
    return "flush" if labels & _FLUSH else "body"
