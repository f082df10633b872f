"""Where vectors may be held, and what each place must do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.addresses import read_store_address

if TYPE_CHECKING:
    from assistant.index.contents import Contents
    from assistant.index.passages import Passage
    from assistant.index.vectors import ExactVectors, Progress, Rows, VectorStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is to be held.

    Attributes:
        recipe: Changes whenever passages or vectors are made in another way.
        folder: Where the local copy of the base lies; None in memory.
        base: The documents of the greater part, that was indexed at once.
        base_rows: Its vectors, and where its rows stand in the corpus now.
        contents: All documents of the corpus, in the order of ``passages``.
        exact: The vectors of all passages.
    """

    recipe: str
    folder: Path | None
    base: Contents
    base_rows: Rows
    contents: Contents
    passages: Sequence[Passage]
    exact: ExactVectors


class Place(Protocol):
    """A place in which vectors are held.

    Attributes:
        address: As the operator writes it.
        holds_base_alone: It keeps the base and leaves later changes to the local copy.
        remote: It is another process, which may be away and come back.
    """

    address: str
    holds_base_alone: bool
    remote: bool

    def connect(self, stock: Stock, progress: Progress, *, fill: bool) -> VectorStore:
        """Open it, putting in first what it lacks where ``fill`` allows.

        Raises:
            StoreError: It does not answer, is damaged, or lacks something.
        """
        ...


def place_at(written: str) -> Place:
    """The place that an address names.

    Raises:
        SettingsError: It is no address, or what it needs is not installed.
    """
    address = read_store_address(written)
    # Imported here: each brings its own engine, and one is used.
    if address.kind == "chroma":
        from assistant.index.chroma import ChromaFolder, ChromaServer

        return ChromaServer(address) if address.host else ChromaFolder()
    from assistant.index.milvus import Milvus

    return Milvus(address)
