"""What people write into cells is read as they mean it, or named with what to write."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.eligibility import Checker
from assistant.eligibility.batch.cells import BadCell, read_cell
from assistant.eligibility.batch.codes import is_code, valid_codes, with_check
from assistant.eligibility.batch.days import day_text
from assistant.eligibility.batch.happened import read_events, read_listing

from .sheets import CULTIVATION, FACTORY, PARK, csv_file, frame_of, judged, told


@pytest.mark.parametrize("cell", ["是", "有", "true", "TRUE", "1", 1, 1.0, "√", "Ｙ", " yes ", "'是"])
def test_yes_in_many_words(checker: Checker, cell: Any) -> None:
    assert read_cell(checker.scheme(FACTORY).facts["has_quality_system"], cell) is True


@pytest.mark.parametrize("cell", ["否", "无", "没有", "False", "0", 0, 0.0, "×"])
def test_no_in_many_words(checker: Checker, cell: Any) -> None:
    assert read_cell(checker.scheme(FACTORY).facts["has_quality_system"], cell) is False


def test_not_known_and_not_applicable_are_no_answers(checker: Checker) -> None:
    fact = checker.scheme(FACTORY).facts["has_quality_system"]
    assert read_cell(fact, "不清楚") is None and read_cell(fact, "未知") is None
    assert read_cell(fact, "不适用") == {"state": "not_applicable"}
    with pytest.raises(BadCell, match="请填 是 或 否"):
        read_cell(fact, "可能有")


@pytest.mark.parametrize(
    "cell",
    ["2024-05-06", "2024/5/6", "2024年5月6日", "20240506", 20240506, 45418, 45418.0, "45418", "2024.5.6",
     "２０２４－０５－０６", "2024-05-06 00:00:00", date(2024, 5, 6), datetime(2024, 5, 6, 8, 30)],
)  # fmt: skip
def test_a_day_in_the_habits_of_sheets(cell: Any) -> None:
    assert day_text(cell) == "2024-05-06"


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "5/6/2024", "24-5-6", "2024-13-01", "去年", "123", 0.5, "20241332"]
)
def test_what_is_no_day_is_not_guessed(cell: Any) -> None:
    assert day_text(cell) is None


def test_figures_are_converted_between_units_of_money(checker: Checker, tmp_path: Path) -> None:
    frame = frame_of(checker, CULTIVATION)
    cells = ("8000", "8,000", "8000万元", "0.8亿元", "80000000元", "８０００", "8000.50")
    assert [v["2022"] for v in told(frame, tmp_path, "2022年产值（万元）", *cells)] == [8000] * 6 + [8000.5]
    assert told(frame, tmp_path, "2022年产值（元）", "80000000", "8000万元") == [{"2022": 8000}] * 2
    assert told(frame, tmp_path, "产值(2022年,亿元)", "0.8") == [{"2022": 8000}]
    assert told(frame, tmp_path, "output_value_2022", "8000") == [{"2022": 8000}]
    assert told(frame, tmp_path, "2022年产值（万元）", "约8000", "8000吨", "(80)", "1,23") == ["nothing"] * 4


def test_percentages_are_decided_column_by_column(checker: Checker, tmp_path: Path) -> None:
    frame, header = frame_of(checker, PARK), "工业增加值占比（%）"
    assert told(frame, tmp_path, header, "55", "55%", "62.5") == [55, 55, 62.5]
    assert told(frame, tmp_path, header, "0.55", "0.7", "0.625", "55%") == [55, 70, 62.5, 55]
    assert told(frame, tmp_path, header, "55", "60", "0.55") == [55, 60, "nothing"]
    assert told(frame, tmp_path, header, "0.55") == ["nothing"]
    assert told(frame, tmp_path, header, "120", "-1") == ["nothing"] * 2


def test_an_ambiguous_percentage_is_named_and_a_habit_of_shares_is_told(
    checker: Checker, tmp_path: Path
) -> None:
    frame = frame_of(checker, PARK)
    rows, _ = judged(frame, csv_file(tmp_path, "园区名称,工业增加值占比\n甲,55\n乙,0.55\n丙,60\n"))
    assert [bool(row.errors) for row in rows] == [False, True, False]
    assert "第 3 行“工业增加值占比”" in rows[1].errors[0] and "0.55% 还是 55%" in rows[1].errors[0]
    _, warnings = judged(frame, csv_file(tmp_path, "园区名称,工业增加值占比\n甲,0.5\n乙,0.55\n丙,0.6\n"))
    assert any("按比例理解" in warning for warning in warnings)


def test_options_by_label_value_or_alias(checker: Checker, tmp_path: Path) -> None:
    cells = ("独立法人", "independent_legal_person", "不存在的")
    found = told(frame_of(checker, CULTIVATION), tmp_path, "法人形式", *cells)
    assert found[1:] == ["independent_legal_person", "nothing"]


def test_events_in_a_cell(checker: Checker) -> None:
    fact = checker.scheme(FACTORY).facts["accidents"]
    kind, grade = fact.spec.kinds[0], fact.spec.grades[0]
    assert read_events(fact, "无", ()) == []
    assert read_events(fact, "有", ()) == [{}]
    assert read_events(fact, "2024年5月6日", ()) == [{"date": "2024-05-06"}]
    assert read_events(fact, f"2024-05-06 {kind[1]} {grade[1]}；2023-01", ()) == [
        {"date": "2024-05-06", "kind": kind[0], "grade": grade[0]},
        {"date": "2023-01"},
    ]
    assert read_events(fact, "2023-01-01至2023-06-30", ()) == [{"date": "2023-01-01", "end": "2023-06-30"}]
    for bad in ("发生过一次", "2024-05-06 什么", "；"):
        with pytest.raises(BadCell):
            read_events(fact, bad, ())
    with pytest.raises(BadCell, match="矛盾"):
        read_events(fact, "无", [(5, {"date": "2024-05-06"})])


def test_listings_with_their_days(checker: Checker) -> None:
    fact = checker.scheme(FACTORY).facts["dishonest_enterprise_list"]
    assert read_listing(fact, "否", None, None) is False
    both = {"listed_on": "2023-01-02", "removed_on": "2024-03-04"}
    assert read_listing(fact, "是", "2023/1/2", "2024年3月4日") == both
    assert read_listing(fact, "2023-01-02至2024-03-04", None, None) == both
    assert read_listing(fact, None, "2023-01-02", "") == {"listed_on": "2023-01-02", "removed_on": None}
    assert read_listing(fact, "不清楚", None, None) is None
    with pytest.raises(BadCell, match="矛盾"):
        read_listing(fact, "否", "2023-01-02", None)
    with pytest.raises(BadCell, match="早于"):
        read_listing(fact, "是", "2024-01-02", "2023-01-02")


def test_credit_codes_by_their_check_character() -> None:
    good = [with_check(f"91500000{number:09d}") for number in range(50)]
    assert all(is_code(code) for code in good) and valid_codes(good) == [True] * 50
    bad = [good[0][:-1] + ("0" if good[0][-1] != "0" else "1"), "123", "９" * 18, "I" * 18, ""]
    assert valid_codes(bad) == [False] * 5 == [is_code(code) for code in bad]
