"""PDF: the text layer where it is one, Tesseract for the pages where it is not."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Sequence

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from assistant.documents.readers import Original
from assistant.documents.readers.layout import Line
from assistant.documents.readers.paging import PageText, Unread, assemble
from assistant.documents.readers.pdf_glyphs import Drawn, draw
from assistant.documents.readers.pdf_inspection import carried, plain_lines
from assistant.documents.readers.pdf_pages import page_blocks
from assistant.documents.readers.pdf_quality import is_nonsense, is_picture
from assistant.documents.readers.scan import ADVICE, Picture, recognise, recogniser
from assistant.errors import UnreadableFile

MOST_PAGES = 2000
# Letters of body text are then 25 to 45 pixels high, as Tesseract likes them: at 300 dots it was no more right
# (0.970 of the characters of ten pages at either) and took twice as long.
_DPI = 200
_PIXELS = 40_000_000
_SECONDS = 120.0


def read_pdf(data: bytes, name: str, *, deadline: float | None = None) -> Original:
    """Read a PDF and keep where each page begins.

    Args:
        data: The whole file.
        name: File name for messages.
        deadline: As of ``time.monotonic``; pages not recognised by then are named in a warning.

    Raises:
        UnreadableFile: The file is damaged, protected, has too many pages, or none that can be read.
    """
    document = _opened(data, name)
    if len(document) > MOST_PAGES:
        raise UnreadableFile(
            f"PDF 文件 {name} 有 {len(document)} 页，超过上限 {MOST_PAGES} 页。请拆分后再放入。"
        )
    pages, drawn = _pages(document, data, name)
    unread = [i for i, page in enumerate(pages) if page.unread]
    if unread:
        end = time.monotonic() + _SECONDS if deadline is None else deadline
        pages = _with_recognised(document, pages, unread, end)
    if not any(page.blocks for page in pages):
        _refuse(name, pages)
    return assemble(
        pages, media_type="application/pdf", warnings=(*carried(data), *_slanted(drawn), *_hidden(drawn))
    )


def _opened(data: bytes, name: str) -> PdfDocument:
    if data.rfind(b"%%EOF") < 0 and b"startxref" not in data[-2048:]:
        raise UnreadableFile(f"PDF 文件 {name} 不完整或已损坏（缺少结尾）。请换成完整的原件。")
    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableFile(f"PDF 文件 {name} 已加密，无法读取。请另存为未加密的文件再放入。") from error
        raise UnreadableFile(f"PDF 文件 {name} 已损坏，无法读取（{error}）。请换成完整的原件。") from error


def _pages(document: PdfDocument, data: bytes, name: str) -> tuple[list[PageText], list[Drawn]]:
    pages: list[PageText] = []
    drawn: list[Drawn] = []
    for number in range(len(document)):
        try:
            page = document[number]
            seen = draw(page)
            page.close()
        except PdfiumError as error:
            raise UnreadableFile(
                f"PDF 文件 {name} 第 {number + 1} 页已损坏，无法读取（{error}）。请换成完整的原件。"
            ) from error
        drawn.append(seen)
        pages.append((_unplaced(seen, number, data) if seen.unplaced else None) or _page_text(seen))
    return pages, drawn


def _unplaced(drawn: Drawn, number: int, data: bytes) -> PageText | None:
    """The page as pypdf reads it, without places, where that is more than PDFium could place."""
    lines = plain_lines(data, number)
    placed = sum(not g.char.isspace() for g in drawn.glyphs)
    if sum(not c.isspace() for line in lines for c in line) <= placed:
        return None
    return PageText(blocks=tuple(Line(text=line) for line in lines))


def _page_text(drawn: Drawn) -> PageText:
    letters = any(not g.char.isspace() for g in drawn.glyphs)
    if drawn.empty:
        return PageText()
    if not letters or is_nonsense(drawn) or is_picture(drawn):
        return PageText(unread="no_tool")
    return PageText(blocks=tuple(page_blocks(drawn)))


def _with_recognised(
    document: PdfDocument, pages: list[PageText], unread: Sequence[int], deadline: float
) -> list[PageText]:
    if recogniser() is None:
        return pages
    pictures = [(number, functools.partial(_picture, document, number)) for number in unread]
    found = recognise(pictures, deadline=deadline)
    whole = list(pages)
    for number in unread:
        lines = found.get(number)
        why: Unread = "late" if lines is None else "" if lines else "blank"
        whole[number] = PageText(blocks=tuple(lines or ()), unread=why)
    return whole


def _picture(document: PdfDocument, number: int) -> Picture:
    """A page as a grey picture; large sheets are drawn coarser."""
    page: PdfPage = document[number]
    scale = min(_DPI / 72, math.sqrt(_PIXELS / max(page.get_width() * page.get_height(), 1)))
    bitmap = page.render(scale=scale, grayscale=True)
    raw = bytes(bitmap.buffer)
    rows = (raw[i * bitmap.stride : i * bitmap.stride + bitmap.width] for i in range(bitmap.height))
    picture = Picture(bitmap.width, bitmap.height, b"".join(rows))
    page.close()
    return picture


def _refuse(name: str, pages: Sequence[PageText]) -> None:
    if not any(page.unread for page in pages):
        raise UnreadableFile(f"PDF 文件 {name} 的各页都是空白，没有可解析的内容。请换成完整的文件。")
    if recogniser() is None:
        raise UnreadableFile(
            f"PDF 文件 {name} 没有可用的文字层（可能是扫描件），需先做文字识别（OCR）再放入；{ADVICE}。"
        )
    raise UnreadableFile(
        f"PDF 文件 {name} 没有可用的文字层，文字识别（OCR）也没有读出文字。请换成更清晰的扫描件或文字版文件。"
    )


def _slanted(drawn: Sequence[Drawn]) -> list[str]:
    """A sentence on text at an angle, a watermark as a rule, which is left out."""
    texts = sorted({page.slanted[:20] for page in drawn if page.slanted})
    return [f"斜排的文字（如水印“{texts[0]}”）未纳入。"] if texts else []


def _hidden(drawn: Sequence[Drawn]) -> list[str]:
    """A sentence on text that nobody sees on the page: a scanner's recognition, or worse."""
    pages = "、".join(str(i) for i, page in enumerate(drawn, start=1) if page.hidden)
    return [f"第 {pages} 页含有不可见的文字（多为扫描软件识别所得），请对照原件核对。"] if pages else []
