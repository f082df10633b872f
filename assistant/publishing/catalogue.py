"""The library that the corpus folder and the published files make together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.documents.editions import Edition, Editions
from assistant.documents.library import CorpusProblem, Library, Terms
from assistant.domain.documents import Document
from assistant.errors import CorpusError, StoreError
from assistant.publishing.folder import Folder
from assistant.publishing.shelf import Act, Shelf
from assistant.publishing.store import Store

_Key = tuple[str, str, str]
_Read = Callable[[Act], Document]


class Catalogue:
    """Reads both places; what did not change since the last time is taken over.

    A document that was published goes before one of the corpus folder of the same id; an id that was
    removed is left out. The corpus folder itself is never written.
    """

    def __init__(self, corpus: Path, store: Store) -> None:
        self.store = store
        self._folder = Folder(corpus)
        self._printed: tuple[Document, ...] = ()
        self._problems: tuple[CorpusProblem, ...] = ()
        self._terms: Terms = {}
        self._seen: tuple[object, ...] = ()
        self._published: dict[_Key, Document] = {}
        self._last: Library | None = None
        self._guard = threading.RLock()

    def open(self) -> Library:
        """The library as it is now; a shelf that cannot be read is named, and the corpus folder serves alone."""
        with self._guard:
            self._seen = self.signature()
            self._printed, self._problems, self._terms = self._folder.read()
            try:
                return self.library(self.store.read())
            except StoreError as error:
                broken = CorpusProblem("published/shelf.json", str(error))
                return Library(
                    self._printed,
                    (*self._problems, broken),
                    self._terms,
                    self._folder.folder,
                    known=self._last,
                )

    def library(self, shelf: Shelf) -> Library:
        """The library under a shelf, with the corpus folder as last opened; what cannot be used is named."""
        with self._guard:
            cities = _cities(self._terms)
            documents = {document.id: document for document in self._printed}
            problems = list(self._problems)
            for act in shelf.current.values():
                documents.pop(act.document_id, None)
                if act.action == "publish":
                    try:
                        documents[act.document_id] = self._document(act, cities)
                    except (CorpusError, StoreError) as error:
                        problems.append(CorpusProblem(problem_path(act.document_id), str(error)))
            held = {act.folder for act in shelf.current.values()}
            self._published = {key: kept for key, kept in self._published.items() if key[1] in held}
            self._last = Library(
                tuple(documents.values()),
                tuple(problems),
                self._terms,
                self._folder.folder,
                editions=_editions(shelf, self._printed, lambda act: self.store.document(act, cities)),
                known=self._last,
            )
            return self._last

    def committed(self) -> None:
        """What the shelf holds now is known: whoever calls this has just written it."""
        with self._guard:
            self._seen = (self.store.signature(), *self._seen[1:])

    def changed(self) -> bool:
        """Whether there is something that :meth:`open` has not seen."""
        return self.signature() != self._seen

    def only_published(self) -> bool:
        """Whether another shelf holds, and the corpus folder is as :meth:`open` has seen it."""
        return self._seen[:1] != (self.store.signature(),) and self._seen[1:] == (self._folder.signature(),)

    def published(self) -> bool:
        """Whether another shelf holds than :meth:`open` has seen; takes one look at one file."""
        return self._seen[:1] != (self.store.signature(),)

    def signature(self) -> tuple[object, ...]:
        """Changes whenever the library might."""
        return (self.store.signature(), self._folder.signature())

    def _document(self, act: Act, cities: tuple[str, ...]) -> Document:
        key = (act.document_id, act.folder, "\0".join(cities))
        if key not in self._published:
            self._published[key] = self.store.document(act, cities)
        return self._published[key]


def problem_path(document_id: str) -> str:
    """What a published document that cannot be used is named by among the problems of a library."""
    return f"published/{document_id}"


def _cities(terms: Terms) -> tuple[str, ...]:
    return tuple(terms.get("municipalities", ()))


def _editions(shelf: Shelf, printed: Sequence[Document], read: _Read) -> Editions:
    """All versions under each id that an act touches, that of the corpus folder first."""
    originals = {document.id: document for document in printed}
    acts: dict[tuple[str, str], Act] = {}
    listed: dict[str, tuple[Edition, ...]] = {}
    for document_id, last in shelf.current.items():
        held = last.version if last.action == "publish" else None
        editions = {}
        if document_id in originals:
            one = originals[document_id]
            editions[one.version] = Edition(
                document_id=document_id, version=one.version, title=one.title, current=one.version == held
            )
        for act in shelf.editions(document_id):
            acts[document_id, act.version] = act
            editions[act.version] = Edition(
                document_id=document_id,
                version=act.version,
                title=act.title,
                published_at=act.at,
                note=act.note,
                current=act.version == held,
            )
        listed[document_id] = tuple(editions.values())

    def text_of(edition: Edition) -> Document:
        act = acts.get((edition.document_id, edition.version))
        return read(act) if act else originals[edition.document_id]

    return Editions(listed, text_of)
