"""What stood under an id of the library before, and under which version each text can still be opened."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.documents import Document

_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One text that stands or stood under an id.

    Attributes:
        published_at: When it was published, in UTC; None for a file of the corpus folder.
        current: Whether it is the one that answers are taken from.
    """

    document_id: str
    version: str
    title: str
    published_at: datetime | None = None
    note: str = ""
    current: bool = False


class Editions:
    """The versions of all documents that came through publishing; past ones are read when asked for."""

    def __init__(
        self,
        listed: Mapping[str, tuple[Edition, ...]] | None = None,
        read: Callable[[Edition], Document] | None = None,
    ) -> None:
        self._listed = dict(listed or {})
        self._read = read
        self._kept: OrderedDict[tuple[str, str], Document] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, document_id: str) -> tuple[Edition, ...]:
        """All that is known under an id, oldest first."""
        return self._listed.get(document_id, ())

    def text_of(self, edition: Edition) -> Document:
        """The document of an edition; the last few asked for are kept.

        Raises:
            CorpusError: It cannot be read any more.
            StoreError: It cannot be read any more.
        """
        key = edition.document_id, edition.version
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        assert self._read is not None
        document = self._read(edition)
        with self._guard:
            self._kept[key] = document
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return document
