"""What a file is, told by its content; its name only serves for a warning."""

from __future__ import annotations

import re
from typing import Literal

from assistant.errors import UnreadableFile

Kind = Literal["pdf", "docx", "office", "html", "image", "text"]
"""``office`` is what LibreOffice converts: DOC, WPS, RTF and Word's older XML."""

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx"),
    "office": (".doc", ".wps", ".rtf", ".dot", ".wpt", ".xml"),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "image": (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
    "text": (".txt", ".md", ".markdown", ".text"),
}
_NAMES: dict[Kind, str] = {
    "pdf": "PDF",
    "docx": "Word（DOCX）",
    "office": "旧版 Word、WPS 或 RTF",
    "html": "网页（HTML）",
    "image": "图片",
    "text": "纯文本",
}
_MARKUP = re.compile(
    rb"^(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|title|meta|div|table|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(rb"<(?:p|div|br|span|table|td|ul|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
_WORD_XML = re.compile(rb"progid=\"Word\.Document\"|schemas\.microsoft\.com/office/word/2003|<pkg:package")
_HEAD = 4096


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file by its content.

    Raises:
        UnreadableFile: It is of a kind that is not read; the message says which and what to do.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data, name)
    if head.startswith(OLE_MARK):
        return _kind_of_ole(data, name)
    if head.lstrip().startswith(b"{\\rtf"):
        return "office"
    if head.startswith(_IMAGES) or (head.startswith(b"BM") and head[6:10] == bytes(4)):
        return "image"
    if head.startswith(_ARCHIVES):
        raise _refused(name, "是压缩包", "先解压，再逐个放入其中的文件")
    return _kind_of_text(head, name)


def suffix_warning(kind: Kind, name: str) -> str | None:
    """What to say where the suffix of a name promises another kind, or None.

    >>> suffix_warning("pdf", "a.txt")
    '文件名后缀为 .txt，内容是PDF，已按PDF读取。'
    """
    suffix = suffix_of(name)
    if (
        not suffix
        or suffix in _SUFFIXES[kind]
        or suffix not in {s for all_ in _SUFFIXES.values() for s in all_}
    ):
        return None
    return f"文件名后缀为 {suffix}，内容是{_NAMES[kind]}，已按{_NAMES[kind]}读取。"


def suffix_of(name: str) -> str:
    """The suffix of a name in lower case with its dot, or empty."""
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", name.strip())
    return found.group(0).lower() if found else ""


def safe_name(name: str) -> str:
    r"""A name for messages: its last part without folders, control characters and endless length.

    >>> safe_name("..\\..\\etc/通知\x00.pdf")
    '通知.pdf'
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if c.isprintable()).strip(" .")
    if len(kept) > 120:
        kept = kept[:100] + "…" + kept[-19:]
    return kept or "未命名文件"


def _kind_of_zip(data: bytes, name: str) -> Kind:
    from assistant.documents.readers.archives import open_archive

    archive = open_archive(data, name)
    if "word/document.xml" in archive:
        return "docx"
    parts = archive.names
    if "OFD.xml" in archive:
        raise _refused(name, "是 OFD 版式文件，暂不支持", "用 OFD 阅读软件导出为 PDF 再放入")
    if any(part.startswith("word/") for part in parts):
        return "docx"
    if any(part.startswith("xl/") for part in parts):
        raise _refused(name, "是电子表格（XLSX）", "另存为 PDF 或把表格放进 Word 文件再放入")
    if any(part.startswith("ppt/") for part in parts):
        raise _refused(name, "是演示文稿（PPTX）", "另存为 PDF 再放入")
    if "content.xml" in archive and "mimetype" in archive:
        raise _refused(name, "是 OpenDocument 文件", "另存为 .docx 或 PDF 再放入")
    raise _refused(name, "是压缩包", "先解压，再逐个放入其中的文件")


def _kind_of_ole(data: bytes, name: str) -> Kind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise UnreadableFile(f"文件 {name} 已加密，无法读取。请另存为未加密的文件再放入。")
    if holds("WordDocument") or holds("WpsDocument"):
        return "office"
    if holds("Workbook") or holds("PowerPoint Document"):
        raise _refused(name, "是旧版电子表格或演示文稿", "另存为 PDF 再放入")
    # Old WPS writes streams of other names; LibreOffice knows many of them and says so where it does not.
    return "office"


def _kind_of_text(head: bytes, name: str) -> Kind:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<?xml") and _WORD_XML.search(head):
        return "office"
    if re.match(rb"(?:From: .*\n|Subject: .*\n)*MIME-Version:", head):
        raise _refused(name, "是单文件网页（MHT）", "在浏览器中另存为 HTML 或打印为 PDF 再放入")
    if suffix_of(name) in (".md", ".markdown"):
        return "html" if re.match(rb"<!doctype\s+html|<html\b", head, re.IGNORECASE) else "text"
    if _MARKUP.match(head) or (suffix_of(name) in _SUFFIXES["html"] and _TAGS.search(head)):
        return "html"
    return "text"


def _refused(name: str, what: str, advice: str) -> UnreadableFile:
    return UnreadableFile(f"文件 {name} {what}。请{advice}。")
