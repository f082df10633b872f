"""Plain text and Markdown in UTF-8 (with or without mark), UTF-16 with mark, or GB18030."""

from __future__ import annotations

import codecs

from assistant.documents.readers import Original
from assistant.documents.readers.plain_tables import draft_tables
from assistant.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain(data: bytes, name: str) -> Original:
    """Decode a text file.

    Raises:
        UnreadableFile: No encoding fits, or the bytes are not text.
    """
    text, encoding = _decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableFile(f"文件 {name} 只有空白，没有可解析的内容。请换成完整的文件。")
    media_type = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    warnings = () if encoding.startswith("utf") else (f"按 {encoding.upper()} 编码读取。",)
    draft = draft_tables(text)
    if draft is None:
        return Original(text=text, media_type=media_type, warnings=warnings)
    draft.warnings.extend(warnings)
    return draft.original(media_type)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text) and (encoding != "gb18030" or _is_chinese(text)):
            return text, encoding
    raise UnreadableFile(
        f"文件 {name} 的编码无法识别（既不是 UTF-8、UTF-16 也不是 GB18030）。请另存为 UTF-8 文本后再放入。"
    )


def _is_text(text: str) -> bool:
    """Whether control characters and private-use characters are rare enough for real text."""
    odd = sum(1 for c in text if (ord(c) < 32 and c not in "\n\r\t\f\v") or 0xE000 <= ord(c) <= 0xF8FF)
    return odd <= len(text) * 0.02


def _is_chinese(text: str) -> bool:
    """Whether most characters are common ones: almost any bytes decode as GB18030, but to rare characters."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    return sum(map(_is_common, han)) >= 0.6 * len(han)


def _is_common(character: str) -> bool:
    """Whether a character is in the first level of GB 2312, sorted by use."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
