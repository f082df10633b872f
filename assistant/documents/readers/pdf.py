"""PDF with a text layer, page by page, through pypdf."""

from __future__ import annotations

import io

from assistant.documents.readers import Original
from assistant.errors import UnreadableFile


def read_pdf(data: bytes, name: str) -> Original:
    """Read the text layer of a PDF and keep where each page begins.

    Raises:
        UnreadableFile: The file is damaged, protected, or has no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        pages = [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(
            f"PDF 文件 {name} 已损坏或受保护，无法读取：{error}。请换成未加密的原件。"
        ) from error
    if not "".join(pages).strip():
        raise UnreadableFile(f"PDF 文件 {name} 没有文字层（可能是扫描件），需先做文字识别（OCR）再放入。")
    starts: list[int] = []
    text = ""
    for page in pages:
        starts.append(len(text))
        text += page.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    blank = [str(i + 1) for i, page in enumerate(pages) if not page.strip()]
    warnings = (f"第 {'、'.join(blank)} 页没有文字层，其内容未纳入。",) if blank else ()
    return Original(text=text, media_type="application/pdf", page_starts=tuple(starts), warnings=warnings)
