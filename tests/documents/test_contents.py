from __future__ import annotations

from assistant.documents.contents import find_contents
from assistant.documents.lines import LogicalLine


def found(*rows: str) -> list[str]:
    return [rows[i] for i in find_contents([LogicalLine((), row) for row in rows])]


def test_entries_with_dots_and_page_numbers_are_found() -> None:
    rows = ["规划", "目　录", "一、总则......1", "附件：表..... 9", "一、总则", "正文。"]
    assert found(*rows) == rows[1:4]


def test_a_title_behind_the_table_is_not_part_of_it() -> None:
    assert found("目录", "一、甲", "二、乙", "某规划", "一、甲", "丙。", "二、乙") == [
        "目录",
        "一、甲",
        "二、乙",
    ]


def test_a_directory_named_in_the_text_is_no_table_of_contents() -> None:
    assert found("一、列入目录", "目录", "产品甲", "产品乙") == []
    assert found("本目录自发布之日起施行。") == []


def test_nothing_below_the_heading_is_no_table() -> None:
    assert found("某规划", "目录") == []
