from __future__ import annotations

import pytest

from assistant.documents.captions import run_in_caption
from tests.documents.places import clauses

HEAD = "某市水务局关于开展节水评选的通知\n各区水务局：\n现通知如下。\n"


@pytest.mark.parametrize(
    ("rest", "caption"),
    [
        ("申报条件。企业应当依法经营。", "申报条件"),
        ("不予受理情形。有下列情形之一的，不予受理。", "不予受理情形"),
        ("未通过处理。退回补正一次。", "未通过处理"),
        ("按产值奖励。产值过亿元的，奖励十万元。", "按产值奖励"),
        ("不断优化服务。各区要主动上门。", "不断优化服务"),
        ("无人机巡查。每周一次。", "无人机巡查"),
        ("坚持育人为本。尊重规律。", "坚持育人为本"),
        ("申报时间：全年开放。", "申报时间"),
    ],
)
def test_a_phrase_that_names_what_follows_is_a_caption(rest: str, caption: str) -> None:
    assert run_in_caption(rest) == caption


@pytest.mark.parametrize(
    "rest",
    [
        "近两年开展过清洁生产审核。用电不足一万度的除外。",
        "近三年未受过处罚。受过的另附说明。",
        "每户限报两个项目。超报的全部退回。",
        "具有独立法人资格。分公司由总公司申报。",
        "评选每两年开展一次。首次评选另行通知。",
        "有效期为三年。期满前应当复评。",
        "本办法自印发之日起施行。旧办法同时废止。",
        "以下支出不予补助：土建、培训、差旅。",
        "申报材料包括：申请表、营业执照。",
        "欠缴水费的。已经补缴的除外。",
    ],
)
def test_a_first_short_sentence_that_says_something_is_no_caption(rest: str) -> None:
    assert run_in_caption(rest) == ""


def test_a_short_sentence_that_only_one_of_several_items_has_is_an_item_and_no_name() -> None:
    found = clauses(
        HEAD + "一、申报材料\n（一）申请表一式两份；\n（二）近两年用水台账；\n（三）水费缴纳凭证；\n"
        "（四）其他材料。使用再生水的企业另附供水协议。\n"
    )
    assert (found["h1-i4"].kind, found["h1-i4"].caption) == ("item", "")


def test_run_in_captions_that_most_items_have_are_headings() -> None:
    found = clauses(
        HEAD
        + "一、工作程序\n（一）企业申报。企业登录平台填报。\n（二）各区初审、汇总和推荐。各区审核后上报。\n"
        "（三）专家评审。组织专家打分。\n"
    )
    assert [found[f"h1-i{n}"].caption for n in (1, 3)] == ["企业申报", "专家评审"]


def test_one_named_item_beside_names_too_long_for_a_caption_keeps_its_name() -> None:
    found = clauses(
        HEAD + "一、招生办法\n1. 区属公办普通高级中学和完全中学。按照志愿录取。\n2. 民办中学。自主招生。\n"
        "3. 中等职业学校和技工学校。注册入学。\n"
    )
    assert found["h1-n2"].caption == "民办中学"


def test_a_line_that_only_names_its_items_has_a_caption_whatever_mark_ends_it() -> None:
    found = clauses(
        HEAD + "一、技术指标\n1.循环利用率。\n（1）印染企业不低于四成；\n（2）其他企业不低于六成。\n"
        "2.漏损率不高于5%。\n"
    )
    assert found["h1-n1"].caption == "循环利用率"
    assert found["h1-n2"].caption == ""


def test_an_article_that_opens_with_a_short_sentence_has_no_name_where_others_have_none() -> None:
    body = "".join(f"第{n}条 各区应当做好第{n}项工作，按时上报情况。\n" for n in "一二三四")
    found = clauses("某市节水办法\n" + body + "第五条 鼓励社会资本参与节水。具体办法另行制定。\n")
    assert found["art5"].caption == ""


def test_articles_of_a_measure_that_names_them_keep_their_names() -> None:
    found = clauses(
        "某区青年创业办法\n第一条 载体建设。对获奖载体给予补贴。\n第二条 平台服务。每年安排经费支持平台。\n"
        "第三条 本办法由区团委负责解释，自印发之日起施行。\n"
    )
    assert [found[f"art{n}"].caption for n in (1, 2, 3)] == ["载体建设", "平台服务", ""]
