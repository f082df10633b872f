from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from assistant.documents.making import read_document
from assistant.documents.sidecar import Sidecar
from assistant.errors import StoreError
from assistant.publishing.shelf import Shelf
from assistant.publishing.store import Store
from assistant.publishing.uploads import Readings, make_upload

from .made import NOTICE, publisher_of, settings_of, upload


def test_a_document_is_read_back_as_it_was_published(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    handed = make_upload(
        "../通 知?.txt", NOTICE.replace("节水", "节能").encode(), Sidecar(source="某市政府网站")
    )
    published = publisher.publish(handed, by="cli", document_id="energy-2031").document
    assert published is not None
    _, again = publisher_of(settings_of(tmp_path, tmp_path / "corpus"))
    document = again.library.document("energy-2031")
    assert document == published == site.library.document("energy-2031")
    assert (document.file_name, document.source) == ("通 知_.txt", "某市政府网站")
    (tmp_path / "plain.txt").write_bytes(handed.data)
    assert document.clauses == read_document(tmp_path / "plain.txt", "energy-2031").clauses


def test_what_no_shelf_names_is_swept_away(tmp_path: Path) -> None:
    publisher, _ = publisher_of(settings_of(tmp_path))
    act = publisher.publish(upload(NOTICE.replace("节水", "节能")), by="cli", document_id="energy").act
    store = Store(tmp_path / "data" / "published")
    left = upload(NOTICE.replace("节水", "节电"))
    store.keep(left, Readings().of(left))
    (store.folder / "files" / "half.part").mkdir()
    with store.alone():
        assert store.sweep() == 2
    assert [path.name for path in (store.folder / "files").iterdir()] == [act.folder]


def test_a_second_publisher_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.publishing.store.LOCK_TIMEOUT_S", 0.05)
    store = Store(tmp_path / "published")
    with store.alone(), pytest.raises(StoreError, match="另一项发布"), Store(store.folder).alone():
        pass
    with store.alone():
        pass


FULL = """
    import resource, sys
    from datetime import date
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from assistant.errors import StoreError
    from tests.publishing.made import NOTICE, publisher_of, settings_of, upload
    place = Path(sys.argv[1])
    publisher, site = publisher_of(settings_of(place, place / "corpus"))
    before, handed = site.library.version, upload(NOTICE.replace("节水", "节能"))
    publisher.preview(handed, as_of=date(2031, 4, 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    try:
        publisher.publish(handed, by="cli", document_id="energy", note="长" * 900)
    except StoreError as error:
        print("refused", "发布目录" in str(error), site.library.version == before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are not known here")
@pytest.mark.parametrize("limit", [0, 100, 2000])
def test_a_full_disk_is_said_and_the_old_state_serves(tmp_path: Path, limit: int) -> None:
    settings = settings_of(tmp_path)
    publisher, site = publisher_of(settings)
    publisher.publish(upload(NOTICE.replace("节水", "节电")), by="cli", document_id="power")
    code = textwrap.dedent(FULL).format(root=str(Path(__file__).parents[2]))
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(limit)], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["refused", "True", "True"], done.stderr
    _, again = publisher_of(settings)
    assert again.library.version == site.library.version
    assert not list((tmp_path / "data" / "published" / "files").glob("*.part"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    settings.data_dir.mkdir()
    settings.data_dir.chmod(0o500)
    publisher, _ = publisher_of(settings)
    with pytest.raises(StoreError, match="无法写入"):
        publisher.publish(upload(NOTICE.replace("节水", "节能")), by="cli", document_id="energy")


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    publisher, site = publisher_of(settings_of(tmp_path))
    assert len(site.library.documents) == 2
    with pytest.raises(StoreError, match="无法写入"):
        publisher.publish(upload(NOTICE.replace("节水", "节能")), by="cli", document_id="energy")


def test_a_damaged_shelf_is_named_the_folder_serves_and_nothing_can_be_published(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    publisher, _ = publisher_of(settings)
    publisher.publish(upload(NOTICE.replace("节水", "节能")), by="cli", document_id="energy")
    shelf = settings.data_dir / "published" / "shelf.json"
    shelf.write_text(shelf.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    publisher, site = publisher_of(settings)
    assert [d.id for d in site.library.documents] == ["measure", "notice-2031"]
    assert [p.path for p in site.library.problems] == ["published/shelf.json"]
    with pytest.raises(StoreError, match="从备份恢复"):
        publisher.remove("measure", by="cli")
    publisher.start()
    assert len(list((settings.data_dir / "published" / "files").iterdir())) == 1


def test_a_damaged_reading_is_named_and_the_rest_serves(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    publisher, _ = publisher_of(settings)
    act = publisher.publish(upload(NOTICE.replace("节水", "节能")), by="cli", document_id="energy").act
    (settings.data_dir / "published" / "files" / act.folder / "reading.json").write_text("{}")
    _, site = publisher_of(settings)
    assert len(site.library.documents) == 2
    assert [p.path for p in site.library.problems] == ["published/energy"]


def test_an_empty_place_holds_an_empty_shelf(tmp_path: Path) -> None:
    assert Store(tmp_path / "nowhere").read() == Shelf()
