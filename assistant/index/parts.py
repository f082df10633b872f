"""A part of an index: some documents, with vectors and word counts, in a folder of its own or in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.contents import Contents
from assistant.index.embedder import Embedder
from assistant.index.encoding import encode_passages
from assistant.index.lexical import lexical_tokens
from assistant.index.passages import Passage
from assistant.index.postings import Postings, count_tokens
from assistant.index.vectors import Progress, new_vectors, stored_vectors
from assistant.text.normalise import fold

Known = dict[str, NDArray[np.float32]]
"""Vectors of documents by their digest, (rows, d)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some documents as they were indexed together; never changed once written.

    Attributes:
        folder: Where it lies; None in memory.
    """

    folder: Path | None
    contents: Contents
    vectors: NDArray[np.float32]
    postings: Postings


def load_part(folder: Path, dimension: int) -> Part:
    """Map a part from disk.

    Raises:
        StoreError: A file is missing or damaged, or they do not fit each other.
    """
    contents = Contents.load(folder)
    postings = Postings.load(folder / "lexical")
    if len(postings.lengths) != contents.rows:
        raise StoreError(f"关键词索引有 {len(postings.lengths)} 段，应有 {contents.rows} 段（{folder}）。")
    vectors = stored_vectors(folder, contents.rows, dimension)
    return Part(folder=folder, contents=contents, vectors=vectors, postings=postings)


def write_part(
    folder: Path | None,
    contents: Contents,
    passages: Sequence[Passage],
    embedder: Embedder,
    known: Known,
    report: Progress,
) -> Part:
    """Encode and count the passages of some documents, into a folder or (None) in memory.

    Vectors that are known are taken as they are.
    """
    rows, dimension = len(passages), embedder.dimension
    vectors = (
        new_vectors(folder, rows, dimension) if folder else np.zeros((rows, dimension), dtype=np.float32)
    )
    fresh: list[int] = []
    start = 0
    for entry in contents.entries:
        if entry.digest in known:
            vectors[start : start + entry.rows] = known[entry.digest]
        else:
            fresh += range(start, start + entry.rows)
        start += entry.rows
    encode_passages([passages[row] for row in fresh], embedder, report, vectors, fresh)
    report("lexical", 0, 1)
    postings = count_tokens(lexical_tokens(fold(passage.full_text)) for passage in passages)
    report("lexical", 1, 1)
    if folder:
        postings.save(folder / "lexical")
        contents.save(folder)
        # Mapped again, read-only: what the system may drop from memory and several processes share.
        del vectors
        return load_part(folder, dimension)
    return Part(folder=None, contents=contents, vectors=vectors, postings=postings)


def known_vectors(parts: Sequence[Part]) -> Known:
    """The vectors of every document that some parts hold, by its digest."""
    return {
        entry.digest: part.vectors[start : start + entry.rows]
        for part in parts
        for entry, start in zip(part.contents.entries, part.contents.starts().values(), strict=True)
    }
