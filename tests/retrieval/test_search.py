from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.documents.library import Library, load_library
from assistant.index.build import open_index
from assistant.index.embedder import load_embedder
from assistant.retrieval.search import Searcher

TEXTS = {
    "notice": """某市工业局关于开展节水企业申报工作的通知
各区县工业主管部门：
现就有关事项通知如下。
一、申报条件
申报企业应当符合以下条件：
（一）在本市注册并具有独立法人资格；
（二）近三年未发生较大以上安全事故；
（三）已安装取水计量设施。
二、申报时间
请各区县于2031年8月20日前将推荐材料报送市工业局。
联系人：王某，联系电话：61234567。
某市工业局
2031年3月1日
""",
    "measure": """某省智能仓库管理办法
第一条 为规范智能仓库的认定和管理，制定本办法。
第二条 智能仓库每两年复核一次，复核不合格的限期整改。
第三条 有下列情形之一的，撤销智能仓库称号：
（一）弄虚作假骗取称号的；
（二）停产一年以上的。
第四条 本办法自2030年1月1日起施行，有效期五年。
""",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in TEXTS.items():
        (tmp_path / "corpus" / "documents" / name).mkdir(parents=True)
        (tmp_path / "corpus" / "documents" / name / "original.txt").write_text(text, encoding="utf-8")
    return load_library(tmp_path / "corpus")


@pytest.fixture
def searcher(library: Library, tmp_path: Path) -> Searcher:
    return Searcher(open_index(library, load_embedder(), tmp_path / "data"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("材料最晚哪天交上去", "8月20日前"),
        ("材料最晚哪天交上去？", "8月20日前"),
        ("找谁问，电话多少", "联系电话"),
        ("聯繫電話", "联系电话"),
        ("作假的会怎么样", "弄虚作假"),
        ("多久复核一次", "每两年复核"),
        ("有没有装水表的要求", "取水计量"),
        ("61234567", "61234567"),
    ],
)
def test_a_lay_question_finds_its_clause_among_the_first_three(
    question: str, words: str, searcher: Searcher, library: Library
) -> None:
    found = [
        library.clause(hit.document_id, hit.clause_id).text for hit in searcher.search(question, limit=3)
    ]
    assert any(words in text for text in found), found


def test_every_clause_with_words_is_found_by_its_own_words(searcher: Searcher, library: Library) -> None:
    for document in library.documents:
        for clause in document.clauses:
            hits = searcher.search(clause.text, limit=5)
            assert (document.id, clause.id) in {(hit.document_id, hit.clause_id) for hit in hits}, clause


def test_a_filter_lets_nothing_else_through(searcher: Searcher) -> None:
    hits = searcher.search("申报条件和联系电话", limit=50, document_ids=frozenset({"measure"}))
    assert hits
    assert {hit.document_id for hit in hits} == {"measure"}


@pytest.mark.parametrize("ids", [frozenset[str](), frozenset({"unknown"})])
def test_a_filter_that_allows_nothing_finds_nothing(ids: frozenset[str], searcher: Searcher) -> None:
    assert searcher.search("申报条件", document_ids=ids) == ()


@pytest.mark.parametrize("query", ["", "？？？", " \n\t", "\x00\x01", "申" * 2000, "🙂"])
def test_any_text_may_be_asked(query: str, searcher: Searcher) -> None:
    searcher.search(query)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="申报材料电话撤销何时abc12？", min_size=1, max_size=12), st.integers(0, 12))
def test_hits_come_best_first_once_each_and_no_more_than_asked_for(
    searcher: Searcher, query: str, limit: int
) -> None:
    hits = searcher.search(query, limit=limit)
    assert len(hits) <= limit
    assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, hit.document_id, hit.clause_id))
    assert len({(hit.document_id, hit.clause_id) for hit in hits}) == len(hits)


def test_the_same_question_gets_the_same_hits_from_a_new_index_and_from_memory(
    searcher: Searcher, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    built_again = Searcher(open_index(library, load_embedder(), tmp_path / "elsewhere"))
    in_memory = Searcher(open_index(library, load_embedder(), tmp_path / "file" / "data"))
    for question in ("什么时候截止", "撤销称号", "电话"):
        hits = searcher.search(question)
        assert built_again.search(question) == hits
        places = [(hit.document_id, hit.clause_id) for hit in in_memory.search(question)]
        assert places == [(hit.document_id, hit.clause_id) for hit in hits]


def test_a_hit_says_how_each_side_ranked_it(searcher: Searcher) -> None:
    best = searcher.search("联系电话")[0]
    assert best.lexical_rank is not None
    assert best.dense_rank is not None


def test_an_empty_corpus_answers_every_question_with_nothing(tmp_path: Path) -> None:
    searcher = Searcher(open_index(load_library(tmp_path), load_embedder(), tmp_path / "data"))
    assert searcher.search("申报条件") == ()
