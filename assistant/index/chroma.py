"""Chroma: a collection in the index folder, or on a server that several processes share.

A collection holds the vectors of one base, numbered by row, with the document of each for filters. It is
written once and never changed: what changed since is searched in the local copy. Text is not stored in it:
Chroma would index every third character of it, which takes more time and space than the vectors.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.addresses import StoreAddress
from assistant.errors import StoreError
from assistant.index.places import Stock
from assistant.index.vectors import Neighbour, Progress

COLLECTION = "passages"
# Chroma keeps all other threads waiting while it takes in a batch: larger ones stop questions for half a second.
_BATCH = 500
# Searching this wide makes the graph search of a small corpus exact, and thus free of chance.
_SEARCH_WIDTH = 400
_ANSWER_S = 3.0
_FILL_S = 60.0
_ABANDONED_S = 3600.0
_KEPT = 2
# Clients of one address share what lies behind them, but do not look whether another thread is just making it.
_MAKING = threading.Lock()


class ChromaCollection:
    """An open collection.

    Args:
        where: What messages name it by.
        close: Lets go of it.
    """

    def __init__(
        self, collection: Any, stock: Stock, where: str, *, shared: bool, close: Callable[[], object]
    ) -> None:
        self.shared_between_processes = shared
        self._collection = collection
        self._where = where
        self._close = close
        self._places = stock.base_rows.places
        living = {entry.digest for entry in stock.contents.entries}
        self._living = frozenset(e.document_id for e in stock.base.entries if e.digest in living)
        self._gone = sorted({e.document_id for e in stock.base.entries} - self._living)
        self._dead = int((self._places < 0).sum())

    def check(self) -> None:
        """Look whether it is whole.

        Raises:
            StoreError: It cannot be read, or holds another number of vectors.
        """
        found, rows = self._guarded(self._collection.count), len(self._places)
        if found != rows:
            raise StoreError(f"向量库有 {found} 段，应有 {rows} 段（{self._where}）。")
        if rows:
            # A damaged graph shows itself here, not at the first question.
            self._guarded(self._probe)

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """Return at most ``limit`` passages, nearest first."""
        if document_ids is not None:
            wanted = sorted(document_ids & self._living)
            return self._found(vector, limit, {"document_id": {"$in": wanted}}) if wanted else []
        found = self._found(vector, limit + min(self._dead, limit), None)[:limit]
        if len(found) < limit and self._dead > limit:
            # What is gone fills the front ranks.
            found = self._found(vector, limit, {"document_id": {"$nin": self._gone}})
        return found

    def matching(
        self, words: str, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour] | None:
        """Chroma knows no words."""
        return None

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
        """Chroma fuses nothing."""
        return None

    def close(self) -> None:
        """Let go of it."""
        self._close()

    def _found(
        self, vector: NDArray[np.float32], limit: int, where: dict[str, Any] | None
    ) -> list[Neighbour]:
        ask = partial(self._collection.query, query_embeddings=[vector], where=where, include=["distances"])
        answer = self._guarded(partial(ask, n_results=min(limit, len(self._places))))
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        found = [Neighbour(int(self._places[int(row)]), 1.0 - float(distance)) for row, distance in pairs]
        return [one for one in found if one.position >= 0]

    def _probe(self) -> None:
        last = self._collection.get(ids=[str(len(self._places) - 1)], include=["embeddings"])
        self._collection.query(query_embeddings=[last["embeddings"][0]], n_results=1, include=[])

    def _guarded(self, action: Callable[[], Any]) -> Any:
        return guarded(self._where, action)


class ChromaFolder:
    """Chroma within this process, in the folder of the index."""

    address = "chroma"
    holds_base_alone = True
    remote = False

    def connect(self, stock: Stock, progress: Progress, *, fill: bool) -> ChromaCollection:
        """Open the collection in the stock's folder, or write it there."""
        if stock.folder is None:
            raise StoreError("内嵌的向量库需要数据目录。")
        folder, where = stock.folder / "chroma", str(stock.folder / "chroma")
        if not fill:
            _check_database(folder / "chroma.sqlite3")
        client = guarded(where, partial(_folder_client, folder))
        try:
            if fill:
                collection = guarded(where, partial(_create, client, COLLECTION, {}))
                _fill(collection, stock, progress, where)
            else:
                collection = guarded(where, partial(_get, client, COLLECTION))
            opened = ChromaCollection(collection, stock, where, shared=False, close=client.close)
            opened.check()
        except BaseException:
            client.close()
            raise
        return opened


class ChromaServer:
    """A Chroma server (``chroma run``); collections are named for what they hold.

    A collection is filled under a name of its own and then renamed, so that whoever finds the final name
    finds it whole, and of two processes that fill it at once the later gives way.
    """

    holds_base_alone = True
    remote = True

    def __init__(self, address: StoreAddress) -> None:
        self.address = address.written
        self._host, self._port, self._name = address.host or "", address.port, address.name

    def connect(self, stock: Stock, progress: Progress, *, fill: bool) -> ChromaCollection:
        """Open the collection of the stock's base, or write it."""
        client = guarded(self.address, self._client)
        try:
            name = f"{self._name}-{stock.recipe}-{stock.base.digest}"
            held = {one.name: one for one in guarded(self.address, client.list_collections)}
            if name not in held:
                if not fill:
                    raise StoreError(f"向量库 {self.address} 中没有 {name}。")
                self._fill(client, name, stock, progress)
            collection = guarded(self.address, partial(_get, client, name))
            opened = ChromaCollection(collection, stock, self.address, shared=True, close=client.close)
            opened.check()
            guarded(self.address, partial(self._tidy, client, collection))
        except BaseException:
            client.close()
            raise
        return opened

    def _client(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        with _MAKING:
            client = chromadb.HttpClient(
                self._host, self._port, settings=Settings(anonymized_telemetry=False)
            )
        _bounded(client, _ANSWER_S)
        return client

    def _fill(self, client: Any, name: str, stock: Stock, progress: Progress) -> None:
        draft = f"{self._name}-draft-{uuid.uuid4().hex}"
        collection = guarded(self.address, partial(_create, client, draft, _stamped()))
        _bounded(client, _FILL_S)
        try:
            _fill(collection, stock, progress, self.address)
            guarded(self.address, partial(collection.modify, name=name))
        except BaseException as error:
            guarded(self.address, partial(client.delete_collection, draft))
            names = {one.name for one in guarded(self.address, client.list_collections)}
            if not isinstance(error, StoreError) or name not in names:
                raise
            # Another process has put the same in meanwhile.
        finally:
            _bounded(client, _ANSWER_S)

    def _tidy(self, client: Any, used: Any) -> None:
        """Remove what was abandoned half-filled, and all but the collections opened last.

        Whoever still reads one that goes falls back to its local copy.
        """
        used.modify(metadata=_stamped())
        mine = [one for one in client.list_collections() if one.name.startswith(f"{self._name}-")]
        stamps = {one.name: float((one.metadata or {}).get("opened", 0)) for one in mine}
        drafts = {name for name in stamps if name.startswith(f"{self._name}-draft-")}
        old = {name for name in drafts if stamps[name] < time.time() - _ABANDONED_S}
        old |= set(sorted(stamps.keys() - drafts, key=lambda name: -stamps[name])[_KEPT:])
        for name in sorted(old - {used.name}):
            client.delete_collection(name)


def guarded(where: str, action: Callable[[], Any]) -> Any:
    """Run one step of Chroma and turn whatever it raises into a StoreError.

    Chroma lets errors of SQLite, of its Rust core, of HTTP and of the operating system through as they
    are, among them panics that are not even ``Exception``.
    """
    try:
        return action()
    except (KeyboardInterrupt, SystemExit, StoreError):
        raise
    except BaseException as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StoreError(f"向量库无法使用（{where}）：{reason}") from error


def _fill(collection: Any, stock: Stock, progress: Progress, where: str) -> None:
    owners, vectors = stock.base.owners(), stock.base_rows.vectors
    for start in range(0, len(owners), _BATCH):
        progress("store", start, len(owners))
        guarded(where, partial(_add, collection, start, owners[start : start + _BATCH], vectors))
    progress("store", len(owners), len(owners))


def _add(collection: Any, start: int, owners: list[str], vectors: NDArray[np.float32]) -> None:
    collection.add(
        ids=[str(row) for row in range(start, start + len(owners))],
        embeddings=np.asarray(vectors[start : start + len(owners)]),
        metadatas=[{"document_id": owner} for owner in owners],
    )


def _check_database(path: Path) -> None:
    """Look before Chroma does: what it says of a damaged file helps nobody."""
    try:
        with path.open("rb") as file:
            opening = file.read(16)
    except OSError as error:
        raise StoreError(f"向量库不完整：{path} 无法读取") from error
    if opening != b"SQLite format 3\x00":
        raise StoreError(f"向量库已损坏：{path} 不是 SQLite 数据库")


def _folder_client(folder: Path) -> Any:
    # Imported here: it takes about a second, which commands without search need not pay.
    import chromadb
    from chromadb.config import Settings

    with _MAKING:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _get(client: Any, name: str) -> Any:
    return client.get_collection(name, embedding_function=None)


def _create(client: Any, name: str, metadata: dict[str, float]) -> Any:
    # One thread: the graph then depends on the passages alone.
    graph = {"space": "cosine", "ef_construction": 200, "ef_search": _SEARCH_WIDTH, "num_threads": 1}
    return client.create_collection(
        name, embedding_function=None, metadata=metadata or None, configuration={"hnsw": graph}
    )


def _stamped() -> dict[str, float]:
    return {"opened": time.time()}


def _bounded(client: Any, seconds: float) -> None:
    """Have requests end after some time: Chroma's own client would wait for ever for a server that hangs."""
    client._server._session.timeout = seconds
