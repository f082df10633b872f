"""One reader a format; each turns bytes into text and, where known, page starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.domain.documents import Recognised, Table
from assistant.errors import UnreadableFile

SUFFIXES = (".txt", ".md", ".markdown", ".pdf")


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

    Raises:
        UnreadableFile: The file is missing, empty, not decodable, or a PDF without a text layer.
    """
    from assistant.documents.readers.pdf import read_pdf
    from assistant.documents.readers.plain import read_plain

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"无法读取文件 {path.name}：{error.strerror}。请检查文件权限。") from error
    if not data.strip():
        raise UnreadableFile(f"文件 {path.name} 是空的，没有可解析的内容。请换成完整的文件。")
    if data.startswith(b"%PDF"):
        return read_pdf(data, path.name)
    return read_plain(data, path.name)
