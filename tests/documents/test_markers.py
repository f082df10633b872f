from __future__ import annotations

import pytest

from assistant.documents.markers import RANKS, find_marker


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("第三编 合同", "part", 3),
        ("第二章　附则", "chapter", 2),
        ("第 一 节 一般规定", "section", 1),
        ("第七条 申报条件：", "article", 7),
        ("第二十四条　本办法自发布之日起施行。", "article", 24),
        ("第一千二百六十条 完。", "article", 1260),
        ("第7条 甲", "article", 7),
        ("一、申报对象", "cn", 1),
        ("十二．其他", "cn", 12),
        ("（三）区县推荐。", "cn_bracket", 3),
        ("(四) A 级", "cn_bracket", 4),
        ("1.企业在本区内登记注册", "digit", 1),
        ("1．企业", "digit", 1),
        ("2、材料", "digit", 2),
        ("1.2025年汇总表", "digit", 1),
        ("1.2 技术条件", "dotted2", 2),
        ("3.2.1 术语", "dotted3", 1),
        ("（1）上年度营业收入", "digit_bracket", 1),
        ("2）取得证书", "digit_bracket", 2),
        ("③其他", "circled", 3),
        ("（二）项目建设情况良好；", "cn_bracket", 2),
        ("1.4 项目周期。", "dotted2", 4),
        ("2.1 家具制造企业", "dotted2", 1),
        ("3.2 条件", "dotted2", 2),
        ("4.1 年度考核", "dotted2", 1),
        ("4.2 名单公布", "dotted2", 2),
        ("4.3 人员配备", "dotted2", 3),
        ("5.1 分级管理", "dotted2", 1),
        ("5.2 元器件采购", "dotted2", 2),
    ],
)
def test_a_numeral_that_opens_a_line_is_a_marker(line: str, level: str, number: int) -> None:
    marker = find_marker(line)
    assert marker is not None
    assert (marker.level, marker.number) == (level, number)


@pytest.mark.parametrize(
    "line",
    [
        "第七条的规定适用于园区",
        "第七条第（三）项的企业",
        "第一章至第三章不适用",
        "第七条规定的条件",
        "（二）项规定外，应当适当延长",
        "一方面要加强引导",
        "2025年6月14日前报送",
        "1.5个百分点",
        "1.2 亿元以上的项目",
        "2.5 倍以上",
        "1.5 年内不得申报",
        "1.2吨标准煤",
        "2.5 级。",
        "3.5%的比例",
        "12个月以上",
        "63897443",
        "第三方机构",
        "第一次全体会议",
        "（含园区内企业）",
        "",
    ],
)
def test_figures_and_references_are_no_markers(line: str) -> None:
    assert find_marker(line) is None


def test_an_inserted_article_bears_its_suffix() -> None:
    marker = find_marker("第十七条之二 甲")
    assert marker is not None
    assert (marker.number, marker.suffix) == (17, 2)


def test_ranks_follow_the_usual_nesting_of_official_texts() -> None:
    order = ["part", "chapter", "section", "article", "cn", "cn_bracket", "digit", "digit_bracket", "circled"]
    assert sorted(order, key=lambda level: RANKS[level]) == order
