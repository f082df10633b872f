"""Messages that leave out or take back a part of the last question."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.test_recalling import converse


def test_a_correction_of_level_and_year_asks_the_last_question_of_those(agent: Agent) -> None:
    last = converse(agent, "国家级2023绿色工厂几月几号前报到部里", "打错了，我问市级2025的")[-1]
    assert last.answer.answer.startswith("截止日是 **2025年6月14日**")


def test_the_year_of_the_level_taken_back_goes_with_it(agent: Agent) -> None:
    first = "How long is the public notice for the 2023 national green list?"
    last = converse(agent, first, "Sorry, I meant the municipal green factory title.")[-1]
    assert "5 working days" in last.answer.answer


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("长寿2023年培育库，产值要好多", "哦不是产值，利润那条咋说的", "近三年内企业处于盈利状态"),
        ("市级绿色工厂公示几天", "不是问公示，我问改名之后几天内要报", "30 个工作日"),
        (
            "绿色工厂被撤了几年才能重新报",
            "不是问厂，是问第三方机构造假进了黑名单，国家那批的规矩",
            "不予采信",
        ),
    ],
)
def test_what_is_asked_instead_is_answered(agent: Agent, first: str, then: str, told: str) -> None:
    answer = converse(agent, first, then)[-1].answer
    assert told in answer.answer.split("\n\n")[0]


def test_what_was_asked_is_set_beside_something_else(agent: Agent) -> None:
    last = converse(agent, "2023年国家绿色工业园区要啥级别的园区", "跟2025年市级的比呢")[-1]
    assert {"cq-notice-2025", "miit-2023-202"} <= {c.document_id for c in last.answer.citations}


def test_a_pronoun_stands_for_the_grade_spoken_of(agent: Agent) -> None:
    last = converse(agent, "B级工厂是个啥概念", "那它算不算已经是绿色工厂了")[-1]
    assert "准绿色工厂" in last.answer.answer


def test_a_subject_takes_the_place_of_an_everyday_word(agent: Agent) -> None:
    last = converse(agent, "工厂报市级，近三年事故咋规定的", "园区呢")[-1]
    assert "较大以上污染事故" in last.answer.answer.split("\n\n")[0]


@pytest.mark.parametrize("excuse", ["不好意思写错了，是46%", "哎打错了，是46%"])
def test_a_figure_excused_and_put_right_counts(agent: Agent, excuse: str) -> None:
    last = converse(agent, "我们园区工业增加值占比60%，能报市级绿色工业园区不", excuse)[-1]
    assert last.answer.eligibility is not None
    assert last.answer.eligibility.verdict == "not_eligible"


@pytest.mark.parametrize("corrected", ["更正一下，是2021年3月5号的事", "哎搞错了，是2021年3月5号的"])
def test_a_day_put_right_replaces_that_of_the_event(agent: Agent, corrected: str) -> None:
    last = converse(agent, "我们想报市级绿色工厂，去年3月5号出过一次较大安全事故", corrected)[-1]
    assert [event["date"] for event in last.state.facts["accidents"]] == ["2021-03-05"]


def test_a_short_question_that_says_all_leans_on_none_before_it(agent: Agent) -> None:
    turns = converse(
        agent, "长寿2023年培育库什么时候截止", "园区报市级要几个专职的人", "回到长寿那个，材料送到哪间屋"
    )
    assert "335室" in turns[-1].answer.answer
    assert "335室" not in turns[1].answer.answer


def test_the_contact_of_a_body_named_is_its_own(agent: Agent) -> None:
    last = converse(agent, "长寿2023年培育库找哪个联系", "市经信委的联系人是哪个")[-1]
    assert "63897443" in last.answer.answer.split("相关规定")[0]
    assert "40409125" not in last.answer.answer.split("相关规定")[0]


def test_a_day_alone_is_counted_from_by_the_span_told_before(agent: Agent) -> None:
    last = converse(agent, "厂子改了名字，多少天里头要往上报", "手续2026年9月15号办完的，最迟哪天")[-1]
    assert "2026-11-02" in last.answer.answer


@pytest.mark.parametrize(
    ("first", "then", "opens"),
    [
        (
            "国家2023那批名单，一个评价机构顶多做好多项",
            "那16个得不得行",
            "不满足，文件写的是 **不得超过15项**",
        ),
        ("国家2023那批名单，一个评价机构顶多做好多项", "12个行不行", "没有超过，文件写的是 **不得超过15项**"),
        ("国家2023那批名单，一个评价机构顶多做好多项", "工厂和园区分开算吗", "合在一起算，文件写的是“总计”"),
        ("2025年市级绿色工业园区，工业增加值占比咋要求的", "刚刚好一半呢", "不满足，文件写的是 **超过50%**"),
        ("2025年市级园区，工业增加值占比要多少", "要是六成，够了吧", "按这个数，这一项够了"),
        ("市级绿色工厂公示几天", "周末算不算进去", "按 **5 个工作日** 算"),
        ("长寿2023年培育库什么时候交材料", "15号之前交到就行，是吧", "是的，"),
        (
            "长寿2023年培育库什么时候交材料",
            "20号之前交到就行，是吧",
            "不对，文件写的日期是 **2023年3月15日**",
        ),
    ],
)
def test_a_figure_or_day_put_forward_is_confirmed_or_denied(
    agent: Agent, first: str, then: str, opens: str
) -> None:
    assert converse(agent, first, then)[-1].answer.answer.startswith(opens)


def test_the_year_of_a_round_is_no_figure_to_confirm(agent: Agent) -> None:
    answer = converse(agent, "2025年市级名单，供应链企业能报不")[-1].answer.answer
    assert "**2025**" not in answer


@pytest.mark.parametrize(
    ("first", "then", "item"),
    [
        (
            "绿色工厂的牌子什么情形会被撤啊",
            "里头说出事故那条，一般的算进去没",
            "发生较大及以上安全、环境、质量等事故的",
        ),
        ("绿色工厂什么情况会被撤牌子", "要是复审没过呢", "复审结果不合格的"),
        (
            "What happens to a certified green factory that gives false data?",
            "What if it had an accident last year?",
            "发生较大及以上安全、环境、质量等事故的",
        ),
    ],
)
def test_an_item_of_the_list_told_is_shown(agent: Agent, first: str, then: str, item: str) -> None:
    assert item in converse(agent, first, then)[-1].answer.answer.split("\n\n")[0]


def test_a_measure_of_the_city_is_one_document(agent: Agent) -> None:
    first = "I have a question about the Chongqing trial measure no. 13 of 2024"
    answer = converse(agent, first, "When was it issued, and is it still in force?")[-1].answer
    assert {c.document_id for c in answer.citations} == {"cq-dynamic-2024-13"}
    assert "2024-05-21" in answer.answer


def test_the_question_of_a_long_story_is_answered(agent: Agent) -> None:
    story = (
        "我们去年评上的，今年三月份公司跟另外一家合并了，名字也换了，老板说不用管，财务说要报，"
        "我也不晓得该信哪个，换了名字要在多少天之内报上去"
    )
    assert "30 个工作日" in converse(agent, "绿色工厂是个啥", story)[-1].answer.answer.split("\n\n")[0]


def test_what_follows_is_told_of_what_the_story_tells(agent: Agent) -> None:
    story = (
        "最近事情多，领导换了，经办人也走了，系统里的账号密码都找不着了，翻文件看到说名单里的每年要填个什么表，"
        "2025年那个我们好像没填，这种会咋样"
    )
    answer = converse(agent, "我们园区2022年拿的市级绿色园区", story)[-1].answer.answer
    assert "予以移除并进行公告" in answer.split("\n\n")[0]


def test_a_story_of_two_texts_that_differ_is_answered_by_both(agent: Agent) -> None:
    story = (
        "是这样的，我们是给企业做辅导的，手头有个客户在渝北，客户非说只要自己写个报告就行，不用花钱请第三方，"
        "我说认定办法里写了要第三方，他又说去年通知没写，我俩吵了半天，到底听谁的"
    )
    assert "两者不一致" in converse(agent, "请教一个材料的事", story)[-1].answer.answer


def test_from_when_a_span_runs_is_no_question_of_its_own(agent: Agent) -> None:
    first, then = "绿色工厂哪些情况会被撤销称号", "撤了之后几年不能报，从哪天起算"
    assert "30 个工作日" not in converse(agent, first, then)[-1].answer.answer
