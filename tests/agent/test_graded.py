"""A grade that is asked about is held against the bound of the clause."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, open_texts, opening


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("出了一般事故会被撤销吗", "不属于"),
        ("一般等级的安全事故，是否构成认定管理办法第十七条第五项的撤销情形？", "不属于"),
        ("较大事故会撤销称号吗", "属于"),
        ("特别重大事故会撤销称号吗", "属于"),
        ("重大事故以上才撤销吗", "不是"),
        ("较大及以上事故才撤销称号对吧", "对"),
    ],
)
def test_the_bound_decides(agent: Agent, question: str, word: str) -> None:
    found = ask(agent, question)
    assert opening(found).startswith((f"{word}：", f"{word}，"))
    assert any("发生较大及以上安全、环境、质量等事故的" in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "一般安全事故影响申报吗",
        "近三年发生过一般事故的企业，能否进入长寿区绿色工厂培育库？",
        "公示一般要几天吗",
    ],
)
def test_where_texts_differ_or_name_no_bound_none_is_held_against_it(agent: Agent, question: str) -> None:
    assert not opening(ask(agent, question)).startswith(("不属于", "属于", "不是，条文"))


def test_a_text_of_another_place_without_rules_is_held_against_the_grades_of_the_law(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = (
        "青石县工业和信息化局关于开展2026年节水车间评选的通知\n各乡镇人民政府：\n一、申报条件\n"
        "（一）在本县登记的工业企业。\n（二）近两年未发生较大及以上安全生产事故。\n青石县工业和信息化局\n2026年3月2日\n"
    )
    agent = open_texts({"qs-water-2026": text}, tmp_path_factory)
    assert opening(ask(agent, "出过一般安全生产事故影响申报吗")).startswith("不属于")
    assert opening(ask(agent, "出过重大安全生产事故影响申报吗")).startswith("属于")
    assert opening(ask(agent, "较大安全生产事故还能报吗")).startswith("在条文写明的期限内不能")
    assert opening(ask(agent, "一般安全生产事故还能报吗")).startswith("这一条不构成障碍")
