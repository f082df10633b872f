"""Publishing without a server: documents and rules alone; the index is brought up to date at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.assembly import Progress, open_catalogue, open_embedder, open_publisher
from assistant.documents.library import Library
from assistant.eligibility.engine import load_checker
from assistant.index.build import open_index
from assistant.publishing.publisher import Publisher
from assistant.settings import Settings


class Offline:
    """Documents and rules of a data directory, for the time of a command."""

    def __init__(self, settings: Settings, library: Library) -> None:
        self._schemes = settings.corpus_dir / "schemes"
        self.library = library
        self.checker = load_checker(self._schemes, library)

    def stage(self, library: Library) -> Ready:
        """Load the rules against another library."""
        return Ready(self, library, self._schemes)


class Ready:
    """Another library with its rules."""

    def __init__(self, site: Offline, library: Library, schemes: Path) -> None:
        self._site = site
        self._library = library
        self.checker = load_checker(schemes, library)

    def put(self) -> None:
        """Hold publications against it from now on."""
        self._site.library, self._site.checker = self._library, self.checker

    def drop(self) -> None:
        """Nothing is open."""


@contextmanager
def publishing_offline(settings: Settings, progress: Progress | None = None) -> Iterator[Publisher]:
    """A publisher for one command; afterwards the index is built for what was published.

    Raises:
        SettingsError: The corpus folder is missing, or the embedding model cannot be loaded.
    """
    catalogue = open_catalogue(settings)
    site = Offline(settings, catalogue.open())
    before = site.library.version
    publisher = open_publisher(settings, catalogue, site)
    publisher.start()
    try:
        yield publisher
        if site.library.version != before:
            embedder = open_embedder(settings)
            store = settings.vector_store
            open_index(site.library, embedder, settings.data_dir, progress, store=store).close()
    finally:
        publisher.ledger.close()
