from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from assistant.documents.sidecar import Correction, Sidecar
from assistant.errors import (
    AlreadyPublished,
    AssistantError,
    InvalidInput,
    RulesLost,
    UnclearRelation,
    UndeclaredFurniture,
    UnknownDocument,
    UnreadableFile,
)
from assistant.publishing.uploads import make_upload

from .made import CHANGED, MEASURE, NEXT_ROUND, NOTICE, copied_corpus, publisher_of, settings_of, upload

DAY = date(2031, 4, 1)


def test_the_next_round_is_published_under_an_id_after_the_earlier_one(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    preview = publisher.preview(upload(NEXT_ROUND), as_of=DAY)
    assert [(r.kind, r.document_id) for r in preview.relations] == [("newer_round", "notice-2031")]
    assert preview.changes and preview.changes.against == "notice-2031"
    assert [d.last_day for d in preview.deadlines] == [date(2032, 9, 10)]
    assert preview.contacts[0].phones == ("61234567",)
    outcome = publisher.publish(upload(NEXT_ROUND), by="cli")
    assert outcome.act.document_id == preview.proposed_id == "notice-2032"
    assert outcome.act.relation == "newer_round_of:notice-2031"
    citation = site.library.cite("notice-2032", "h2-p1", "2032年9月10日", DAY)
    assert citation.url == f"/documents/notice-2032?version={outcome.act.version}#h2-p1"
    assert site.library.address("notice-2031") == "/documents/notice-2031"


def test_the_same_text_is_recognised_in_another_layout(tmp_path: Path) -> None:
    publisher, _ = publisher_of(settings_of(tmp_path))
    wrapped = NOTICE.replace("独立法人资格", "独立\n法人资格").replace("\n", "\r\n")
    with pytest.raises(AlreadyPublished, match="notice-2031") as refused:
        publisher.publish(upload(wrapped), by="cli", document_id="copy")
    assert refused.value.listed[0]["document_id"] == "notice-2031"
    with pytest.raises(AlreadyPublished):
        publisher.publish(upload(NOTICE), by="cli", replaces="notice-2031")


def test_what_looks_like_a_version_is_refused_until_somebody_says_what_it_is(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    with pytest.raises(UnclearRelation, match="文号相同") as refused:
        publisher.publish(upload(CHANGED), by="cli")
    choices = refused.value.listed
    assert choices[0]["replaces"] == "notice-2031"
    publisher.publish(upload(CHANGED), by="cli", document_id=choices[1]["id"])
    assert len(site.library.documents) == 3


def test_a_version_replaces_and_the_one_before_can_still_be_opened(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    first = site.library.document("notice-2031")
    act = publisher.publish(upload(CHANGED), by="cli", replaces="notice-2031", note="更正").act
    library = site.library
    assert [e.current for e in library.versions("notice-2031")] == [False, True]
    assert "8月31日" in library.document("notice-2031").text
    past = library.as_it_was("notice-2031", first.version)
    assert past.document("notice-2031").clauses == first.clauses
    citation = past.cite("notice-2031", "h2-p1", "8月20日", DAY)
    assert citation.url == f"/documents/notice-2031?version={first.version}#h2-p1"
    assert library.as_it_was("notice-2031", act.version) is library
    with pytest.raises(UnknownDocument, match="没有版本"):
        library.past("notice-2031", "0" * 12)


def test_an_earlier_version_can_be_put_back(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    publisher.publish(upload(CHANGED), by="cli", replaces="notice-2031")
    publisher.publish(upload(NOTICE), by="cli", replaces="notice-2031")
    assert "8月20日" in site.library.document("notice-2031").text
    assert [e.current for e in site.library.versions("notice-2031")] == [True, False]


def test_a_removed_document_can_be_opened_and_published_again(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    publisher, site = publisher_of(settings)
    version = site.library.document("measure").version
    publisher.remove("measure", by="cli")
    _, again = publisher_of(settings)
    for library in (site.library, again.library):
        with pytest.raises(UnknownDocument):
            library.document("measure")
        assert library.as_it_was("measure", version).document("measure").number == "某工〔2030〕7号"
    with pytest.raises(UnclearRelation, match="已被"):
        publisher.publish(upload(MEASURE), by="cli", document_id="measure")
    publisher.publish(upload(MEASURE), by="cli", replaces="measure")
    assert site.library.document("measure").version == version


def test_corrections_make_another_version_of_the_same_file(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    titled = make_upload("通知.txt", NOTICE.encode(), Sidecar(title="某市节水企业申报通知"))
    act = publisher.publish(titled, by="cli", replaces="notice-2031").act
    document = site.library.document("notice-2031")
    assert document.title == "某市节水企业申报通知"
    assert document.metadata.title.quote.startswith("某市工业局关于")
    assert act.version != document.sha256[:12]


@pytest.mark.parametrize("wanted", ["A B", "x", "compare", "../up", "某文件", "a" * 90, "a--b"])
def test_an_id_that_cannot_be_used_is_refused(tmp_path: Path, wanted: str) -> None:
    publisher, _ = publisher_of(settings_of(tmp_path))
    with pytest.raises(InvalidInput, match="编号"):
        publisher.publish(upload(NEXT_ROUND), by="cli", document_id=wanted)


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", UnreadableFile), (b"%PDF-1.4 nothing", UnreadableFile), (b"\x00\xff" * 99, UnreadableFile)],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes, error: type[AssistantError]) -> None:
    publisher, site = publisher_of(settings_of(tmp_path))
    with pytest.raises(error):
        publisher.publish(make_upload("x.pdf", data), by="cli")
    assert len(site.library.documents) == 2


def test_corrections_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    publisher, _ = publisher_of(settings_of(tmp_path))
    move = Correction(starts_with="没有这样的一句话", parent="第九条", reason="印刷错位")
    handed = make_upload("x.txt", NEXT_ROUND.encode(), Sidecar(corrections=(move,)))
    with pytest.raises((UnreadableFile, UndeclaredFurniture)):
        publisher.publish(handed, by="cli")


def test_rules_that_quote_a_document_keep_it_until_somebody_insists(tmp_path: Path) -> None:
    publisher, site = publisher_of(settings_of(tmp_path, copied_corpus(tmp_path)))
    source = site.checker.schemes[0].criteria[0].entry.source
    with pytest.raises(RulesLost) as refused:
        publisher.remove(source.document, by="cli")
    assert site.checker.schemes[0].id in {rule["scheme_id"] for rule in refused.value.listed}
    assert source.quote in {rule["quote"] for rule in refused.value.listed}
    held = site.library.document(source.document)
    same = make_upload("x.txt", (held.text + "\n（此件为扫描后重印）\n").encode())
    assert not publisher.publish(same, by="cli", replaces=held.id).lost
    broken = make_upload("y.txt", held.text.replace(source.quote[:8], "").encode())
    with pytest.raises(RulesLost):
        publisher.publish(broken, by="cli", replaces=held.id)
    before = {scheme.id for scheme in site.checker.schemes}
    outcome = publisher.remove(held.id, by="cli", force=True)
    assert outcome.switched_off
    assert {scheme.id for scheme in site.checker.schemes} == before - set(outcome.switched_off)


def test_the_ledger_holds_what_was_done_and_what_was_refused(tmp_path: Path) -> None:
    publisher, _ = publisher_of(settings_of(tmp_path))
    publisher.publish(upload(NEXT_ROUND), by="key-1", note="第二轮")
    with pytest.raises(UnknownDocument):
        publisher.remove("nothing", by="key-2")
    lines = publisher.publications(10).lines
    assert [(x.by, x.action, x.document_id, x.outcome) for x in lines] == [
        ("key-2", "remove", "nothing", "unknown_document"),
        ("key-1", "publish", "notice-2032", "done"),
    ]
    assert lines[1].detail == "第二轮"


def test_a_broken_database_costs_the_line_and_it_is_entered_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    broken = settings_of(tmp_path, database_url=f"sqlite:///{tmp_path / 'db'}")
    publisher, site = publisher_of(broken)
    publisher.publish(upload(NEXT_ROUND), by="cli")
    assert len(site.library.documents) == 3
    mended, _ = publisher_of(settings_of(tmp_path, tmp_path / "corpus"))
    mended.start()
    mended.start()
    assert [line.document_id for line in mended.publications(10).lines] == ["notice-2032"]


def test_many_publishers_at_once_lose_nothing(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    publishers = [publisher_of(settings)[0] for _ in range(4)]
    subjects = ["节电", "节能", "节材", "节地"]

    def publish(n: int) -> None:
        text = NOTICE.replace("节水", subjects[n]).replace("12号", f"{20 + n}号")
        publishers[n].publish(upload(text), by="cli", document_id=f"round-{n}")

    threads = [threading.Thread(target=publish, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    _, site = publisher_of(settings)
    assert {f"round-{n}" for n in range(4)} <= {d.id for d in site.library.documents}
    assert publishers[0].publications(10).total == 4
