"""PDF with a text layer, page by page, through pypdf."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

from assistant.documents.readers import Original
from assistant.errors import UnreadableFile

if TYPE_CHECKING:
    from pypdf import PdfReader

# Some producers map glyphs to radicals (⼀, U+2F00) that look like characters (一) and are none.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


def read_pdf(data: bytes, name: str, *, deadline: float = 0.0) -> Original:
    """Read the text layer of a PDF and keep where each page begins.

    Raises:
        UnreadableFile: The file is damaged, protected, or has no text layer.
    """
    pages = _pages(data, name)
    if not "".join(pages).strip():
        raise UnreadableFile(f"PDF 文件 {name} 没有文字层（可能是扫描件），需先做文字识别（OCR）再放入。")
    starts: list[int] = []
    text = ""
    for page in pages:
        starts.append(len(text))
        text += page.rstrip("\n") + "\n"
    blank = [str(i + 1) for i, page in enumerate(pages) if not page.strip()]
    warnings = (f"第 {'、'.join(blank)} 页没有文字层，其内容未纳入。",) if blank else ()
    return Original(text=text, media_type="application/pdf", page_starts=tuple(starts), warnings=warnings)


def _pages(data: bytes, name: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        return _texts(PdfReader(io.BytesIO(data)))
    except (FileNotDecryptedError, DependencyError) as error:
        raise UnreadableFile(f"PDF 文件 {name} 已加密，无法读取。请另存为未加密的文件再放入。") from error
    # A damaged file makes pypdf fail in ways that it does not list: any of them means the same here.
    except Exception as error:
        raise UnreadableFile(f"PDF 文件 {name} 已损坏，无法读取（{error}）。请换成完整的原件。") from error


def _texts(reader: PdfReader) -> list[str]:
    texts = [page.extract_text() or "" for page in reader.pages]
    return [text.replace("\r\n", "\n").replace("\r", "\n").translate(_RADICALS) for text in texts]
