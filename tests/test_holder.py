from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import build_assistant
from assistant.holder import Holder
from tests.publishing.made import CHANGED, NEXT_ROUND, settings_of, upload
from tests.servers import HAS_MILVUS, NO_MILVUS, Server


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    assistant = build_assistant(settings_of(tmp_path))
    held = Holder(assistant)
    yield held
    held.close()
    assistant.close()


def test_a_question_under_way_is_finished_on_what_it_began_with(holder: Holder) -> None:
    with holder.using() as before:
        holder.publisher.publish(upload(CHANGED), by="cli", replaces="notice-2031")
        holder.publisher.publish(upload(NEXT_ROUND), by="cli")
        answer = before.ask("节水企业申报什么时候截止？", as_of="2031-04-01")
        assert "8月20日" in answer.citations[0].quote
        folder = before.searcher.index.folder
        assert folder and folder.is_dir()
    with holder.using() as after:
        assert after is not before
        answer = after.ask("2031年度节水企业申报什么时候截止？", as_of="2031-04-01")
        assert "8月31日" in answer.citations[0].quote


def test_conversations_go_on_across_an_exchange(holder: Holder) -> None:
    first = holder.current.ask("节水企业申报要什么条件？", as_of="2031-04-01")
    holder.publisher.publish(upload(CHANGED), by="cli", replaces="notice-2031")
    second = holder.current.ask("什么时候截止？", session_id=first.session_id, as_of="2031-04-01")
    assert second.session_id == first.session_id
    assert second.corpus_version != first.corpus_version


def test_memory_is_tidied_once_the_old_assistant_is_closed(tmp_path: Path) -> None:
    tidied = threading.Event()
    assistant = build_assistant(settings_of(tmp_path))
    holder = Holder(assistant, tidy=tidied.set)
    with holder.using():
        holder.publisher.publish(upload(NEXT_ROUND), by="cli")
        time.sleep(0.2)
        assert not tidied.is_set()
    assert tidied.wait(10)
    holder.close()
    assistant.close()


@pytest.mark.parametrize("kind", ["chroma", "milvus"])
def test_documents_are_published_and_removed_on_a_server_and_while_it_is_away(
    kind: str, tmp_path: Path
) -> None:
    if kind == "milvus" and not HAS_MILVUS:
        pytest.skip(NO_MILVUS)
    server = Server(kind, tmp_path / "server")
    server.start()
    assistant = build_assistant(settings_of(tmp_path, vector_store=server.address, exact_up_to=0))
    held = Holder(assistant)
    try:
        assert not held.warnings()
        outcome = held.publisher.publish(upload(NEXT_ROUND), by="cli")
        assert held.current.searcher.index.vectors.store is not None
        assert outcome.act.document_id in found(held)
        server.stop()
        assert outcome.act.document_id in found(held)
        assert any(server.address in warning for warning in held.warnings())
        held.publisher.remove(outcome.act.document_id, by="cli")
        assert outcome.act.document_id not in found(held)
        server.start()
        until = time.monotonic() + 30
        while any(server.address in warning for warning in held.warnings()):
            assert time.monotonic() < until, held.warnings()
            time.sleep(0.1)
        assert outcome.act.document_id not in found(held)
    finally:
        held.close()
        assistant.close()
        server.stop()


def found(holder: Holder) -> set[str]:
    """The documents that a search finds."""
    with holder.using() as assistant:
        hits = assistant.search("节水企业申报", limit=50, as_of="2031-04-01")
        return {citation.document_id for citation, _ in hits}
