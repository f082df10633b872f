from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.making import read_document
from assistant.documents.series import Round, is_newer_round, newer_round, round_of, same_series, series_of
from assistant.domain.documents import Document

BODY = "各区县工业主管部门：\n现将有关事项通知如下。\n一、申报条件\n在本市注册。\n"


def notice(folder: Path, name: str, title: str, issuer: str = "某市工业局", year: int = 2031) -> Document:
    path = folder / f"{name}.txt"
    path.write_text(f"{issuer}{title}\n{BODY}{issuer}\n{year}年3月1日\n", encoding="utf-8")
    return read_document(path, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于开展2031年度节水企业申报工作的通知", "关于组织开展2032年节水企业申报的通知"),
        ("关于公布二〇三一年第一批名单的通知", "关于公布2031年第二批名单的通知"),
        ("关于开展2031-2032年度复核工作的通知", "关于做好2033—2034年度复核工作的通知"),
        ("关于申报（2031年度）专项资金的通知", "关于申报2032年度专项资金的通知"),
        ("关于2031年上半年入库工作的通知", "关于2031年下半年入库工作的通知"),
    ],
)
def test_rounds_differ_in_year_or_batch_alone(one: str, other: str) -> None:
    assert series_of(one) == series_of(other)
    assert round_of(one) < round_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于开展2031年度节水企业申报工作的通知", "关于开展2031年度节能企业申报工作的通知"),
        ("关于开展2031年度节水企业申报工作的通知", "关于开展2031年度节水企业复核工作的通知"),
    ],
)
def test_another_matter_is_another_series(one: str, other: str) -> None:
    assert series_of(one) != series_of(other)


def test_figures_that_are_no_years_stay() -> None:
    assert round_of("关于实施9001号标准第36132条的通知") == Round(0, 0)
    assert "36132" in series_of("关于实施36132标准的通知")


def test_the_newest_round_of_the_same_issuer_is_found(tmp_path: Path) -> None:
    first = notice(tmp_path, "first", "关于开展2031年度节水企业申报工作的通知")
    second = notice(tmp_path, "second", "关于开展2032年度节水企业申报工作的通知", year=2032)
    third = notice(tmp_path, "third", "关于组织开展2033年节水企业申报工作的通知", year=2033)
    elsewhere = notice(tmp_path, "other", "关于开展2034年度节水企业申报工作的通知", "某省工业厅", 2034)
    all_of_them = (first, second, third, elsewhere)
    assert newer_round(first, all_of_them) == third
    assert newer_round(second, all_of_them) == third
    assert newer_round(third, all_of_them) is None
    assert newer_round(elsewhere, all_of_them) is None
    assert same_series(first, second) and not same_series(first, elsewhere)
    assert is_newer_round(second, first) and not is_newer_round(first, second)


def test_a_standing_measure_has_no_rounds(tmp_path: Path) -> None:
    old = notice(tmp_path, "old", "关于加强节水管理的通知")
    new = notice(tmp_path, "new", "关于加强节水管理的通知", year=2035)
    assert newer_round(old, (old, new)) is None
