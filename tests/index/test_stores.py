"""What every vector store must do: one suite, run on each of them as it is run in service."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.addresses import read_store_address
from assistant.documents.library import Library
from assistant.errors import SettingsError
from assistant.index.build import Index, open_index
from assistant.index.embedder import Embedder
from assistant.index.places import place_at
from assistant.index.vectors import Neighbour
from assistant.retrieval.search import Searcher
from tests.servers import HAS_MILVUS, NO_MILVUS, Server

Make = Callable[..., Library]


def measure(number: int) -> str:
    """An invented measure of nine articles; no two articles are alike, so that no two similarities are."""
    chance = random.Random(number)
    words = ["".join(chance.choices(CHARACTERS, k=chance.randint(8, 40))) for _ in range(9)]
    lines = [
        f"第{m}条 每年{m}月{text}报送材料{number * 9 + i}份。"
        for i, (m, text) in enumerate(zip("一二三四五六七八九", words, strict=True))
    ]
    return "\n".join([f"某市{words[0][:6]}管理办法", *lines]) + "\n"


CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]
# Large enough that one more document is a small change.
MEASURES = {f"m{number:02}": measure(number) for number in range(1, 31)}
ADDED = "某县泵站补贴细则\n第一条 每年三月受理泵站改造的补贴申请。\n"
CHANGED = "某市水价管理办法\n第一条 灌溉单位应当公开水价。\n"


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server("chroma", tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not HAS_MILVUS:
        pytest.skip(NO_MILVUS)
    server = Server("milvus", tmp_path_factory.mktemp("milvus"))
    server.start()
    yield server
    server.stop()


KINDS = ["chroma", "chroma+http", "milvus", "milvus+http"]


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    kind = str(request.param)
    # A name of its own for each test, where they share a server.
    name = f"t{abs(hash(tmp_path)) % 10**9}"
    if kind.endswith("+http"):
        server: Server = request.getfixturevalue(kind.replace("+http", "_server"))
        return f"{server.address}/{name}"
    if kind == "milvus":
        if not HAS_MILVUS:
            pytest.skip(NO_MILVUS)
        return f"milvus:{tmp_path / 'milvus.db'}"
    return kind


@pytest.fixture
def opened() -> Iterator[Callable[..., Index]]:
    indexes: list[Index] = []

    def open_one(*arguments: object, **named: object) -> Index:
        indexes.append(open_index(*arguments, **named))  # type: ignore[arg-type]
        return indexes[-1]

    yield open_one
    for index in indexes:
        index.close()


class Unasked:
    """A store that must not be asked."""

    def nearest(self, *_: object) -> list[Neighbour]:
        raise AssertionError("the store was asked")

    def close(self) -> None: ...


@pytest.fixture
def embedder(make_embedder: Callable[[str], Embedder]) -> Embedder:
    return make_embedder("one")


QUESTIONS = ["什么时候报送材料", MEASURES["m07"][20:40], "泵站改造补贴", "灌溉单位公开水价", "材料153份"]


def nearest(index: Index, question: str, **only: frozenset[str]) -> list[tuple[str, float]]:
    found = index.vectors.nearest(index.embedder.encode([question])[0], 8, **only)
    return [(index.passages[one.position].id, one.similarity) for one in found]


def test_a_small_corpus_is_searched_without_asking_the_store(
    make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    library = make_library(**MEASURES)
    asked = opened(library, embedder, tmp_path / "asked")
    size = math.ceil(len(asked.passages) * embedder.dimension / 256)
    for limit, found in ((size, nearest(asked, QUESTIONS[0])), (size - 1, None)):
        index = opened(library, embedder, tmp_path / str(limit), exact_up_to=limit)
        index.vectors.store = Unasked()  # type: ignore[assignment]
        if found is None:
            with pytest.raises(AssertionError, match="was asked"):
                nearest(index, QUESTIONS[0])
        else:
            assert nearest(index, QUESTIONS[0]) == found


def test_a_store_that_is_never_asked_is_opened_only_where_it_may_be_held_idle(
    make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    library = make_library(**MEASURES)
    made = opened(library, embedder, tmp_path, exact_up_to=1_000_000, idle=False)
    assert made.vectors.store is not None  # what is built is written to the store
    found = nearest(made, QUESTIONS[0])
    for limit, idle, is_open in ((1_000_000, True, True), (1_000_000, False, False), (1, False, True)):
        index = opened(library, embedder, tmp_path, exact_up_to=limit, idle=idle)
        assert (index.vectors.store is not None) is is_open
        assert nearest(index, QUESTIONS[0]) == found
        assert not index.rebuilt
        assert index.warning is None
    (made.folder / "chroma" / "chroma.sqlite3").write_bytes(b"")
    assert (
        nearest(opened(library, embedder, tmp_path, exact_up_to=1_000_000, idle=False), QUESTIONS[0]) == found
    )
    assert opened(library, embedder, tmp_path, exact_up_to=1_000_000).rebuilt


def test_every_store_finds_what_exact_search_finds(
    address: str, make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    library = make_library(**MEASURES)
    (tmp_path / "file").write_text("")
    exact = opened(library, embedder, tmp_path / "file" / "data")
    index = opened(library, embedder, tmp_path / "data", store=address)
    assert index.warning is None
    assert index.vectors.store is not None
    for question in QUESTIONS:
        assert nearest(index, question) == nearest(exact, question)
        some = frozenset({"m03", "m07"})
        assert nearest(index, question, document_ids=some) == nearest(exact, question, document_ids=some)
    again = opened(library, embedder, tmp_path / "data", store=address)
    assert not again.rebuilt
    assert nearest(again, QUESTIONS[0]) == nearest(exact, QUESTIONS[0])
    again.close()
    assert again.warning is None


def test_every_store_follows_a_document_more_less_and_other(
    address: str, make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    data = tmp_path / "data"
    first = opened(make_library(**MEASURES), embedder, data, store=address)
    told: list[tuple[str, int, int]] = []
    states = [
        {**MEASURES, "added": ADDED},
        {**MEASURES, "added": ADDED, "m07": CHANGED},
        {name: text for name, text in MEASURES.items() if name != "m09"},
        MEASURES,
    ]
    for number, state in enumerate(states):
        library = make_library(**state)
        index = opened(library, embedder, data, lambda *step: told.append(step), store=address)
        (tmp_path / f"file{number}").write_text("")
        exact = opened(library, embedder, tmp_path / f"file{number}" / "data")
        searches, expected = Searcher(index), Searcher(exact)
        for question in QUESTIONS:
            assert nearest(index, question) == nearest(exact, question)
            if not address.startswith("milvus"):
                assert searches.search(question) == expected.search(question)
    assert nearest(first, QUESTIONS[3])[0][0].startswith("m"), "what was opened before goes on"
    stored = [total for stage, done, total in told if stage == "encode" and done == 0]
    assert max(stored) < 30, "a change of one document is indexed alone"


def test_words_meaning_and_both_find_the_clause(
    address: str, make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    index = opened(make_library(**MEASURES, added=ADDED), embedder, tmp_path / "data", store=address)
    searcher = Searcher(index)
    assert searcher.dense_ranking("泵站改造补贴申请")[0].document_id == "added"
    assert searcher.lexical_ranking("泵站改造补贴申请")[0].document_id == "added"
    best = searcher.search("泵站改造补贴申请")[0]
    assert (best.document_id, best.dense_rank, best.lexical_rank) == ("added", 1, 1)
    assert searcher.search("泵站改造补贴申请", document_ids=frozenset({"m03"}))[0].document_id == "m03"
    assert searcher.search("泵站改造补贴申请", document_ids=frozenset({"none"})) == ()
    engine = index.vectors.fused("泵站", index.embedder.encode(["泵站"])[0], 5, weights=(2, 1), k=20)
    assert (engine is not None) == address.startswith("milvus")


def test_an_empty_corpus_finds_nothing(
    address: str, make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    index = opened(make_library(), embedder, tmp_path / "data", store=address)
    assert index.warning is None
    assert Searcher(index).search("申报") == ()


def test_several_openings_at_once_give_one_whole_index(
    address: str, make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    library, found = make_library(**MEASURES), []
    # Each with its own data directory, as on several hosts; an embedded store is of one directory.
    places = [tmp_path / (f"data{n}" if "+http" in address else "data") for n in range(3)]
    threads = [
        threading.Thread(
            target=lambda place=place: found.append(opened(library, embedder, place, store=address))
        )
        for place in places
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert [index.warning for index in found] == [None] * 3
    assert len({tuple(nearest(index, QUESTIONS[0])) for index in found}) == 1


@pytest.mark.parametrize("kind", ["chroma", "milvus"])
def test_a_server_that_goes_is_named_replaced_by_the_local_copy_and_taken_back(
    kind: str, make_library: Make, embedder: Embedder, tmp_path: Path, opened: Callable[..., Index]
) -> None:
    if kind == "milvus" and not HAS_MILVUS:
        pytest.skip(NO_MILVUS)
    server, library = Server(kind, tmp_path / "server"), make_library(**MEASURES)
    absent = opened(library, embedder, tmp_path / "data", store=server.address)
    assert absent.warning is not None
    assert server.address in absent.warning and "\n" not in absent.warning
    expected = nearest(absent, QUESTIONS[0])
    assert expected
    try:
        server.start()
        assert_taken_back(absent)
        assert nearest(absent, QUESTIONS[0]) == expected
        server.stop()
        assert nearest(absent, QUESTIONS[0]) == expected
        assert absent.warning is not None and server.address in absent.warning
        server.start()
        assert_taken_back(absent)
        assert nearest(absent, QUESTIONS[0]) == expected
        with server.hanging():
            began = time.monotonic()
            # A question under way when it was stopped may still be answered by it.
            while absent.warning is None and time.monotonic() - began < 30:
                started = time.monotonic()
                assert nearest(absent, QUESTIONS[0]) == expected
                assert time.monotonic() - started < 10, "a server that hangs keeps no question waiting"
            assert absent.warning is not None
        assert_taken_back(absent)
    finally:
        server.stop()


def assert_taken_back(index: Index) -> None:
    deadline = time.monotonic() + 30
    while index.warning is not None:
        assert time.monotonic() < deadline, index.warning
        time.sleep(0.05)
    assert index.vectors.store is not None


def test_a_collection_that_others_removed_is_written_again(
    chroma_server: Server,
    make_library: Make,
    embedder: Embedder,
    tmp_path: Path,
    opened: Callable[..., Index],
) -> None:
    import chromadb
    from chromadb.config import Settings

    address = f"{chroma_server.address}/removed"
    index = opened(make_library(**MEASURES), embedder, tmp_path / "data", store=address)
    expected = nearest(index, QUESTIONS[0])
    client = chromadb.HttpClient(
        "127.0.0.1", chroma_server.port, settings=Settings(anonymized_telemetry=False)
    )
    for one in client.list_collections():
        if one.name.startswith("removed-"):
            client.delete_collection(one.name)
    assert nearest(index, QUESTIONS[0]) == expected
    assert_taken_back(index)
    assert nearest(index, QUESTIONS[0]) == expected


def test_a_server_keeps_the_collections_opened_last_and_no_others(
    chroma_server: Server,
    make_library: Make,
    embedder: Embedder,
    tmp_path: Path,
    opened: Callable[..., Index],
) -> None:
    import chromadb
    from chromadb.config import Settings

    address = f"{chroma_server.address}/kept"
    for n in range(4):
        text = f"某市办法\n第一条 企业在{n}月申报。\n"
        opened(make_library(only=text), embedder, tmp_path / "data", store=address).close()
    client = chromadb.HttpClient(
        "127.0.0.1", chroma_server.port, settings=Settings(anonymized_telemetry=False)
    )
    assert len([one for one in client.list_collections() if one.name.startswith("kept-")]) == 2


def test_what_left_the_corpus_long_ago_is_removed_from_milvus(
    make_library: Make,
    embedder: Embedder,
    tmp_path: Path,
    opened: Callable[..., Index],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not HAS_MILVUS:
        pytest.skip(NO_MILVUS)
    from pymilvus import MilvusClient

    from assistant.index import milvus

    file = tmp_path / "milvus.db"
    monkeypatch.setattr(milvus, "_LEFT_S", -10)
    for texts in (MEASURES, {"added": ADDED}, {"added": ADDED, "m01": MEASURES["m01"]}):
        index = opened(make_library(**texts), embedder, tmp_path / "data", store=f"milvus:{file}")
    client = MilvusClient(str(file))
    (rows,) = [name for name in client.list_collections() if not name.endswith("_documents")]
    count = client.query(rows, filter="", output_fields=["count(*)"])[0]["count(*)"]
    client.close()
    assert count == len(index.passages)


@pytest.mark.parametrize(
    "address",
    ["", "redis", "chroma+http://", "chroma+http://host", "chroma+https://h:1", "milvus:", "milvus"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_VECTOR_STORE"):
        place_at(address)


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("chroma", False),
        ("milvus:data/milvus.db", False),
        ("chroma+http://db:8000", True),
        ("milvus+http://db:19530/policy", True),
    ],
)
def test_only_servers_are_shared_between_processes(address: str, shared: bool) -> None:
    assert read_store_address(address).shared_between_processes is shared
