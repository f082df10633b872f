from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.dialogue import DialogueState
from tests.agent.places import ask, converse, first_lines

TODAY = date(2026, 11, 20)


def opening(answer: str) -> str:
    return answer.split("\n\n", 1)[0]


def reply(agent: Agent, question: str) -> str:
    return agent.answer(question, state=DialogueState(), as_of=TODAY).answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2024年3月1日申报绿色工厂按哪个办法", "2024-03-01 尚未施行"),
        ("渝经信规范〔2024〕13号在2025年1月1日有效吗", "2025-01-01 现行有效"),
        ("2024年1月的时候渝经信规范〔2024〕4号有效吗", "2024-01-31 尚未施行：按文字可有两种算法"),
        ("2027年3月还能不能按渝经信〔2024〕那个办法去申报绿色工厂？", "2027-03-31 现行有效"),
        ("明年3月动态管理试行办法还有效吗", "2027-03-31 已不在有效期内"),
        ("Was 渝经信规范〔2024〕4号 in force in January 2024?", "2024-01-31"),
        ("渝经信规范〔2024〕13号现在有效吗", "不在有效期内"),
    ],
)
def test_the_rules_of_a_day_that_the_question_names_are_those_of_that_day(
    agent: Agent, question: str, said: str
) -> None:
    answer = agent.answer(question, state=DialogueState(), as_of=TODAY).answer
    assert said in answer.answer
    assert answer.as_of == TODAY


def test_a_month_in_which_something_happened_is_not_the_day_asked(agent: Agent) -> None:
    question = "我们厂2025年11月刚创成市级绿色工厂，今年动态管理按哪个等级管我们？"
    assert "试行期已满" in reply(agent, question)


@pytest.mark.parametrize(
    "question",
    ["我们厂能评绿厂吗", "我们厂在市里搞锂电材料的，去年电耗降了点，能不能评个绿色工厂啊，别跟我讲一堆"],
)
def test_a_story_before_the_question_whether_one_may_apply_does_not_hide_it(
    agent: Agent, question: str
) -> None:
    answer = agent.answer(question, state=DialogueState(), as_of=TODAY).answer
    assert answer.kind == "eligibility" and answer.eligibility is not None


def test_a_follow_up_on_another_subject_leaves_the_first_one_behind(agent: Agent) -> None:
    first = agent.answer("绿色园区由谁批准的才算", state=DialogueState(), as_of=TODAY)
    second = agent.answer("那厂呢", state=first.state, as_of=TODAY).answer
    assert first.answer.citations[0].clause_label == "第六条（一）"
    assert second.citations[0].clause_label.startswith("第七条")


def test_the_same_asked_of_another_subject_keeps_what_was_asked(agent: Agent) -> None:
    turns = converse(agent, "没报数据会撤销称号吗", "多久能再报", "园区也一样吗")
    assert turns[2].answer.citations[0].clause_label == "第十八条"


def test_a_span_is_counted_from_today_when_that_is_asked(agent: Agent) -> None:
    turns = converse(agent, "改名要报吗", "从今天算最晚哪天")
    assert "从 2026-11-20 起算 30 个工作日" in turns[1].answer.answer


def test_papers_of_a_park_follow_after_its_conditions(agent: Agent) -> None:
    turns = converse(agent, "评市级绿色工厂有啥要求", "那园区呢", "要交啥材料")
    assert turns[2].answer.answer.startswith("文件写到的材料有")


def test_an_accident_of_a_park_is_not_answered_by_the_rule_for_factories(agent: Agent) -> None:
    turns = converse(agent, "厂里去年出过事故还能报吗", "那园区出事故呢")
    lead = first_lines(turns[1].answer)
    assert "园区" in lead and "事故" in lead
    assert turns[1].answer.citations[0].clause_label in ("第六条（三）", "二第二段")


def test_whether_a_round_is_still_open_follows_on_its_subject(agent: Agent) -> None:
    turns = converse(agent, "长寿那个库咋进", "现在还能报不")
    assert turns[1].answer.answer.startswith("已截止，现在不能按这一轮报了")


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("专家评审要多长时间", "评审"),
        ("初审几天内要完成", "初审"),
        ("2023年的国家级名单什么时候公示的", "公示"),
        ("How long does the expert review take?", "评审"),
    ],
)
def test_a_day_or_span_of_another_step_is_not_given_for_the_step_asked_about(
    agent: Agent, question: str, event: str
) -> None:
    lead, _, rest = reply(agent, question).partition("[1]")
    assert f"“{event}”" in lead
    assert not re.search(r"\d", lead)
    assert event in rest


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("公示期多久", "5 个工作日"),
        ("更名后多少天内要去报", "30 个工作日"),
        ("被撤销了几年后能重新申报", "3 年"),
    ],
)
def test_the_span_of_the_step_asked_about_leads(agent: Agent, question: str, span: str) -> None:
    assert span in reply(agent, question).partition("[1]")[0]


def test_a_step_that_no_text_knows_gets_no_day_of_another(agent: Agent) -> None:
    lead = reply(agent, "D级企业多久能恢复").partition("[1]")[0]
    assert "截止日" not in lead


def test_a_number_asked_for_is_not_answered_by_a_conflict_that_tells_none(agent: Agent) -> None:
    answer = agent.answer("评价机构一年能接几家", state=DialogueState(), as_of=TODAY).answer
    assert "15项" in first_lines(answer) and answer.citations[0].clause_label == "二（四）"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("6月20号交推荐文件来得及吗", "来不及，您说的日子已过截止日。"),
        ("区里6月10号报推荐文件晚不晚", "来得及，您说的日子没过截止日。"),
        ("6月14日交推荐文件行不行", "是否含当天"),
        ("动态管理表4月20号填来得及吗", "截止日是 **2025年4月15日**"),
    ],
)
def test_a_day_on_which_one_wants_to_hand_in_is_held_against_the_last_day(
    agent: Agent, question: str, said: str
) -> None:
    answer = agent.answer(question, state=DialogueState(), as_of=date(2025, 5, 20)).answer.answer
    assert said in opening(answer)
    if "4月15日" in said:
        assert "来得及" not in answer, "that round is over: no day of it is in time"


@pytest.mark.parametrize("question", ["公示期改成3天行不行", "公示能不能缩短到3天", "公示延长到7天可以吗"])
def test_another_span_put_forward_is_corrected(agent: Agent, question: str) -> None:
    assert opening(reply(agent, question)).startswith("不对，文件写的是 **5 个工作日**")


def test_a_span_longer_than_the_limit_is_corrected_and_a_shorter_one_is_not(agent: Agent) -> None:
    assert opening(reply(agent, "名称变更40个工作日内报行吗")).startswith("不对，文件写的是 **30 个工作日**")
    assert "不对" not in reply(agent, "更名后20个工作日内报可以吗")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("专家评审要多长时间", "现有文件没有写明“评审”在哪一天或要多长时间"),
        ("被撤销以后检查出问题，多久不能重新申报", "3 年"),
    ],
)
def test_a_time_word_asks_of_what_stands_behind_it_else_of_the_step_before_it(
    agent: Agent, question: str, said: str
) -> None:
    answer = reply(agent, question)
    assert said in opening(answer)
    if "没有写明" in said:
        assert "文件在相近事项上写明的时间是：" in answer and "5 个工作日" in answer


@pytest.mark.parametrize("question", ["可以晚10天交吗", "能不能晚几天交", "推荐文件能延期吗"])
def test_more_time_to_hand_in_is_answered_with_the_day(agent: Agent, question: str) -> None:
    answer = agent.answer(question, state=DialogueState(), as_of=date(2025, 5, 20)).answer.answer
    assert "2025年6月14日" in opening(answer) and "顺延" in answer


def test_more_time_for_something_else_is_not_answered_with_a_day_of_handing_in(agent: Agent) -> None:
    assert "截止日是" not in reply(agent, "整改期限能不能延长")
    assert "截止日是" not in reply(agent, "今天会不会晚点下雨")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 4, 1), "2025年4月15日"),
        (date(2025, 5, 1), "2025年6月14日"),
        (TODAY, "2025年底"),
    ],
)
def test_the_next_day_is_the_nearest_ahead_else_the_one_that_passed_last(
    agent: Agent, day: date, said: str
) -> None:
    answer = agent.answer("最近的截止日期是哪天", state=DialogueState(), as_of=day).answer.answer
    assert f"截止日是 **{said}**" in answer


@pytest.mark.parametrize("question", ["第三方评价机构要具备什么条件", "评价机构有什么要求"])
def test_what_evaluators_must_meet_is_not_what_applicants_must_meet(agent: Agent, question: str) -> None:
    assert opening(reply(agent, question)).startswith(
        "第三方评价机构要按照《绿色制造第三方评价工作要求》开展工作"
    )


@pytest.mark.parametrize(
    ("turns", "label"),
    [
        (("公司改名了什么时候报", "手续10月8日办完的，最晚哪天"), "第十九条"),
        (("我们是国家级绿色工厂，上个月公司更名了", "哪天之前要报"), "第十九条"),
        (("公示几天", "那更名的呢", "是工作日还是自然日"), "第十九条"),
        (("国家2023推荐截止", "第三方机构呢"), "三第二段"),
        (("公示几天", "那截止日期呢"), "三（三）"),
    ],
)
def test_a_day_asked_for_further_is_that_of_the_clause_last_cited_or_of_those_named(
    agent: Agent, turns: tuple[str, ...], label: str
) -> None:
    assert converse(agent, *turns)[-1].answer.citations[0].clause_label == label


def test_what_follows_on_a_missed_day_is_no_question_of_the_day(agent: Agent) -> None:
    last = converse(agent, "公示几天", "那更名的呢", "过期了会怎样")[-1].answer
    assert not last.answer.startswith("截止日")


@pytest.mark.parametrize(
    ("turns", "document"),
    [
        (("征求哪些部门的意见", "国家那个呢", "不对，我问的是认定管理办法里的"), "cq-recognition-2024-4"),
        (("培育入库标准", "产值要多少", "不对，我说的是市里2025年的"), "cq-notice-2025"),
    ],
)
def test_a_correction_that_names_only_a_text_asks_the_same_within_it(
    agent: Agent, turns: tuple[str, ...], document: str
) -> None:
    assert converse(agent, *turns)[-1].answer.citations[0].document_id == document


def test_a_count_is_not_held_against_a_share(agent: Agent) -> None:
    turns = converse(agent, "一家机构最多能做几个", "其中有4个园区也算吗")
    assert "超过" not in turns[1].answer.answer.splitlines()[0][:12]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("30个工作日从什么时候起算", "办理相关手续后"),
        ("三年内不得重新申报从哪天算起", "没有写明"),
        ("公示的5个工作日从哪天开始算", "没有写明"),
        ("评价机构黑名单三年从什么时候起算", "没有写明"),
        ("近三年从哪天算起", "没有写明"),
    ],
)
def test_from_what_day_a_time_runs_is_told_or_said_to_be_untold(
    agent: Agent, question: str, words: str
) -> None:
    assert words in ask(agent, question).answer.splitlines()[0]


def test_whether_something_handed_in_still_counts_is_a_question_of_days(agent: Agent) -> None:
    assert ask(agent, "今天报还算数不，区里说是14号前").answer.startswith("截止日")


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("每年要做什么？", "第十六条"),
        ("我们是市级绿色工厂，每年要做些什么", "第十六条"),
        ("区县经信部门每年要做什么", "第十二条"),
        ("What must we do every year?", "第十六条"),
    ],
)
def test_what_comes_round_every_year_is_that_of_those_who_ask(
    agent: Agent, question: str, label: str
) -> None:
    assert label in [c.clause_label for c in ask(agent, question).citations][:3]


@pytest.mark.parametrize("question", ["6月4号之前要交到区里吗", "5月13号出的事故算不算"])
def test_a_day_of_a_month_is_no_number_of_a_document(agent: Agent, question: str) -> None:
    assert not agent.understanding.read(question, DialogueState(), None, date(2026, 11, 20)).documents


@pytest.mark.parametrize(
    "question", ["4月15号以后还受理动态管理表吗", "6月14日之后还能推荐吗", "过了6月14号区县还能推荐吗"]
)
def test_what_comes_behind_the_last_day_is_too_late(agent: Agent, question: str) -> None:
    assert first_lines(ask(agent, question)).startswith("来不及")


def test_the_last_day_itself_put_forward_is_confirmed(agent: Agent) -> None:
    assert first_lines(ask(agent, "区县是6月14日之前报吗")).startswith("是的")


@pytest.mark.parametrize(
    "question", ["申报找谁", "我们在万州，申报联系谁", "市级绿色园区向谁申请", "想报绿色工厂去找哪个部门"]
)
def test_to_whom_one_applies_is_told_before_any_number(agent: Agent, question: str) -> None:
    assert "向所在区县经信部门提出申请" in ask(agent, question).answer.splitlines()[0]


def test_a_span_binds_a_body_by_its_name_where_the_text_says_we(agent: Agent) -> None:
    assert "约束对象：我" not in ask(agent, "入库通知15个工作日从什么时候起算").answer
