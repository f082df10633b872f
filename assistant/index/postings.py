"""Which token stands in which text how often: the counts behind BM25, mapped from disk.

The counts say nothing of the other texts of a corpus, so that parts counted at different times make one
index (:mod:`assistant.index.lexical` weighs them together).
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError

# Texts counted at once: bounds the memory that counting takes beside the counts themselves.
_CHUNK = 4000

Run = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16]]
"""Counts of a chunk, sorted by token, then text: token, text, how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The counts, token by token.

    Attributes:
        tokens: Hash of each token, ascending, (v,).
        starts: Where a token's counts begin, (v + 1,).
        texts: Numbers of the texts that hold the token, ascending within one, (c,).
        counts: How often each holds it, (c,); 65,535 stands for more, too.
        lengths: Tokens of each text, (n,).
    """

    tokens: NDArray[np.uint64]
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    def of(self, token: str) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Texts that hold a token, and how often each does."""
        wanted = _hash(token)
        place = int(np.searchsorted(self.tokens, wanted))
        if place == len(self.tokens) or self.tokens[place] != wanted:
            return self.texts[:0], self.counts[:0]
        part = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.texts[part], self.counts[part]

    def save(self, folder: Path) -> None:
        """Write the counts into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Map the counts from disk.

        Raises:
            StoreError: A file is missing, damaged or does not fit the others.
        """
        try:
            found = cls(**{field.name: _mapped(folder / f"{field.name}.npy") for field in fields(cls)})
            whole = len(found.starts) == len(found.tokens) + 1 and len(found.texts) == len(found.counts)
            whole = whole and int(found.starts[-1]) == len(found.texts)
        except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
            raise StoreError(f"关键词索引无法读取（{folder}）：{error}") from error
        if not whole:
            raise StoreError(f"关键词索引已损坏（{folder}）：各文件长度不一致。")
        return found


def count_tokens(texts: Iterable[Sequence[str]]) -> Postings:
    """Count the tokens of texts, which may come as a stream; the order of the texts is their number."""
    vocabulary: dict[str, int] = {}
    runs: list[Run] = []
    lengths = array("i")
    stream = iter(texts)
    while chunk := list(islice(stream, _CHUNK)):
        runs.append(_counted(chunk, len(lengths), vocabulary))
        lengths.extend(map(len, chunk))
    return _joined(runs, vocabulary, np.array(lengths, dtype=np.int32))


def _counted(chunk: Sequence[Sequence[str]], first: int, vocabulary: dict[str, int]) -> Run:
    ids = array("i")
    for tokens in chunk:
        ids.extend([vocabulary.setdefault(token, len(vocabulary)) for token in tokens])
    owners = np.repeat(np.arange(len(chunk), dtype=np.int64), [len(tokens) for tokens in chunk])
    keys, counts = np.unique(np.array(ids, dtype=np.int64) * len(chunk) + owners, return_counts=True)
    token, text = np.divmod(keys, len(chunk))
    return (
        token.astype(np.int32),
        (text + first).astype(np.int32),
        np.minimum(counts, 65535).astype(np.uint16),
    )


def _joined(runs: list[Run], vocabulary: dict[str, int], lengths: NDArray[np.int32]) -> Postings:
    hashes = np.fromiter((_hash(token) for token in vocabulary), dtype=np.uint64, count=len(vocabulary))
    order = np.argsort(hashes)
    ranks = np.empty(len(hashes), dtype=np.int64)
    ranks[order] = np.arange(len(hashes))
    totals = np.zeros(len(hashes), dtype=np.int64)
    for token, _, _ in runs:
        totals += np.bincount(token, minlength=len(hashes))
    starts = np.concatenate([[0], np.cumsum(totals[order])]).astype(np.int64)
    texts = np.empty(int(starts[-1]), dtype=np.int32)
    counts = np.empty(int(starts[-1]), dtype=np.uint16)
    free = starts[:-1][ranks]
    while runs:
        token, text, count = runs.pop(0)
        heads = np.flatnonzero(np.diff(token, prepend=-1))
        sizes = np.diff(heads, append=len(token))
        within = np.arange(len(token)) - np.repeat(heads, sizes)
        places = free[token] + within
        texts[places], counts[places] = text, count
        free[token[heads]] += sizes
    return Postings(tokens=hashes[order], starts=starts, texts=texts, counts=counts, lengths=lengths)


def _hash(token: str) -> np.uint64:
    # 64 bits: among a million tokens two fall together once in thirty million corpora.
    return np.uint64(int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little"))


def _mapped(path: Path) -> NDArray[Any]:
    found = np.load(path, mmap_mode="r", allow_pickle=False)
    if not isinstance(found, np.ndarray) or found.ndim != 1:
        raise ValueError(f"{path.name} 不是一维数组")
    # A plain view: slicing a memory map costs several times as much.
    return np.asarray(found)
