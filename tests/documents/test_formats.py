"""One notice with two tables and automatic numbering, as text, Markdown, Word file and web page."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import pytest

from assistant.documents.readers import read_content
from assistant.documents.structure import check_conservation, parse_structure
from assistant.documents.whole_lines import keeps_paragraphs
from assistant.text.normalise import squeeze
from tests.documents.readers import word_files as word


class Line(NamedTuple):
    """A paragraph: its words, and the numeral that Word prints by itself at a level."""

    words: str
    numeral: str = ""
    level: int = 0


class Grid(NamedTuple):
    """A table, its rows from the top."""

    rows: tuple[tuple[str, ...], ...]


SCORES = Grid(
    (
        ("序号", "指标", "要求", "分值"),
        ("1", "研发投入强度", "不低于3%", "40"),
        ("2", "发明专利", "拥有2件以上；\n权属清晰", "60"),
    )
)
SUMMARY = Grid(
    (
        ("序号", "企业名称", "联系人", "联系电话"),
        ("1", "", "", ""),
        ("2", "云州精工有限公司", "张三", "010-88001234"),
    )
)
NOTICE: tuple[Line | Grid, ...] = (
    Line("云州市工业和信息化局关于组织申报2026年度创新型企业的通知"),
    Line("云工信发〔2026〕12号"),
    Line("各区县工业和信息化局，各有关企业："),
    Line("为做好2026年度创新型企业申报工作，现将有关事项通知如下："),
    Line("申报条件", "一、"),
    Line("基本条件", "（一）", 1),
    Line("在本市依法登记注册，具有独立法人资格。", "1.", 2),
    Line("近三年未发生重大安全、环保事故。", "2.", 2),
    Line("评价指标", "（二）", 1),
    Line("各项指标按下表评价，满分100分："),
    Line("表1 评价指标"),
    SCORES,
    Line("申报程序", "二、"),
    Line("企业申报。企业于2026年5月10日前登录平台填报，并上传佐证材料。", "（一）", 1),
    Line("区县推荐。各区县于2026年5月20日前报送推荐函和汇总表。", "（二）", 1),
    Line("联系方式", "三、"),
    Line("联系人：李四，电话：010-66001234"),
    Line("附件：推荐汇总表"),
    Line("云州市工业和信息化局"),
    Line("2026年3月1日"),
    Line("附件"),
    Line("推荐汇总表"),
    SUMMARY,
)
NUMBERING = word.outline(
    word.level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    word.level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
    word.level(2, "decimal", "%3."),
) + word.listed(1)


def as_text() -> bytes:
    def written(part: Line | Grid) -> str:
        if isinstance(part, Line):
            return part.numeral + part.words
        return "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in part.rows)

    return "\n".join(map(written, NOTICE)).encode()


def as_markdown() -> bytes:
    def written(part: Line | Grid) -> str:
        if isinstance(part, Line):
            return ("## " if part.numeral == "一、" else "") + part.numeral + part.words
        rows = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in part.rows]
        return "\n".join([rows[0], "|---" * len(part.rows[0]) + "|", *rows[1:]])

    return "\n\n".join(map(written, NOTICE)).encode()


def as_word() -> bytes:
    def written(part: Line | Grid) -> str:
        if isinstance(part, Line):
            return word.paragraph(part.words, numbered=(1, part.level) if part.numeral else None)
        cells = (
            [word.cell("".join(word.paragraph(words) for words in cell.split("\n"))) for cell in row]
            for row in part.rows
        )
        return word.table(*(word.row(*row) for row in cells))

    return word.word_file("".join(map(written, NOTICE)), numbering=NUMBERING)


def as_page() -> bytes:
    def written(part: Line | Grid) -> str:
        if isinstance(part, Line):
            return f"<p>　　{escape(part.numeral + part.words)}</p>"
        rows = (
            "<tr>" + "".join(f"<td>{escape(cell).replace(chr(10), '<br/>')}</td>" for cell in row) + "</tr>"
            for row in part.rows
        )
        return f"<table border='1'>{''.join(rows)}</table>"

    around = "<div class='crumb'>当前位置：<a>首页</a></div><div class='main'>{}</div><div class='footer'>主办：云州市人民政府</div>"
    body = around.format("".join(map(written, NOTICE)))
    return (
        f"<html><head><meta charset='utf-8'><title>通知公告</title></head><body>{body}</body></html>".encode()
    )


def tree(data: bytes, name: str) -> list[tuple[str, str, str, str | None]]:
    original = read_content(data, name)
    structure = parse_structure(
        original.text, tables=original.tables, whole_lines=keeps_paragraphs(original.media_type)
    )
    check_conservation(original.text, structure)
    return [(c.kind, c.label, squeeze(c.text), c.parent_id) for c in structure.clauses]


def test_the_text_file_gives_the_tree_that_an_official_would_cite() -> None:
    found = {label: text for _, label, text, _ in tree(as_text(), "a.txt")}
    assert found["一（二）表1第2行"] == "2发明专利拥有2件以上；权属清晰60"
    assert found["附件《推荐汇总表》第2行"] == "2云州精工有限公司张三010-88001234"
    assert found["一（一）2"].startswith("2.近三年")
    assert found["二（二）"].startswith("（二）区县推荐")


@pytest.mark.parametrize(
    ("data", "name"), [(as_markdown(), "a.md"), (as_word(), "a.docx"), (as_page(), "a.html")]
)
def test_every_format_gives_the_tree_of_the_text_file(data: bytes, name: str) -> None:
    assert tree(data, name) == tree(as_text(), "a.txt")
