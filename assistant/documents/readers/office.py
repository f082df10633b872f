"""Legacy Word, WPS and RTF files: LibreOffice makes DOCX of them, which is then read as such."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.documents.readers import Original
from assistant.documents.readers.tools import run_tool
from assistant.errors import UnreadableFile

_TIMEOUT_S = 60.0
_ADVICE = "请用 Word 或 WPS 另存为 .docx 或 PDF 再放入"
# A made-up name: the sender's never reaches the disk or the command line.
_GIVEN, _MADE = "original.doc", "original.docx"


def converter() -> str | None:
    """LibreOffice's command, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_office(data: bytes, name: str) -> Original:
    """Read a DOC, WPS or RTF file.

    Raises:
        UnreadableFile: LibreOffice is not installed, cannot read the file, or takes too long.
    """
    from assistant.documents.readers.docx import read_docx

    command = converter()
    if command is None:
        raise UnreadableFile(
            f"文件 {name} 是旧版 Word、WPS 或 RTF 文件，读取它需要本机安装 LibreOffice"
            f"（Debian/Ubuntu：apt install libreoffice-writer-nogui）。{_ADVICE}。"
        )
    original = read_docx(_as_docx(data, name, command), name)
    return replace(original, media_type="application/msword" if not _is_rtf(data) else "application/rtf")


def _as_docx(data: bytes, name: str, command: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as work:
        folder = Path(work)
        (folder / _GIVEN).write_bytes(data)
        # A profile of its own: no settings, macros or running instance of the user take part.
        ran = run_tool(
            [
                command,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(folder / _GIVEN)),
            ],
            timeout_s=_TIMEOUT_S,
            folder=folder,
        )
        if ran.status is None:
            raise UnreadableFile(f"转换文件 {name} 超过 {_TIMEOUT_S:.0f} 秒，已中止。{_ADVICE}。")
        made = folder / _MADE
        if ran.status != 0 or not made.exists():
            raise UnreadableFile(f"文件 {name} 已损坏或不是文字处理文件，LibreOffice 无法读取。{_ADVICE}。")
        return made.read_bytes()


def _is_rtf(data: bytes) -> bool:
    return data.lstrip()[:5] == b"{\\rtf"
