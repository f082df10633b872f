"""A backup holds all that was gathered, is made while people ask, and is put back whole or not at all."""

from __future__ import annotations

import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from assistant.backup import Contents, make_backup, restore_backup
from assistant.cli import run
from assistant.domain.dialogue import DialogueState
from assistant.errors import Conflict, InvalidInput, StoreError
from assistant.publishing.store import Store
from assistant.records.publications import Ledger
from assistant.records.sessions import Sessions, open_database
from assistant.settings import Settings
from tests.publishing.made import CHANGED, NOTICE, publisher_of, settings_of, upload
from tests.records.conftest import (
    NewUrl,
    _bearing_tables,
    new_postgres_url,
    postgres,
    postgres_url,
)
from tests.records.test_sessions import an_answer, count_one

__all__ = ["NewUrl", "_bearing_tables", "new_postgres_url", "postgres", "postgres_url"]

NOW = datetime(2031, 4, 1, 8)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder after some use: two versions published, one document removed, conversations, feedback, keys."""
    settings = settings_of(tmp_path_factory.mktemp("lived"))
    publisher, _ = publisher_of(settings)
    publisher.publish(upload(CHANGED), by="key-1", replaces="notice-2031")
    publisher.publish(upload(NOTICE.replace("节水", "节电")), by="key-1", document_id="power", force=True)
    publisher.remove("measure", by="cli", note="不再适用")
    publisher.ledger.close()
    sessions = opened(settings)
    for number in range(3):
        begun = sessions.run(None, count_one, question=f"第{number}问")
        sessions.give_feedback(begun.answer_id, "down", ["wrong"], "不对")
    sessions.run(begun.session_id, count_one, question="再问")
    sessions.close()
    (settings.data_dir / "audit.jsonl").write_text('{"by": "key-1"}\n')
    return settings


def opened(settings: Settings) -> Sessions:
    return open_database(settings.effective_database_url, lambda: NOW, 30)


def backed_up(settings: Settings, path: Path) -> Contents:
    return make_backup(settings.effective_database_url, settings.data_dir, path, NOW)


def restored(settings: Settings, path: Path, *, force: bool = False) -> Contents:
    return restore_backup(settings.effective_database_url, settings.data_dir, path, force=force)


def gathered(settings: Settings) -> tuple[object, ...]:
    """All that a backup should bring back, read by the program itself."""
    sessions = opened(settings)
    reviews = sessions.reviews(100)
    sessions.close()
    ledger = Ledger(settings.effective_database_url)
    lines = ledger.page(100)
    ledger.close()
    store = Store(settings.data_dir / "published")
    shelf = store.read()
    texts = [store.document(act).clauses for act in shelf.acts if act.folder]
    return reviews, lines, shelf, texts, (settings.data_dir / "audit.jsonl").read_text()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_everything_comes_back_on_another_machine(
    kind: str, lived_in: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "all.zip"
    made = backed_up(lived_in, file)
    assert (made.rows["sessions"], made.rows["answers"], made.rows["feedback"]) == (3, 4, 3)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    url = str(request.getfixturevalue("postgres_url")) if kind == "postgres" else None
    other = settings_of(tmp_path / "other", lived_in.corpus_dir, database_url=url)
    assert restored(other, file) == made
    assert gathered(other) == gathered(lived_in)
    # The ledger counts on behind the lines that came with their numbers.
    publisher, _ = publisher_of(other)
    publisher.remove("power", by="cli", force=True)
    assert sorted(line.seq for line in publisher.publications(9).lines) == [1, 2, 3, 4]
    publisher.ledger.close()
    again = tmp_path / "again.zip"
    assert backed_up(other, again).rows["sessions"] == 3


def test_a_backup_made_while_people_ask_is_of_one_moment(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    sessions = opened(settings)
    sessions.run(None, count_one)
    enough = threading.Event()

    def ask() -> None:
        while not enough.is_set():
            begun = sessions.run(None, lambda state: (an_answer(), replace(state, turns=1)))
            sessions.give_feedback(begun.answer_id, "up")

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for one in asking:
        one.start()
    files = [tmp_path / f"{number}.zip" for number in range(5)]
    made = [backed_up(settings, file) for file in files]
    enough.set()
    for one in asking:
        one.join()
    sessions.close()
    assert made[-1].rows["answers"] > made[0].rows["answers"]
    for number, file in enumerate(files):
        # A row that points to another finds it: foreign keys hold in what is put back.
        other = settings_of(tmp_path / f"other{number}", settings.corpus_dir)
        assert restored(other, file).rows == made[number].rows
        assert 0 <= made[number].rows["answers"] - made[number].rows["feedback"] - 1 <= 2


def test_what_is_there_is_replaced_only_when_somebody_insists(lived_in: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    backed_up(lived_in, file)
    other = settings_of(tmp_path / "other", lived_in.corpus_dir)
    sessions = opened(other)
    kept = sessions.run(None, lambda state: (an_answer(), DialogueState(turns=7))).session_id
    with pytest.raises(Conflict, match="--force"):
        restored(other, file)
    assert sessions.load(kept).turns == 7
    restored(other, file, force=True)
    assert sessions.reviews(9).total == 3
    sessions.close()


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def a_byte_changed(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(bytes(data))


def no_zip(file: Path) -> None:
    file.write_text("nothing")


def rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    def rewrite(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)

    return rewrite


def told(members: dict[str, bytes], **changed: object) -> None:
    members["backup.json"] = json.dumps({**json.loads(members["backup.json"]), **changed}).encode()


def of_the_future(members: dict[str, bytes]) -> None:
    told(members, revision="9999")


def another_zip(members: dict[str, bytes]) -> None:
    members["backup.json"] = b"[]"


def one_missing(members: dict[str, bytes]) -> None:
    del members["records/answers.jsonl"]


def leading_out(members: dict[str, bytes]) -> None:
    digests = json.loads(members["backup.json"])["digests"]
    told(members, digests={**digests, "../../etc/evil": "0"})
    members["../../etc/evil"] = b"x"


@pytest.mark.parametrize(
    "harm",
    [
        cut_off,
        a_byte_changed,
        no_zip,
        rewritten(of_the_future),
        rewritten(another_zip),
        rewritten(one_missing),
        rewritten(leading_out),
    ],
    ids=["cut", "changed", "no zip", "newer", "another", "missing", "leading out"],
)
def test_a_file_that_is_not_whole_changes_nothing(
    harm: Callable[[Path], None], lived_in: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "all.zip"
    backed_up(lived_in, file)
    harm(file)
    other = settings_of(tmp_path / "other", lived_in.corpus_dir)
    with pytest.raises(InvalidInput):
        restored(other, file, force=True)
    assert not other.data_dir.exists()


def test_a_database_that_fails_midway_is_as_before(lived_in: Settings, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    backed_up(lived_in, file)
    data = tmp_path / "data"
    shutil.copytree(lived_in.data_dir, data)
    same = lived_in.model_copy(update={"data_dir": data})
    before = gathered(same)
    # The shelf cannot be put in its place: what was written to the database by then is taken back.
    (data / "published" / "shelf.new").mkdir()
    with pytest.raises(StoreError):
        restored(same, file, force=True)
    assert gathered(same) == before


def test_a_disk_without_room_leaves_no_half_a_file(lived_in: Settings) -> None:
    with pytest.raises(StoreError, match="写权限与剩余空间"):
        backed_up(lived_in, Path("/dev/full/x.zip"))


def test_the_commands_say_what_they_did(
    lived_in: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(lived_in.corpus_dir))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(lived_in.data_dir))
    file = tmp_path / "all.zip"
    assert run(["backup", str(file)]) == 0
    assert "回答 4 条" in capsys.readouterr().out
    assert run(["backup", str(file)]) == 1
    assert "--force" in capsys.readouterr().err
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "new"))
    assert run(["restore", str(file)]) == 0
    assert "发布与移除 3 次" in capsys.readouterr().out
    assert run(["restore", str(file)]) == 1
    assert run(["restore", str(tmp_path / "none.zip")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2
