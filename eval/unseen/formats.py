"""Every format in which a notice is tried, and how its file is made and read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from assistant.documents.library import load_library
from assistant.domain.documents import Document
from eval.unseen.notices import Notice
from eval.unseen.pages import as_fpdf, as_office, as_reportlab
from eval.unseen.word import as_docx
from eval.unseen.writing import as_html, as_markdown, as_text

WRITERS: Mapping[str, tuple[str, Callable[[Notice], str | bytes]]] = {
    "txt": (".txt", as_text),
    "md": (".md", as_markdown),
    "docx": (".docx", as_docx),
    "docx-auto": (".docx", partial(as_docx, automatic=True)),
    "html": (".html", as_html),
    "pdf-reportlab": (".pdf", as_reportlab),
    "pdf-fpdf": (".pdf", as_fpdf),
    "pdf-office": (".pdf", as_office),
}
"""Name of a format: suffix of the file, and what makes it."""


def write(notice: Notice, form: str, folder: Path) -> Path:
    """The file of a notice in a format, laid out as a corpus: one folder a document; made only once.

    Raises:
        LookupError: What makes this format is not installed.
    """
    suffix, writer = WRITERS[form]
    path = folder / form / "documents" / notice.name / f"original{suffix}"
    if not path.exists():
        made = writer(notice)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.encode() if isinstance(made, str) else made)
    return path


def read(notice: Notice, form: str, folder: Path | None = None) -> Document:
    """The notice as the library reads it from a file of this format.

    Raises:
        LookupError: The format cannot be made here, or the library could not read it.
    """
    with tempfile.TemporaryDirectory() as made:
        base = folder or Path(made)
        path = write(notice, form, base)
        alone = Path(made) / "alone"
        (alone / "documents" / notice.name).mkdir(parents=True)
        (alone / "documents" / notice.name / path.name).write_bytes(path.read_bytes())
        library = load_library(alone)
    if not library.documents:
        raise LookupError(f"{notice.name} {form}：{[p.message for p in library.problems]}")
    return library.documents[0]
