"""Word documents as offices set them: fonts named with what may stand for them, pages numbered, tables ruled."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

Font = Literal["宋体", "仿宋", "黑体", "楷体"]
Align = Literal["left", "center", "right", "justify"]
Down = Literal["restart", "continue"] | None

_ALTERNATIVES = {
    "宋体": "SimSun;Songti SC;Noto Serif CJK SC",
    "仿宋": "仿宋_GB2312;FangSong;STFangsong;Noto Serif CJK SC",
    "黑体": "SimHei;Heiti SC;Noto Sans CJK SC",
    "楷体": "楷体_GB2312;KaiTi;Kaiti SC;Noto Serif CJK SC",
}
"""Fonts that stand in where the first is not installed (``w:altName``)."""
_LATIN = "Times New Roman"
_SIDE_TWIPS = 70
_TICKS = re.compile("(☑)")
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def new_word(title: str, day: date) -> WordDocument:
    """An empty A4 document; ``day`` is its date in the properties, so that equal content gives equal bytes.

    Source: margins and grades of type as in GB/T 9704-2012, body one grade smaller for its tables.
    """
    word = docx.Document()
    core = word.core_properties
    core.title, core.author, core.comments, core.language = title[:200], "", "", "zh-CN"
    core.created = core.modified = datetime.combine(day, time())
    _set_page(word.sections[0])
    normal = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    _set_font(normal.element.get_or_add_rPr(), "仿宋")
    normal.font.size = Pt(14)
    _name_alternatives(word)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    return word


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(32), Mm(28)
    section.left_margin, section.right_margin = Mm(27), Mm(25)
    section.header_distance, section.footer_distance = Mm(18), Mm(18)


def _set_font(properties: Any, font: Font, latin: str = _LATIN) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)
    # Quotation marks and dashes are as wide as Chinese characters.
    fonts.set(qn("w:hint"), "eastAsia")


def _name_alternatives(word: WordDocument) -> None:
    """Tell in the font table which fonts may stand for those named."""
    part = next(p for p in word.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _ALTERNATIVES.items()
    )
    text = part.blob.decode("utf-8")
    part._blob = text.replace("</w:fonts>", f"{entries}</w:fonts>").encode("utf-8")


def add_line(
    place: WordDocument | _Cell,
    text: str,
    *,
    font: Font = "仿宋",
    size: float = 14,
    bold: bool = False,
    align: Align = "left",
    indent: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    heading: bool = False,
) -> Paragraph:
    """A paragraph; ``indent`` sets its first line in by two characters, ``keep`` holds it with the next.

    With ``heading`` it stands in the outline that readers go by.
    """
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = _ALIGN[align]
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing = 1.3
    form.keep_with_next = keep
    if indent:
        form.first_line_indent = Pt(2 * size)
    if heading:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().append(level)
    write(paragraph, text, font=font, size=size, bold=bold)
    return paragraph


def write(
    paragraph: Paragraph, text: str, *, font: Font = "仿宋", size: float = 14, bold: bool = False
) -> None:
    """Add text to a paragraph; ticks take a font that has them."""
    for piece in filter(None, _TICKS.split(text)):
        _style(paragraph.add_run(piece), font, size, bold, tick=piece == "☑")


def _style(run: Run, font: Font, size: float, bold: bool, *, tick: bool = False) -> None:
    run.font.size, run.bold = Pt(size), bold
    properties = run._r.get_or_add_rPr()
    _set_font(properties, font)
    if tick:
        fonts = properties.find(qn("w:rFonts"))
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), "Segoe UI Symbol")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its cells by row, each once however far it reaches."""

    table: Table
    cells: tuple[tuple[_Cell, ...], ...]


class Reach(NamedTuple):
    """How many columns a cell takes, and whether it opens or goes on with a cell that reaches down."""

    columns: int = 1
    down: Down = None


def add_table(word: WordDocument, rows: int, widths_mm: Sequence[float]) -> Grid:
    """A ruled table of fixed widths."""
    return add_grid(word, [[Reach()] * len(widths_mm)] * rows, widths_mm)


def add_grid(word: WordDocument, rows: Sequence[Sequence[Reach]], widths_mm: Sequence[float]) -> Grid:
    """A ruled table whose cells reach over columns and rows; written cell by cell, as merging is slow."""
    table: Table = word.add_table(rows=0, cols=len(widths_mm))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _narrow_margins(table)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return Grid(table, tuple(_add_row(table, row, widths_mm) for row in rows))


def _add_row(table: Table, row: Sequence[Reach], widths_mm: Sequence[float]) -> tuple[_Cell, ...]:
    line, at, cells = table._tbl.add_tr(), 0, []
    line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for reach in row:
        cell = CT_Tc.new()
        line.append(cell)
        cell.width = Mm(sum(widths_mm[at : at + reach.columns]))
        if reach.columns > 1:
            cell.grid_span = reach.columns
        if reach.down:
            cell.vMerge = reach.down
        cells.append(_Cell(cell, table))
        at += reach.columns
    return tuple(cells)


def _narrow_margins(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_SIDE_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def fill_cell(
    cell: _Cell,
    text: str,
    *,
    font: Font = "宋体",
    size: float = 10.5,
    bold: bool = False,
    align: Align = "left",
    spacing: float = 1.1,
) -> None:
    """Write into an empty cell, one paragraph a line."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment, form.line_spacing = _ALIGN[align], spacing
        form.space_before, form.space_after = Pt(2 if number == 0 else 0), Pt(2)
        write(paragraph, line, font=font, size=size, bold=bold)


def head_row(grid: Grid, texts: Sequence[str], size: float = 10.5) -> None:
    """The first row as header: repeated on every page."""
    for cell, text in zip(grid.cells[0], texts, strict=True):
        fill_cell(cell, text, font="黑体", size=size, align="center")
    grid.table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def set_heights(grid: Grid, height_mm: float) -> None:
    """The least height of every row."""
    for line in grid.table._tbl.tr_lst:
        line.trHeight_val = Mm(height_mm)


def set_header(word: WordDocument, text: str) -> None:
    """The line above every page."""
    paragraph = word.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(paragraph, text, font="宋体", size=9)


def set_footer(word: WordDocument, template: str) -> None:
    """The line below every page; ``{page}`` and ``{pages}`` become fields that the reader's program counts."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in re.split(r"(\{pages?\})", template):
        if piece in ("{page}", "{pages}"):
            _add_field(paragraph, "PAGE" if piece == "{page}" else "NUMPAGES")
        elif piece:
            write(paragraph, piece, font="宋体", size=9)


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    _style(run, "宋体", 9, bold=False)
    field.append(run._r)


def as_bytes(word: WordDocument) -> bytes:
    """The file; equal documents give equal bytes."""
    made, packed = io.BytesIO(), io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
