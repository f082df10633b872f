from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assembly import build_assistant
from assistant.holder import Holder
from assistant.publishing import watch

from .made import CHANGED, NEXT_ROUND, NOTICE, publisher_of, settings_of, upload


@pytest.fixture
def holder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    monkeypatch.setattr(watch, "QUIET_S", 0.1)
    assistant = build_assistant(settings_of(tmp_path, watch_seconds=0.1))
    held = Holder(assistant)
    with held.watch.running():
        yield held
    held.close()
    assistant.close()


def wait_until(seen: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


def held_ids(holder: Holder) -> set[str]:
    return {document.id for document in holder.library.documents}


def test_a_file_put_into_the_folder_is_answered_from(holder: Holder) -> None:
    file = holder.current.settings.corpus_dir / "documents" / "notice-2032" / "original.txt"
    file.parent.mkdir()
    file.write_text(NEXT_ROUND, encoding="utf-8")
    wait_until(lambda: "notice-2032" in held_ids(holder))
    answer = holder.current.ask("2032年度节水企业申报截止到哪天？", as_of="2032-04-01")
    assert "2032年9月10日" in answer.citations[0].quote


def test_what_another_process_publishes_is_served(holder: Holder) -> None:
    settings = holder.current.settings
    other, _ = publisher_of(settings)
    other.publish(upload(NEXT_ROUND), by="cli")
    wait_until(lambda: "notice-2032" in held_ids(holder))


def test_a_file_that_breaks_keeps_its_last_text_and_is_named(holder: Holder) -> None:
    file = holder.current.settings.corpus_dir / "documents" / "notice-2031" / "original.txt"
    file.write_bytes(b"\x00\xff\xfe" * 50)
    wait_until(lambda: bool(holder.library.problems))
    assert "8月20日" in holder.library.document("notice-2031").text
    assert any("仍使用改动前的内容" in warning for warning in holder.warnings())
    file.write_text(CHANGED, encoding="utf-8")
    wait_until(lambda: not holder.library.problems)
    assert "8月31日" in holder.library.document("notice-2031").text


def test_a_file_that_is_still_being_written_is_waited_for(holder: Holder) -> None:
    file = holder.current.settings.corpus_dir / "documents" / "notice-2032" / "original.txt"
    file.parent.mkdir()
    with file.open("w", encoding="utf-8") as writing:
        for line in NEXT_ROUND.splitlines(keepends=True):
            writing.write(line)
            writing.flush()
            assert "notice-2032" not in held_ids(holder)
            time.sleep(0.05)
    wait_until(lambda: "notice-2032" in held_ids(holder))
    assert holder.library.document("notice-2032").text == NEXT_ROUND


def test_a_file_taken_away_is_no_longer_answered_from(holder: Holder) -> None:
    (holder.current.settings.corpus_dir / "documents" / "measure" / "original.txt").unlink()
    wait_until(lambda: "measure" not in held_ids(holder))


def test_what_this_process_published_is_not_built_twice(holder: Holder) -> None:
    holder.publisher.publish(upload(NEXT_ROUND), by="cli")
    built = holder.current
    time.sleep(0.6)
    assert holder.current is built


def test_a_state_that_cannot_be_served_is_named_and_the_old_one_goes_on(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(library: object) -> None:
        raise RuntimeError("no memory left")

    monkeypatch.setattr(holder, "stage", fail)
    file = holder.current.settings.corpus_dir / "documents" / "notice-2031" / "original.txt"
    file.write_text(NOTICE + "补充说明。\n", encoding="utf-8")
    wait_until(lambda: holder.watch.trouble is not None)
    assert holder.current.ask("什么时候截止？", as_of="2031-04-01").citations
    assert any("原有内容不受影响" in warning for warning in holder.warnings())
