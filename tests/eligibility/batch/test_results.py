"""The judged sheet, its summary, the template."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.eligibility import Checker
from assistant.eligibility.batch.run import judge_file, read_applicants
from assistant.eligibility.batch.summary import summary_from
from assistant.eligibility.batch.templates import make_template
from assistant.errors import InvalidInput

from .sheets import CODE, CULTIVATION, DAY, FACTORY, csv_file, frame_of, judged, written, xlsx_file


def test_the_columns_that_came_in_go_out_unchanged(checker: Checker, tmp_path: Path) -> None:
    text = f'区县,企业名称,统一社会信用代码,质量管理体系,备注\n某区, 甲 公司 ,{CODE},否,"含,逗号\n换行"\n'
    (row,), _ = written(frame_of(checker), csv_file(tmp_path, text), tmp_path / "out.csv")
    assert list(row)[:5] == ["区县", "企业名称", "统一社会信用代码", "质量管理体系", "备注"]
    assert row["企业名称"] == " 甲 公司 " and row["备注"] == "含,逗号\n换行"
    assert row["核对结论"] == "不符合" and "第七条（六）" in row["不符合的条件（条款与理由）"]


def test_what_clears_says_when(checker: Checker, tmp_path: Path) -> None:
    text = "企业名称,事故\n甲,2024-05-06 安全 较大\n"
    (row,), _ = written(frame_of(checker), csv_file(tmp_path, text), tmp_path / "out.csv")
    assert "2027-05-07" in row["何时不再计入"] and "2027-05-06（含当日）" in row["不符合的条件（条款与理由）"]


def test_the_workbook_has_a_summary_with_its_day_rules_and_chart(checker: Checker, tmp_path: Path) -> None:
    sheet = [["企业名称", "质量管理体系", "日期"], ["=1+1", "否", DAY], ["乙", "是", DAY]]
    source, target = xlsx_file(tmp_path, sheet), tmp_path / "out.xlsx"
    frame = frame_of(checker)
    summary = judge_file(frame, source, target)
    book = load_workbook(target)
    result, overview = book["核对结果"], book["汇总"]
    assert result["C2"].value.date() == DAY and result["D1"].value == "核对结论"
    assert result.auto_filter.ref == f"A1:K{summary.rows + 1}"
    cells = [str(cell.value) for row in overview.iter_rows() for cell in row if cell.value is not None]
    assert frame.report.rules_version in cells and DAY.isoformat() in cells
    assert set(frame.documents()) <= set(cells) and len(overview._charts) == 2
    counts = {row[0].value: row[2].value for row in overview.iter_rows()}
    assert counts["不符合"] == 1 and counts["待补充信息"] == 1
    assert summary_from(summary.as_json()) == summary


def test_the_judged_workbook_carries_its_events_and_can_be_handed_in_again(
    checker: Checker, tmp_path: Path
) -> None:
    main = [["统一社会信用代码", "企业名称", "质量管理体系"], [CODE, "甲", "是"]]
    events = [[], ["统一社会信用代码", "事项", "类别", "等级", "日期"], [CODE, "事故", "安全", "较大", DAY]]
    frame, first, again = frame_of(checker), tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    judge_file(frame, xlsx_file(tmp_path, main, events), first)
    carried = load_workbook(first)["事件"]
    assert [cell.value for cell in carried[3]][:4] == [CODE, "事故", "安全", "较大"]
    judge_file(frame, first, again)
    column = [cell.value for cell in load_workbook(first)["核对结果"][1]].index("核对结论")
    verdicts = [load_workbook(path)["核对结果"].cell(2, column + 1).value for path in (first, again)]
    assert verdicts == ["不符合", "不符合"]


def test_a_text_that_begins_like_a_formula_stays_text(checker: Checker, tmp_path: Path) -> None:
    source = csv_file(tmp_path, "企业名称,质量管理体系\n=1+1,是\n")
    judge_file(frame_of(checker), source, tmp_path / "out.xlsx")
    cell = load_workbook(tmp_path / "out.xlsx")["核对结果"]["A2"]
    assert cell.value == "=1+1" and cell.data_type == "s"


def test_an_error_leaves_no_result(checker: Checker, tmp_path: Path) -> None:
    source = csv_file(tmp_path, "企业名称,质量管理体系\n")
    for target in (tmp_path / "out.xlsx", tmp_path / "out.csv"):
        with pytest.raises(InvalidInput):
            judge_file(frame_of(checker), source, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]
    with pytest.raises(InvalidInput, match="xlsx 或 csv"):
        judge_file(frame_of(checker), source, tmp_path / "out.doc")


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_every_template_is_understood_without_a_doubt(checker: Checker, tmp_path: Path, suffix: str) -> None:
    for scheme in checker.schemes:
        frame = frame_of(checker, scheme.id)
        path = tmp_path / f"{scheme.id}.{suffix}"
        path.write_bytes(make_template(frame, "csv" if suffix == "csv" else "xlsx"))
        applicants = read_applicants(frame, path)
        assert set(applicants.binding.places) == set(scheme.facts) and applicants.warnings == []
        with pytest.raises(InvalidInput, match="只有表头"):
            next(applicants.chunks())


def test_the_example_of_a_template_would_be_read_without_an_error(checker: Checker, tmp_path: Path) -> None:
    for scheme in checker.schemes:
        frame = frame_of(checker, scheme.id)
        text = make_template(frame, "csv").decode("utf-8-sig").replace("示例：", "")
        rows, _ = judged(frame, csv_file(tmp_path, text))
        assert [error for error in rows[0].errors if "信用代码" not in error] == []
        assert set(rows[0].missing) <= {name for name, f in scheme.facts.items() if f.entry.type == "series"}


def test_the_workbook_to_fill_in_offers_choices_and_explains(checker: Checker, tmp_path: Path) -> None:
    frame, path = frame_of(checker), tmp_path / "template.xlsx"
    path.write_bytes(make_template(frame, "xlsx"))
    book = load_workbook(path)
    sheet = book["申报单位"]
    offered = {
        str(choice.sqref).split("3:")[0]: choice.formula1 for choice in sheet.data_validations.dataValidation
    }
    titles = [cell.value for cell in sheet[1]]
    assert len(offered) >= len([f for f in checker.scheme(FACTORY).facts.values() if f.entry.type != "date"])
    question = checker.scheme(FACTORY).facts["accidents"].entry.question
    assert sheet.cell(row=1, column=titles.index("事故") + 1).comment.text.startswith(question)
    guide = [str(cell.value) for row in book["说明"].iter_rows() for cell in row]
    assert frame.report.rules_version in guide and any("第七条（三）" in text for text in guide)
    assert [cell.value for cell in book["事件"][1]][:3] == ["统一社会信用代码", "企业名称", "事项"]


def test_years_of_a_series_stand_in_the_template(checker: Checker) -> None:
    head = next(
        csv.reader(make_template(frame_of(checker, CULTIVATION), "csv").decode("utf-8-sig").splitlines())
    )
    assert "2022年产值（万元）" in head
