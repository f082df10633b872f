"""What kind of thing is asked for, and of what: told where a clause tells it, said to be untold where none does."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, codes, first_lines

UNTOLD = (
    "没有规定",
    "没有写明",
    "没有写到",
    "没有专门针对",
    "do not state",
    "do not fix",
    "does not",
    "do not name",
)


def is_untold(opening: str) -> bool:
    return any(words in opening for words in UNTOLD)


@pytest.mark.parametrize(
    "question",
    [
        "取消资格的决定下来了，想申诉该递到哪里",
        "结果不公，可以申请行政复议吗",
        "节能处下午几点下班",
        "国庆放假期间窗口上班不",
        "报晚了要交多少罚款",
        "今年全市打算认定多少家工厂",
        "大足能推荐几家",
        "如今全市一共有多少家绿色工厂了",
        "第一批绿色园区是哪几家",
        "证书去哪里领",
        "表彰大会什么时候开",
        "市经信委的主任是谁",
        "节水率最低要达到多少",
        "注册资本至少要几百万",
        "绿色工厂的牌子用几年就到期",
        "评审打分的及格线是多少分",
        "从收件到出结果，整个流程走完要几个月",
        "区里收了材料，多少天内必须给个准信",
        "现场核实一般要几天",
        "评上了能拿几多万红包",
        "评上园区,区里发好多米米",
        "节能处晌午关不关门",
        "去年评上了好多家",
        "秦老师微信多少",
        "What are the office hours of the energy division?",
        "How do we appeal against the decision?",
        "How long does the site visit last?",
        "How many plants may our district nominate?",
    ],
)
def test_what_no_clause_tells_is_said_first(agent: Agent, question: str) -> None:
    answer = ask(agent, question)
    assert answer.kind == "out_of_scope" or is_untold(first_lines(answer)), answer.answer[:120]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("名单在官网上要公示几天", "5 个工作日"),
        ("公司改名以后多少天内要上报", "30 个工作日"),
        ("称号被撤以后要隔几年", "三年"),
        ("长寿那个库至少挑多少家企业", "不少于10家"),
        ("长寿的年产值门槛是多少", "5000万"),
        ("园区的工业增加值占比要到百分之几", "50%"),
        ("一家评价机构顶多做几项评价", "15项"),
        ("连续停产几个月就不能报了", "12个月"),
        ("绿色工厂一年认定几回", "每年认定"),
        ("国家那批给每个省多少名额", "推荐数量将按照"),
        ("市经信委联系人的电话是多少", "63897443"),
        ("已认定的厂分成几个等级", "四个等级"),
    ],
)
def test_what_a_clause_tells_is_not_said_to_be_untold(agent: Agent, question: str, told: str) -> None:
    answer = ask(agent, question)
    assert not is_untold(first_lines(answer)), answer.answer[:120]
    assert told in answer.answer.replace("**", "")


def test_the_nearest_clause_follows_what_is_untold(agent: Agent) -> None:
    answer = ask(agent, "对认定结果不服，能不能申诉")
    assert "申诉" in first_lines(answer)
    assert answer.citations and "最接近的规定" in answer.answer


def test_an_untold_thing_stands_before_the_standing_of_its_text(agent: Agent) -> None:
    assert is_untold(first_lines(ask(agent, "AA级的厂财政给多少奖金")))


@pytest.mark.parametrize(
    ("question", "day", "passed"),
    [
        ("长寿入库的表现在送过去还收不收", date(2023, 3, 20), True),
        ("长寿入库的表现在送过去还收不收", date(2023, 3, 10), False),
        ("区里这会儿才往市里推荐，晚了没", date(2025, 6, 16), True),
        ("区里这会儿才往市里推荐，晚了没", date(2025, 6, 1), False),
        ("动态管理表今天填还来得及不", date(2025, 4, 20), True),
        ("动态管理表今天填还来得及不", date(2025, 4, 1), False),
        ("省里往部里送2023年的名单，日子过了没", date(2023, 9, 8), True),
    ],
)
def test_in_time_or_late_is_told_of_the_day_that_is_fixed(
    agent: Agent, question: str, day: date, passed: bool
) -> None:
    answer = ask(agent, question, day)
    assert ("已过" in answer.answer, "deadline_passed" in codes(answer)) == (passed, passed)
    assert passed or "还有" in answer.answer


def test_a_round_that_is_not_yet_out_is_not_the_round_that_one_could_join(agent: Agent) -> None:
    assert "2025" not in first_lines(ask(agent, "现在还能报吗", date(2023, 8, 20)))


@pytest.mark.parametrize(
    ("question", "asked", "teller"),
    [
        ("202号函要求年产值超过五千万，对吧", "2023年度绿色制造名单推荐", "长经信发〔2023〕12号"),
        ("13号文规定名单要公示5个工作日，是吧", "动态管理与梯度培育", "渝经信规范〔2024〕4号"),
    ],
)
def test_what_is_ascribed_to_the_wrong_document_is_said_to_be_of_another(
    agent: Agent, question: str, asked: str, teller: str
) -> None:
    opening = first_lines(ask(agent, question))
    assert "没有写到这一点" in opening and asked in opening and teller in opening


def test_bodies_asked_for_are_answered_by_the_rule_not_by_its_last_day(agent: Agent) -> None:
    for question in ("推荐前征求哪些部门意见", "往上推荐之前，区里先要问过哪几个部门"):
        opening = first_lines(ask(agent, question))
        assert opening.startswith("各区县经信部门要严格把控推荐质量") and "生态环境" in opening


def test_to_whom_one_applies_comes_with_the_step_that_says_so(agent: Agent) -> None:
    assert "向所在区县经信部门提出申请" in first_lines(ask(agent, "绿色工厂找谁报"))


def test_how_to_apply_is_told_by_the_measure_and_by_the_round(agent: Agent) -> None:
    cited = {citation.document_id for citation in ask(agent, "市级绿色工厂怎么申报").citations}
    assert {"cq-recognition-2024-4", "cq-notice-2025"} <= cited


@pytest.mark.parametrize(
    "question", ["What could cost our park its title?", "When would a factory lose its title?"]
)
def test_losing_a_title_is_no_question_for_titles(agent: Agent, question: str) -> None:
    assert "虚假材料" in ask(agent, question).answer
