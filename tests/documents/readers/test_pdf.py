from __future__ import annotations

import io

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from assistant.documents.readers import Original
from assistant.documents.readers.pdf import read_pdf
from assistant.domain.documents import Table
from assistant.errors import UnreadableFile
from tests.documents.pdf_files import Ruled, Words, cjk_font, draw_pdf, encrypt, grid, make_pdf

LEFT = (
    "左栏的第一行文字内容较长",
    "左栏的第二行文字内容较长",
    "左栏的第三行文字内容较长",
    "左栏的第四行文字内容较长",
)
RIGHT = (
    "右栏的第一行文字内容较长",
    "右栏的第二行文字内容较长",
    "右栏的第三行文字内容较长",
    "右栏的第四行文字内容较长",
)
FONT = cjk_font()
HEADER = ["序号", "单位名称", "联系电话"]


def read(*pages: list[Words | Ruled], rotate: int = 0) -> Original:
    return read_pdf(draw_pdf(pages, rotate=rotate), "n.pdf")


def written() -> FPDF:
    """An empty file of another producer, with a font inside it."""
    if FONT is None:
        pytest.skip("no Noto CJK font (Debian: fonts-noto-cjk)")
    document = FPDF()
    document.add_font("F", "", FONT)
    document.set_font("F", size=12)
    return document


def saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rows(original: Original, table: Table) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row, []).append(original.text[cell.span.start : cell.span.end])
    return list(found.values())


def test_lines_drawn_out_of_order_are_read_from_the_top() -> None:
    drawn: list[Words | Ruled] = [
        Words(60, 700, "第二行在中间"),
        Words(280, 60, "— 1 —"),
        Words(60, 760, "第一行在上面"),
    ]
    assert read(drawn).text.splitlines() == ["第一行在上面", "第二行在中间", "— 1 —"]


def test_words_drawn_one_by_one_make_one_line() -> None:
    drawn: list[Words | Ruled] = [
        Words(60 + 24 * i, 700, pair) for i, pair in enumerate(("各有", "关单", "位："))
    ]
    assert read([drawn[2], drawn[0], drawn[1]]).text == "各有关单位：\n"


def test_two_columns_are_read_one_after_the_other() -> None:
    drawn: list[Words | Ruled] = [Words(200, 780, "某某通知的标题在这里")]
    for i, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        drawn += [Words(60, 740 - 18 * i, left), Words(320, 740 - 18 * i, right)]
    drawn.append(Words(60, 600, "两栏之下另有一行跨越整个页面宽度的文字说明，它属于两栏之后的内容"))
    lines = read(drawn).text.splitlines()
    assert lines[1:9] == [*LEFT, *RIGHT]
    assert lines[0] == "某某通知的标题在这里"
    assert lines[9].startswith("两栏之下")


def test_a_label_and_its_value_side_by_side_stay_on_one_line() -> None:
    drawn: list[Words | Ruled] = []
    for i in range(6):
        drawn += [Words(60, 740 - 18 * i, "联系人"), Words(320, 740 - 18 * i, f"张某{'甲乙丙丁戊己'[i]}")]
    assert read(drawn).text.splitlines()[0].split() == ["联系人", "张某甲"]


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("viewed", [True, False])
def test_a_turned_page_is_read_upright(turn: int, viewed: bool) -> None:
    document = written()
    document.add_page()
    with document.rotation(turn, x=100, y=150):
        document.text(100, 100, "第一行的文字")
        document.text(100, 110, "第二行的文字ISO 9001")
    data = bytes(document.output())
    if viewed:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        writer.pages[0].rotate(turn)
        data = saved(writer)
    assert read_pdf(data, "n.pdf").text.splitlines() == ["第一行的文字", "第二行的文字ISO 9001"]


def test_text_at_an_angle_is_left_out_and_told() -> None:
    original = read([Words(60, 700, "正文的文字"), Words(100, 200, "征求意见稿", 40, turn=45)])
    assert original.text == "正文的文字\n"
    assert "征求意见稿" in original.warnings[0]


def test_text_that_nobody_sees_is_told() -> None:
    original = read([Words(60, 700, "看得见的文字")], [Words(60, 700, "看不见的文字", hidden=True)])
    assert "第 2 页含有不可见的文字" in original.warnings[0]


def test_characters_printed_twice_for_weight_count_once() -> None:
    assert read([Words(60, 700, "加粗标题"), Words(60.3, 700, "加粗标题")]).text == "加粗标题\n"


def test_a_raised_figure_stays_in_its_line() -> None:
    drawn: list[Words | Ruled] = [
        Words(60, 700, "面积五十米"),
        Words(120, 705, "2", 6),
        Words(126, 700, "以上。"),
        Words(60, 680, "下一行的文字"),
    ]
    assert read(drawn).text.splitlines() == ["面积五十米2以上。", "下一行的文字"]


def test_a_ruled_table_is_kept_cell_by_cell() -> None:
    drawn = [
        Words(60, 740, "附件：名单汇总"),
        *grid([HEADER, ["甲一", "某某有限\n公司", "一二三"], ["乙二", "", "四五六"]]),
        Words(60, 500, "表格之后的文字"),
    ]
    original = read(drawn)
    (table,) = original.tables
    assert rows(original, table) == [HEADER, ["甲一", "某某有限公司", "一二三"], ["乙二", "", "四五六"]]
    assert original.text.splitlines()[2] == "甲一\t某某有限公司\t一二三"
    assert [cell.header for cell in table.cells] == [True] * 3 + [False] * 6
    assert original.text.rstrip().endswith("表格之后的文字")


def test_merged_cells_stand_once_with_their_reach() -> None:
    lines: list[Words | Ruled] = [
        *(Ruled(60, y, 360, y) for y in (700, 640)),
        Ruled(160, 670, 360, 670),
        *(Ruled(x, 700, x, 640) for x in (60, 160, 360)),
        Ruled(260, 670, 260, 640),
        Words(64, 680, "能耗指标"),
        Words(164, 680, "综合能耗合计"),
        Words(164, 650, "上年"),
        Words(264, 650, "本年"),
    ]
    (table,) = read(lines).tables
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]


def test_a_frame_around_text_is_no_table() -> None:
    frame: list[Words | Ruled] = [
        *(Ruled(50, y, 400, y) for y in (720, 600)),
        *(Ruled(x, 720, x, 600) for x in (50, 400)),
        Words(60, 700, "框内的文字"),
    ]
    original = read(frame)
    assert original.tables == ()
    assert original.text == "框内的文字\n"


def test_a_table_over_two_pages_is_one_with_one_header() -> None:
    first = [
        Words(60, 740, "附件：名单汇总"),
        *grid([HEADER, ["甲一", "某公司", "一二三"]]),
        Words(280, 60, "— 1 —"),
    ]
    second = [
        *grid([HEADER, ["乙二", "另公司", "四五六"]]),
        Words(60, 500, "表后文字说明"),
        Words(280, 60, "— 2 —"),
    ]
    original = read(first, second)
    (table,) = original.tables
    assert rows(original, table) == [HEADER, ["甲一", "某公司", "一二三"], ["乙二", "另公司", "四五六"]]
    assert original.text[original.page_starts[1] :].startswith("表后文字说明")


def test_a_single_row_on_the_next_page_belongs_to_the_table() -> None:
    first = [*grid([HEADER, ["甲一", "某公司", "一二三"]]), Words(280, 60, "— 1 —")]
    second = [*grid([["乙二", "另公司", "四五六"]]), Words(60, 500, "表后文字说明")]
    (table,) = read(first, second).tables
    assert [cell.row for cell in table.cells] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_words_in_boxes_side_by_side_are_a_line_and_no_table() -> None:
    original = read([*grid([["甲一", "某公司", "一二三"]])])
    assert original.tables == ()
    assert original.text.split() == ["甲一", "某公司", "一二三"]


def test_a_caption_between_two_tables_is_no_running_head() -> None:
    first = [Words(60, 740, "附件1"), *grid([HEADER, ["甲一", "某公司", "一二三"]])]
    second = [*grid([HEADER, ["乙二", "另公司", "四五六"]]), Words(60, 500, "附件2")]
    third = [*grid([["名称", "盖章处", "日期处"], ["丙三", "丁公司", "七八九"]])]
    original = read(first, second, third)
    assert [rows(original, table)[1][0] for table in original.tables] == ["甲一", "丙三"]
    assert "附件2\n名称" in original.text.replace("\n\n", "\n")


def test_a_row_torn_by_the_page_is_closed_again() -> None:
    first = [*grid([HEADER, ["甲一", "某某新材料股份有", "一二三"]])]
    second = [*grid([HEADER, ["", "限公司", ""], ["乙二", "另公司", "四五六"]])]
    original = read(first, second)
    assert rows(original, original.tables[0])[1] == ["甲一", "某某新材料股份有限公司", "一二三"]


def test_another_table_on_the_next_page_stays_another() -> None:
    first = [*grid([HEADER, ["甲一", "某公司", "一二三"]])]
    second = [Words(60, 740, "附件二：另一名单"), *grid([HEADER, ["乙二", "另公司", "四五六"]])]
    assert len(read(first, second).tables) == 2


def test_a_page_of_nonsense_is_not_read_as_text() -> None:
    nonsense = "".join(chr(0xE000 + 7 * i) for i in range(60))
    drawn: list[Words | Ruled] = [Words(60, 700, nonsense[:30]), Words(60, 680, nonsense[30:])]
    original = read([Words(60, 700, "第一页的文字")], drawn)
    assert original.text.startswith("第一页的文字")
    assert nonsense[:5] not in original.text
    assert any("第 2 页" in warning for warning in original.warnings)


def test_scripts_and_enclosed_files_are_told_and_left_alone() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([["某某通知的正文"]]))))
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.add_attachment("a.exe", b"MZ")
    original = read_pdf(saved(writer), "active.pdf")
    assert original.text == "某某通知的正文\n"
    assert [w for w in original.warnings if "JavaScript" in w]
    assert [w for w in original.warnings if "内嵌" in w]


def test_too_many_pages_are_refused() -> None:
    data = draw_pdf([[]]).replace(b"/Count 1", b"/Count 9")
    pages = b"/Kids [" + b"6 0 R " * 2500 + b"] /Count 2500"
    data = data.replace(b"/Kids [6 0 R] /Count 9", pages)
    with pytest.raises(UnreadableFile, match="2500 页"):
        read_pdf(data, "long.pdf")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_told_whatever_the_cipher(algorithm: str) -> None:
    if algorithm == "AES-256":
        pytest.importorskip("cryptography", reason="pypdf writes AES with it")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([["某某"]]))))
    writer.encrypt("secret", algorithm=algorithm)
    with pytest.raises(UnreadableFile, match="加密"):
        read_pdf(saved(writer), "locked.pdf")
    assert read_pdf(encrypt(make_pdf([["某某"]]), ""), "open.pdf").text == "某某\n"


def test_a_character_of_a_missing_font_is_not_lost() -> None:
    assert read_pdf(make_pdf([["甲"], ["乙某"]]), "n.pdf").text == "甲\n乙某\n"
