from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.documents.library import Library
from assistant.index.build import Index, open_index
from assistant.index.chroma import ChromaCollection
from assistant.index.embedder import Embedder

Make = Callable[..., Library]


@pytest.fixture
def embedder(make_embedder: Callable[[str], Embedder]) -> Embedder:
    return make_embedder("one")


def folders(data_dir: Path) -> set[str]:
    return {path.name for path in (data_dir / "index").iterdir() if path.is_dir()}


def current(data_dir: Path) -> Path:
    return data_dir / "index" / (data_dir / "index" / "CURRENT").read_text().strip()


class StoppedError(Exception):
    """Stands for whatever ends a process in the middle of a build."""


def stop_at(stage: str) -> Callable[[str, int, int], None]:
    def progress(reached: str, done: int, total: int) -> None:
        if reached == stage and done == total:
            raise StoppedError

    return progress


def test_the_first_opening_builds_and_the_second_does_not(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    assert open_index(library, embedder, tmp_path).rebuilt
    again = open_index(library, embedder, tmp_path)
    assert not again.rebuilt
    assert again.warning is None
    assert isinstance(again.vectors.store, ChromaCollection)


def test_chroma_holds_vector_and_document_of_every_passage(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    import chromadb
    from chromadb.config import Settings

    index = open_index(library, embedder, tmp_path)
    assert index.folder is not None
    client = chromadb.PersistentClient(
        str(index.folder / "chroma"), settings=Settings(anonymized_telemetry=False)
    )
    rows = client.get_collection("passages", embedding_function=None).get(include=["metadatas", "embeddings"])
    assert rows["metadatas"] is not None and rows["embeddings"] is not None
    assert {int(row) for row in rows["ids"]} == set(range(len(index.passages)))
    for row, of, vector in zip(rows["ids"], rows["metadatas"], rows["embeddings"], strict=True):
        passage = index.passages[int(row)]
        assert of == {"document_id": passage.document_id}
        own, above = embedder.encode([passage.text, passage.context])
        assert float(np.dot(vector, 0.8 * own + 0.2 * above)) == pytest.approx(
            float(np.linalg.norm(0.8 * own + 0.2 * above)), abs=1e-5
        )


def test_another_model_parser_or_corpus_means_another_index(
    library: Library, make_library: Make, make_embedder: Callable[[str], Embedder], tmp_path: Path
) -> None:
    one = make_embedder("one")
    data = tmp_path / "data"
    open_index(library, one, data, parser_version="1")
    assert open_index(library, one, data, parser_version="2").rebuilt
    assert open_index(library, make_embedder("two"), data, parser_version="2").rebuilt
    smaller = make_library(only="某市办法\n第一条 企业自愿申报。\n")
    assert open_index(smaller, make_embedder("two"), data, parser_version="2").rebuilt


@pytest.mark.parametrize("stage", ["encode", "store", "lexical"])
def test_an_interrupted_build_leaves_the_old_index_whole_and_in_use(
    stage: str, library: Library, make_library: Make, embedder: Embedder, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    open_index(library, embedder, data)
    before = current(data)
    with pytest.raises(StoppedError):
        open_index(make_library(only="某市办法\n第一条 企业自愿申报。\n"), embedder, data, stop_at(stage))
    assert current(data) == before
    assert folders(data) == {before.name}
    assert not open_index(library, embedder, data).rebuilt


def test_what_a_killed_build_left_behind_is_removed_by_the_next(
    library: Library, make_library: Make, embedder: Embedder, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    open_index(library, embedder, data)
    (data / "index" / "half-built").mkdir()
    first = current(data).name
    open_index(make_library(only="某市办法\n第一条 企业自愿申报。\n"), embedder, data)
    assert folders(data) == {first, current(data).name}


def test_a_process_killed_while_it_builds_leaves_the_old_index_whole_and_no_lock(
    library: Library, make_library: Make, embedder: Embedder, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    open_index(library, embedder, data)
    before = current(data)
    code = (
        "import os, signal, sys; from pathlib import Path;"
        "from assistant.documents.library import load_library;"
        "from assistant.index.build import open_index;"
        "from assistant.index.embedder import load_embedder;"
        "kill = lambda stage, done, total: stage == 'lexical' and os.kill(os.getpid(), signal.SIGKILL);"
        "open_index(load_library(Path(sys.argv[1])), load_embedder(), Path(sys.argv[2]), kill)"
    )
    assert library.folder is not None
    done = subprocess.run([sys.executable, "-c", code, str(library.folder), str(data)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert current(data) == before
    assert not open_index(library, embedder, data).rebuilt
    other = make_library(only="某市办法\n第一条 企业自愿申报。\n")
    assert open_index(other, embedder, data).rebuilt
    assert folders(data) == {before.name, current(data).name}


def test_progress_tells_each_stage_from_nothing_to_all(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []
    open_index(library, embedder, tmp_path, lambda *step: told.append(step))
    for stage in ("encode", "store", "lexical"):
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1]


def test_a_data_directory_that_cannot_be_written_is_named_and_memory_serves(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    index = open_index(library, embedder, tmp_path / "file" / "data")
    assert_served_from_memory(index)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_data_directory_is_named_and_memory_serves(
    library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o500)
    assert_served_from_memory(open_index(library, embedder, data))


def assert_served_from_memory(index: Index) -> None:
    assert index.vectors.store is None
    assert index.warning is not None
    assert "\n" not in index.warning
    assert "ASSISTANT_DATA_DIR" in index.warning
    assert index.vectors.nearest(index.embedder.encode(["撤销称号"])[0], 3)


@pytest.mark.parametrize(
    "path",
    [
        "chroma/chroma.sqlite3",
        "lexical/texts.npy",
        "lexical/tokens.npy",
        "vectors.npy",
        "contents.json",
        "manifest.json",
    ],
)
@pytest.mark.parametrize("content", [b"", b"{", b"\x00garbage" * 999])
def test_a_damaged_index_is_built_anew_and_said_so(
    path: str, content: bytes, library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    open_index(library, embedder, tmp_path)
    (current(tmp_path) / path).write_bytes(content)
    index = open_index(library, embedder, tmp_path)
    assert index.rebuilt
    assert index.warning is not None and "\n" not in index.warning
    assert open_index(library, embedder, tmp_path).warning is None


@pytest.mark.parametrize("content", ["", "nowhere", "../..", "\x00", "rubbish" * 100])
def test_a_damaged_pointer_is_replaced(
    content: str, library: Library, embedder: Embedder, tmp_path: Path
) -> None:
    open_index(library, embedder, tmp_path)
    (tmp_path / "index" / "CURRENT").write_text(content)
    assert open_index(library, embedder, tmp_path).rebuilt
    assert not open_index(library, embedder, tmp_path).rebuilt


def test_two_openings_at_once_build_only_once(library: Library, embedder: Embedder, tmp_path: Path) -> None:
    found: list[Index] = []
    threads = [
        threading.Thread(target=lambda: found.append(open_index(library, embedder, tmp_path)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(index.rebuilt for index in found) == [False, True]


def test_an_empty_corpus_has_an_index_that_finds_nothing(
    make_library: Make, embedder: Embedder, tmp_path: Path
) -> None:
    index = open_index(make_library(), embedder, tmp_path / "data")
    assert index.passages == ()
    assert index.vectors.nearest(embedder.encode(["申报"])[0], 3) == []


class Counting:
    """The embedder of the other tests, which remembers what it was asked to encode."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.name, self.dimension = inner.name, inner.dimension
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return self._inner.encode(texts)


def test_passages_that_stood_in_the_index_before_are_not_encoded_again(
    make_library: Make, embedder: Embedder, tmp_path: Path
) -> None:
    old, added = "某市办法\n第一条 企业自愿申报。\n", "某县细则\n第一条 每年三月受理。\n"
    data, counting = tmp_path / "data", Counting(embedder)
    open_index(make_library(one=old), embedder, data).close()
    grown = open_index(make_library(one=old, two=added), counting, data)
    assert not any("企业自愿申报" in text for text in counting.encoded)
    assert any("每年三月受理" in text for text in counting.encoded)
    fresh = open_index(make_library(one=old, two=added), embedder, tmp_path / "other")
    vector = embedder.encode(["企业自愿申报"])[0]
    assert grown.vectors.nearest(vector, 5) == fresh.vectors.nearest(vector, 5)


def test_an_index_in_use_stays_until_it_is_closed(
    make_library: Make, embedder: Embedder, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    versions = [make_library(only=f"某市办法\n第一条 企业在{n}月申报。\n") for n in range(1, 5)]
    first = open_index(versions[0], embedder, data)
    for version in versions[1:3]:
        open_index(version, embedder, data).close()
    assert first.folder and first.folder.is_dir()
    assert first.vectors.nearest(embedder.encode(["申报"])[0], 1)
    first.close()
    open_index(versions[3], embedder, data)
    assert not first.folder.exists()
