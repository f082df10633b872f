"""What publishing needs of whatever serves the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.documents.library import Library
from assistant.domain.documents import Document
from assistant.eligibility.engine import Checker
from assistant.publishing.rules import LostRule
from assistant.publishing.shelf import Act


class Staged(Protocol):
    """Everything that would serve another library, built and waiting."""

    @property
    def checker(self) -> Checker: ...  # noqa: D102

    def put(self) -> None:
        """Serve it from now on."""

    def drop(self) -> None:
        """Throw it away."""


class Site(Protocol):
    """What serves a library; publishing changes it."""

    @property
    def library(self) -> Library: ...  # noqa: D102

    @property
    def checker(self) -> Checker: ...  # noqa: D102

    def stage(self, library: Library) -> Staged:
        """Build what would serve another library, beside what serves now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was done.

    Attributes:
        document: As published; None after a removal.
        lost: Rules whose quotes are gone, where that was forced.
        switched_off: Schemes that are off because of it.
    """

    act: Act
    document: Document | None
    lost: tuple[LostRule, ...] = ()
    switched_off: tuple[str, ...] = ()
