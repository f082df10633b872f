"""Finds passages by meaning: the engine names candidates, the local copy of the vectors scores them.

A small corpus is searched in the local copy at once: comparing a few thousand vectors takes a tenth of the time
in which any engine can be asked, comparing eighty thousand about as long.

So every store gives the same scores, and while one does not answer the local copy alone gives the same
answers, more slowly; the engine is looked for again in the background and taken back once it is there.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.topmost import Best
from assistant.index.vectors import ExactVectors, Neighbour, VectorStore, neighbours, nothing

log = logging.getLogger(__name__)

RETRY_S = 2.0
_USUAL_DIMENSION = 256
Found = TypeVar("Found")


def searched_here(exact: ExactVectors, exact_up_to: int) -> bool:
    """Whether a corpus is so small that the engine is not asked; ``exact_up_to`` as for :class:`Finder`."""
    return exact.size * exact.dimension <= exact_up_to * _USUAL_DIMENSION


class Finder:
    """Search over all passages of an index.

    Args:
        exact: The local copy of all vectors.
        store: The engine; None when it does not answer, or when there is none.
        connect: Opens the engine again; None when there is none.
        tail: Parts of the local copy that the engine does not hold.
        address: What messages name the engine by.
        remote: The engine is a server, which may come back.
        trouble: Why the engine is not used.
        exact_up_to: So many passages of 256 numbers each, or as many numbers otherwise, are searched in the local copy;
            the engine is asked for candidates among more.
    """

    def __init__(
        self,
        exact: ExactVectors,
        store: VectorStore | None,
        connect: Callable[[], VectorStore] | None = None,
        *,
        tail: slice = slice(0),
        address: str = "",
        remote: bool = False,
        trouble: StoreError | None = None,
        exact_up_to: int = 0,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.store = store
        self.exact = exact
        self._connect = connect
        self._tail = tail
        self._address, self._remote = address, remote
        self._trouble = trouble
        self._small = searched_here(exact, exact_up_to)
        self._close = close
        self._guard = threading.Lock()
        self._looking = False
        self._looked_s = time.monotonic()
        self._closed = False

    @property
    def trouble(self) -> str | None:
        """Why the engine is not used and what mends it, or None."""
        if self._connect is None or self.store is not None or self._closed:
            return None
        self._look_again()
        mends = "请确认该服务正在运行、地址无误" if self._remote else "请重新启动服务，索引会自动修复"
        reason = str(self._trouble).splitlines()[0].rstrip("。")
        return f"向量库 {self._address} 暂不可用（{reason}），检索改用本机的向量副本，结果不变；{mends}，恢复后自动切回。"

    def nearest(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour]:
        """As :meth:`foremost`, passage by passage."""
        return neighbours(self.foremost(vector, limit, document_ids))

    def foremost(
        self, vector: NDArray[np.float32], limit: int, document_ids: frozenset[str] | None = None
    ) -> Best:
        """Return at most ``limit`` passages by cosine similarity, nearest first, ties by position."""
        if limit <= 0 or not vector.any() or (document_ids is not None and not document_ids):
            return nothing()
        if self._small:
            return self.exact.foremost(vector, limit, document_ids)
        found = self._asked(lambda store: store.nearest(vector, limit, document_ids))
        if found is None:
            return self.exact.foremost(vector, limit, document_ids)
        later = self.exact.nearest(vector, limit, document_ids, parts=self._tail)
        positions = sorted({one.position for one in (*found, *later)})
        return self.exact.scored(vector, np.array(positions, dtype=np.int64)).first(limit)

    def matching(
        self, words: str, limit: int, document_ids: frozenset[str] | None = None
    ) -> list[Neighbour] | None:
        """Return passages by shared words, best first; None: the engine knows no words or does not answer."""
        return self._asked(lambda store: store.matching(words, limit, document_ids))

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
        """Return passages as the engine fuses meaning and words; None: it cannot, or does not answer."""
        return self._asked(
            lambda store: store.fused(words, vector, limit, document_ids, weights=weights, k=k)
        )

    def within(self, document_ids: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each passage belongs to one of the documents, (n,)."""
        return self.exact.within(document_ids)

    def close(self) -> None:
        """Let go of what is open; nothing is searched afterwards."""
        with self._guard:
            self._closed, store, self.store = True, self.store, None
        if store:
            store.close()
        self._close()

    def _asked(self, ask: Callable[[VectorStore], Found]) -> Found | None:
        store = self.store
        if store is None:
            self._look_again()
            return None
        try:
            return ask(store)
        except StoreError as error:
            self._lose(store, error)
            return None

    def _lose(self, store: VectorStore, error: StoreError) -> None:
        with self._guard:
            if self.store is not store or self._closed:
                return
            self.store, self._trouble, self._looked_s = None, error, time.monotonic()
        log.warning("vector store lost: %s", error)

    def _look_again(self) -> None:
        with self._guard:
            due = time.monotonic() - self._looked_s >= RETRY_S
            if self._connect is None or self._looking or self._closed or not due:
                return
            self._looking = True
        threading.Thread(target=self._reconnect, name="vector store", daemon=True).start()

    def _reconnect(self) -> None:
        assert self._connect is not None
        store = None
        try:
            store = self._connect()
        except StoreError as error:
            self._trouble = error
        finally:
            with self._guard:
                self._looking, self._looked_s = False, time.monotonic()
                wanted = store is not None and not self._closed
                if wanted:
                    self.store = store
        if wanted:
            log.info("vector store back")
        elif store:
            store.close()
