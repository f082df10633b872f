"""The meaning side of retrieval: exact search over vectors on disk, and the stores that find candidates faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.contents import Contents
from assistant.index.topmost import Best, topmost

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) while an index is built; may raise to stop the build."""

_NAME = "vectors.npy"


class Neighbour(NamedTuple):
    """A passage by its position in the index, and how well it fits: the more the better."""

    position: int
    similarity: float


class VectorStore(Protocol):
    """An engine that holds the passages of an index, or those of the greater part of it.

    ``shared_between_processes`` says whether several processes may use it at once.
    """

    shared_between_processes: bool

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """Return at most ``limit`` passages by meaning, nearest first.

        Raises:
            StoreError: The engine does not answer.
        """
        ...

    def matching(
        self, words: str, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour] | None:
        """Return at most ``limit`` passages by shared words; None: the engine knows no words.

        Raises:
            StoreError: The engine does not answer.
        """
        ...

    def fused(
        self,
        words: str,
        vector: NDArray[np.float32],
        limit: int,
        document_ids: frozenset[str] | None = None,
        *,
        weights: tuple[float, float],
        k: int,
    ) -> list[Neighbour] | None:
        """Return at most ``limit`` passages by both, fused by reciprocal rank in the engine; None: it cannot.

        The weights are those of meaning and of words, ``k`` is the constant of the fusion.

        Raises:
            StoreError: The engine does not answer.
        """
        ...

    def close(self) -> None:
        """Let go of what is open; nothing is searched afterwards."""
        ...


class Rows(NamedTuple):
    """Vectors, and where in the corpus each stands now: -1 where it is gone, (n,)."""

    vectors: NDArray[np.float32]
    places: NDArray[np.int32]


class ExactVectors:
    """Exact search over the vectors of a corpus, which may lie in several parts.

    Args:
        parts: Every passage of the corpus stands in exactly one of them.
        contents: Whose passages they are.
    """

    def __init__(self, parts: Sequence[Rows], contents: Contents) -> None:
        # Plain views: slicing a memory map costs several times as much.
        self.parts = tuple(Rows(np.asarray(part.vectors), np.asarray(part.places)) for part in parts)
        self._names = [entry.document_id for entry in contents.entries]
        self._owners = np.repeat(np.arange(len(self._names)), [entry.rows for entry in contents.entries])
        self._rows = np.full((len(self._owners), 2), -1, dtype=np.int32)
        for number, part in enumerate(parts):
            living = np.flatnonzero(part.places >= 0)
            self._rows[part.places[living]] = np.stack([np.full_like(living, number), living], axis=1)
        if (self._rows < 0).any():
            raise StoreError("向量文件不完整：缺少部分段落。")

    @property
    def size(self) -> int:
        """Number of passages."""
        return len(self._owners)

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self.parts[0].vectors.shape[1])

    def within(self, document_ids: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each passage belongs to one of the documents, (n,)."""
        wanted = np.array([name in document_ids for name in self._names], dtype=bool)
        return wanted[self._owners] if len(wanted) else np.zeros(0, dtype=bool)

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of some passages, (n, d)."""
        if len(self.parts) == 1:
            alone: NDArray[np.float32] = self.parts[0].vectors[self._rows[positions, 1]]
            return alone
        found = np.zeros((len(positions), self.dimension), dtype=np.float32)
        for number, part in enumerate(self.parts):
            here = self._rows[positions, 0] == number
            found[here] = part.vectors[self._rows[positions[here], 1]]
        return found

    def nearest(
        self,
        vector: NDArray[np.float32],
        limit: int,
        document_ids: frozenset[str] | None = None,
        *,
        parts: slice = slice(None),
    ) -> list[Neighbour]:
        """As :meth:`foremost`, passage by passage."""
        return neighbours(self.foremost(vector, limit, document_ids, parts=parts))

    def foremost(
        self,
        vector: NDArray[np.float32],
        limit: int,
        document_ids: frozenset[str] | None = None,
        *,
        parts: slice = slice(None),
    ) -> Best:
        """Return at most ``limit`` passages of some parts, nearest first, ties by position."""
        if limit <= 0 or not vector.any():
            return nothing()
        similarities = np.full(len(self._owners), -np.inf, dtype=np.float32)
        for part in self.parts[parts]:
            living = part.places >= 0
            similarities[part.places[living]] = (part.vectors @ vector)[living]
        if document_ids is not None:
            similarities[~self.within(document_ids)] = -np.inf
        return self.scored(vector, topmost(similarities, limit))

    def scored(self, vector: NDArray[np.float32], positions: NDArray[np.int64]) -> Best:
        """Passages with their similarities, nearest first, ties by position; the positions ascend."""
        similarities = self.similarities(vector, positions)
        order = np.argsort(-similarities, kind="stable")
        return Best(positions[order], similarities[order].astype(np.float64))

    def similarities(self, vector: NDArray[np.float32], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """The similarity of each of some passages, (n,).

        Each is worked out by itself, so that it never depends on what else is compared.
        """
        found: NDArray[np.float32] = np.einsum("nd,d->n", self.vectors(positions), vector)
        return found


def neighbours(found: Best) -> list[Neighbour]:
    """What was found, one by one."""
    return list(map(Neighbour, found.places.tolist(), found.scores.tolist()))


def nothing() -> Best:
    """No passages."""
    return Best(np.zeros(0, dtype=np.int64), np.zeros(0))


def new_vectors(folder: Path, rows: int, dimension: int) -> NDArray[np.float32]:
    """A file of zero vectors, (rows, d), written through as it is filled; in memory where there are none."""
    if not rows:
        np.save(folder / _NAME, np.zeros((0, dimension), dtype=np.float32))
        return np.zeros((0, dimension), dtype=np.float32)
    shape = (rows, dimension)
    return np.lib.format.open_memmap(folder / _NAME, mode="w+", dtype=np.float32, shape=shape)


def stored_vectors(folder: Path, rows: int, dimension: int) -> NDArray[np.float32]:
    """Map the vectors of a folder, (rows, d).

    Raises:
        StoreError: They are missing, damaged or of another shape.
    """
    path = folder / _NAME
    try:
        found: NDArray[np.float32] = np.load(path, mmap_mode="r" if rows else None, allow_pickle=False)
        if found.shape != (rows, dimension) or found.dtype != np.float32:
            raise ValueError(f"{found.shape} {found.dtype}，应为 {(rows, dimension)} float32")
    except (OSError, EOFError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"向量文件无法读取（{path}）：{error}") from error
    return found
