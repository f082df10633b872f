from __future__ import annotations

import pytest

from assistant.documents.furniture import (
    bare_page_numbers,
    head_lines,
    is_page_number,
    is_web_furniture,
    running_heads,
    share,
    tail_start,
)
from assistant.documents.lines import printed_lines
from assistant.domain.documents import Span


@pytest.mark.parametrize("text", ["— 3 —", "－ 12 －", "-1-", "第 3 页", "第3页 共8页", "— 1 —"])
def test_page_numbers_are_furniture(text: str) -> None:
    (line,) = printed_lines(text)
    assert is_page_number(line, paged=False)


def test_a_bare_figure_is_a_page_number_only_where_pages_are_known() -> None:
    (line,) = printed_lines("12")
    assert not is_page_number(line, paged=False)
    assert is_page_number(line, paged=True)


def test_a_figure_in_a_table_cell_is_data() -> None:
    (line,) = printed_lines("\t12")
    assert not is_page_number(line, paged=True)


def test_bare_figures_far_apart_that_count_on_are_page_numbers() -> None:
    page = "\n".join(["一段文字。"] * 15)
    lines = printed_lines(f"{page}\n1\n{page}\n2\n{page}\n3")
    assert [lines[i].text for i in sorted(bare_page_numbers(lines))] == ["1", "2", "3"]


def test_page_numbers_count_though_a_page_without_one_lies_between() -> None:
    page = "\n".join(["一段文字。"] * 20)
    lines = printed_lines(f"{page}\n3\n{page}\n4\n{page}\n{page}\n6\n{page}\n2024\n{page}\n7")
    assert [lines[i].text for i in sorted(bare_page_numbers(lines))] == ["3", "4", "6", "7"]


def test_serial_numbers_of_a_table_are_no_page_numbers() -> None:
    assert bare_page_numbers(printed_lines("1\n甲\n2\n乙\n3\n丙")) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "当前位置：首页 > 通知公告",
        "扫一扫在手机打开当前页",
        "【打印】",
        "版权所有：某市人民政府",
        "浏览次数：120",
        "无障碍浏览",
    ],
)
def test_controls_and_imprints_of_a_page_are_furniture(text: str) -> None:
    assert is_web_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "第三条 本条例所称无障碍设施，是指保障残疾人通行的设施。",
        "无障碍设施建设应当与主体工程同步设计",
        "平台技术支持：黎某，13600000001",
        "技术支持联系人：某某",
        "（二）网站访问量逐年提高的；",
        "微信公众号运营单位应当备案。",
    ],
)
def test_clauses_and_contacts_are_never_furniture(text: str) -> None:
    assert not is_web_furniture(text)


def test_a_title_between_navigation_lines_is_kept() -> None:
    lines = printed_lines("当前位置：首页\n关于某事的通知\n来源：某局 浏览次数：12\n各单位：\n一、甲")
    assert [lines[i].text for i in sorted(head_lines(lines))] == ["当前位置：首页", "来源：某局 浏览次数：12"]


def test_the_footer_begins_at_its_first_control() -> None:
    lines = printed_lines(
        "请遵照执行。\n某局\n扫一扫在手机打开当前页\n相关文章\n关于另一事的公告\n地址：某路13号\n版权所有"
    )
    assert lines[tail_start(lines)].text == "扫一扫在手机打开当前页"


def test_signature_date_and_attachments_below_a_control_are_kept() -> None:
    lines = printed_lines("请遵照执行。\n【打印】\n某市某局\n2024年5月6日\n附件：申请表\n版权所有")
    assert [line.text for line in lines[tail_start(lines) :]] == ["版权所有"]


def test_a_contact_person_below_a_control_is_kept() -> None:
    lines = printed_lines("请遵照执行。\n分享到\n联系人：某某，电话0500-1234567\n版权所有")
    assert [line.text for line in lines[tail_start(lines) :]] == ["版权所有"]


def test_words_that_open_every_page_are_running_heads() -> None:
    text = "".join(f"某市文件 第{n}期\n正文{n}甲。\n" for n in range(4))
    lines = printed_lines(text)
    starts = [line.span.start for line in lines if line.text.startswith("某市文件")]
    assert {lines[i].text[:4] for i in running_heads(lines, starts)} >= {"某市文件"}


def test_two_pages_do_not_make_a_running_head() -> None:
    assert running_heads(printed_lines("甲\n乙\n甲\n丙"), [0, 4]) == frozenset()


def test_the_share_of_furniture_leaves_blanks_out() -> None:
    assert share("甲 乙\n丙丁", [Span(0, 3)]) == 0.5
    assert share("  ", []) == 0.0
