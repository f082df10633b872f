"""Publishing and removing: decided against the newest state, built, committed, put to use, written down."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from assistant.documents.library import Library
from assistant.documents.readers import Original
from assistant.documents.readers.worker import Limits
from assistant.domain.documents import Document
from assistant.errors import (
    AlreadyPublished,
    AssistantError,
    CorpusError,
    StoreError,
    UndeclaredFurniture,
    UnknownDocument,
    UnreadableFile,
)
from assistant.publishing.attempts import Attempt, line_of
from assistant.publishing.catalogue import Catalogue, problem_path
from assistant.publishing.choices import already, choose
from assistant.publishing.previews import Preview, make_preview
from assistant.publishing.relations import Relation, relations_of
from assistant.publishing.rules import lost_rules, refuse, schemes_lost
from assistant.publishing.shelf import Act, Shelf
from assistant.publishing.sites import Outcome, Site, Staged
from assistant.publishing.uploads import Readings, Upload, document_of
from assistant.records.publications import Ledger, LedgerPage
from assistant.wording import say

log = logging.getLogger(__name__)


class Publisher:
    """Publishes into one data directory, for one site."""

    def __init__(
        self,
        catalogue: Catalogue,
        site: Site,
        ledger: Ledger,
        *,
        now: Callable[[], datetime],
        limits: Limits | None = None,
    ) -> None:
        self.ledger = ledger
        self._catalogue = catalogue
        self._store = catalogue.store
        self._site = site
        self._now = now
        self._readings = Readings(limits)
        self._turn = threading.RLock()

    def start(self) -> None:
        """Sweep away what a crash left, and enter into the ledger what it lacks; neither can fail the start."""
        try:
            if self._store.folder.is_dir():
                with self._store.alone():
                    self._store.sweep()
            self.ledger.complete(line_of(act) for act in self._store.read().acts)
        except StoreError as error:
            log.warning("published files not swept: %s", error)

    def preview(self, upload: Upload, *, as_of: date, replaces: str | None = None) -> Preview:
        """What the upload would be once published.

        Raises:
            UnreadableFile: It cannot be read, or holds no text to cite.
            UnknownDocument: There is no document to replace.
        """
        library = self._site.library
        if replaces:
            library.versions(replaces)
        new = self._parsed(upload, self._readings.of(upload), library, replaces or "preview")
        preview = make_preview(new, library, replaces, as_of)
        if not replaces:
            return preview
        lost = lost_rules(self._site.checker.schemes, replaces, preview.library)
        return replace(preview, lost=lost)

    def publish(
        self,
        upload: Upload,
        *,
        by: str,
        document_id: str | None = None,
        replaces: str | None = None,
        note: str = "",
        force: bool = False,
    ) -> Outcome:
        """Publish an upload: as a document of its own, or in place of the one that ``replaces`` names.

        Raises:
            UnreadableFile: It cannot be read, or holds no text to cite.
            AlreadyPublished: The same text is there.
            UnclearRelation: It looks like a version of a document, and neither id was given.
            RulesLost: Rules quote what would go, and nobody insists.
            StoreError: It cannot be written; nothing changed.
        """
        wanted = replaces or document_id or ""
        with self._entered("publish", by, wanted) as entry:
            original = self._readings.of(upload)
            with self._turn, self._store.alone():
                shelf, library = self._newest()
                new = self._parsed(upload, original, library, "new")
                entry.named(new.title, new.version)
                relations = relations_of(new, library)
                if replaces is None:
                    already(relations)
                target = choose(new, relations, library, document_id, replaces)
                self._refuse_unchanged(shelf, library, target, new, upload)
                act = entry.act(
                    self._now(), target, note, folder=upload.folder, relation=_told(relations, replaces)
                )
                self._store.keep(upload, original)
                return self._carry_out(act, shelf, force)

    def remove(self, document_id: str, *, by: str, note: str = "", force: bool = False) -> Outcome:
        """Take a document out of the library; its versions stay to be opened by their addresses.

        Raises:
            UnknownDocument: There is none.
            RulesLost: Rules quote it, and nobody insists.
            StoreError: It cannot be written; nothing changed.
        """
        with self._entered("remove", by, document_id) as entry, self._turn, self._store.alone():
            shelf, library = self._newest()
            document = library.document(document_id)
            entry.named(document.title, document.version)
            return self._carry_out(entry.act(self._now(), document_id, note), shelf, force)

    def refresh(self) -> None:
        """Serve what the shelf and the corpus folder hold now, whoever changed them.

        Raises:
            AssistantError: It cannot be served; what served before goes on.
        """
        with self._turn:
            self._stage(self._catalogue.open()).put()

    def changes(self) -> tuple[object, ...] | None:
        """What tells the present state of shelf and folder from others, where it is not what is served."""
        with self._turn:
            return self._catalogue.signature() if self._catalogue.changed() else None

    def published(self) -> bool:
        """Whether somebody else has published or removed something that is not served yet."""
        return self._catalogue.published()

    def only_published(self) -> bool:
        """Whether nothing else has changed: such a change is whole, and need not come to rest."""
        with self._turn:
            return self._catalogue.only_published()

    def publications(self, limit: int, offset: int = 0) -> LedgerPage:
        """The ledger, the newest first.

        Raises:
            StoreError: The database cannot be read.
        """
        return self.ledger.page(limit, offset)

    def _newest(self) -> tuple[Shelf, Library]:
        shelf = self._store.read()
        return shelf, self._catalogue.library(shelf)

    def _carry_out(self, act: Act, shelf: Shelf, force: bool) -> Outcome:
        """Build what the act leads to, commit it, put it to use."""
        after = shelf.after(act)
        library = self._catalogue.library(after)
        broken = [p.message for p in library.problems if p.path == problem_path(act.document_id)]
        if broken:
            raise UnreadableFile(say("publishing", "not_read", reason=broken[0]))
        lost = lost_rules(self._site.checker.schemes, act.document_id, library)
        if not force:
            refuse(lost)
        staged = self._stage(library)
        try:
            off = schemes_lost(self._site.checker.switched_off, staged.checker.switched_off)
            if not force:
                refuse(off)
            self._store.commit(after)
        except BaseException:
            staged.drop()
            raise
        self._catalogue.committed()
        staged.put()
        document = library.document(act.document_id) if act.action == "publish" else None
        return Outcome(
            act=act, document=document, lost=lost, switched_off=tuple(rule.scheme_id for rule in off)
        )

    def _stage(self, library: Library) -> Staged:
        try:
            return self._site.stage(library)
        except AssistantError as error:
            raise StoreError(say("publishing", "build_failed", reason=error)) from error
        except Exception as error:
            log.exception("staging failed")
            reason = say("publishing", "serving_failed", kind=type(error).__name__)
            raise StoreError(say("publishing", "build_failed", reason=reason)) from error

    def _parsed(self, upload: Upload, original: Original, library: Library, document_id: str) -> Document:
        cities = tuple(library.terms.get("municipalities", ()))
        try:
            return document_of(upload, original, document_id, cities)
        except (UnreadableFile, UndeclaredFurniture):
            raise
        except CorpusError as error:
            raise UnreadableFile(str(error)) from error

    def _refuse_unchanged(
        self, shelf: Shelf, library: Library, target: str, new: Document, upload: Upload
    ) -> None:
        """The same file with the same remarks under the same id would be no publication."""
        held = shelf.current.get(target)
        try:
            present = library.document(target)
        except UnknownDocument:
            return
        if present.version == new.version and (held is None or held.folder == upload.folder):
            raise AlreadyPublished(
                say("publishing", "already", title=present.title, id=target),
                listed=[{"document_id": target, "title": present.title}],
            )

    @contextmanager
    def _entered(self, action: str, by: str, document_id: str) -> Iterator[Attempt]:
        """Enter into the ledger whatever becomes of it."""
        entry = Attempt(action, by, document_id)
        try:
            yield entry
        except AssistantError as error:
            self.ledger.enter(entry.line(self._now(), error.code, str(error)))
            raise
        except Exception:
            self.ledger.enter(entry.line(self._now(), "internal_error", ""))
            raise
        else:
            self.ledger.enter(entry.line(self._now(), "done", entry.note))


def _told(relations: tuple[Relation, ...], replaces: str | None) -> str:
    """How the document stands to another one, as the act remembers it."""
    if replaces:
        return f"version_of:{replaces}"
    earlier = next((r.document_id for r in relations if r.kind == "newer_round"), "")
    return f"newer_round_of:{earlier}" if earlier else ""
