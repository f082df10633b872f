"""One reader a format; each turns bytes into text and, where known, page starts."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.documents import Recognised, Table
from assistant.errors import UnreadableFile

if TYPE_CHECKING:
    from assistant.documents.readers.kinds import Kind

READER_VERSION = "1"
"""Raised whenever the same bytes would give another reading; a stored reading names the one that made it."""

SUFFIXES = (
    *(".txt", ".md", ".markdown", ".pdf", ".docx", ".doc", ".wps", ".rtf", ".html", ".htm"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff"),
)
"""Names by which a file of a corpus folder is taken for a document; what it is, its content tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    r"""The text of a file as it stands, before any structure is seen in it.

    Attributes:
        text: Decoded text, line ends as ``\n``.
        media_type: What the file was read as.
        page_starts: Offset in ``text`` at which each page begins; empty where pages are unknown.
        warnings: What the reader had to guess.
        tables: Tables of the original, ascending; in ``text`` one line a row, cells parted by tabs.
        recognised: Stretches that were read off pictures, ascending.
    """

    text: str
    media_type: str
    page_starts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    recognised: tuple[Recognised, ...] = ()


def read_file(path: Path) -> Original:
    """Read a policy file by its content, not only by its name.

    Plain text is decoded here. All else goes through the worker, though an operator's folder is to be
    trusted: its files come from anywhere, a broken one may take minutes or gigabytes, and the worker
    costs a quarter of a second.

    Raises:
        UnreadableFile: The file is missing, empty, of an unknown kind, damaged or holds no text.
    """
    from assistant.documents.readers.kinds import kind_of
    from assistant.documents.readers.worker import read_bytes

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"无法读取文件 {path.name}：{error.strerror}。请检查文件权限。") from error
    if not data or kind_of(data, path.name) == "text":
        return read_content(data, path.name)
    return read_bytes(data, path.name)


def read_content(data: bytes, name: str, *, time_s: float = 120.0) -> Original:
    """Read a file in this process.

    Args:
        data: The whole file.
        name: For messages; its suffix tells Markdown from text.
        time_s: Seconds after which character recognition stops.

    Raises:
        UnreadableFile: As :func:`read_file`.
    """
    from assistant.documents.readers.kinds import kind_of, suffix_warning

    if not data.strip():
        raise UnreadableFile(f"文件 {name} 是空的，没有可解析的内容。请换成完整的文件。")
    kind = kind_of(data, name)
    original = _read_kind(kind, data, name, time.monotonic() + time_s)
    warning = suffix_warning(kind, name)
    return replace(original, warnings=(warning, *original.warnings)) if warning else original


def _read_kind(kind: Kind, data: bytes, name: str, deadline: float) -> Original:
    # Each reader is imported when its format comes: together they cost more than most readings.
    if kind == "pdf":
        from assistant.documents.readers.pdf import read_pdf

        return read_pdf(data, name, deadline=deadline)
    if kind == "image":
        from assistant.documents.readers.scan_images import read_image

        return read_image(data, name, deadline=deadline)
    if kind == "docx":
        from assistant.documents.readers.docx import read_docx

        return read_docx(data, name)
    if kind == "office":
        from assistant.documents.readers.office import read_office

        return read_office(data, name)
    if kind == "html":
        from assistant.documents.readers.html import read_html

        return read_html(data, name)
    from assistant.documents.readers.plain import read_plain

    return read_plain(data, name)
