"""The corpus folder, read again and again: only what changed is parsed, and nothing is lost half-written."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from assistant.documents.library import CorpusProblem, Terms, read_folder
from assistant.documents.making import read_document
from assistant.domain.documents import Document
from assistant.errors import CorpusError
from assistant.wording import say

Stamp = tuple[tuple[int, int], ...]
"""Size and time of change of a file and of its sidecar."""


class _Kept(NamedTuple):
    stamp: Stamp
    cities: tuple[str, ...]
    document: Document


class Folder:
    """Reads a corpus folder; a file that was readable and no longer is keeps its last text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[Path, _Kept] = {}

    def read(self) -> tuple[tuple[Document, ...], tuple[CorpusProblem, ...], Terms]:
        """Documents, problems and terms as they are now."""
        kept_back: list[CorpusProblem] = []
        seen: set[Path] = set()

        def take(path: Path, document_id: str, cities: tuple[str, ...]) -> Document:
            seen.add(path)
            stamp, before = _stamp(path), self._kept.get(path)
            if before and (before.stamp, before.cities, before.document.id) == (stamp, cities, document_id):
                return before.document
            try:
                document = read_document(path, document_id, cities)
            except CorpusError as error:
                if not before or before.document.id != document_id:
                    raise
                message = say("publishing", "kept_back", reason=error)
                kept_back.append(CorpusProblem(str(path.relative_to(self.folder)), message))
                return before.document
            self._kept[path] = _Kept(stamp, cities, document)
            return document

        documents, problems, terms = read_folder(self.folder, take)
        self._kept = {path: kept for path, kept in self._kept.items() if path in seen}
        return documents, (*problems, *kept_back), terms

    def signature(self) -> tuple[Any, ...]:
        """Changes whenever a file below the folder does."""
        return tuple(sorted(_stamps(self.folder)))


def _stamp(path: Path) -> Stamp:
    found = []
    for file in (path, path.with_name("document.yaml")):
        try:
            at = file.stat()
            found.append((at.st_size, at.st_mtime_ns))
        except OSError:
            found.append((-1, 0))
    return tuple(found)


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    waiting = [folder]
    while waiting:
        try:
            entries = list(waiting.pop().iterdir())
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                at = entry.stat()
            except OSError:
                continue
            if entry.is_dir():
                waiting.append(entry)
            else:
                found.append((str(entry), at.st_size, at.st_mtime_ns))
    return found
