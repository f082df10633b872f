"""What a model may well say: true sentences in other words stand, false ones have their reason."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.llm.desk import Desk
from assistant.agent.llm.protocol import Claim, Source
from assistant.agent.pipeline import Agent
from assistant.domain.dialogue import DialogueState
from tests.agent.llm.adversary import (
    CONTACT,
    MAIL,
    POOL,
    PREFER,
    PUBLICITY,
    RECOMMEND,
    SEAT,
    TABLE,
    C,
    D,
    M,
    N,
)

DAY = date(2026, 11, 21)
TRUE = [
    ("公示期为5个工作日，由市经济信息委在官网公示。", PUBLICITY),
    ("入选名单会在市经信委官网上公示五个工作日。", PUBLICITY),
    ("企业的工商注册地和纳税地都要在重庆市内，而且要是从事实际生产的制造型企业。", SEAT),
    ("各区县经信部门要在2025年6月14日前通过“工业绿效码”平台完成审核推荐。", RECOMMEND),
    ("名单内的企业、园区要在2025年4月15日前在“工业绿效码”平台填报绿色制造动态管理表。", TABLE),
    ("可以联系市经济信息委的秦雪娇，电话63897443。", CONTACT),
    ("申报市级绿色工厂，原则上要先进入区县的梯度培育库。", POOL),
    ("材料的电子版和扫描件发到csjxwqfk@163.com。", MAIL),
    ("AA级以上的绿色工厂会被优先推荐申报国家级绿色工厂。", PREFER),
    ("近三年出过安全、质量、环境污染事故的企业，不得申请绿色制造名单。", (N, "h2-p2", "")),
    (
        "评价机构弄虚作假的，列入黑名单，三年内不采信其评价结果。",
        (M, "h2-i4-p1", "评价机构列入黑名单，三年内不予采信其所出具的评价结果"),
    ),
    (
        "新创建的市级绿色工厂当年按A级管理，第二年再按评价结果定等级。",
        (D, "art7", "新创建的市级绿色工厂，该年度按 A 级绿色工厂进行管理，次年度根据评价结果赋予相应等级"),
    ),
    ("自愿申请入库的企业应在2023年3月15日前把盖章的纸质材料交到节能环资科（335室）。", (C, "h4-i3", "")),
    ("企业近三年要处于盈利状态。", (C, "h2-p1-n3", "近三年内企业处于盈利状态")),
    ("The list is published on the official website for 5 working days.", PUBLICITY),
]


def desk(agent: Agent) -> Desk:
    context = agent._context("请介绍一下", DialogueState(), DAY, None)
    return Desk(context, agent.gate, unsaid=False, passed=lambda sentence: None)


@pytest.mark.parametrize(("text", "source"), TRUE)
def test_a_true_sentence_in_other_words_stands(agent: Agent, text: str, source: tuple[str, str, str]) -> None:
    at = desk(agent)
    at.offer([Claim(text, (Source(*source),))])
    assert [s.text for s in at.kept] == [text]
    assert at.refused == []


def test_each_sentence_of_a_claim_stands_or_falls_alone(agent: Agent) -> None:
    at = desk(agent)
    at.offer([Claim("公示5个工作日。公示费用2000元。", (Source(*PUBLICITY),))])
    assert [s.text for s in at.kept] == ["公示5个工作日。"]
    assert [(r.text, r.reason.split(" ")[0]) for r in at.refused] == [("公示费用2000元。", "figure")]


def test_a_quote_at_the_wrong_clause_is_cited_where_it_stands(agent: Agent) -> None:
    at = desk(agent)
    at.offer([Claim("公示5个工作日。", (Source(PUBLICITY[0], "art9", PUBLICITY[2]),))])
    assert at.kept[0].evidence[0].clause_id == "art11"


def test_the_same_sentence_is_said_once(agent: Agent) -> None:
    at = desk(agent)
    at.offer([Claim("公示5个工作日。", (Source(*PUBLICITY),))] * 2)
    at.offer([Claim("- 公示 5 个工作日。", (Source(*PUBLICITY),))])
    assert len(at.kept) == 1


def test_a_refused_sentence_may_give_way_to_its_quote(agent: Agent) -> None:
    at = desk(agent)
    refused = at.round([Claim("公示7个工作日。", (Source(*PUBLICITY),))])
    (quoted,) = at.quotes_for(refused)
    assert PUBLICITY[2] in quoted.text
    assert quoted.evidence[0].clause_id == "art11"
