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


def test_lines_above_articles_are_chapters_without_a_number() -> None:
    text = (
        "某县节水奖补办法\n总体要求\n第一条 为规范奖补资金管理，制定本办法。\n奖补标准\n第二条 奖补按下列标准执行：\n"
        "（一）示范企业三万元；\n（二）一般企业一万元。\n其他规定\n第三条 本办法自2026年5月1日起施行。\n"
    )
    assert labels(text, "chapter") == ["“总体要求”", "“奖补标准”", "“其他规定”"]
    assert clauses(text)["art2-i2"].path[:1] == ("奖补标准",)
    assert "奖补标准" not in clauses(text)["art1"].text


def test_one_line_between_articles_is_no_chapter() -> None:
    text = (
        "某县节水奖补办法\n第一条 为规范管理，制定本办法。\n另行规定\n第二条 本办法自2026年5月1日起施行。\n"
    )
    assert labels(text, "chapter") == []


def test_points_set_off_by_dashes_stand_under_what_announces_them() -> None:
    text = (
        f"{HEAD}## 移出情形\n\n出现下列情形的，移出名单：\n- 拒不配合抽查的；\n- 停产超过六个月的。\n\n其他情况另行通知。\n"
        f"## 材料\n\n- 申报书\n- 水费票据\n{TAIL}"
    )
    found = clauses(text)
    assert [found[name].text for name in ("u1-p1-b1", "u1-p1-b2")] == [
        "- 拒不配合抽查的；",
        "- 停产超过六个月的。",
    ]
    assert found["u1-p1-b2"].label == "“移出情形”第二点"
    assert found["u1-p2"].text == "其他情况另行通知。"
    assert [found[name].label for name in ("u2-b1", "u2-b2")] == ["“材料”第一点", "“材料”第二点"]


def test_a_dash_within_running_text_begins_no_point() -> None:
    text = f"{HEAD}征集范围\n{SCOPE}- 逾期不再受理。\n工作安排\n{WORK}材料要求\n{PAPERS}{TAIL}"
    assert not any(clause.id.endswith("-b1") for clause in clauses(text).values())


def test_numerals_in_square_brackets_and_stars_are_read() -> None:
    text = f"{HEAD}【一】征集范围\n{SCOPE}【二】费用\n按能耗分档支付:\n ★ 3000吨以下 每家1.2万元\n ★ 3000吨以上 每家1.8万元\n{TAIL}"
    assert labels(text, "heading") == ["一", "二"]
    assert clauses(text)["h2-p1-b2"].text == "★ 3000吨以上 每家1.8万元"


def test_the_name_of_a_site_is_no_part_of_the_title() -> None:
    found = clauses(f"某县工业和信息化局门户网站\n{HEAD}一、范围\n{SCOPE}{TAIL}")
    assert found["title"].text == "某县工信局关于征集节水改造项目的通知"
