"""Conversations that take up again what was said: its source, the same in short, an earlier subject, a new start."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent, Turn
from assistant.domain.dialogue import DialogueState

DAY = date(2026, 11, 20)


def converse(agent: Agent, *questions: str) -> list[Turn]:
    state, turns = DialogueState(), []
    for question in questions:
        turns.append(agent.answer(question, state=state, as_of=DAY))
        state = turns[-1].state
    return turns


@pytest.mark.parametrize("asked", ["这是哪一条说的", "哪个文第几条", "出处呢", "Which article is that?"])
def test_the_source_of_the_last_answer_is_told(agent: Agent, asked: str) -> None:
    turns = converse(agent, "报市级绿色工厂，税必须交在重庆吗", asked)
    first = turns[0].answer.citations[0]
    assert first.clause_label in turns[1].answer.answer
    assert turns[1].answer.citations[0].clause_id == first.clause_id
    assert "〔2024〕4" in turns[1].answer.answer


def test_the_same_again_is_shorter(agent: Agent) -> None:
    turns = converse(agent, "长寿2023年培育库入库标准是啥", "再说一遍，短一点")
    assert "5000万" in turns[1].answer.answer
    assert len(turns[1].answer.answer) < len(turns[0].answer.answer)


def test_an_earlier_subject_is_taken_up_with_its_words(agent: Agent) -> None:
    turns = converse(
        agent,
        "报市级绿色工业园区，工业增加值占比要多少",
        "绿效码平台网址发我一下",
        "回到刚才的园区那个问题，我们正好50%，够不够",
    )
    assert turns[2].answer.eligibility is not None
    assert turns[2].answer.eligibility.verdict == "not_eligible"
    assert turns[2].state.facts["industrial_value_added_share_pct"] == 50


def test_other_subjects_in_between_do_not_lead_astray(agent: Agent) -> None:
    turns = converse(
        agent,
        "一区多园的组团能单独报市级绿色工业园区吗",
        "今天天气咋样",
        "好吧不问天气了，刚才那个组团要满足啥",
    )
    assert "四至范围明确" in turns[2].answer.answer


def test_a_new_start_forgets_what_was_told(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们厂2025年4月2日被撤销了市级绿色工厂称号，能重新报吗",
        "重新来吧，换个公司",
        "这家能报市级绿色工厂吗",
    )
    assert turns[0].state.facts
    assert turns[1].answer.kind == "help"
    assert not turns[1].state.facts
    assert "2028" not in turns[2].answer.answer


def test_a_slip_in_the_question_is_put_right(agent: Agent) -> None:
    turns = converse(agent, "报国家级绿色工厂，必须找第三方评价吗", "说错了，是市级")
    assert {c.document_id for c in turns[1].answer.citations} & {"cq-recognition-2024-4", "cq-notice-2025"}


def test_a_figure_taken_back_is_replaced(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们园区想对照2023年国家级绿色工业园区，工业增加值占比52%，省级园区，管委会统一管",
        "不对，52是预计数，实际只有48%",
    )
    assert turns[1].state.facts["industrial_value_added_share_pct"] == 48
    assert turns[1].answer.eligibility is not None
    assert turns[1].answer.eligibility.verdict == "not_eligible"


def test_facts_told_after_a_wish_are_told_of_the_own_case(agent: Agent) -> None:
    turns = converse(agent, "想进区里的绿色工厂梯度培育库，帮看看条件", "在璧山注册的，做电机")
    assert turns[1].answer.kind == "eligibility"


def test_words_that_only_lead_over_are_no_question(agent: Agent) -> None:
    direct = converse(agent, "公示几个工作日")[0].answer
    led = converse(agent, "你好", "对了，顺便问一下，公示几个工作日")[1].answer
    assert led.citations == direct.citations


def test_all_conditions_lead_where_texts_differ_on_one(agent: Agent) -> None:
    answer = converse(agent, "市级绿色园区的申报条件有哪些")[0].answer
    assert answer.answer.startswith("《重庆市绿色园区和绿色工厂认定管理办法》第六条")


def test_past_subjects_survive_the_database() -> None:
    from assistant.records.states import from_json, to_json

    state = DialogueState(turns=2, past=({"last_question": "公示几天", "terms": ["公示"]},))
    assert to_json(from_json(to_json(state))) == to_json(state)


@pytest.mark.parametrize("thanks", ["谢啦", "谢谢提醒，差点忘了", "哈哈你还挺懂", "好的，明年再说"])
def test_thanks_get_no_policy_text(agent: Agent, thanks: str) -> None:
    turn = converse(agent, "公示要几天", thanks)[1].answer
    assert turn.kind == "help"
    assert not turn.citations


def test_a_message_that_only_points_is_asked_back_where_nothing_was_said(agent: Agent) -> None:
    assert converse(agent, "公示要几天", "重新开始", "那个咋弄")[2].answer.kind == "clarification"


def test_a_last_day_is_counted_from_the_day_told(agent: Agent) -> None:
    turns = converse(agent, "我们市级绿色工厂改名字了要不要报", "11月2号办完的更名手续", "那最晚哪天要报上去")
    assert "2026-12-14" in turns[2].answer.answer


def test_an_everyday_request_in_between_is_not_answered_from_the_documents(agent: Agent) -> None:
    assert converse(agent, "推荐有没有名额限制", "帮我写个公司年会主持稿")[1].answer.kind == "out_of_scope"


@pytest.mark.parametrize("courtesy", ["请问一下", "麻烦", "你好，请问，盼复"])
def test_courtesy_alone_is_greeted(agent: Agent, courtesy: str) -> None:
    answer = converse(agent, courtesy)[0].answer
    assert answer.kind == "help" and not answer.citations


def test_a_day_of_another_matter_counts_nothing(agent: Agent) -> None:
    assert "2026-09-25" not in converse(agent, "我们9月25日改了厂名", "公示多少天")[1].answer.answer


def test_a_row_of_laughter_takes_no_time(agent: Agent) -> None:
    assert converse(agent, "哈" * 1900 + "这政策")[0].answer.kind != ""


@pytest.mark.parametrize(
    "asked",
    [
        "太啰嗦，一行一个，每个别超过十个字",
        "说人话，老板没耐心，短点",
        "看不完，挑重点说",
        "in plain words, my boss is busy",
    ],
)
def test_reasons_and_layouts_beside_a_wish_for_less_are_no_questions(agent: Agent, asked: str) -> None:
    turns = converse(agent, "市级绿色工厂称号什么情况会被撤销", asked)
    assert "复审结果不合格" in turns[1].answer.answer
    assert len(turns[1].answer.answer) < len(turns[0].answer.answer)


@pytest.mark.parametrize("asked", ["原文抄给我，写在通知哪一部分", "写在文件哪一章", "规定在第几条"])
def test_the_place_of_the_last_answer_is_told(agent: Agent, asked: str) -> None:
    turns = converse(agent, "市级称号被撤了几年内不能重新报", asked)
    assert "第十八条" in turns[1].answer.answer
    assert turns[1].answer.citations[0].clause_id == turns[0].answer.citations[0].clause_id


def test_a_matter_returned_to_is_that_of_its_own_answer(agent: Agent) -> None:
    turns = converse(
        agent,
        "公司更名了，绿色工厂称号要多久内去调整",
        "哪些情况会把称号撤掉",
        "回到更名那事，直接交到市里还是先走区里",
    )
    assert turns[2].answer.citations[0].clause_id == turns[0].answer.citations[0].clause_id


def test_another_matter_of_the_subject_returned_to_is_looked_up(agent: Agent) -> None:
    turns = converse(
        agent, "公司更名了，绿色工厂称号要多久内去调整", "公示几个工作日", "回到称号，什么情况会被撤销"
    )
    assert "复审结果不合格" in turns[2].answer.answer


def test_how_a_limit_counts_is_asked_of_the_limit_returned_to(agent: Agent) -> None:
    turns = converse(
        agent,
        "How many projects could one evaluation body take on in the 2023 national round?",
        "Thanks. Is there a phone number at MIIT?",
        "Back to the cap: does it apply to each category separately, or to all of them together?",
    )
    assert "总计" in turns[2].answer.answer.split("\n")[0]


def test_the_same_is_asked_of_another_text_and_of_no_other(agent: Agent) -> None:
    turns = converse(
        agent,
        "Under Chongqing's 2024 recognition measures, which accidents cost a green factory its title?",
        "and under the trial measures on grading?",
    )
    assert {c.document_id for c in turns[1].answer.citations} == {"cq-dynamic-2024-13"}
    assert "降级直至撤销" in turns[1].answer.answer


def test_what_is_returned_to_is_what_the_rest_is_asked_of(agent: Agent) -> None:
    turns = converse(agent, "绿色工厂多久复审一次", "长寿培育库产值要求多少", "回到复审，没参加会怎样")
    assert "未按规定参加复审" in turns[2].answer.answer.split("\n")[0]


def test_a_clause_for_both_answers_for_the_other_subject_too(agent: Agent) -> None:
    turns = converse(agent, "市级绿色工厂申报材料交给哪个部门审", "那园区呢")
    assert turns[1].answer.citations[0].clause_id == turns[0].answer.citations[0].clause_id


def test_a_clause_for_one_does_not_answer_for_the_other(agent: Agent) -> None:
    turns = converse(agent, "市级绿色工厂的基本条件有哪些", "那园区呢")
    assert "申报绿色园区的基本条件" in turns[1].answer.answer


def test_which_is_stricter_sets_side_by_side_what_was_compared(agent: Agent) -> None:
    turns = converse(agent, "国家级和市级对园区级别要求一样吗", "哪个更严")
    assert {"cq-notice-2025", "miit-2023-202"} <= {c.document_id for c in turns[1].answer.citations}
