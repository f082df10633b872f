"""The library: all documents of a corpus folder, looked up, dated and cited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assistant.documents.metadata import read_metadata
from assistant.documents.readers import SUFFIXES, read_file
from assistant.documents.sidecar import load_sidecar
from assistant.documents.structure import PARSER_VERSION, parse_structure
from assistant.documents.validity import names, status_on
from assistant.domain.answers import Citation
from assistant.domain.documents import Clause, Document, Reference, Status
from assistant.errors import CorpusError, UnknownClause, UnknownDocument
from assistant.text.normalise import squeeze


@dataclass(frozen=True, slots=True)
class CorpusProblem:
    """A file of the corpus that is not used, and why."""

    path: str
    message: str


class Library:
    """Documents of one corpus, sorted by id; immutable once loaded."""

    def __init__(
        self,
        documents: tuple[Document, ...],
        problems: tuple[CorpusProblem, ...] = (),
        terms: Mapping[str, Any] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.documents = tuple(_resolve(d, documents) for d in sorted(documents, key=lambda d: d.id))
        self.problems = problems
        self.terms: Mapping[str, Any] = terms or {}
        self.folder = folder
        self.version = _version(self.documents)
        self._by_id = {document.id: document for document in self.documents}
        self._clauses = {d.id: {clause.id: clause for clause in d.clauses} for d in self.documents}
        self._children: dict[str, dict[str, list[Clause]]] = {}
        for document in self.documents:
            below = self._children.setdefault(document.id, {})
            for clause in document.clauses:
                if clause.parent_id:
                    below.setdefault(clause.parent_id, []).append(clause)
        self._squeezed = {d.id: {c.id: squeeze(c.text) for c in d.clauses} for d in self.documents}

    def document(self, document_id: str) -> Document:
        """The document of this id.

        Raises:
            UnknownDocument: There is none.
        """
        try:
            return self._by_id[document_id]
        except KeyError:
            raise UnknownDocument(
                f"没有编号为“{document_id}”的文件。可用的编号见 GET /api/v1/documents。"
            ) from None

    def clause(self, document_id: str, clause_id: str) -> Clause:
        """The clause of this id.

        Raises:
            UnknownDocument: There is no such document.
            UnknownClause: The document has no such clause.
        """
        self.document(document_id)
        try:
            return self._clauses[document_id][clause_id]
        except KeyError:
            raise UnknownClause(f"文件“{document_id}”中没有编号为“{clause_id}”的条款。") from None

    def children(self, document_id: str, clause_id: str) -> tuple[Clause, ...]:
        """Direct children of a clause, in order."""
        return tuple(self._children.get(document_id, {}).get(clause_id, ()))

    def descendants(self, document_id: str, clause_id: str) -> tuple[Clause, ...]:
        """All clauses below a clause, in order."""
        found: list[Clause] = []
        for child in self.children(document_id, clause_id):
            found.append(child)
            found.extend(self.descendants(document_id, child.id))
        return tuple(found)

    def status(self, document_id: str, as_of: date) -> Status:
        """Validity of a document on a day."""
        return status_on(self.document(document_id), as_of, self.documents)

    def find_quote(self, document_id: str, quote: str) -> tuple[Clause, ...]:
        """Clauses whose own text contains the quote, white space and emphasis marks aside."""
        wanted = squeeze(quote)
        if not wanted:
            return ()
        squeezed = self._squeezed.get(document_id, {})
        return tuple(c for c in self.document(document_id).clauses if wanted in squeezed[c.id])

    def cite(self, document_id: str, clause_id: str, quote: str, as_of: date, index: int = 0) -> Citation:
        """A citation of ``quote`` at a clause.

        Raises:
            UnknownClause: No such clause.
            CorpusError: The clause does not contain the quote.
        """
        clause = self.clause(document_id, clause_id)
        if squeeze(quote) not in self._squeezed[document_id][clause_id]:
            raise CorpusError(f"引文“{quote[:30]}…”不在 {document_id} 的 {clause.label}（{clause_id}）中。")
        document = self.document(document_id)
        return Citation(
            index=index,
            document_id=document_id,
            document_title=document.title,
            document_number=document.number,
            clause_id=clause_id,
            clause_label=clause.label,
            quote=quote,
            page=clause.page,
            url=f"/documents/{url_quote(document_id)}#{url_quote(clause_id, safe='~')}",
            status=self.status(document_id, as_of).code,
        )


def load_library(folder: Path) -> Library:
    """Load every document of a corpus folder; a file that cannot be used is named, not fatal.

    ``folder/documents/<document id>/`` holds an original and perhaps ``document.yaml``; loose files in
    ``folder/documents/`` or ``folder`` itself are taken too, their id made from the file name.
    """
    documents: dict[str, Document] = {}
    problems: list[CorpusProblem] = []
    terms: Mapping[str, Any] = {}
    try:
        terms = load_terms(folder)
    except CorpusError as error:
        problems.append(CorpusProblem("terms.yaml", str(error)))
    municipalities = tuple(terms.get("municipalities", ()))
    for document_id, path in _originals(folder):
        try:
            if document_id in documents:
                raise CorpusError(f"文件编号“{document_id}”重复，请改名。")
            documents[document_id] = read_document(path, document_id, municipalities)
        except CorpusError as error:
            problems.append(CorpusProblem(str(path.relative_to(folder)), str(error)))
    return Library(tuple(documents.values()), tuple(problems), terms, folder)


def read_document(path: Path, document_id: str, municipalities: tuple[str, ...] = ()) -> Document:
    """Read one file into a document.

    Raises:
        CorpusError: The file or its sidecar cannot be used.
    """
    original = read_file(path)
    sidecar = load_sidecar(path.parent / "document.yaml")
    structure = parse_structure(original.text, page_starts=original.page_starts, sidecar=sidecar)
    if not structure.clauses:
        raise CorpusError(f"文件 {path.name} 中没有可引用的文字。")
    return Document(
        id=document_id,
        text=original.text,
        clauses=structure.clauses,
        furniture=structure.furniture,
        metadata=read_metadata(structure.clauses, municipalities),
        source=sidecar.source,
        file_name=path.name,
        media_type=original.media_type,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        warnings=(*original.warnings, *structure.warnings),
        page_starts=original.page_starts,
        tables=original.tables,
        recognised=original.recognised,
    )


def load_terms(folder: Path) -> Mapping[str, Any]:
    """``terms.yaml`` of a corpus folder, or an empty mapping.

    Raises:
        CorpusError: The file is not a YAML mapping.
    """
    path = folder / "terms.yaml"
    if not path.exists():
        return {}
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"terms.yaml 不是有效的 YAML：{str(error).splitlines()[0]}") from error
    if not isinstance(data, dict):
        raise CorpusError("terms.yaml 应是键值结构。")
    return data


def _originals(folder: Path) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    documents = folder / "documents"
    if documents.is_dir():
        for entry in sorted(documents.iterdir()):
            if entry.is_dir():
                found.extend(
                    (entry.name if i == 0 else f"{entry.name}-{i + 1}", p)
                    for i, p in enumerate(_files(entry))
                )
        found.extend((_id_from(path), path) for path in _files(documents))
    if folder.is_dir():
        found.extend((_id_from(path), path) for path in _files(folder))
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(
        p
        for p in folder.iterdir()
        if p.is_file()
        and p.suffix.lower() in SUFFIXES
        and not p.name.startswith(".")
        and p.stem.lower() != "readme"
    )


def _id_from(path: Path) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    return stem if len(stem) >= 3 else "doc-" + hashlib.sha256(path.name.encode()).hexdigest()[:8]


def _resolve(document: Document, documents: tuple[Document, ...]) -> Document:
    """Fill in which documents of the corpus the references mean."""
    resolved = tuple(_resolved(reference, document, documents) for reference in document.metadata.references)
    return replace(document, metadata=replace(document.metadata, references=resolved))


def _resolved(reference: Reference, document: Document, documents: tuple[Document, ...]) -> Reference:
    for other in documents:
        if other.id != document.id and names(reference.title, reference.number, other):
            return replace(reference, document_id=other.id)
    return reference


def _version(documents: tuple[Document, ...]) -> str:
    digest = hashlib.sha256(PARSER_VERSION.encode())
    for document in documents:
        digest.update(f"{document.id}\0{document.sha256}\0".encode())
        digest.update("\0".join(c.id + c.text for c in document.clauses).encode())
    return digest.hexdigest()[:12]
