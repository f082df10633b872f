"""Milvus: meaning, words and their fusion in one engine, a file of Milvus Lite or a server or cluster.

A row is a passage; its key begins with the digest of its document, so that two states of a document stand
side by side until the earlier is no longer asked for. A second collection lists the documents whose rows
are all there. Several processes may bring both up to date at once: every write may be repeated.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.addresses import StoreAddress
from assistant.errors import SettingsError, StoreError
from assistant.index.contents import Contents, Entry
from assistant.index.milvus_rows import (
    DIGEST,
    create_collections,
    line_of,
    listed_documents,
    rows_of,
)
from assistant.index.places import Stock
from assistant.index.vectors import Neighbour, Progress

_BATCH = 200
_ANSWER_S = 3.0
_FILL_S = 60.0
# What no longer stands in the corpus is kept so long for processes that still answer from it.
_LEFT_S = 3600
# The client would ask every ten seconds whether the server is there, which servers of gRPC forbid.
_CALM = {"grpc.keepalive_time_ms": 300_000}


class MilvusCollection:
    """An open collection.

    Args:
        stale: Digests of documents whose rows are still there but no longer in the corpus.
    """

    def __init__(self, client: Any, name: str, stock: Stock, stale: Sequence[str], place: Milvus) -> None:
        self.shared_between_processes = place.shared
        self._client = client
        self._name = name
        self._starts = stock.contents.starts()
        self._present = frozenset(entry.document_id for entry in stock.contents.entries)
        self._stale = sorted(stale)
        self._place = place

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """Return at most ``limit`` passages by meaning, nearest first."""
        return self._search(vector, "dense", limit, document_ids)

    def matching(
        self, words: str, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour] | None:
        """Return at most ``limit`` passages by shared words, best first."""
        return self._search(words, "sparse", limit, document_ids)

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
        """Return at most ``limit`` passages as the engine fuses them; a side counts by being asked repeatedly."""
        from pymilvus import AnnSearchRequest, RRFRanker

        expression = self._filter(document_ids)
        if expression is None:
            return []
        ask = partial(AnnSearchRequest, param={}, limit=limit, expr=expression)
        meaning = ask(data=[vector], anns_field="dense")
        by_words = ask(data=[words], anns_field="sparse")
        ratio = Fraction(weights[0] / weights[1]).limit_denominator(3)
        requests = [meaning] * ratio.numerator + [by_words] * ratio.denominator
        return self._found(
            partial(
                self._client.hybrid_search,
                self._name,
                requests,
                RRFRanker(k),
                limit=limit,
                output_fields=["pk"],
                timeout=_ANSWER_S,
            )
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _search(
        self,
        data: NDArray[np.float32] | str,
        field: str,
        limit: int,
        document_ids: frozenset[str] | None,
    ) -> list[Neighbour]:
        expression = self._filter(document_ids)
        if expression is None:
            return []
        return self._found(
            partial(
                self._client.search,
                self._name,
                [data],
                anns_field=field,
                filter=expression,
                limit=limit,
                output_fields=["pk"],
                timeout=_ANSWER_S,
            )
        )

    def _found(self, ask: Callable[[], Any]) -> list[Neighbour]:
        rows = self._place.guarded(ask)[0]
        # Milvus Lite gives scores of words with a minus, Milvus without; the order is the same.
        return [
            Neighbour(self._starts[row["pk"][:DIGEST]] + int(row["pk"][DIGEST:]), abs(row["distance"]))
            for row in rows
            if row["pk"][:DIGEST] in self._starts
        ]

    def _filter(self, document_ids: frozenset[str] | None) -> str | None:
        """The condition on rows; None where no row can fulfil it."""
        conditions = [f"digest not in {json.dumps(self._stale)}"] if self._stale else []
        if document_ids is not None:
            wanted = sorted(document_ids & self._present)
            if not wanted:
                return None
            conditions.append(f"document_id in {json.dumps(wanted, ensure_ascii=False)}")
        return " and ".join(conditions)


class Milvus:
    """A Milvus server or cluster, or a file of Milvus Lite within this process.

    Raises:
        SettingsError: The client is not installed.
    """

    holds_base_alone = False
    remote = True

    def __init__(self, address: StoreAddress) -> None:
        self.address = address.written
        self.shared = address.shared_between_processes
        self._server = f"http://{address.host}:{address.port}"
        self._path = address.path
        self._name = address.name
        needed = ["pymilvus"] if self.shared else ["pymilvus", "milvus_lite", "jieba"]
        if not all(find_spec(package) for package in needed):
            raise SettingsError(
                f"ASSISTANT_VECTOR_STORE={self.address} 需要 Milvus 附加组件："
                "请运行 pip install 'green-policy-assistant[milvus]'。"
            )

    def connect(self, stock: Stock, progress: Progress, *, fill: bool) -> MilvusCollection:
        """Open the collection, and bring it up to date."""
        client = self.guarded(self._client)
        try:
            rows, documents = f"{self._name}_{stock.recipe}", f"{self._name}_{stock.recipe}_documents"
            self.guarded(partial(create_collections, client, rows, documents, stock.exact.dimension))
            held = self.guarded(partial(listed_documents, client, documents))
            self._fill(client, rows, documents, stock, held, progress)
            stale = self._tidy(client, rows, documents, stock.contents, held)
        except BaseException:
            client.close()
            raise
        return MilvusCollection(client, rows, stock, stale, self)

    def guarded(self, action: Callable[[], Any]) -> Any:
        """Run one step of the client and turn whatever it raises into a StoreError.

        The client lets errors of gRPC, of files and of Milvus Lite through as they are.
        """
        try:
            return action()
        except StoreError:
            raise
        except Exception as error:
            reason = getattr(error, "message", None) or str(error) or type(error).__name__
            raise StoreError(f"向量库无法使用（{self.address}）：{str(reason).splitlines()[0]}") from error

    def _client(self) -> Any:
        from pymilvus import MilvusClient

        if self._path is None:
            return MilvusClient(self._server, timeout=_ANSWER_S, grpc_options=_CALM)
        # The word cutter of Milvus Lite tells on standard error that it starts.
        logging.getLogger("jieba").setLevel(logging.WARNING)
        # Milvus Lite takes no other ending.
        path = self._path if self._path.suffix == ".db" else self._path / "milvus.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        return MilvusClient(str(path), grpc_options=_CALM)

    def _fill(
        self,
        client: Any,
        rows: str,
        documents: str,
        stock: Stock,
        held: dict[str, int],
        progress: Progress,
    ) -> None:
        """Put in the documents that are missing; each is listed once all its rows are in."""
        lacking = Contents(tuple(e for e in stock.contents.entries if held.get(e.digest) != 0))
        fresh = Contents(tuple(entry for entry in lacking.entries if entry.digest not in held))
        starts, done = stock.contents.starts(), 0
        for batch in _batches(fresh.entries):
            progress("store", done, fresh.rows)
            data = [row for entry in batch for row in rows_of(entry, starts[entry.digest], stock)]
            for first in range(0, len(data), _BATCH):
                part = data[first : first + _BATCH]
                self.guarded(partial(client.upsert, rows, part, timeout=_FILL_S))
            self.guarded(partial(client.upsert, documents, [line_of(e) for e in batch], timeout=_FILL_S))
            done += len(data)
        # What was about to go is wanted again.
        back = [line_of(entry) for entry in lacking.entries if entry.digest in held]
        if back:
            self.guarded(partial(client.upsert, documents, back, timeout=_FILL_S))
        progress("store", fresh.rows, fresh.rows)

    def _tidy(
        self, client: Any, rows: str, documents: str, contents: Contents, held: dict[str, int]
    ) -> list[str]:
        """Remove what left the corpus some time ago; return what has left it and is still there."""
        now, wanted = int(time.time()), {entry.digest for entry in contents.entries}
        stale = {digest: left for digest, left in held.items() if digest not in wanted}
        over = sorted(digest for digest, left in stale.items() if 0 < left < now - _LEFT_S)
        left = [line_of(Entry("", digest, 0), left=now) for digest, at in sorted(stale.items()) if not at]
        for first in range(0, len(over), _BATCH):
            gone = f"digest in {json.dumps(over[first : first + _BATCH])}"
            self.guarded(partial(client.delete, rows, filter=gone, timeout=_FILL_S))
            self.guarded(partial(client.delete, documents, filter=gone, timeout=_FILL_S))
        if left:
            self.guarded(partial(client.upsert, documents, left, timeout=_FILL_S))
        return sorted(stale.keys() - set(over))


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Documents together that have some thousand rows."""
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if sum(one.rows for one in batch) >= 5 * _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
