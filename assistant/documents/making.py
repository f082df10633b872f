"""From what a reader found in a file to a document: structure, metadata, digest."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from assistant.documents.metadata import read_metadata
from assistant.documents.readers import Original, read_file
from assistant.documents.sidecar import Sidecar, load_sidecar
from assistant.documents.structure import parse_structure
from assistant.documents.whole_lines import keeps_paragraphs
from assistant.domain.documents import Document, Metadata
from assistant.errors import CorpusError

VERSION_DIGITS = 12


def read_document(path: Path, document_id: str, municipalities: tuple[str, ...] = ()) -> Document:
    """Read one file into a document.

    Raises:
        CorpusError: The file or its sidecar cannot be used.
    """
    return make_document(
        read_file(path),
        document_id,
        file_name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        sidecar=load_sidecar(path.parent / "document.yaml"),
        municipalities=municipalities,
    )


def make_document(
    original: Original,
    document_id: str,
    *,
    file_name: str,
    sha256: str,
    sidecar: Sidecar,
    municipalities: tuple[str, ...] = (),
    version: str = "",
) -> Document:
    """See structure and metadata in what was read; ``version`` is the digest's beginning when not given.

    Raises:
        CorpusError: The text has no clauses, or the sidecar does not fit it.
    """
    structure = parse_structure(
        original.text,
        page_starts=original.page_starts,
        tables=original.tables,
        whole_lines=keeps_paragraphs(original.media_type),
        sidecar=sidecar,
    )
    if not structure.clauses:
        raise CorpusError(f"文件 {file_name} 中没有可引用的文字。")
    return Document(
        id=document_id,
        text=original.text,
        clauses=structure.clauses,
        furniture=structure.furniture,
        metadata=_titled(read_metadata(structure.clauses, municipalities), sidecar.title),
        source=sidecar.source,
        file_name=file_name,
        media_type=original.media_type,
        sha256=sha256,
        version=version or sha256[:VERSION_DIGITS],
        warnings=(*original.warnings, *structure.warnings),
        page_starts=original.page_starts,
        tables=structure.tables,
        recognised=original.recognised,
    )


def _titled(metadata: Metadata, title: str) -> Metadata:
    """The metadata under the title that a person gave; what the text prints stays its proof."""
    return replace(metadata, title=replace(metadata.title, value=title)) if title else metadata
