from __future__ import annotations

from assistant.documents.readers import Original
from assistant.documents.readers.plain import read_plain
from assistant.documents.structure import check_conservation, parse_structure

PIPES = """# 某局关于申报的通知

各单位：

一、指标

| 指标 | 要求<br>（2025年） | 分值 |
|:---|:--:|---:|
| 研发强度 | 不低于3% | 20 |
| 甲\\|乙 |  | 30 |

二、要求
"""
TABS = "一、联系方式\n序号\t单位\t电话\n1\t某局\t8812345\n2\t\t8812346\n二、要求\n正文。\n"


def read(text: str, name: str = "a.md") -> Original:
    return read_plain(text.encode(), name)


def labels(original: Original) -> dict[str, str]:
    structure = parse_structure(original.text, tables=original.tables)
    check_conservation(original.text, structure)
    return {clause.label: clause.text for clause in structure.clauses}


def test_a_pipe_table_becomes_rows_parted_by_tabs() -> None:
    original = read(PIPES)
    (table,) = original.tables
    start, end = table.span
    assert original.text[start:end] == "指标\t要求 （2025年）\t分值\n研发强度\t不低于3%\t20\n甲|乙\t\t30"
    assert [cell.header for cell in table.cells] == [True] * 3 + [False] * 6


def test_rows_of_a_pipe_table_are_clauses_and_the_text_around_it_stays() -> None:
    found = labels(read(PIPES))
    assert found["一、表1第1行"] == "研发强度 不低于3% 20"
    assert found["一、表1第2行"] == "甲|乙 30"
    assert found["二"] == "二、要求"


def test_a_pipe_table_without_names_of_columns_has_no_header() -> None:
    (table,) = read("一、指标\n\n| | |\n|---|---|\n| 甲 | 乙 |\n").tables
    assert [(cell.row, cell.header) for cell in table.cells] == [(0, False), (0, False)]


def test_rows_parted_by_tabs_are_a_table() -> None:
    found = labels(read(TABS, "a.txt"))
    assert found["一、表1表头"] == "序号 单位 电话"
    assert found["一、表1第2行"] == "2 8812346"


def test_text_without_a_table_is_left_as_it_stands() -> None:
    for text in (
        "一、对象\t本市企业\n二、程序\t企业申报\n",
        "联系人：张三\t电话：8812345\n联系人：李四\t电话：8812346\n",
        "\t名称\n\t\n\t地址\n\t\n",
        "甲 | 乙\n丙 | 丁\n",
    ):
        assert read(text).text == text
        assert read(text).tables == ()
