"""A clause in the words in which officials cite it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.citing import official_citation, official_place
from assistant.documents.making import read_document
from assistant.domain.documents import Document
from assistant.text.numerals import to_chinese

MEASURE = """云州市工业和信息化局关于印发《云州市示范工坊认定办法》的通知
云工信规〔2026〕7号

各区县工业和信息化局：

　　现将《云州市示范工坊认定办法》印发给你们，请遵照执行。

云州市工业和信息化局
2026年3月2日

云州市示范工坊认定办法

第一章 总则

　　第一条 为规范认定，制定本办法。

　　第二条 申报示范工坊应当符合下列条件：
　　（一）在本市登记注册；
　　（二）管理规范：
　　1.有专门机构；
　　2.有专职人员。
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("cited") / "document.txt"
    path.write_text(MEASURE, encoding="utf-8")
    return read_document(path, "d")


def cited(document: Document, clause_id: str) -> str:
    return official_citation(document, next(c for c in document.clauses if c.id == clause_id))


def test_a_clause_of_a_measure_is_cited_by_the_name_of_the_measure(document: Document) -> None:
    assert cited(document, "art2-i1") == "《云州市示范工坊认定办法》（云工信规〔2026〕7号）第二条第（一）项"
    assert cited(document, "art2-i2-n1").endswith("第二条第（二）项第1目")


def test_a_clause_of_the_notice_is_cited_by_the_notice_with_titles_nested(document: Document) -> None:
    assert cited(document, "title") == (
        "《云州市工业和信息化局关于印发〈云州市示范工坊认定办法〉的通知》（云工信规〔2026〕7号）"
    )


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("第七条", "第七条"),
        ("第七条之二（三）", "第七条之二第（三）项"),
        ("第二条第二款", "第二条第二款"),
        ("第二条第二款（一）", "第二条第二款第（一）项"),
        ("三", "第三部分"),
        ("三（一）", "第三部分第（一）项"),
        ("二、1", "第二部分第1项"),
        ("二第二段", "第二部分第二段"),
        ("一（三）2（1）", "第一部分第（三）项第2目（1）"),
        ("附件1第三条", "附件1第三条"),
        ("附件2《汇总表》", "附件2《汇总表》"),
        ("一、表1第2行", "第一部分表1第2行"),
        ("第一章", "第一章"),
        ("联系方式", "联系方式"),
    ],
)
def test_labels_are_put_in_official_words(label: str, place: str) -> None:
    assert official_place(label) == place


@given(st.integers(1, 199), st.integers(1, 40), st.integers(1, 30))
def test_an_item_of_an_article_keeps_all_its_numbers(article: int, item: int, point: int) -> None:
    label = f"第{to_chinese(article)}条（{to_chinese(item)}）{point}"
    assert official_place(label) == f"第{to_chinese(article)}条第（{to_chinese(item)}）项第{point}目"


@given(st.text(max_size=12))
def test_no_label_is_too_odd(label: str) -> None:
    assert isinstance(official_place(label), str)
