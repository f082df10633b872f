from __future__ import annotations

import pytest

from tests.documents.places import clauses, labels

HEAD = "某县工信局关于征集节水改造项目的通知\n各乡镇人民政府：\n为推动节水改造，现面向全县征集一批项目。\n"
TAIL = "某县工信局\n2026年3月2日\n"
SCOPE = "在本县登记注册的工业企业可以参加，个体工商户除外。\n"
WORK = "企业应当于5月8日前把申报书送到所在乡镇，逾期不再受理。\n各乡镇汇总后报县工信局。\n"
PAPERS = "提交下列材料：①申报书一式三份；②营业执照复印件；③近两年水费票据。\n"


def test_short_lines_of_their_own_name_the_text_below_where_nothing_is_numbered() -> None:
    text = f"{HEAD}征集范围\n{SCOPE}工作安排\n{WORK}材料要求\n{PAPERS}{TAIL}"
    assert labels(text, "heading") == ["“征集范围”", "“工作安排”", "“材料要求”"]
    found = clauses(text)
    assert found["u1-p1"].label == "“征集范围”"
    assert found["u2-p2"].label == "“工作安排”第二段"
    assert found["u3-p1-c2"].label == "“材料要求”②"
    assert found["u3-p1-c2"].path == ("材料要求", "提交下列材料：")


@pytest.mark.parametrize("mark", ["**{}**", "## {}"])
def test_two_lines_set_off_in_markdown_are_enough(mark: str) -> None:
    scope, work = mark.format("征集范围和方向"), mark.format("工作安排")
    text = f"{HEAD}\n{scope}\n\n{SCOPE}\n{work}\n\n{WORK}\n{TAIL}"
    assert labels(text, "heading") == ["“征集范围和方向”", "“工作安排”"]


def test_in_a_numbered_text_a_short_line_is_no_heading() -> None:
    text = f"{HEAD}一、总则\n请照办。\n征集范围\n{SCOPE}工作安排\n{WORK}材料要求\n{PAPERS}{TAIL}"
    assert labels(text, "heading") == ["一"]


def test_one_or_two_short_lines_are_no_series() -> None:
    text = f"{HEAD}征集范围\n{SCOPE}工作安排\n{WORK}{TAIL}"
    assert labels(text, "heading") == []


def test_a_line_that_says_something_or_signs_is_no_heading() -> None:
    text = f"{HEAD}征集范围\n{SCOPE}请遵照执行即可\n{WORK}材料要求\n{PAPERS}某县财政局\n{TAIL}"
    assert labels(text, "heading") == []


def test_circled_items_behind_a_lead_in_of_the_introduction_belong_to_it() -> None:
    found = clauses(f"{HEAD}以下企业不用参加：①已经注销的；②迁出本县的。\n{TAIL}")
    assert found["pre~2-c2"].parent_id == "pre~2"


def test_items_behind_the_words_that_open_the_whole_text_stand_for_themselves() -> None:
    found = clauses(f"{HEAD}现将有关事项通知如下：\n①各乡镇要抓紧组织。\n②企业要按时申报。\n{TAIL}")
    assert found["c1"].parent_id is None
