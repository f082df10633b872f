"""Which documents the rows of an index come from, so that a change touches the rows of what changed alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.passages import Passage

_NAME = "contents.json"


class Entry(NamedTuple):
    """A document as it was indexed.

    Attributes:
        digest: Changes whenever any of its passages does.
        rows: How many passages it has; they stand one after the other.
    """

    document_id: str
    digest: str
    rows: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents of an index, or of a part of one, in the order of their rows."""

    entries: tuple[Entry, ...]

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(entry.rows for entry in self.entries)

    @property
    def digest(self) -> str:
        """Changes whenever any document does, or their order."""
        return _short("\n".join(entry.digest for entry in self.entries))

    def starts(self) -> dict[str, int]:
        """Where the rows of each document begin, by its digest."""
        firsts = accumulate((entry.rows for entry in self.entries), initial=0)
        return {entry.digest: first for entry, first in zip(self.entries, firsts, strict=False)}

    def owners(self) -> list[str]:
        """The document of each row."""
        return [entry.document_id for entry in self.entries for _ in range(entry.rows)]

    def missing(self, held: Contents) -> Contents:
        """The documents of this one that another does not hold as they are."""
        known = {entry.digest for entry in held.entries}
        return Contents(tuple(entry for entry in self.entries if entry.digest not in known))

    def places_of(self, rows_of: Contents) -> NDArray[np.int32]:
        """Where in this one each row of another stands; -1 where it is gone, (rows,)."""
        starts = self.starts()
        places = np.full(rows_of.rows, -1, dtype=np.int32)
        row = 0
        for entry in rows_of.entries:
            if entry.digest in starts:
                first = starts[entry.digest]
                places[row : row + entry.rows] = np.arange(first, first + entry.rows)
            row += entry.rows
        return places

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        (folder / _NAME).write_text(json.dumps(self.entries, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Contents:
        """Read them from a folder.

        Raises:
            StoreError: They are missing or damaged.
        """
        path = folder / _NAME
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            return cls(tuple(Entry(str(name), str(digest), int(count)) for name, digest, count in rows))
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"索引目录无法读取（{path}）：{error}") from error


def contents_of(documents: Iterable[Sequence[Passage]]) -> Contents:
    """The contents of an index that holds these documents, each given by its passages; one without any is left out."""
    return Contents(tuple(_entry(passages) for passages in documents if passages))


def _entry(passages: Sequence[Passage]) -> Entry:
    parts = [part for one in passages for part in (one.id, *one.clause_ids, one.context, one.text)]
    return Entry(passages[0].document_id, _short("\0".join(parts)), len(passages))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
