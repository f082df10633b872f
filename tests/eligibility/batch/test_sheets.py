"""Sheets as they come: encodings, headers, events, and everything that can be wrong with them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from assistant.eligibility import Checker
from assistant.eligibility.batch import workbooks
from assistant.eligibility.batch.sheets import open_book
from assistant.errors import InvalidInput, UnreadableFile
from eval.bench.applicant_sheets import likely_applicants, write_csv, write_xlsx

from .sheets import (
    CODE,
    CULTIVATION,
    DAY,
    FACTORY,
    OTHER_CODE,
    PARK,
    csv_file,
    facts,
    frame_of,
    judged,
    written,
    xlsx_file,
)

TEXT = "企业名称,统一社会信用代码,质量管理体系,事故\n甲公司,{code},是,无\n乙公司,{other},否,无\n"
SHEET = TEXT.format(code=CODE, other=OTHER_CODE)
WANTED = [{"has_quality_system": True, "accidents": []}, {"has_quality_system": False, "accidents": []}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_the_encodings_and_habits_of_offices(
    checker: Checker, tmp_path: Path, encoding: str, mark: str
) -> None:
    path = csv_file(tmp_path, SHEET.replace(",", mark), encoding)
    assert facts(frame_of(checker), path) == WANTED


def test_a_broken_byte_spoils_its_cell_alone(checker: Checker, tmp_path: Path) -> None:
    path = csv_file(tmp_path, SHEET)
    path.write_bytes(path.read_bytes().replace("是".encode(), b"\xe6\x98"))
    rows, _ = judged(frame_of(checker), path)
    assert "无法解码" in rows[0].errors[0] and not rows[1].errors


def test_workbooks_and_headers_in_english(checker: Checker, tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [
            ["Company", "USCC", "Has quality system", "accidents"],
            ["甲", CODE, True, "无"],
            ["乙", None, 0, "无"],
        ],
    )
    assert facts(frame_of(checker), path) == WANTED


def test_a_cell_shown_as_a_percentage_is_one(checker: Checker, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["园区名称", "工业增加值占比（%）"], ["甲", 0.55], ["乙", 0.625], ["丙", 60]):
        sheet.append(row)
    sheet["B2"].number_format, sheet["B3"].number_format = "0%", "0.0%"
    book.save(tmp_path / "in.xlsx")
    rows = facts(frame_of(checker, PARK), tmp_path / "in.xlsx")
    assert [row["industrial_value_added_share_pct"] for row in rows] == [55, 62.5, 60]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_into_a_sheet_is_read_out_of_it(checker: Checker, tmp_path: Path, kind: str) -> None:
    for scheme in checker.schemes:
        path = tmp_path / f"{scheme.id}.{kind}"
        (write_csv if kind == "csv" else write_xlsx)(path, scheme, 40, DAY, seed=3)
        wanted = [
            {n: v for n, v in row.items() if v != {}} for row in likely_applicants(scheme, 40, DAY, seed=3)
        ]
        assert facts(frame_of(checker, scheme.id), path) == wanted


def test_events_stand_on_a_second_sheet(checker: Checker, tmp_path: Path) -> None:
    accidents = checker.scheme(FACTORY).facts["accidents"]
    kind, grade = accidents.spec.kinds[0], accidents.spec.grades[1]
    events = [
        ["统一社会信用代码", "事项", "类型", "等级", "日期", "结束日期"],
        [CODE, "事故", kind[1], grade[1], "2024年5月6日", None],
        [CODE, "停产", None, None, 45000, "至今"],
        ["91500000000000009X", "事故", None, None, "2024-01-01", None],
        [CODE, "没有这一项", None, None, None, None],
        [CODE, "事故", "猫", None, "2024-06", None],
    ]
    main = [
        ["企业名称", "统一社会信用代码", "事故", "停产"],
        ["甲", CODE, "有", "有"],
        ["乙", OTHER_CODE, "无", "无"],
    ]
    for path, extra in (
        (xlsx_file(tmp_path, main, events), None),
        (xlsx_file(tmp_path, main, name="main.xlsx"), xlsx_file(tmp_path, events, name="events.xlsx")),
    ):
        first, second = facts(frame_of(checker), path, extra)
        assert first["accidents"] == [
            {"kind": kind[0], "grade": grade[0], "date": "2024-05-06"},
            {"date": "2024-06"},
        ]
        assert first["shutdowns"] == [{"date": "2023-03-15"}] and second["accidents"] == []
        _, warnings = judged(frame_of(checker), path, extra)
        told = "".join(warnings)
        assert "第 4 行：代码" in told and "没有这一项" in told and "第 6 行“类型”" in told


def test_saying_none_against_the_rows_of_events_is_not_passed_over(checker: Checker, tmp_path: Path) -> None:
    events = [["统一社会信用代码", "事项", "日期"], [CODE, "事故", "2025-01-06"]]
    path = xlsx_file(tmp_path, [["企业名称", "统一社会信用代码", "事故"], ["甲", CODE, "无"]], events)
    (row,), _ = judged(frame_of(checker), path)
    assert "矛盾" in row.errors[0] and "accidents" in row.missing


def test_a_title_above_and_an_example_below_the_header_are_passed_over(
    checker: Checker, tmp_path: Path
) -> None:
    text = "2025年申报单位汇总表,,,\n\n" + SHEET.replace("甲公司", "示例：甲公司", 1)
    rows, warnings = judged(frame_of(checker), csv_file(tmp_path, text))
    assert [row.number for row in rows] == [5] and any("表头在第 3 行" in warning for warning in warnings)


def test_a_missing_a_doubled_and_an_unknown_header(checker: Checker, tmp_path: Path) -> None:
    text = "企业名称,质量管理体系,质量管理体系,事故情况,事故\n甲,是,,x,无\n乙,是,否,y,无\n丙,否,否,z,无\n"
    rows, warnings = judged(frame_of(checker), csv_file(tmp_path, text))
    assert [bool(row.errors) for row in rows] == [False, True, False]
    assert "填的不一样" in rows[1].errors[0] and "有 2 列" in "".join(warnings)
    assert "没有这些事实的列" in "".join(warnings)
    assert [row.cells[3] for row in rows] == ["x", "y", "z"]


def test_merged_cells_are_named(checker: Checker, tmp_path: Path) -> None:
    sheet = [["企业名称", "质量管理体系", "事故"], ["甲", "是", "无"], ["乙", None, "无"]]
    rows, warnings = judged(frame_of(checker), xlsx_file(tmp_path, sheet, merged="B2:B3"))
    assert not rows[0].errors and "B2:B3" in rows[1].errors[0] and "合并单元格" in "".join(warnings)


def test_one_applicant_in_two_rows_is_judged_twice_and_told(checker: Checker, tmp_path: Path) -> None:
    text = SHEET.replace(OTHER_CODE, CODE)
    rows, _ = judged(frame_of(checker), csv_file(tmp_path, text))
    assert len(rows) == 2 and "与第 2 行是同一单位" in rows[1].errors[0]


def test_a_wrong_code_is_a_warning(checker: Checker, tmp_path: Path) -> None:
    rows, _ = judged(frame_of(checker), csv_file(tmp_path, SHEET.replace(CODE, CODE[:-1] + "0")))
    assert "GB 32100" in rows[0].errors[0] and not rows[1].errors


def test_one_bad_cell_among_ten_thousand_rows(checker: Checker, tmp_path: Path) -> None:
    lines = [f"企业{n},是,无" for n in range(10_000)]
    lines[7_654] = "企业7654,什么,无"
    text = "企业名称,质量管理体系,事故\n" + "\n".join(lines)
    rows, summary = written(frame_of(checker), csv_file(tmp_path, text), tmp_path / "out.csv")
    assert len(rows) == 10_000 and summary.errors == 1
    (bad,) = [row for row in rows if row["表格错误"]]
    assert bad["企业名称"] == "企业7654" and "第 7656 行“质量管理体系”：“什么”" in bad["表格错误"]


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        (b"", InvalidInput, "没有内容"),
        (b"\n\n  \n", InvalidInput, "没有内容"),
        ("企业名称,质量管理体系\n".encode(), InvalidInput, "只有表头"),
        ("甲,乙\n1,2\n".encode(), InvalidInput, "没有找到本事项的表头"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnreadableFile, "另存为 .xlsx"),
        (b"<html><table><tr><td>1", UnreadableFile, "网页"),
        (b"%PDF-1.7", UnreadableFile, "PDF"),
        (b"PK\x03\x04\x00\x00", UnreadableFile, "已损坏"),
        (b"a\x00b\x00\x00c", UnreadableFile, "二进制"),
        ('企业名称,质量管理体系\n甲,"是\n'.encode() + b"x" * 50_000, UnreadableFile, "引号"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_sentence(
    checker: Checker, tmp_path: Path, content: bytes, error: type[Exception], told: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=told):
        judged(frame_of(checker), path)


def test_an_empty_workbook_and_another_office_file_are_refused(checker: Checker, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="没有内容"):
        judged(frame_of(checker), xlsx_file(tmp_path, []))
    other = tmp_path / "in.docx"
    with zipfile.ZipFile(other, "w") as container:
        container.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableFile, match="Word"):
        open_book(other)


def _workbook_with(folder: Path, sheet: bytes, strings: bytes = b"") -> Path:
    """A workbook whose sheet is made by hand."""
    whole = xlsx_file(folder, [["x"]])
    path = folder / "made.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, sheet if part == "xl/worksheets/sheet1.xml" else old.read(part))
        if strings:
            new.writestr("xl/sharedStrings.xml", strings)
    return path


def _sheet(cells: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + space + b"><sheetData>" + cells + b"</sheetData></worksheet>"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: Any) -> None:
    path = _workbook_with(tmp_path, _sheet(b" " * (20 * 1024 * 1024)))
    with pytest.raises(UnreadableFile, match="压缩比"):
        open_book(path)
    monkeypatch.setattr(workbooks, "MOST_PART_BYTES", 1024 * 1024)
    with pytest.raises(UnreadableFile, match="解压后超过"):
        open_book(path)


def test_a_cell_at_the_far_end_of_the_sheet_is_refused(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(UnreadableFile, match="范围过大"):
        open_book(_workbook_with(tmp_path, _sheet(cells)))


@pytest.mark.parametrize(
    "cell", [b"<c s='0' r='XFD1048576'><v>1</v></c>", b'<c s="0"\n r="XFD1048576"><v>1</v></c>']
)
def test_no_way_of_writing_a_cell_hides_it(tmp_path: Path, cell: bytes) -> None:
    with pytest.raises(UnreadableFile, match="范围过大"):
        open_book(_workbook_with(tmp_path, _sheet(b'<row r="1048576">' + cell + b"</row>")))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        open_book(_workbook_with(tmp_path, _sheet(cell).decode().encode("utf-16")))


def test_one_long_text_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = b"<sst " + space + b"><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 10_001))
    with pytest.raises(UnreadableFile, match="文字合计"):
        open_book(_workbook_with(tmp_path, _sheet(cells), strings))


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(400 * 1024 * 1024)
    with pytest.raises(InvalidInput, match="超过上限"):
        open_book(path)


def test_formulas_are_read_as_values_and_never_written(checker: Checker, tmp_path: Path) -> None:
    sheet = [
        ["企业名称", "质量管理体系", "备注"],
        ["=HYPERLINK(1)", "是", '=cmd|" /C calc"!A0'],
        ["+86 23", "是", "-5.2"],
    ]
    text = "\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in sheet)
    rows, _ = written(frame_of(checker), csv_file(tmp_path, text), tmp_path / "out.csv")
    assert rows[0]["企业名称"] == "'=HYPERLINK(1)" and rows[0]["备注"].startswith("'=")
    assert rows[1]["企业名称"] == "'+86 23" and rows[1]["备注"] == "-5.2"


def test_years_that_no_header_names_are_asked_for(checker: Checker, tmp_path: Path) -> None:
    _, warnings = judged(
        frame_of(checker, CULTIVATION), csv_file(tmp_path, "企业名称,产值（万元）,法人形式\n甲,1,\n")
    )
    assert any("没有写明年度" in warning for warning in warnings)


def test_rows_and_columns_that_are_blank_above_and_beside_the_table_are_counted(
    checker: Checker, tmp_path: Path
) -> None:
    rows = [[], [], [None, "企业名称", "质量管理体系"], [], [None, "甲", "也许"]]
    (applicant,), _ = judged(frame_of(checker), xlsx_file(tmp_path, rows))
    assert applicant.number == 5 and "第 5 行" in applicant.errors[0]
