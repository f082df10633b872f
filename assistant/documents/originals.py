"""Which files of a corpus folder are documents, and the id of each."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from assistant.documents.readers import SUFFIXES


def find_originals(folder: Path) -> list[tuple[str, Path]]:
    """Id and file of every document, in a stable order.

    ``folder/documents/<document id>/`` holds an original; loose files in ``folder/documents/`` or in
    ``folder`` itself are taken too, their id made from the file name.
    """
    found: list[tuple[str, Path]] = []
    documents = folder / "documents"
    if documents.is_dir():
        for entry in sorted(documents.iterdir()):
            if entry.is_dir():
                found.extend(
                    (entry.name if i == 0 else f"{entry.name}-{i + 1}", p)
                    for i, p in enumerate(_files(entry))
                )
        found.extend((id_from_name(path.name), path) for path in _files(documents))
    if folder.is_dir():
        found.extend((id_from_name(path.name), path) for path in _files(folder))
    return found


def id_from_name(name: str) -> str:
    """An id made of the Latin letters and figures of a file name, or of its digest where there are few.

    >>> id_from_name("Notice 2031 (final).PDF")
    'notice-2031-final'
    """
    stem = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-")
    return stem if len(stem) >= 3 else "doc-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _files(folder: Path) -> list[Path]:
    return sorted(
        p
        for p in folder.iterdir()
        if p.is_file()
        and p.suffix.lower() in SUFFIXES
        and not p.name.startswith(".")
        and p.stem.lower() != "readme"
    )
