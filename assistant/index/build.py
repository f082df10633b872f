"""Opens the search index, building it first when model, parser or corpus have changed.

A build goes into a folder of its own and is put to use by renaming one small file, so an interrupted
build leaves the old index whole. A data directory that cannot be used costs the speed of the next start,
never the service: the index then lives in memory, and ``Index.warning`` says what mends it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.documents.structure import PARSER_VERSION
from assistant.domain.documents import Document
from assistant.errors import StoreError
from assistant.index.embedder import Embedder
from assistant.index.lexical import LexicalIndex
from assistant.index.manifest import Manifest, Shelf
from assistant.index.passages import PASSAGES_VERSION, Passage, make_passages
from assistant.index.vectors import (
    ChromaVectors,
    Known,
    MemoryVectors,
    Progress,
    VectorStore,
    stored_vectors,
)
from assistant.text.normalise import fold

LOCK_TIMEOUT_S = 300.0
_ENCODE_BATCH = 2000
_CONTEXT_SHARE = 0.2


class Corpus(Protocol):
    """Documents with a version that changes whenever they do; a ``Library`` is one."""

    @property
    def documents(self) -> tuple[Document, ...]: ...  # noqa: D102

    @property
    def version(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index ready to be searched.

    Attributes:
        passages: Position ``i`` here is number ``i`` of both sides.
        warning: Why the data directory is not used and what mends it, or None.
        folder: Where it lies on disk, or None in memory.
        rebuilt: Whether this opening built it.
    """

    passages: tuple[Passage, ...]
    embedder: Embedder
    lexical: LexicalIndex
    vectors: VectorStore
    manifest: Manifest
    warning: str | None = None
    folder: Path | None = None
    rebuilt: bool = False

    def close(self) -> None:
        """Let go of the files; nothing is searched afterwards."""
        self.vectors.close()


def open_index(
    library: Corpus,
    embedder: Embedder,
    data_dir: Path,
    progress: Progress | None = None,
    *,
    parser_version: str = PARSER_VERSION,
) -> Index:
    """Open the index of a corpus below ``data_dir``, building it when it is missing or stale.

    An exception from ``progress`` (an interrupt, say) ends the build and passes through; the index
    that was current before remains so.
    """
    report = progress or _silent
    passages = tuple(passage for document in library.documents for passage in make_passages(document))
    manifest = Manifest(
        model=embedder.name,
        dimension=embedder.dimension,
        parser=parser_version,
        passages=PASSAGES_VERSION,
        corpus=library.version,
        size=len(passages),
    )
    try:
        return _open_stored(Shelf(data_dir / "index"), passages, embedder, manifest, report)
    except (StoreError, OSError) as error:
        warning = (
            f"数据目录 {data_dir} 不可用（{_first_line(error)}），本次改用内存索引；"
            "请检查该目录的写权限与剩余空间，或用 ASSISTANT_DATA_DIR 指定其他目录。"
        )
        return _in_memory(passages, embedder, manifest, report, warning)


def _open_stored(
    shelf: Shelf, passages: tuple[Passage, ...], embedder: Embedder, manifest: Manifest, report: Progress
) -> Index:
    from filelock import FileLock, Timeout

    index, _ = _current(shelf, passages, embedder, manifest)
    if index:
        return index
    shelf.folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(shelf.folder / "build.lock", timeout=LOCK_TIMEOUT_S):
            index, damage = _current(shelf, passages, embedder, manifest)
            return index or _build(shelf, passages, embedder, manifest, report, damage)
    except Timeout as error:
        raise StoreError(f"另一个进程已建索引超过 {LOCK_TIMEOUT_S:.0f} 秒") from error


def _current(
    shelf: Shelf, passages: tuple[Passage, ...], embedder: Embedder, manifest: Manifest
) -> tuple[Index | None, str | None]:
    """Return the current index if it is fresh and whole, else what is damaged about it."""
    try:
        folder = shelf.current()
        if folder is None or shelf.manifest(folder) != manifest:
            return None, None
        index = Index(
            passages=passages,
            embedder=embedder,
            lexical=LexicalIndex.load(folder / "lexical", len(passages)),
            vectors=ChromaVectors.open(folder / "chroma", passages),
            manifest=manifest,
            folder=folder,
        )
    except StoreError as error:
        return None, _first_line(error)
    return index, None


def _build(
    shelf: Shelf,
    passages: tuple[Passage, ...],
    embedder: Embedder,
    manifest: Manifest,
    report: Progress,
    damage: str | None,
) -> Index:
    folder = shelf.new_folder(manifest)
    store: VectorStore | None = None
    try:
        vectors = encode_passages(passages, embedder, report, _known(shelf, manifest))
        store = ChromaVectors.build(folder / "chroma", passages, vectors, report)
        report("lexical", 0, 1)
        lexical = build_lexical(passages)
        lexical.save(folder / "lexical")
        report("lexical", 1, 1)
    except BaseException:
        if store:
            store.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    previous = _name_of_current(shelf)
    shelf.switch(folder, manifest)
    # The one before stays: another process may still be reading it.
    shelf.clean(keep=frozenset({folder.name, previous}))
    return Index(
        passages=passages,
        embedder=embedder,
        lexical=lexical,
        vectors=store,
        manifest=manifest,
        warning=f"原有索引已损坏（{damage}），现已重建，无需处理。" if damage else None,
        folder=folder,
        rebuilt=True,
    )


def _name_of_current(shelf: Shelf) -> str:
    try:
        folder = shelf.current()
    except StoreError:
        # A pointer to nothing protects nothing; the switch that follows replaces it.
        return ""
    return folder.name if folder else ""


def _in_memory(
    passages: tuple[Passage, ...], embedder: Embedder, manifest: Manifest, report: Progress, warning: str
) -> Index:
    vectors = encode_passages(passages, embedder, report)
    return Index(
        passages=passages,
        embedder=embedder,
        lexical=build_lexical(passages),
        vectors=MemoryVectors(passages, vectors),
        manifest=manifest,
        warning=warning,
        rebuilt=True,
    )


def build_lexical(passages: Sequence[Passage]) -> LexicalIndex:
    """Count the words of every passage, its context included."""
    return LexicalIndex.build([fold(passage.full_text) for passage in passages])


def _known(shelf: Shelf, manifest: Manifest) -> Known:
    """The vectors of the index in use, where the same model made them; its passages need no second encoding."""
    try:
        folder = shelf.current()
        if folder is None:
            return {}
        made = shelf.manifest(folder)
        if (made.model, made.dimension, made.format) != (manifest.model, manifest.dimension, manifest.format):
            return {}
        return stored_vectors(folder / "chroma")
    except StoreError:
        # What is damaged is of no use here; the build says so.
        return {}


def encode_passages(
    passages: Sequence[Passage], embedder: Embedder, report: Progress, known: Known | None = None
) -> NDArray[np.float32]:
    """Return one unit vector a passage, (n, d): its own words and, with less weight, its context.

    Vectors in ``known`` are taken as they are.
    """
    result = np.zeros((len(passages), embedder.dimension), dtype=np.float32)
    fresh: list[int] = []
    for place, passage in enumerate(passages):
        vector = (known or {}).get((passage.id, passage.context, passage.text))
        if vector is None:
            fresh.append(place)
        else:
            result[place] = vector
    for start in range(0, len(fresh), _ENCODE_BATCH):
        report("encode", len(passages) - len(fresh) + start, len(passages))
        places = fresh[start : start + _ENCODE_BATCH]
        chunk = [passages[place] for place in places]
        own = embedder.encode([fold(passage.text) for passage in chunk])
        context = embedder.encode([fold(passage.context) for passage in chunk])
        mixed = (1 - _CONTEXT_SHARE) * own + _CONTEXT_SHARE * context
        length = np.linalg.norm(mixed, axis=1, keepdims=True)
        result[places] = mixed / np.maximum(length, 1e-12)
    report("encode", len(passages), len(passages))
    return result


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
