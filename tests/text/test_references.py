"""References to texts and clauses."""

import pytest

from assistant.text.references import find_clause_refs, find_titles


@pytest.mark.parametrize(
    ("text", "article", "paragraph", "item"),
    [
        ("第七条", 7, None, None),
        ("第99条", 99, None, None),
        ("第九十九条", 99, None, None),
        ("第七条第一款第（三）项", 7, 1, 3),
        ("第七条（三）", 7, None, 3),
        ("第七条第三项", 7, None, 3),
        ("Article 7(3)", 7, None, 3),
    ],
)
def test_clauses_are_found_as_they_are_cited(
    text: str, article: int, paragraph: int | None, item: int | None
) -> None:
    (found,) = find_clause_refs(f"依照{text} 办理")
    assert (found.article, found.paragraph, found.item) == (article, paragraph, item)


def test_a_heading_and_its_part_are_found() -> None:
    (found,) = find_clause_refs("见 二（一）")
    assert (found.heading, found.item) == (2, 1)


@pytest.mark.parametrize(
    ("text", "heading", "item"),
    [
        ("通知里二（一）写了什么", 2, 1),
        ("2025通知三(二)是啥", 3, 2),
        ("通知第三部分第二条讲什么", 3, 2),
        ("第二大点的第（四）", 2, 4),
        ("第四部分", 4, None),
    ],
)
def test_headings_are_found_as_people_name_them(text: str, heading: int, item: int | None) -> None:
    (found,) = find_clause_refs(text)
    assert (found.article, found.heading, found.item) == (None, heading, item)


@pytest.mark.parametrize("text", ["分为两部分", "附件一（二）", "周三（二）", "百分之十（一）以内"])
def test_other_numerals_are_no_headings(text: str) -> None:
    assert find_clause_refs(text) == []


def test_a_title_inside_a_title_belongs_to_it() -> None:
    text = "依据《关于印发〈甲办法〉的通知》和《乙《丙》》、《未闭合"
    assert [t.text for t in find_titles(text)] == ["《关于印发〈甲办法〉的通知》", "《乙《丙》》"]
