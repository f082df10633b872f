"""A second look at a PDF, by pypdf: what it carries beside its pages, and text that PDFium cannot place.

Scripts, actions, enclosed files and filled-in fields are told, never run.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGES = 300


@functools.lru_cache(maxsize=1)
def _reader(data: bytes) -> PdfReader:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def plain_lines(data: bytes, number: int) -> list[str]:
    """The lines of a page in the order of drawing; none where pypdf cannot follow the file."""
    try:
        text = _reader(data).pages[number].extract_text()
    # Damaged files make pypdf fail in ways that it does not list; what PDFium found then stands alone.
    except Exception:
        return []
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")
    return [line.strip() for line in kept.splitlines() if line.strip()]


def carried(data: bytes) -> tuple[str, ...]:
    """Warnings on what the file carries; empty where it carries nothing or cannot be looked through."""
    from pypdf.generic import DictionaryObject

    found: set[str] = set()
    try:
        reader = _reader(data)
        root = reader.trailer["/Root"].get_object()
        if isinstance(root, DictionaryObject):
            found.update(_in_catalog(root))
        for page in reader.pages[:_PAGES]:
            found.update(_in_page(page))
    # The pages are read by another library, which mends more; what this one cannot follow is left unsaid.
    except Exception:
        found.add("unknown")
    return tuple(words for key, words in _WORDS.items() if key in found)


_WORDS = {
    "script": "PDF 含有脚本（JavaScript）或自动动作，均未执行。",
    "files": "PDF 内嵌了其他文件，未读取。",
    "fields": "PDF 表单域中填写的内容未纳入。",
    "unknown": "PDF 结构有损，未能检查其中是否含有脚本或内嵌文件（均不会执行）。",
}


def _in_catalog(root: Any) -> Iterator[str]:
    names = _resolved(root.get("/Names")) or {}
    action = _resolved(root.get("/OpenAction"))
    if "/JavaScript" in names or "/AA" in root or (isinstance(action, dict) and _is_active(action)):
        yield "script"
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield "files"
    form = _resolved(root.get("/AcroForm"))
    if isinstance(form, dict):
        if "/XFA" in form:
            yield "fields"
        fields = _resolved(form.get("/Fields")) or []
        if any(_is_filled(_resolved(field)) for field in list(fields)[:2000]):
            yield "fields"


def _in_page(page: Any) -> Iterator[str]:
    if "/AA" in page:
        yield "script"
    for note in list(_resolved(page.get("/Annots")) or [])[:500]:
        note = _resolved(note)
        if not isinstance(note, dict):
            continue
        action = _resolved(note.get("/A"))
        if "/AA" in note or (isinstance(action, dict) and _is_active(action)):
            yield "script"
        if note.get("/Subtype") == "/FileAttachment":
            yield "files"


def _is_active(action: dict[str, Any]) -> bool:
    return action.get("/S") in (
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/GoToE",
    )


def _is_filled(field: Any) -> bool:
    return isinstance(field, dict) and field.get("/V") not in (None, "", "/Off")


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
