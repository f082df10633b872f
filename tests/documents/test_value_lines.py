from __future__ import annotations

from tests.documents.places import clauses, parse

NOTICE = (
    "某市水务局关于开展节水复核的通知\n各区水务局：\n一、对象\n名单内企业参加复核。\n\n附件：各区企业数量表\n\n"
    "某市水务局\n2026年3月2日\n\n附件\n各区企业数量表\n"
)


def test_lines_with_a_name_and_a_figure_are_rows_of_their_own() -> None:
    found = clauses(NOTICE + "地区 数量\n东山区 18家\n西山区 9家\n南山县 1,031家\n")
    rows = [c for c in found.values() if c.parent_id == "form"]
    assert [c.text for c in rows] == ["地区 数量", "东山区 18家", "西山区 9家", "南山县 1,031家"]
    assert [c.label[-3:] for c in rows[1:]] == ["第1行", "第2行", "第3行"]


def test_blanks_of_a_form_stay_together() -> None:
    blanks = "企业名称：　　　　统一社会信用代码：\n所属行业：　　　　年取水量：\n填表日期　2026 年　月　日\n"
    assert len([c for c in parse(NOTICE + blanks).clauses if c.parent_id == "form"]) == 1


def test_two_such_lines_are_no_table() -> None:
    found = clauses(NOTICE + "东山区 18家\n西山区 9家\n（盖章）\n")
    assert len([c for c in found.values() if c.parent_id == "form"]) == 1
