from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.documents.library import Library, load_library
from assistant.documents.making import read_document
from assistant.domain.documents import Document
from assistant.publishing.relations import propose_id, relations_of

from .made import CHANGED, MEASURE, NEXT_ROUND, NOTICE, folder_of


def library(place: Path) -> Library:
    return load_library(folder_of(place / "corpus", measure=MEASURE, notice_2031=NOTICE))


def incoming(place: Path, text: str, name: str = "通知.txt") -> Document:
    (place / name).write_text(text, encoding="utf-8")
    return read_document(place / name, "incoming")


def kinds(new: Document, held: Library) -> list[tuple[str, str]]:
    return [(relation.kind, relation.document_id) for relation in relations_of(new, held)]


def test_the_same_number_is_a_version(tmp_path: Path) -> None:
    assert kinds(incoming(tmp_path, CHANGED), library(tmp_path)) == [("version", "notice-2031")]


def test_the_same_title_and_issuer_is_a_version_where_no_number_speaks(tmp_path: Path) -> None:
    held, plain = library(tmp_path), CHANGED.replace("某工节〔2031〕12号\n", "")
    assert kinds(incoming(tmp_path, plain), held) == [("version", "notice-2031")]
    elsewhere = plain.replace("某市工业局", "他市工业局")
    assert kinds(incoming(tmp_path, elsewhere), held) == []
    renumbered = CHANGED.replace("〔2031〕12号", "〔2031〕99号")
    assert kinds(incoming(tmp_path, renumbered), held) == []


def test_rounds_are_told_in_both_directions(tmp_path: Path) -> None:
    held = library(tmp_path)
    assert kinds(incoming(tmp_path, NEXT_ROUND), held) == [("newer_round", "notice-2031")]
    earlier = NEXT_ROUND.replace("2032", "2029")
    assert kinds(incoming(tmp_path, earlier), held) == [("older_round", "notice-2031")]


def test_a_repeal_is_told_with_its_clause(tmp_path: Path) -> None:
    held = library(tmp_path)
    new = (
        MEASURE.replace("某工〔2030〕7号", "某工〔2034〕3号")
        .replace("智能仓库", "智慧仓库")
        .replace("有效期五年。", "《某省智能仓库管理办法》（某工〔2030〕7号）同时废止。")
    )
    document = incoming(tmp_path, new)
    (found,) = relations_of(document, held)
    assert (found.kind, found.document_id) == ("repeals", "measure")
    assert found.clause_id == "art3"
    both = Library((*(d for d in held.documents if d.id != "measure"), document))
    old = replace(incoming(tmp_path, MEASURE, "alt.txt"), id="old")
    assert ("repealed_by", "incoming") in kinds(old, both)


def test_an_id_is_proposed_after_the_round_the_file_or_the_digest(tmp_path: Path) -> None:
    held = library(tmp_path)

    def proposed(text: str, name: str) -> str:
        new = incoming(tmp_path, text, name)
        return propose_id(new, relations_of(new, held), held)

    other = NOTICE.replace("节水", "节电").replace("12号", "13号")
    assert proposed(NEXT_ROUND, "任意.txt") == "notice-2032"
    assert proposed(other, "Power Saving 2031.txt") == "power-saving-2031"
    assert proposed(other, "通知.txt").startswith("doc-")
    assert proposed(other, "measure.txt").startswith("measure-")
