"""What the texts leave open is said so, each with the clause nearest to it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, opening


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("评价报告有效期多久", "评价报告的有效期"),
        ("第三方报告出了多久会过期", "评价报告的有效期"),
        ("How long is the evaluation report valid?", "how long an evaluation report stays valid"),
        ("填错数据了能改吗", "怎样更正"),
        ("称号能写到产品包装上吗", "用在产品、包装或宣传上"),
        ("评价机构跟我们有关联关系行吗", "有关联时怎么办"),
        ("绿色工厂的牌子谁发", "牌匾或证书由谁制发"),
        ("企业搬到合川了称号还有效吗", "搬迁后称号怎么办"),
        ("升到国家级后市级称号还保留吗", "市级称号是否保留"),
        ("同时报绿色工厂和绿色供应链可以吗", "能不能同时申报几种"),
        ("主动放弃市级绿色工厂称号要走什么程序", "怎样主动放弃或退回称号"),
        ("拿了牌可以不要了吗", "怎样主动放弃或退回称号"),
        ("Can we give up the title voluntarily?", "how a title is given up"),
        ("厂房扩建后要不要重新申报", "没有写到“扩建”"),
        ("公示期间能不能撤回申报", "申报以后怎样撤回"),
        ("申报市级绿色园区要多少家绿色工厂", "没有规定具体数值"),
        ("绿色工厂要占多少才行", "没有规定具体数值"),
        ("绿色工厂申报需要多少产值", "没有写到“产值”"),
        ("专家评审是现场还是线上", "没有写到“线上”"),
    ],
)
def test_what_no_clause_fixes_is_said_to_be_open(agent: Agent, question: str, said: str) -> None:
    found = ask(agent, question)
    assert said in opening(found)
    assert found.citations


def test_a_complaint_by_others_is_said_to_be_untreated(agent: Agent) -> None:
    found = opening(ask(agent, "公示期有人举报怎么办"))
    assert "没有写到“举报”" in found


def test_a_grade_that_comes_of_itself_is_named_as_printed(agent: Agent) -> None:
    assert "“变AA”" in opening(ask(agent, "A级满一年自动变AA吗"))


def test_how_often_a_title_is_looked_at_again_is_open_and_the_review_is_quoted(agent: Agent) -> None:
    found = ask(agent, "绿色工厂每几年复评一次")
    assert "没有规定多久一次" in opening(found)
    assert "定期复审" in found.citations[0].quote


def test_a_paper_that_no_text_names_is_said_to_be_none(agent: Agent) -> None:
    assert "没有写到“能源审计”" in opening(ask(agent, "要做能源审计吗"))


@pytest.mark.parametrize("question", ["要吃药吗", "手机要贴膜吗"])
def test_what_is_no_paper_stays_out_of_scope(agent: Agent, question: str) -> None:
    assert ask(agent, question).kind == "out_of_scope"


@pytest.mark.parametrize(
    "question", ["高新技术企业能报绿色工厂吗", "土地是租赁的能报吗", "厂房是租的能不能申报"]
)
def test_neither_a_zone_nor_a_policy_names_a_kind_of_applicant(agent: Agent, question: str) -> None:
    assert "看的是是否符合条件" in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question",
    [
        "认定办法白纸黑字写了必须通过四个体系认证，没证就不能报",
        "四张体系证缺一张就不让报市里的绿色厂，真的假的",
        "没有体系认证证书能报市级绿色工厂吗",
    ],
)
def test_a_certificate_that_no_clause_demands_is_said_not_to_be_demanded(agent: Agent, question: str) -> None:
    found = ask(agent, question)
    assert "没有写必须取得认证或证书" in opening(found)
    assert any("管理体系" in citation.quote for citation in found.citations)


def test_a_field_of_a_form_is_no_demand(agent: Agent) -> None:
    answer = ask(agent, "没有认证证书能进长寿培育库吗").answer
    assert "没有写必须取得认证或证书" in answer and "申请表里有这一栏" in answer


@pytest.mark.parametrize("question", ["奖金什么时候到账", "听说评上给30万奖励是真的吗"])
def test_no_cash_award_is_promised(agent: Agent, question: str) -> None:
    assert "没有规定现金奖励的金额和发放时间" in opening(ask(agent, question))


def test_a_floor_of_another_text_binds_nobody_else(agent: Agent) -> None:
    answer = ask(agent, "市级绿色工厂有没有最低产值").answer
    assert "没有这样要求" in answer and "只对它自己的申报有效" in answer


@pytest.mark.parametrize("question", ["打印机老是卡纸，怎么修", "帮我写一份年终总结", "去报名驾校还来得及吗"])
def test_everyday_matters_are_out_of_scope(agent: Agent, question: str) -> None:
    assert ask(agent, question).kind == "out_of_scope"


def test_whether_it_holds_yet_is_asked_of_the_text(agent: Agent) -> None:
    assert "2024-07-15 现行有效" in opening(
        ask(agent, "绿色工厂分级动态管理现在已经施行了吗？", date(2024, 7, 15))
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("绿色工厂对员工人数有要求吗", "没有规定员工人数"),
        ("找外地的评价机构可以吗", "评价机构要不要在本市"),
    ],
)
def test_what_nobody_is_held_to_is_said_so(agent: Agent, question: str, said: str) -> None:
    assert said in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question", ["辖区有挂牌厂不达标了，我们要不要向上吱一声？", "评这个牌自己要不要掏钱投进去"]
)
def test_whether_to_do_something_is_no_question_of_giving_up_a_title(agent: Agent, question: str) -> None:
    assert "放弃" not in opening(ask(agent, question))


@pytest.mark.parametrize(
    "question", ["how often do they check our title", "When will you check our application"]
)
def test_who_asks_when_or_how_often_something_is_checked_wants_no_case_judged(
    agent: Agent, question: str
) -> None:
    assert ask(agent, question).kind == "answer"


def test_two_sites_of_one_firm_are_not_two_titles(agent: Agent) -> None:
    assert "同时申报几种" not in opening(ask(agent, "我们有两个厂区，可以一起申报吗"))


def test_a_new_plant_without_figures_of_three_years_lacks_no_plan(agent: Agent) -> None:
    report = ask(agent, "我们去年新建的厂，没有三年数据，能报市级绿色工厂吗").eligibility
    assert report is None or report.verdict != "not_eligible"
