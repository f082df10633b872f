from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.documents.library import load_library, load_terms
from assistant.errors import CorpusError, UnknownClause, UnknownDocument
from tests.documents.places import CORPUS, library

TODAY = date(2026, 11, 20)
TEXT = "某市某局关于开展某事的通知\n各单位：\n一、对象\n2025年度企业。"


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_five_documents_load_without_a_problem_sorted_by_id() -> None:
    ids = [document.id for document in library().documents]
    assert ids == sorted(ids)
    assert len(ids) == 5
    assert library().problems == ()


def test_the_same_corpus_has_the_same_version() -> None:
    assert load_library(CORPUS).version == library().version


def test_another_word_gives_another_version(tmp_path: Path) -> None:
    path = put(tmp_path, "notice.txt", TEXT)
    before = load_library(tmp_path).version
    path.write_text(TEXT.replace("企业", "园区"), encoding="utf-8")
    assert load_library(tmp_path).version != before


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    assert load_library(tmp_path).documents == ()
    assert load_library(tmp_path / "absent").documents == ()


def test_files_are_taken_from_folders_and_loose(tmp_path: Path) -> None:
    put(tmp_path, "documents/city-2025/original.txt", TEXT)
    put(tmp_path, "documents/Loose Notice.md", "# " + TEXT)
    put(tmp_path, "某某通知.txt", TEXT)
    put(tmp_path, "README.md", "# About")
    put(tmp_path, "notes.csv", "x")
    ids = [document.id for document in load_library(tmp_path).documents]
    assert ids[0] == "city-2025"
    assert ids[1].startswith("doc-")
    assert ids[2] == "loose-notice"
    assert len(ids) == 3


def test_a_file_that_cannot_be_used_is_named_and_the_rest_is_loaded(tmp_path: Path) -> None:
    put(tmp_path, "good.txt", TEXT)
    put(tmp_path, "empty.txt", "")
    put(tmp_path, "junk.txt", bytes(range(256)) * 20)
    put(tmp_path, "documents/broken/original.txt", TEXT)
    put(tmp_path, "documents/broken/document.yaml", "soruce: 错字\n")
    loaded = load_library(tmp_path)
    assert [document.id for document in loaded.documents] == ["good"]
    assert {problem.path for problem in loaded.problems} == {
        "empty.txt",
        "junk.txt",
        "documents/broken/original.txt",
    }
    assert all(problem.message for problem in loaded.problems)


def test_two_files_of_one_name_are_a_named_problem(tmp_path: Path) -> None:
    put(tmp_path, "documents/notice/original.txt", TEXT)
    put(tmp_path, "notice.txt", TEXT)
    loaded = load_library(tmp_path)
    assert len(loaded.documents) == 1
    assert "重复" in loaded.problems[0].message


def test_broken_terms_are_a_problem_and_not_the_end(tmp_path: Path) -> None:
    put(tmp_path, "terms.yaml", "- a\n- b\n")
    put(tmp_path, "good.txt", TEXT)
    loaded = load_library(tmp_path)
    assert [problem.path for problem in loaded.problems] == ["terms.yaml"]
    assert len(loaded.documents) == 1
    with pytest.raises(CorpusError):
        load_terms(tmp_path)


def test_unknown_names_are_refused_with_what_to_do() -> None:
    with pytest.raises(UnknownDocument, match="documents"):
        library().document("no-such-text")
    with pytest.raises(UnknownDocument):
        library().clause("no-such-text", "h1")
    with pytest.raises(UnknownClause, match="art99"):
        library().clause("cq-recognition-2024-4", "art99")


def test_children_and_descendants_stand_in_the_order_of_the_text() -> None:
    assert [c.id for c in library().children("cq-dynamic-2024-13", "ch4")] == ["art13", "art14", "art15"]
    below = [c.id for c in library().descendants("cq-dynamic-2024-13", "ch3")]
    assert below[:4] == ["art10", "art10-i1", "art10-i2", "art10-i3"]


def test_a_quote_is_found_whatever_its_blanks_and_marks() -> None:
    found = library().find_quote("cq-recognition-2024-4", "30个工作日内")
    assert [c.id for c in found] == ["art19"]
    assert library().find_quote("cq-recognition-2024-4", "  ") == ()
    assert library().find_quote("cq-recognition-2024-4", "从未写过的话") == ()


def test_a_citation_carries_label_address_and_status() -> None:
    citation = library().cite("cq-dynamic-2024-13", "art15", "试行两年", TODAY, index=3)
    assert (citation.index, citation.clause_label, citation.status) == (3, "第十五条", "expired")
    assert citation.url == "/documents/cq-dynamic-2024-13#art15"


@pytest.mark.parametrize("quote", ["试行三年", "市级以上绿色工厂划分为四个等级"])
def test_words_that_the_clause_does_not_hold_cannot_be_cited(quote: str) -> None:
    with pytest.raises(CorpusError, match="art15"):
        library().cite("cq-dynamic-2024-13", "art15", quote, TODAY)
