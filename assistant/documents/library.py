"""The library: all documents of a corpus folder, looked up, dated and cited."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assistant.documents.editions import Edition, Editions
from assistant.documents.making import read_document
from assistant.documents.originals import find_originals
from assistant.documents.recognition import confidence_of
from assistant.documents.relations import resolve_one, resolve_references
from assistant.documents.rows import cell_label
from assistant.documents.structure import PARSER_VERSION
from assistant.documents.validity import status_on
from assistant.domain.answers import Citation
from assistant.domain.documents import Clause, Document, Status
from assistant.errors import CorpusError, UnknownClause, UnknownDocument
from assistant.text.normalise import squeeze, squeezed


@dataclass(frozen=True, slots=True)
class CorpusProblem:
    """A file of the corpus that is not used, and why."""

    path: str
    message: str


class Library:
    """Documents of one corpus, sorted by id; immutable once loaded.

    Args:
        editions: What stood under the ids before; documents named there are cited with their version.
        known: A library that holds some of the same documents; what is worked out about them is taken over.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        problems: tuple[CorpusProblem, ...] = (),
        terms: Mapping[str, Any] | None = None,
        folder: Path | None = None,
        *,
        editions: Editions | None = None,
        known: Library | None = None,
    ) -> None:
        self.documents = resolve_references(tuple(sorted(documents, key=lambda d: d.id)))
        self.problems = problems
        self.terms: Mapping[str, Any] = terms or {}
        self.folder = folder
        self.editions = editions or Editions()
        self.version = _version(self.documents)
        self._by_id = {document.id: document for document in self.documents}
        self._status = lru_cache(maxsize=1024)(self._status_on)
        self._pages = {d.id: known.leaves_of(d) if known else Leaves(d) for d in self.documents}

    def leaves_of(self, document: Document) -> Leaves:
        """The clauses of a document by id, made only where this library does not hold that very text."""
        found = self._pages.get(document.id)
        return found if found and found.clauses_in_order is document.clauses else Leaves(document)

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
            return self._pages[document_id].clauses[clause_id]
        except KeyError:
            raise UnknownClause(f"文件“{document_id}”中没有编号为“{clause_id}”的条款。") from None

    def children(self, document_id: str, clause_id: str) -> tuple[Clause, ...]:
        """Direct children of a clause, in order."""
        leaves = self._pages.get(document_id)
        return tuple(leaves.children.get(clause_id, ())) if leaves else ()

    def descendants(self, document_id: str, clause_id: str) -> tuple[Clause, ...]:
        """All clauses below a clause, in order."""
        found: list[Clause] = []
        for child in self.children(document_id, clause_id):
            found.append(child)
            found.extend(self.descendants(document_id, child.id))
        return tuple(found)

    def status(self, document_id: str, as_of: date) -> Status:
        """Validity of a document on a day."""
        return self._status(document_id, as_of)

    def _status_on(self, document_id: str, as_of: date) -> Status:
        return status_on(self.document(document_id), as_of, self.documents)

    def find_quote(self, document_id: str, quote: str) -> tuple[Clause, ...]:
        """Clauses whose own text contains the quote, white space and emphasis marks aside."""
        wanted = squeeze(quote)
        if not wanted:
            return ()
        document = self.document(document_id)
        texts = self._pages[document_id].squeezed
        return tuple(c for c in document.clauses if wanted in texts[c.id])

    def cite(self, document_id: str, clause_id: str, quote: str, as_of: date, index: int = 0) -> Citation:
        """A citation of ``quote`` at a clause.

        Raises:
            UnknownClause: No such clause.
            CorpusError: The clause does not contain the quote.
        """
        clause = self.clause(document_id, clause_id)
        if squeezed(quote) not in self._pages[document_id].squeezed[clause_id]:
            raise CorpusError(f"引文“{quote[:30]}…”不在 {document_id} 的 {clause.label}（{clause_id}）中。")
        document = self.document(document_id)
        return Citation(
            index=index,
            document_id=document_id,
            document_title=document.title,
            document_number=document.number,
            clause_id=clause_id,
            clause_label=cell_label(document, clause, quote),
            quote=quote,
            page=clause.page,
            url=self.address(document_id, clause_id),
            status=self.status(document_id, as_of).code,
            recognised=confidence_of(document, clause),
        )

    def address(self, document_id: str, clause_id: str = "") -> str:
        """Where the source viewer shows a document; with its version where others stand under the same id."""
        version = f"?version={self.document(document_id).version}" if self.editions.of(document_id) else ""
        place = f"#{url_quote(clause_id, safe='~')}" if clause_id else ""
        return f"/documents/{url_quote(document_id)}{version}{place}"

    def versions(self, document_id: str) -> tuple[Edition, ...]:
        """What stands or stood under an id, oldest first.

        Raises:
            UnknownDocument: Nothing ever did.
        """
        found = self.editions.of(document_id)
        if found:
            return found
        one = self.document(document_id)
        return (Edition(document_id=one.id, version=one.version, title=one.title, current=True),)

    def plainly_cited(self, document_id: str) -> str:
        """The version that answers cited by the plain address: that of the corpus folder, once another replaced it.

        Empty where the plain address means the present text.
        """
        editions = self.editions.of(document_id)
        replaced = len(editions) > 1 and any(edition.current for edition in editions[1:])
        return editions[0].version if replaced and editions[0].published_at is None else ""

    def past(self, document_id: str, version: str) -> Document:
        """The document that stood under an id in this version; the present one where that is meant.

        Raises:
            UnknownDocument: Nothing of this version ever stood there.
            StoreError: Its file cannot be read any more.
        """
        present = self._by_id.get(document_id)
        if present and present.version == version:
            return present
        for edition in self.editions.of(document_id):
            if edition.version == version:
                return self.editions.text_of(edition)
        raise UnknownDocument(
            f"文件“{document_id}”没有版本“{version}”。可用的版本见 GET /api/v1/documents/{document_id}/versions。"
        )

    def as_it_was(self, document_id: str, version: str) -> Library:
        """This library with a past version in place of the present one, to show and to cite it.

        Raises:
            UnknownDocument: Nothing of this version ever stood there.
            StoreError: Its file cannot be read any more.
        """
        wanted = self.past(document_id, version)
        if self._by_id.get(document_id) is wanted:
            return self
        others = tuple(d for d in self.documents if d.id != document_id)
        wanted = resolve_one(wanted, others)
        then = copy(self)
        then.documents = tuple(sorted((*others, wanted), key=lambda d: d.id))
        then._by_id = {**self._by_id, document_id: wanted}
        then._pages = {**self._pages, document_id: Leaves(wanted)}
        then._status = lru_cache(maxsize=1024)(then._status_on)
        return then


class Leaves:
    """The clauses of one document, to be looked up."""

    __slots__ = ("children", "clauses", "clauses_in_order", "squeezed")

    def __init__(self, document: Document) -> None:
        self.clauses_in_order = document.clauses
        self.clauses = {clause.id: clause for clause in document.clauses}
        self.squeezed = {clause.id: squeeze(clause.text) for clause in document.clauses}
        self.children: dict[str, list[Clause]] = {}
        for clause in document.clauses:
            if clause.parent_id:
                self.children.setdefault(clause.parent_id, []).append(clause)


def load_library(folder: Path) -> Library:
    """Load every document of a corpus folder; a file that cannot be used is named, not fatal.

    Where the documents stand says :func:`assistant.documents.originals.find_originals`.
    """
    documents, problems, terms = read_folder(folder)
    return Library(documents, problems, terms, folder)


Terms = Mapping[str, Any]
Read = Callable[[Path, str, tuple[str, ...]], Document]
"""Reads one file into the document of an id, given the cities that rank as provinces."""


def read_folder(
    folder: Path, read: Read = read_document
) -> tuple[tuple[Document, ...], tuple[CorpusProblem, ...], Terms]:
    """Documents, problems and terms of a corpus folder."""
    documents: dict[str, Document] = {}
    problems: list[CorpusProblem] = []
    terms: Terms = {}
    try:
        terms = load_terms(folder)
    except CorpusError as error:
        problems.append(CorpusProblem("terms.yaml", str(error)))
    municipalities = tuple(terms.get("municipalities", ()))
    for document_id, path in find_originals(folder):
        try:
            if document_id in documents:
                raise CorpusError(f"文件编号“{document_id}”重复，请改名。")
            documents[document_id] = read(path, document_id, municipalities)
        except CorpusError as error:
            problems.append(CorpusProblem(str(path.relative_to(folder)), str(error)))
    return tuple(documents.values()), tuple(problems), terms


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


def _version(documents: tuple[Document, ...]) -> str:
    digest = hashlib.sha256(PARSER_VERSION.encode())
    for document in documents:
        digest.update(f"{document.id}\0{document.sha256}\0".encode())
        digest.update("\0".join(c.id + c.text for c in document.clauses).encode())
    return digest.hexdigest()[:12]
