"""From the pages of a PDF or a scan to one text: tables joined over page breaks, unread pages told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.documents.readers import Original
from assistant.documents.readers.drafting import Draft
from assistant.documents.readers.layout import Block, Grid
from assistant.documents.readers.page_breaks import join_tables
from assistant.documents.readers.page_indents import indents_of
from assistant.documents.readers.pdf_quality import mended
from assistant.domain.documents import Recognised, Span

_POOR = 0.8

Unread = Literal["", "no_tool", "late", "blank"]
_UNREAD: dict[Unread, str] = {
    "no_tool": "第 {} 页没有可用的文字层，其内容未纳入；文字识别需要安装 Tesseract（tesseract-ocr、tesseract-ocr-chi-sim）。",
    "late": "第 {} 页来不及识别，其内容未纳入。请拆分文件后再放入。",
    "blank": "第 {} 页没有文字层，也没有识别出文字，其内容未纳入。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What was read of one page, or why nothing was."""

    blocks: tuple[Block, ...] = ()
    unread: Unread = ""


def assemble(pages: Sequence[PageText], *, media_type: str, warnings: Sequence[str] = ()) -> Original:
    """Write all pages into one text.

    A ruled table that goes on over a page is one table: its header, printed again, and the page number
    and running head between its parts are left out.
    """
    draft = Draft()
    starts: list[int] = []
    recognised: list[Recognised] = []
    joined = join_tables([list(page.blocks) for page in pages])
    indents = indents_of(joined)
    for blocks in joined:
        starts.append(draft.length)
        for block in blocks:
            start = draft.length
            if isinstance(block, Grid):
                draft.table([replace(c, text=mended(c.text)) for c in block.cells])
                continue
            indent = indents.get(id(block), "")
            draft.line(indent + mended(block.text))
            if block.confidence is not None:
                words = Span(start + len(indent), max(draft.length - 1, start + len(indent)))
                recognised.append(Recognised(span=words, confidence=block.confidence))
    told = (*warnings, *_told(pages), *_doubtful(recognised, starts), *draft.warnings)
    return replace(
        draft.original(media_type), page_starts=tuple(starts), recognised=tuple(recognised), warnings=told
    )


def _told(pages: Sequence[PageText]) -> list[str]:
    told = []
    for why, words in _UNREAD.items():
        numbers = [str(i) for i, page in enumerate(pages, start=1) if page.unread == why]
        if numbers:
            told.append(words.format("、".join(numbers)))
    return told


def _doubtful(recognised: Sequence[Recognised], starts: Sequence[int]) -> list[str]:
    """One sentence on what was recognised, with the pages on which it is doubtful."""
    if not recognised:
        return []
    total = sum(r.span.end - r.span.start for r in recognised)
    mean = sum(r.confidence * (r.span.end - r.span.start) for r in recognised) / max(total, 1)
    read = sorted({bisect_right(starts, r.span.start) for r in recognised})
    where = f"第 {'、'.join(map(str, read))} 页的" if len(read) < len(starts) else ""
    told = [f"{where}文字由图片识别（OCR），平均置信度 {mean:.0%}，请对照原件核对。"]
    pages = sorted({bisect_right(starts, r.span.start) for r in recognised if r.confidence < _POOR})
    if pages:
        told.append(f"第 {'、'.join(map(str, pages))} 页有识别把握较低的文字。")
    return told
