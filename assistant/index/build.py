"""Opens the search index, building it first when model, parser or corpus have changed.

A build goes into a folder of its own and is put to use by renaming one small file, so an interrupted
build leaves the old index whole. Where little has changed, the new folder holds what is new alone and
rests on the folder built before (its base): one document more, less or other in a large corpus costs the
time of that document. A data directory that cannot be used costs the speed of the next start, never the
service: the index then lives in memory, and ``Index.warning`` says what mends it.

Over 300 lines: opening, building anew and adding to what is there are one decision and share its steps.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from assistant.documents.structure import PARSER_VERSION
from assistant.domain.documents import Document
from assistant.errors import StoreError
from assistant.index.contents import Contents, contents_of
from assistant.index.embedder import Embedder
from assistant.index.finder import Finder, searched_here
from assistant.index.lexical import LexicalIndex
from assistant.index.lexical import Part as Counted
from assistant.index.manifest import Manifest, Shelf
from assistant.index.parts import Known, Part, known_vectors, load_part, write_part
from assistant.index.passages import PASSAGES_VERSION, Passage, make_passages
from assistant.index.places import Place, Stock, place_at
from assistant.index.vectors import ExactVectors, Progress, Rows

LOCK_TIMEOUT_S = 300.0
# More than so great a share changed: built anew, which keeps the part searched exactly small.
_CHANGED_SHARE = 0.05


class Corpus(Protocol):
    """Documents in a fixed order; a ``Library`` is one."""

    @property
    def documents(self) -> tuple[Document, ...]: ...  # noqa: D102


class Cut(NamedTuple):
    """A document and its passages."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index ready to be searched.

    Attributes:
        passages: Position ``i`` here is number ``i`` of both sides.
        note: What happened at the opening that an operator should know, or None.
        folder: Where it lies on disk, or None in memory.
        rebuilt: Whether this opening built it, or what is new of it.
        cuts: The passages of each document, by its id.
    """

    passages: tuple[Passage, ...]
    embedder: Embedder
    lexical: LexicalIndex
    vectors: Finder
    manifest: Manifest
    note: str | None = None
    folder: Path | None = None
    rebuilt: bool = False
    cuts: Mapping[str, Cut] = field(default_factory=dict, repr=False)

    @property
    def warning(self) -> str | None:
        """What does not work as it should now and what mends it, or None."""
        return self.vectors.trouble or self.note

    def close(self) -> None:
        """Let go of the files; nothing is searched afterwards."""
        self.vectors.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The index to be opened."""

    cuts: Mapping[str, Cut]
    passages: tuple[Passage, ...]
    contents: Contents
    manifest: Manifest
    embedder: Embedder
    place: Place
    report: Progress
    exact_up_to: int
    idle: bool


def open_index(
    library: Corpus,
    embedder: Embedder,
    data_dir: Path,
    progress: Progress | None = None,
    *,
    store: str = "chroma",
    exact_up_to: int = 0,
    idle: bool = True,
    parser_version: str = PARSER_VERSION,
    before: Index | None = None,
) -> Index:
    """Open the index of a corpus below ``data_dir``, building what is missing or stale.

    An exception from ``progress`` (an interrupt, say) ends the build and passes through; the index
    that was current before remains so.

    ``store`` is the address of the vector store, as in ASSISTANT_VECTOR_STORE; ``before`` is an index of an
    earlier state of the corpus, whose passages are taken over. ``exact_up_to`` as for :class:`Finder`; a store
    that such a corpus never asks is left closed unless it may be held open ``idle``.

    Raises:
        SettingsError: The address of the store cannot be used.
    """
    cuts = _cut(library, before)
    passages = tuple(passage for cut in cuts.values() for passage in cut.passages)
    contents = contents_of(cut.passages for cut in cuts.values())
    manifest = Manifest(
        model=embedder.name,
        dimension=embedder.dimension,
        parser=parser_version,
        passages=PASSAGES_VERSION,
        store=store,
        corpus=contents.digest,
        size=len(passages),
    )
    wanted = _Wanted(
        cuts=cuts,
        passages=passages,
        contents=contents,
        manifest=manifest,
        embedder=embedder,
        place=place_at(store),
        report=progress or _silent,
        exact_up_to=exact_up_to,
        idle=idle,
    )
    try:
        return _open_stored(Shelf(data_dir / "index"), wanted)
    except (StoreError, OSError) as error:
        return _in_memory(
            wanted,
            f"数据目录 {data_dir} 不可用（{_first_line(error)}），本次改用内存索引；"
            "请检查该目录的写权限与剩余空间，或用 ASSISTANT_DATA_DIR 指定其他目录。",
        )


def _cut(library: Corpus, before: Index | None) -> dict[str, Cut]:
    known = before.cuts if before else {}
    cuts: dict[str, Cut] = {}
    for document in library.documents:
        cut = known.get(document.id)
        same = cut is not None and cut.document is document
        cuts[document.id] = cut if cut and same else Cut(document, make_passages(document))
    return cuts


def _open_stored(shelf: Shelf, wanted: _Wanted) -> Index:
    from filelock import FileLock, Timeout

    index, _ = _current(shelf, wanted)
    if index:
        return index
    shelf.folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(shelf.folder / "build.lock", timeout=LOCK_TIMEOUT_S):
            index, damage = _current(shelf, wanted)
            return index or _build(shelf, wanted, damage)
    except Timeout as error:
        raise StoreError(f"另一个进程已建索引超过 {LOCK_TIMEOUT_S:.0f} 秒") from error


def _current(shelf: Shelf, wanted: _Wanted) -> tuple[Index | None, str | None]:
    """Return the current index if it is fresh and whole, else what is damaged about it."""
    try:
        folder = shelf.current()
        if folder is None or shelf.manifest(folder) != wanted.manifest:
            return None, None
        with ExitStack() as stack:
            shelf.hold(folder, stack)
            parts = _parts(shelf, folder, wanted.manifest.dimension)
            return _assembled(wanted, parts, stack.pop_all(), folder=folder), None
    except StoreError as error:
        return None, _first_line(error)


def _build(shelf: Shelf, wanted: _Wanted, damage: str | None) -> Index:
    parts, known = _earlier(shelf, wanted.manifest)
    base = next((part for part in parts[:1] if _rests(part.contents, wanted.contents)), None)
    fresh = wanted.contents.missing(base.contents) if base else wanted.contents
    folder = shelf.new_folder(wanted.manifest)
    try:
        with ExitStack() as stack:
            part = write_part(folder, fresh, _passages(wanted, fresh), wanted.embedder, known, wanted.report)
            if base and base.folder:
                shelf.rest(folder, base.folder)
            shelf.hold(folder, stack)
            index = _assembled(
                wanted,
                [base, part] if base else [part],
                stack.pop_all(),
                folder=folder,
                fill=base is None,
                rebuilt=True,
                note=f"原有索引已损坏（{damage}），现已重建，无需处理。" if damage else None,
            )
        previous = _name_of_current(shelf)
        try:
            shelf.switch(folder, wanted.manifest)
        except BaseException:
            index.close()
            raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    # The one before stays: another process may still be reading it.
    shelf.clean(keep=frozenset({folder.name, previous}))
    return index


def _rests(base: Contents, contents: Contents) -> bool:
    """Whether little enough of a base has changed to build on it."""
    changed = contents.missing(base).rows + base.missing(contents).rows
    return changed <= base.rows * _CHANGED_SHARE


def _earlier(shelf: Shelf, manifest: Manifest) -> tuple[list[Part], Known]:
    """The parts of the index in use that can be built upon, and the vectors that can be taken over."""
    try:
        folder = shelf.current()
        if folder is None:
            return [], {}
        made = shelf.manifest(folder)
        if made.recipe != manifest.recipe:
            return [], {}
        parts = _parts(shelf, folder, manifest.dimension)
    except StoreError:
        # What is damaged is of no use here; the build says so.
        return [], {}
    # The same index again means that its store is damaged.
    usable = made.store == manifest.store and made != manifest
    return (parts if usable else []), known_vectors(parts)


def _parts(shelf: Shelf, folder: Path, dimension: int) -> list[Part]:
    base = shelf.base(folder)
    return [load_part(one, dimension) for one in ((base, folder) if base else (folder,))]


def _passages(wanted: _Wanted, contents: Contents) -> Sequence[Passage]:
    """The passages of some of the documents, in their order."""
    names = [entry.document_id for entry in contents.entries]
    return [passage for name in names for passage in wanted.cuts[name].passages]


def _assembled(
    wanted: _Wanted,
    parts: Sequence[Part],
    holds: ExitStack,
    *,
    folder: Path | None,
    fill: bool = False,
    rebuilt: bool = False,
    note: str | None = None,
) -> Index:
    """Join parts to an index, and connect its store; it lets go of the holds when it is closed."""
    places = [wanted.contents.places_of(part.contents) for part in parts]
    exact = ExactVectors([Rows(p.vectors, at) for p, at in zip(parts, places, strict=True)], wanted.contents)
    counted = [Counted(part.postings, at) for part, at in zip(parts, places, strict=True)]
    stock = Stock(
        recipe=wanted.manifest.recipe,
        folder=parts[0].folder,
        base=parts[0].contents,
        base_rows=exact.parts[0],
        contents=wanted.contents,
        passages=wanted.passages,
        exact=exact,
    )
    try:
        vectors = _finder(wanted, stock, holds, fill=fill)
    except BaseException:
        holds.close()
        raise
    return Index(
        passages=wanted.passages,
        embedder=wanted.embedder,
        lexical=LexicalIndex(counted, len(wanted.passages)),
        vectors=vectors,
        manifest=wanted.manifest,
        note=note,
        folder=folder,
        rebuilt=rebuilt,
        cuts=wanted.cuts,
    )


def _finder(wanted: _Wanted, stock: Stock, holds: ExitStack, *, fill: bool) -> Finder:
    """Connect the store; one outside the index folder may be away, and is then looked for again."""
    place = wanted.place
    store, trouble = None, None
    unasked = not wanted.idle and not fill and searched_here(stock.exact, wanted.exact_up_to)
    if not place.remote and (stock.folder is None or unasked):
        return Finder(stock.exact, None, exact_up_to=wanted.exact_up_to, close=holds.close)
    try:
        store = place.connect(stock, wanted.report, fill=fill or place.remote)
    except StoreError as error:
        if not place.remote:
            raise
        trouble = error
    return Finder(
        stock.exact,
        store,
        partial(place.connect, stock, _silent, fill=place.remote),
        tail=slice(1, None) if place.holds_base_alone else slice(0),
        address=place.address,
        remote=place.remote,
        trouble=trouble,
        exact_up_to=wanted.exact_up_to,
        close=holds.close,
    )


def _in_memory(wanted: _Wanted, note: str) -> Index:
    part = write_part(None, wanted.contents, wanted.passages, wanted.embedder, {}, wanted.report)
    return _assembled(wanted, [part], ExitStack(), folder=None, rebuilt=True, note=note)


def _name_of_current(shelf: Shelf) -> str:
    try:
        folder = shelf.current()
    except StoreError:
        # A pointer to nothing protects nothing; the switch that follows replaces it.
        return ""
    return folder.name if folder else ""


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
