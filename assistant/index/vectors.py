"""The meaning side of retrieval: nearest vectors, stored in Chroma or held in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.holds import Hold
from assistant.index.passages import Passage

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) while an index is built; may raise to stop the build."""

COLLECTION = "passages"
# Chroma keeps all other threads waiting while it takes in a batch: larger ones stop questions for half a second.
_BATCH = 200
# Searching this wide makes the graph search of a small corpus exact, and thus free of chance.
_SEARCH_WIDTH = 400


class Neighbour(NamedTuple):
    """A passage by its position in the index and its cosine similarity to the question."""

    position: int
    similarity: float


class VectorStore(Protocol):
    """Finds the passages whose vectors are nearest."""

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """Return at most ``limit`` passages, nearest first, ties by position."""
        ...

    def close(self) -> None:
        """Let go of what is open; nothing is searched afterwards."""
        ...


class MemoryVectors:
    """Exact search over vectors in memory, for a data directory that cannot be used."""

    def __init__(self, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors
        self._owners = np.array([passage.document_id for passage in passages], dtype=object)

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """Return at most ``limit`` passages, nearest first, ties by position."""
        similarities = self._vectors @ vector
        allowed = np.arange(len(similarities))
        if document_ids is not None:
            allowed = np.flatnonzero(np.isin(self._owners, sorted(document_ids)))
        best = allowed[np.argsort(-similarities[allowed], kind="stable")[:limit]]
        return [Neighbour(int(place), float(similarities[place])) for place in best]

    def close(self) -> None:
        """Nothing is open."""


class ChromaVectors:
    """A Chroma collection on disk: text, place, and vector of every passage."""

    def __init__(self, folder: Path, client: Any, collection: Any, positions: dict[str, int]) -> None:
        self._folder = folder
        self._client = client
        self._collection = collection
        self._positions = positions
        self._hold = Hold(folder.parent)

    @classmethod
    def build(
        cls, folder: Path, passages: Sequence[Passage], vectors: NDArray[np.float32], progress: Progress
    ) -> ChromaVectors:
        """Write a new collection into an empty folder.

        Raises:
            StoreError: Chroma cannot write there.
        """
        client = _guard(folder, partial(_client, folder))
        collection = _guard(folder, partial(_create, client))
        for start in range(0, len(passages), _BATCH):
            progress("store", start, len(passages))
            chunk = passages[start : start + _BATCH]
            part = vectors[start : start + _BATCH]
            _guard(folder, partial(_add, collection, chunk, part))
        progress("store", len(passages), len(passages))
        return cls(folder, client, collection, _positions(passages))

    @classmethod
    def open(cls, folder: Path, passages: Sequence[Passage]) -> ChromaVectors:
        """Open a collection and make sure that it holds these passages.

        Raises:
            StoreError: It cannot be read, or holds another number of passages.
        """
        _check_database(folder / "chroma.sqlite3")
        client = _guard(folder, partial(_client, folder))
        collection = _guard(folder, partial(_collection, client))
        store = cls(folder, client, collection, _positions(passages))
        found = _guard(folder, collection.count)
        if found != len(passages):
            raise StoreError(f"向量库有 {found} 段，应有 {len(passages)} 段（{folder}）。")
        if passages:
            _guard(folder, partial(store._probe, passages[-1]))
        return store

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """Return at most ``limit`` passages, nearest first, ties by position.

        Raises:
            StoreError: The collection was removed or damaged while in use.
        """
        count = min(limit, len(self._positions))
        if count == 0 or (document_ids is not None and not document_ids) or not vector.any():
            return []
        where = None if document_ids is None else {"document_id": {"$in": sorted(document_ids)}}
        ask = partial(self._collection.query, query_embeddings=[vector], n_results=count, where=where)
        answer = _guard(self._folder, partial(ask, include=["distances"]))
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        found = [Neighbour(self._positions[name], 1.0 - float(distance)) for name, distance in pairs]
        return sorted(found, key=lambda one: (-one.similarity, one.position))

    def close(self) -> None:
        """Close the collection; its folder may go once nobody else has it open."""
        self._client.close()
        self._hold.let_go()

    def _probe(self, passage: Passage) -> None:
        """Search with a stored vector: a damaged graph shows itself here, not at the first question."""
        found = self._collection.get(ids=[passage.id], include=["embeddings"])
        self._collection.query(query_embeddings=[found["embeddings"][0]], n_results=1, include=[])


Known = dict[tuple[str, str, str], NDArray[np.float32]]
"""Vectors by id, context and text of their passage: all that a vector depends on but the model."""


def stored_vectors(folder: Path) -> Known:
    """Every vector of a collection on disk.

    Raises:
        StoreError: It cannot be read.
    """
    _check_database(folder / "chroma.sqlite3")
    client = _guard(folder, partial(_client, folder))
    try:
        wanted = ["embeddings", "documents", "metadatas"]
        found = _guard(folder, lambda: _collection(client).get(include=wanted))
    finally:
        client.close()
    rows = zip(found["ids"], found["metadatas"], found["documents"], found["embeddings"], strict=True)
    return {(name, of["context"], text): np.asarray(row, np.float32) for name, of, text, row in rows}


def _check_database(path: Path) -> None:
    """Look before Chroma does: what it says of a damaged file helps nobody."""
    try:
        with path.open("rb") as file:
            opening = file.read(16)
    except OSError as error:
        raise StoreError(f"向量库不完整：{path} 无法读取") from error
    if opening != b"SQLite format 3\x00":
        raise StoreError(f"向量库已损坏：{path} 不是 SQLite 数据库")


def _client(folder: Path) -> Any:
    # Imported here: it takes about a second, which commands without search need not pay.
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _collection(client: Any) -> Any:
    return client.get_collection(COLLECTION, embedding_function=None)


def _create(client: Any) -> Any:
    # One thread: the graph then depends on the passages alone.
    graph = {"space": "cosine", "ef_construction": 200, "ef_search": _SEARCH_WIDTH, "num_threads": 1}
    return client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": graph})


def _add(collection: Any, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
    collection.add(
        ids=[passage.id for passage in passages],
        embeddings=vectors,
        documents=[passage.text for passage in passages],
        metadatas=[
            {
                "document_id": passage.document_id,
                "clause_ids": json.dumps(passage.clause_ids),
                "context": passage.context,
            }
            for passage in passages
        ],
    )


def _positions(passages: Sequence[Passage]) -> dict[str, int]:
    return {passage.id: position for position, passage in enumerate(passages)}


def _guard(folder: Path, action: Callable[[], Any]) -> Any:
    """Run one step of Chroma and turn whatever it raises into a StoreError.

    Chroma lets errors of SQLite, of its Rust core and of the operating system through as they are,
    among them panics that are not even ``Exception``.
    """
    try:
        return action()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StoreError(f"向量库无法使用（{folder}）：{reason}") from error
