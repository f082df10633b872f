"""Which documents follow on one another: rounds of one series, and texts that repeal older ones."""

from __future__ import annotations

from datetime import date

from assistant.documents.library import Library
from assistant.documents.series import is_newer_round, same_series
from assistant.documents.validity import repealers
from assistant.domain.documents import Document

_DAYS_KEPT = 64


class Rounds:
    """Worked out once for a library: what a word that stands for a document stands for after the next round came."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._following = {d.id: self._all_following(d) for d in library.documents}
        self._superseded: dict[date, frozenset[str]] = {}

    def with_following(self, document_ids: frozenset[str]) -> frozenset[str]:
        """The documents and whatever is of their series or repeals them."""
        return document_ids.union(*(self._following.get(name, frozenset()) for name in document_ids))

    def superseded(self, as_of: date) -> frozenset[str]:
        """Documents of which a newer round is out on the day: still citable, no longer the first choice."""
        if as_of not in self._superseded:
            if len(self._superseded) >= _DAYS_KEPT:
                self._superseded.clear()
            self._superseded[as_of] = frozenset(
                d.id for d in self._library.documents if self._has_newer(d, as_of)
            )
        return self._superseded[as_of]

    def _has_newer(self, document: Document, as_of: date) -> bool:
        return any(
            is_newer_round(self._library.document(other), document)
            and self._library.status(other, as_of).code != "not_yet_effective"
            for other in sorted(self._following[document.id])
        )

    def _all_following(self, document: Document) -> frozenset[str]:
        documents = self._library.documents
        of_series = {
            other.id for other in documents if other.metadata.round_year and same_series(other, document)
        }
        return frozenset(of_series | {other.id for other, _ in repealers(document, documents)})
