from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.markers import find_marker
from assistant.documents.readers.docx import read_docx
from assistant.errors import UnreadableFile
from tests.documents.readers.word_files import (
    cell,
    level,
    listed,
    outline,
    paragraph,
    row,
    run,
    table,
    word_file,
)

OFFICIAL = outline(
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircleChinese", "%5"),
)


def lines(body: str, **parts: str) -> list[str]:
    return read_docx(word_file(body, **parts), "a.docx").text.splitlines()


def numbered(*levels: int, numbering: str, number: int = 1) -> list[str]:
    body = "".join(paragraph("文", numbered=(number, at)) for at in levels)
    return [line.removesuffix("文") for line in lines(body, numbering=numbering)]


def test_automatic_numerals_are_printed_as_word_shows_them() -> None:
    found = numbered(0, 1, 1, 2, 3, 4, 4, 2, 1, 0, 1, numbering=OFFICIAL + listed(1))
    assert found == ["一、", "（一）", "（二）", "1.", "（1）", "①", "②", "2.", "（三）", "二、", "（一）"]


def test_articles_and_chapters_count_through() -> None:
    statute = outline(
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'),
    )
    found = numbered(0, 1, 1, 0, 1, numbering=statute + listed(1))
    assert found == ["第一章 ", "第一条 ", "第二条 ", "第二章 ", "第三条 "]


def test_a_legal_level_writes_every_numeral_in_arabic() -> None:
    mixed = outline(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    assert numbered(0, 1, 1, 2, numbering=mixed + listed(1)) == ["第一章 ", "1.1 ", "1.2 ", "1.2.1 "]


def test_a_list_goes_on_where_another_shares_its_definition_and_restarts_where_told() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    later = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        outline(level(0, "decimal", "%1."))
        + listed(1)
        + listed(2)
        + listed(3, 0, again)
        + listed(4, 0, later)
    )
    body = "".join(paragraph("文", numbered=(n, 0)) for n in (1, 1, 2, 3, 3, 4))
    assert lines(body, numbering=numbering) == ["1.文", "2.文", "3.文", "1.文", "2.文", "5.文"]


def test_a_level_can_be_replaced_for_one_list() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    assert numbered(0, 0, numbering=OFFICIAL + listed(1, 0, own)) == ["C)", "D)"]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("ideographDigital", "二"),
        ("japaneseCounting", "二"),
        ("chineseLegalSimplified", "贰"),
        ("decimalZero", "02"),
        ("decimalEnclosedCircle", "②"),
        ("decimalEnclosedParen", "（2）"),
        ("ideographTraditional", "乙"),
        ("lowerRoman", "ii"),
        ("somethingNew", "2"),
    ],
)
def test_formats_of_numerals(style: str, shown: str) -> None:
    numbering = outline(level(0, style, "%1", '<w:suff w:val="nothing"/>')) + listed(1)
    assert numbered(0, 0, numbering=numbering)[1] == shown


def test_bullets_are_no_numerals() -> None:
    numbering = outline(level(0, "bullet", "\uf0b7")) + listed(1)
    assert numbered(0, 0, numbering=numbering) == ["", ""]


def test_a_style_gives_its_level_and_a_paragraph_may_refuse_it() -> None:
    linked = outline(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="H2"/></w:style>'
    )
    body = paragraph("甲", style="H1") + paragraph("乙", style="H2") + paragraph("丙", style="Own")
    body += paragraph("丁", style="H2", numbered=(0, 0)) + paragraph("戊", style="H1")
    found = lines(body, numbering=linked + listed(1), styles=styles)
    assert found == ["一、甲", "（一）乙", "（二）丙", "丁", "二、戊"]


def test_tracked_insertions_are_kept_and_deletions_left_out_with_a_warning() -> None:
    body = paragraph(
        run("于")
        + f"<w:ins>{run('5月')}</w:ins><w:del><w:r><w:delText>4月</w:delText></w:r></w:del>"
        + run("前")
    )
    original = read_docx(word_file(body), "a.docx")
    assert original.text == "于5月前\n"
    assert original.warnings == ("文件含未接受的修订：插入 1 处已纳入，删除 1 处未纳入。",)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_and_is_not_counted() -> None:
    torn = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("前半") + "</w:p>"
    assert lines(torn + paragraph("后半")) == ["前半后半"]


def test_comments_headers_and_field_codes_are_no_text() -> None:
    body = paragraph(
        run("见")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("第3页")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    )
    found = read_docx(
        word_file(
            body, comments=f'<w:comment w:id="1">{paragraph("改")}</w:comment>', header1=paragraph("页眉")
        ),
        "a.docx",
    )
    assert found.text == "见第3页\n"
    assert found.warnings == ("文件中的批注 1 条未纳入。",)


def test_footnotes_follow_at_the_end_and_leave_the_sentence_whole() -> None:
    body = paragraph(run("企业") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run("应当申报。"))
    notes = f'<w:footnote w:id="0" w:type="separator">{paragraph("-")}</w:footnote>'
    notes += f'<w:footnote w:id="7">{paragraph("指法人企业。")}</w:footnote>'
    assert lines(body, footnotes=notes) == ["企业应当申报。", "脚注1：指法人企业。"]


def test_a_text_box_is_read_once_though_the_file_holds_it_twice() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(run("正文") + twice)) == ["正文", "框内"]


def test_symbols_boxes_hyphens_and_hidden_text() -> None:
    body = paragraph(
        '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
        + run("是")
        + '<w:r><w:sym w:font="Wingdings 2" '
        'w:char="F052"/></w:r>' + run("否") + run("藏", "<w:vanish/>") + "<w:r><w:tab/><w:noBreakHyphen/>"
        "<w:softHyphen/></w:r>" + run("软\u00ad连")
    )
    body += paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
        "</w:fldChar></w:r>" + run("勾选")
    )
    assert lines(body) == ["□是☑否 -软连", "☑勾选"]


def test_hyperlinks_content_controls_and_line_breaks_are_read() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
    body += paragraph(f"<w:hyperlink>{run('链接')}</w:hyperlink>" + "<w:r><w:br/></w:r>" + run("次行"))
    assert lines(body) == ["控件", "链接", "次行"]


def test_a_table_keeps_its_grid_with_merged_cells() -> None:
    made = table(
        row(
            cell("类别", '<w:vMerge w:val="restart"/>'),
            cell("指标", '<w:gridSpan w:val="2"/>'),
            properties="<w:tblHeader/>",
        ),
        row(cell("", "<w:vMerge/>"), "名称", "分值", properties="<w:tblHeader/>"),
        row("创新", cell(paragraph("研发") + paragraph("强度")), ""),
    )
    original = read_docx(word_file(paragraph("一、指标") + made + paragraph("二、要求")), "a.docx")
    assert original.text == "一、指标\n类别\t指标\t\n\t名称\t分值\n创新\t研发 强度\t\n二、要求\n"
    (found,) = original.tables
    assert original.text[found.span.start : found.span.end].startswith("类别")
    assert [(c.row, c.column, c.row_span, c.column_span, c.header) for c in found.cells[:3]] == [
        (0, 0, 2, 1, True),
        (0, 1, 1, 2, True),
        (1, 1, 1, 1, True),
    ]
    words = [original.text[c.span.start : c.span.end] for c in found.cells]
    assert words[4:] == ["创新", "研发 强度", ""]


def test_a_table_inside_a_cell_is_flattened_and_a_frame_is_no_table() -> None:
    nested = cell(paragraph("外") + table(row("甲", "乙")) + paragraph(""))
    original = read_docx(word_file(table(row("左", nested))), "a.docx")
    assert original.text == "左\t外 甲 乙\n"
    framed = read_docx(word_file(table(row(cell(paragraph("一、甲") + paragraph("正文。"))))), "a.docx")
    assert framed.text == "一、甲\n正文。\n"
    assert framed.tables == ()


def test_numerals_go_on_inside_a_table() -> None:
    body = paragraph("文", numbered=(1, 2)) + table(
        row(cell(paragraph("甲", numbered=(1, 2))), "说明"),
        row(cell(paragraph("乙", numbered=(1, 2))), "说明"),
    )
    assert lines(body, numbering=OFFICIAL + listed(1)) == ["1.文", "2.甲\t说明", "3.乙\t说明"]


def test_a_letterhead_set_as_a_table_is_read_as_lines() -> None:
    head = table(row("某市工信局\n", "文件"), row("某市财政局", ""))
    assert lines(head + paragraph("关于某事的通知")) == ["某市工信局", "文件", "某市财政局", "关于某事的通知"]


def test_pictures_are_told_and_a_file_of_nothing_else_is_refused() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    assert "1 张图片" in read_docx(word_file(paragraph(run("甲") + picture)), "a.docx").warnings[0]
    with pytest.raises(UnreadableFile, match="只有图片"):
        read_docx(word_file(paragraph(picture)), "a.docx")


@pytest.mark.parametrize("damage", [b"PK\x03\x04broken", b""])
def test_a_damaged_file_is_refused(damage: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_docx(damage, "a.docx")


def test_broken_xml_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_docx(word_file("<w:p>"), "a.docx")


def test_endless_nesting_is_refused_or_bounded() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + paragraph("甲") + "</w:sdtContent></w:sdt>" * 3000
    with pytest.raises(UnreadableFile):
        read_docx(word_file(deep), "a.docx")


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return packed.getvalue()


def test_strict_files_and_other_names_of_the_main_part_are_read() -> None:
    plain = word_file(paragraph("文", numbered=(1, 0)), numbering=OFFICIAL + listed(1))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    loose = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert read_docx(repacked(plain, lambda n, b: (n, b.replace(loose, strict))), "a.docx").text == "一、文\n"
    moved = repacked(
        plain, lambda n, b: (n.replace("document.xml", "doc2.xml"), b.replace(b"document.xml", b"doc2.xml"))
    )
    assert read_docx(moved, "a.docx").text == "一、文\n"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=18))
def test_whatever_the_order_of_levels_each_numeral_follows_its_last_or_begins_anew(levels: list[int]) -> None:
    last: dict[int, int] = {}
    for at, label in zip(levels, numbered(*levels, numbering=OFFICIAL + listed(1)), strict=True):
        marker = find_marker(label + "文")
        assert marker is not None
        assert marker.number == last.get(at, 0) + 1
        # As in LibreOffice, a level that was passed over counts as begun.
        last = {level: last.get(level, 1) for level in range(at)} | {at: marker.number}
