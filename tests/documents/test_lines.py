from __future__ import annotations

import pytest

from assistant.documents.joining import logical_lines, wrap_width
from assistant.documents.lines import clean, is_date_line, join_pieces, printed_lines, width

PARAGRAPH = (
    "企业应当在规定的期限内通过平台如实填报有关的各项指标并且上传经过审核的证明材料供主管部门进行查验和核实"
)


def joined(text: str) -> list[str]:
    return [line.text for line in logical_lines(printed_lines(text))]


def wrap(text: str, columns: int) -> str:
    return "\n".join(text[i : i + columns] for i in range(0, len(text), columns))


def test_blank_lines_are_counted_and_left_out() -> None:
    lines = printed_lines("甲\n\n  \n　乙\n\tb")
    assert [(x.text, x.blank_before, x.tabbed) for x in lines] == [
        ("甲", 0, False),
        ("乙", 2, False),
        ("b", 0, True),
    ]


def test_spans_of_printed_lines_point_into_the_text() -> None:
    text = " 甲 乙 \n\u200b\n\u3000丙"
    assert [text[x.span.start : x.span.end] for x in printed_lines(text)] == ["甲 乙", "丙"]


def test_a_form_feed_ends_a_line() -> None:
    assert [x.text for x in printed_lines("甲\f乙")] == ["甲", "乙"]


def test_emphasis_and_heading_marks_are_not_text() -> None:
    assert clean("### **一、** 总则") == "一、 总则"


def test_latin_words_keep_a_blank_where_a_line_broke_between_them() -> None:
    assert join_pieces(["green", "factory（绿色"]) == "green factory（绿色"
    assert join_pieces(["GB/T", "36132"]) == "GB/T 36132"
    assert join_pieces(["2027 年 8", "月 31 日"]) == "2027 年 8月 31 日"


def test_latin_characters_are_half_as_wide() -> None:
    assert width("AA级") == 2.0


def test_short_texts_have_no_wrap_width() -> None:
    assert wrap_width(printed_lines("甲\n乙")) is None


@pytest.mark.parametrize("columns", [18, 26, 34])
def test_the_wrap_width_is_read_off_the_lines(columns: int) -> None:
    text = "\n".join(wrap(PARAGRAPH + "。", columns) for _ in range(8))
    assert wrap_width(printed_lines(text)) == columns


@pytest.mark.parametrize("columns", [18, 26, 34])
def test_mechanically_wrapped_paragraphs_are_whole_again(columns: int) -> None:
    paragraphs = [f"{n}、{PARAGRAPH}。" for n in "一二三四五六七八"]
    assert joined("\n".join(wrap(p, columns) for p in paragraphs)) == paragraphs


def test_a_word_torn_by_a_page_break_is_whole_again() -> None:
    text = (
        "（七）申报企业在建设和生产过程中用地集约化、原\n\n料无害化、生产洁净化，指标先进；\n（八）情况良好。"
    )
    assert joined(text)[0] == "（七）申报企业在建设和生产过程中用地集约化、原料无害化、生产洁净化，指标先进；"


def test_a_title_torn_inside_its_title_marks_is_whole_again() -> None:
    assert joined("关于印发《某市工厂动态管理与\n\n梯度培育办法》的通知\n某市某局")[0] == (
        "关于印发《某市工厂动态管理与梯度培育办法》的通知"
    )


def test_a_heading_does_not_swallow_the_paragraph_below_it() -> None:
    assert joined("一、申报对象\n2025年度企业。") == ["一、申报对象", "2025年度企业。"]


def test_notes_of_revision_stay_apart() -> None:
    first = "某法\n1979年7月1日第五届会议第二次会议通过，自公布之日起"
    text = f"{first}\n1997年3月14日第八届会议修订\n1998年12月29日修正"
    assert joined(text)[-2:] == ["1997年3月14日第八届会议修订", "1998年12月29日修正"]


@pytest.mark.parametrize(
    "text",
    ["2024年5月21日", "2024 年 2 月 5 日", "二〇二四年五月二十一日", "（2024年5月21日）", "2024-05-21"],
)
def test_a_day_alone_is_a_date_line(text: str) -> None:
    assert is_date_line(text)


@pytest.mark.parametrize("text", ["于2024年5月21日前", "2024年", "2024年5月21日印发"])
def test_a_day_within_words_is_no_date_line(text: str) -> None:
    assert not is_date_line(text)


def test_a_full_stop_at_the_margin_of_prose_goes_on_below() -> None:
    sentence = "各单位要高度重视加强组织领导落实责任分工。"
    prose = "".join([sentence] * 12)
    text = wrap(prose, len(sentence)) + "\n" + wrap(PARAGRAPH * 6, len(sentence))
    assert len(joined(text)) < 12


INDENTED = "\n".join(
    [
        "　　第一条 企业应当在规定的期限内通过平台如实填报有关各项指标并上传经过审",
        "核的证明材料。逾期不予受理。",
        "　　第二条 主管部门应当在收到材料之日起二十个工作日内完成初审和实地核查。",
        "　　初审没有通过的，应当一次性告知企业需要补正的材料以及提交材料的期限（附",
        "2）并且说明理由。",
        "　　第三条 企业应当在名单公布之后按照有关规定每年通过平台更新生产经营信息，并且",
        "对其真实性负责。",
    ]
)


def test_an_indented_line_begins_a_paragraph_and_a_flush_one_goes_on() -> None:
    lines = logical_lines(printed_lines(INDENTED), paged=True)
    assert [line.text[:4] for line in lines] == ["第一条 ", "第二条 ", "初审没有", "第三条 "]
    assert lines[2].text.endswith("（附2）并且说明理由。")


def test_a_few_full_lines_tell_the_margin_of_a_page() -> None:
    text = "关于某事的通知\n企业应当在规定的期限内通过平台如实填报各项有关的指\n标并且报送。\n主管部门收到材料后应当按照规定的程序完成初审和实地\n核查。"
    assert len(logical_lines(printed_lines(text))) > 3
    assert [line.text[-3:] for line in logical_lines(printed_lines(text), paged=True)] == [
        "的通知",
        "报送。",
        "核查。",
    ]
