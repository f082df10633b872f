"""Checks led by conversation: over one scheme and over all, with facts shown back, corrected and asked back."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, converse, first_lines


def test_what_can_we_apply_for_is_answered_over_every_scheme_of_the_asker(agent: Agent) -> None:
    answer = ask(agent, "我们厂能申报哪些牌子")
    assert answer.kind == "eligibility"
    for name in ("市级绿色工厂", "梯度培育", "长寿区2023年绿色工厂培育库", "国家级绿色工厂", "绿色供应链"):
        assert name in answer.answer
    assert "动态管理" not in answer.answer and "园区（" not in answer.answer
    assert "请补充" in answer.answer


def test_the_overview_goes_on_with_each_reply(agent: Agent) -> None:
    first, second, third, fourth = converse(
        agent, "我们公司能报什么", "都没有", "没有出过事故", "我们不在重庆注册"
    )
    assert second.state.facts["list_removals"] == [] and "title_revocations" not in second.state.facts
    assert first.state.asked_fact != second.state.asked_fact
    assert third.state.facts["accidents"] == [] and "title_revocations" not in third.state.facts
    assert fourth.answer.answer.count("**不符合**") >= 2


def test_facts_understood_are_shown_back(agent: Agent) -> None:
    answer = ask(agent, "我们公司在长寿登记注册，2022年产值8000万，够不够长寿培育库的条件")
    assert "已了解" in answer.answer and "2022年 8000万元" in answer.answer


def test_a_correction_replaces_the_fact_and_answers_nothing_else(agent: Agent) -> None:
    turns = converse(agent, "我们是第三方机构，做了8家工厂、5个园区、2家供应链，超没超", "不对，工厂是9家")
    assert turns[0].answer.answer.startswith("**待补充信息**")
    assert turns[1].state.facts == {"factory_projects": 9, "park_projects": 5, "supply_chain_projects": 2}
    assert turns[1].answer.answer.startswith("**不符合**")


@pytest.mark.parametrize("words", ["六千多万", "大约6000万", "几千万"])
def test_a_vague_figure_is_asked_back_and_not_used(agent: Agent, words: str) -> None:
    (turn,) = converse(agent, f"我们公司在长寿登记注册，产值{words}，够不够长寿培育库的条件")
    assert "output_value" not in turn.state.facts
    assert "不是确切数字" in turn.answer.answer


def test_an_unfiled_form_of_another_year_is_not_that_of_the_notice(agent: Agent) -> None:
    (turn,) = converse(agent, "我们是市级绿色工厂，今年没填动态管理表，会不会摘牌")
    assert turn.state.facts["missed_dynamic"] is True
    assert "form_in_time_2025" not in turn.state.facts


def test_supervised_but_not_guided_fits_neither_grade(agent: Agent) -> None:
    answer = ask(agent, "我们做过节能监察但没做绿色生产水平评估，算C级还是D级")
    assert "按文字不落入C级和D级" in answer.answer


def test_a_general_question_on_grades_is_no_check(agent: Agent) -> None:
    assert ask(agent, "新创建的绿色工厂当年算几级").kind == "answer"


def test_a_supposition_shows_what_would_change_and_keeps_nothing(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们公司在长寿登记注册，是独立法人，2022年产值8000万，够不够长寿培育库的条件",
        "如果产值只有4000万呢",
        "那还差什么",
    )
    assert "不符合" in first_lines(turns[1].answer)
    assert turns[1].state.facts["output_value"] == {"2022": 8000}
    assert turns[1].state.asked_fact == turns[0].state.asked_fact
    assert "还需要了解" in turns[2].answer.answer and "利润总额" in turns[2].answer.answer


def test_a_supposition_without_a_check_is_a_plain_question(agent: Agent) -> None:
    assert ask(agent, "如果企业改了名字怎么办").kind == "answer"


def test_a_reply_goes_on_with_the_check_of_the_national_list(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们厂想报国家级绿色工厂，去年出过一次一般安全事故，符合条件吗",
        "信用中国和公示系统上都没有记录，也不是失信被执行人",
        "没有停过产",
        "都没有",
    )
    assert {turn.state.scheme for turn in turns} == {"miit-green-factory-2023"}
    assert [turn.answer.answer.split("**")[1] for turn in turns[:3]] == ["待补充信息"] * 3
    assert turns[-1].answer.answer.startswith("**初步符合形式条件")


def test_a_reply_stays_with_its_check_whatever_subject_it_names(agent: Agent) -> None:
    turns = converse(agent, "我们长寿的化工厂能不能进长寿培育库", "产值四千八百万", "2个")
    assert [t.state.scheme for t in turns[:2]] == ["changshou-cultivation-2023"] * 2
    assert turns[1].state.facts["output_value"] == {"2022": 4800}


def test_the_title_named_outweighs_the_district_of_the_asker(agent: Agent) -> None:
    (turn,) = converse(agent, "我们是长寿区的化工厂，想申报市级绿色工厂，够不够条件")
    assert turn.state.scheme == "cq-green-factory"


@pytest.mark.parametrize(
    ("first", "then", "scheme"),
    [
        ("我们厂够不够条件报市级绿色工厂", "那国家级的呢", "miit-green-factory-2023"),
        ("我们园区够不够条件报市级绿色园区", "那国家绿色工业园区呢", "miit-green-park-2023"),
        ("我们厂够不够条件报国家级绿色工厂", "那市级的呢", "cq-green-factory"),
        ("我们厂够不够条件报市级绿色工厂", "那供应链呢", "miit-green-supply-chain-2023"),
    ],
)
def test_a_short_question_turns_the_check_to_another_title(
    agent: Agent, first: str, then: str, scheme: str
) -> None:
    turns = converse(agent, first, "没有被列入任何名单", then)
    assert turns[2].answer.kind == "eligibility"
    assert turns[2].state.scheme == scheme


def test_a_short_denial_answers_only_what_it_names(agent: Agent) -> None:
    turns = converse(agent, "我们厂够不够条件报市级绿色工厂", "没出过安全事故", "都没有")
    assert "dishonest_enterprise_list" not in turns[1].state.facts
    assert "accidents" not in turns[1].state.facts and "只说到其中一类" in turns[1].answer.answer
    assert turns[2].state.facts["accidents"] == []


def test_an_event_told_in_part_is_finished_first_and_keeps_what_was_told(agent: Agent) -> None:
    turns = converse(
        agent,
        "我厂今年想评绿色工厂，前年8月有过一次小的火灾，有影响吗",
        "没有伤亡，算一般事故",
        "准确说是8月20号",
        "去年3月又有一次环保事故，也是一般的",
    )
    assert turns[0].answer.eligibility is not None
    assert turns[0].answer.eligibility.verdict == "not_eligible"
    assert turns[2].state.facts["accidents"] == [{"kind": "safety", "date": "2024-08-20", "grade": "general"}]
    assert [e["date"] for e in turns[3].state.facts["accidents"]] == ["2024-08-20", "2025-03"]


def test_from_when_on_one_may_apply_again_is_answered_by_the_check(agent: Agent) -> None:
    turns = converse(
        agent,
        "公司2025年9月8日发生一起一般环境污染事故，2026年还能申报市级绿色工厂吗",
        "什么时候可以再报",
        "为啥",
    )
    assert "最早从 2028-09-09 起" in turns[1].answer.answer
    assert "属于本条情形" in turns[2].answer.answer


def test_a_supposed_day_or_length_of_what_was_told_shows_the_change(agent: Agent) -> None:
    turns = converse(
        agent,
        "去年停产了13个月，还能算正常经营吗，想报市级绿色工厂",
        "从2024年3月停到2025年4月",
        "那如果只停了11个月呢",
    )
    assert turns[1].state.facts["shutdowns"] == [{"date": "2024-03", "end": "2025-04"}]
    assert "2024年3月 至 2025年1月的停产" in turns[2].answer.answer and "结论变为" in turns[2].answer.answer


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("好像没出过事故", "事故"),
        ("印象中没有上过经营异常名单", "经营异常名单"),
        ("公司成立于2018年", "成立日期"),
    ],
)
def test_what_is_uncertain_is_asked_back_and_not_used(agent: Agent, words: str, label: str) -> None:
    turns = converse(agent, "我们厂够不够条件报市级绿色工厂", words)
    assert dict(turns[1].state.facts) == {}
    assert label in turns[1].answer.answer and "没有采用" in turns[1].answer.answer


def test_a_yes_to_a_question_on_several_lists_asks_which(agent: Agent) -> None:
    turns = converse(agent, "我们厂够不够条件报市级绿色工厂", "有")
    assert "其中哪一项" in turns[1].answer.answer


def test_facts_in_english_are_read_and_checked(agent: Agent) -> None:
    (turn,) = converse(
        agent,
        "we are a factory in Changshou, output 48 million yuan in 2022, can we join the cultivation list",
    )
    assert turn.answer.eligibility is not None and turn.answer.eligibility.verdict == "not_eligible"


def test_a_rule_asked_about_in_general_is_no_check(agent: Agent) -> None:
    for question in ("没填动态管理表会怎样", "厂里出了重大安全责任事故，已经拿到的荣誉保得住不"):
        assert ask(agent, question).kind == "answer"


def test_facts_told_after_the_conditions_were_listed_begin_a_check(agent: Agent) -> None:
    turns = converse(agent, "绿色工厂的申报条件有哪些", "有限公司，自己生产，注册和交税都在江津", "都没有")
    assert [t.answer.kind for t in turns] == ["answer", "eligibility", "eligibility"]
    assert turns[2].state.facts["registered_in_chongqing"] is True


def test_the_days_of_an_entry_in_a_list_are_added_to_it(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们公司前年被列入经营异常名录，去年移出来了，影响不影响",
        "2024年3月5日列入的，2025年1月10日移出",
    )
    assert turns[1].state.facts == {"abnormal_list": {"listed_on": "2024-03-05", "removed_on": "2025-01-10"}}


def test_a_later_day_shows_how_the_check_comes_out_then(agent: Agent) -> None:
    turns = converse(
        agent, "我们厂被撤销过市级绿色工厂称号，2023年12月20日撤的，什么时候能重新报", "那2026年12月21号呢"
    )
    assert "最早从 2026-12-21 起" in turns[0].answer.answer
    assert "假定在 2026-12-21 核对" in turns[1].answer.answer
    assert turns[1].answer.eligibility is not None
    assert turns[1].answer.eligibility.verdict == "needs_information"
    assert turns[1].answer.as_of == turns[0].answer.as_of


def test_key_words_in_the_middle_of_a_check_are_a_question(agent: Agent) -> None:
    turns = converse(agent, "我们厂够不够条件报市级绿色工厂", "申报材料", "没有被列入任何名单")
    assert [t.answer.kind for t in turns] == ["eligibility", "answer", "eligibility"]


def test_a_statement_that_tells_nothing_is_said_to_tell_nothing(agent: Agent) -> None:
    turns = converse(agent, "我们厂够不够条件报市级绿色工厂", "我们厂的食堂很好吃也很便宜")
    assert turns[1].answer.kind == "eligibility" and "没有读到" in turns[1].answer.answer


def test_a_correction_of_a_yearly_figure_keeps_its_year(agent: Agent) -> None:
    turns = converse(
        agent, "长寿2023年培育库能进吗，长寿本地注册的独立法人，22年产值4500万", "打错了，是5400万"
    )
    assert turns[0].answer.answer.startswith("**不符合**")
    assert turns[1].state.facts["output_value"] == {"2022": 5400}


def test_what_was_told_for_one_title_counts_for_the_next(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们在长寿注册，独立法人，做化工的，22年产值3000万，市级绿色工厂能不能报",
        "那长寿23年自己那个培育库呢",
    )
    assert turns[1].state.scheme == "changshou-cultivation-2023"
    assert turns[1].state.facts["output_value"] == {"2022": 3000}
    assert turns[1].answer.answer.startswith("**不符合**")


def test_a_list_named_in_a_question_between_is_the_one_that_we_stand_on(agent: Agent) -> None:
    turns = converse(
        agent,
        "国家2023年度绿色工厂，我们做水泥的，帮看看能不能申报",
        "工业节能监察整改名单是怎么规定的",
        "继续看我们的：名单上有我们，到今天也没按要求改完",
    )
    assert turns[2].state.facts["energy_inspection_listed"] is True
    assert turns[2].answer.answer.startswith("**不符合**")


def test_a_removal_told_later_lifts_the_entry(agent: Agent) -> None:
    turns = converse(
        agent,
        "报市级绿色工厂，注册纳税都在大足，不过我们被市场监管列入经营异常名录了",
        "刚核实，上个月已经移出来了，现在不在名录里",
    )
    assert turns[0].answer.answer.startswith("**不符合**")
    assert turns[1].answer.answer.startswith("**待补充信息**")


def test_an_event_no_longer_counted_says_since_when(agent: Agent) -> None:
    turns = converse(agent, "我们绿色工厂称号2023年1月10日公告撤销的，三年不得申报现在过了没")
    assert "2026-01-11" in turns[0].answer.answer


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我们是市政府批的特色工业园区，工业增加值占比140%，帮判断下能不能报绿色园区", "不可能是 140%"),
        ("长寿培育库我们能进吗，22年产值-300万，独立法人", "不可能是 -300万元"),
    ],
)
def test_a_figure_that_cannot_be_is_named_and_the_rest_is_kept(agent: Agent, text: str, shown: str) -> None:
    answer = ask(agent, text)
    assert shown in answer.answer and "已了解" in answer.answer


def test_what_comes_on_top_takes_nothing_back(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们想报市级绿色工厂，2024年9月5日出过一起一般安全事故",
        "刚问了，2022年6月8日那起环保事故也要算",
    )
    assert len(turns[1].state.facts["accidents"]) == 2
    assert turns[1].answer.answer.startswith("**不符合**")


@pytest.mark.parametrize("wrong", ["打错了，5000个人", "看错了，2家分厂"])
def test_a_count_of_something_else_corrects_no_amount(agent: Agent, wrong: str) -> None:
    turns = converse(agent, "想进长寿培育库，2022年产值8000万", wrong)
    assert turns[1].state.facts["output_value"] == {"2022": 8000}


@pytest.mark.parametrize("figures", ["九" * 400, "零一二三" * 400])
def test_endless_numerals_are_no_figure(agent: Agent, figures: str) -> None:
    turns = converse(agent, "想进长寿培育库，2022年产值8000万", f"我们产值{figures}万")
    assert turns[1].state.facts["output_value"] == {"2022": 8000}


def test_a_customers_fines_are_not_the_applicants(agent: Agent) -> None:
    turns = converse(agent, "我们想报市级绿色工厂，注册在渝北", "客户被处罚两次：2025年3月，2025年6月")
    assert "violations" not in turns[1].state.facts


POOL_TOLD = "我厂在长寿登记，独立法人，2022年产值8000万，三年都盈利，能进培育库吗"


def test_a_loss_told_while_accidents_are_asked_for_is_a_loss_and_no_accident(agent: Agent) -> None:
    asked, told = converse(agent, POOL_TOLD, "2022年亏了一点")
    assert asked.state.asked_fact == "accidents"
    assert "accidents" not in told.state.facts and told.state.facts["profitable_each_year"] is False
    assert told.answer.answer.startswith("**不符合**")


def test_a_year_told_otherwise_takes_back_the_loss_of_that_year_alone(agent: Agent) -> None:
    *_, other, same = converse(agent, POOL_TOLD, "2021年亏了", "2022年是赚的", "说错了，2021年是赚的")
    assert other.state.facts["profitable_each_year"] is False
    assert "profitable_each_year" not in same.state.facts
    assert same.answer.answer.startswith("**待补充信息**")


def test_a_figure_put_right_without_its_year_is_of_the_year_told(agent: Agent) -> None:
    _, put_right = converse(
        agent, POOL_TOLD.replace("2022年产值8000万", "去年产值4800万"), "产值搞错了，是8000万"
    )
    assert put_right.state.facts["output_value"] == {"2025": 8000}


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("不对，是一般的", {"kind": "safety", "grade": "general", "date": "2025"}),
        ("等级说错了，应该是一般事故", {"kind": "safety", "grade": "general", "date": "2025"}),
        ("Sorry, it was a major one (较大事故).", {"kind": "safety", "grade": "larger", "date": "2025"}),
        ("时间也说错了，是2022年5月", {"kind": "safety", "grade": "larger", "date": "2022-05"}),
        ("是四年前的事", {"kind": "safety", "grade": "larger", "date": "2022"}),
        ("不对，是四年前的事", {"kind": "safety", "grade": "larger", "date": "2022"}),
    ],
)
def test_the_event_told_last_is_put_right(agent: Agent, words: str, event: dict[str, str]) -> None:
    _, put_right = converse(agent, "去年出过一次较大安全事故，能报市级绿色工厂吗", words)
    assert put_right.state.facts["accidents"] == [event]


def test_of_two_events_the_one_told_last_is_put_right(agent: Agent) -> None:
    *_, put_right = converse(
        agent,
        "我们去年3月出过一次较大安全事故，能报市级绿色工厂吗",
        "今年还出过一次一般的质量事故",
        "不对，是前年的",
    )
    assert [event["date"] for event in put_right.state.facts["accidents"]] == ["2025-03", "2024"]


@pytest.mark.parametrize("words", ["不对不对，搞错了", "说错了，是两家人打架", "是很多年前的事"])
def test_a_correction_that_is_not_understood_is_said_to_be_so(agent: Agent, words: str) -> None:
    told, put_right = converse(agent, "去年出过一次较大安全事故，能报市级绿色工厂吗", words)
    assert put_right.answer.answer.startswith("没有读懂要改哪一项")
    assert put_right.state.facts == told.state.facts


def test_how_long_a_stoppage_lasted_decides_and_is_put_right(agent: Agent) -> None:
    told, put_right = converse(agent, "停产14个月了刚复工，能报市级绿色工厂吗", "其实只停了10个月")
    assert told.answer.answer.startswith("**不符合**") and "14个月" in told.answer.answer
    assert put_right.state.facts["shutdowns"] == [{"months": 10, "end": "2026-11"}]
    assert not put_right.answer.answer.startswith("**不符合**")


def test_what_is_told_before_the_first_check_is_kept_for_it(agent: Agent) -> None:
    *_, check = converse(
        agent, "铝加工厂，去年被列入节能监察整改名单", "今年6月整改完了", "那能报市级绿色工厂吗"
    )
    assert check.answer.kind == "eligibility"
    assert check.state.facts["energy_inspection_listed"] is True
    assert check.state.facts["energy_inspection_rectified"] is True
    assert "被列入工业节能监察整改名单：是" in check.answer.answer


def test_having_come_off_the_list_last_told_is_judged_anew(agent: Agent) -> None:
    listed, out = converse(agent, "我们厂能报市级绿色工厂吗，目前在经营异常名录里", "已经移出来了呢")
    assert listed.answer.answer.startswith("**不符合**") and "未移出移出" not in listed.answer.answer
    assert out.state.facts["abnormal_list"]["removed"] is True
    assert not out.answer.answer.startswith("**不符合**")
    *_, sought = converse(agent, "我们厂能报市级绿色工厂吗，目前在经营异常名录里", "正在申请移出")
    assert sought.answer.answer.startswith("**不符合**")


def test_a_place_is_that_of_the_matter_its_own_part_speaks_of(agent: Agent) -> None:
    *_, seat, tax = converse(
        agent, "我们厂能报市级绿色工厂吗", "都没有", "生产线在四川，公司注册在重庆呢", "税在成都交"
    )
    assert seat.state.facts["registered_in_chongqing"] is True
    assert tax.state.facts["registered_in_chongqing"] is True
    assert tax.state.facts["pays_tax_in_chongqing"] is False


def test_one_denial_of_every_list_of_a_kind_answers_for_each(agent: Agent) -> None:
    _, told = converse(agent, "我们厂能报市级绿色工厂吗", "没有上过任何失信名单")
    assert {name for name, value in told.state.facts.items() if value is False} == {
        "dishonest_enterprise_list",
        "legal_rep_blacklist",
        "judgment_debtor",
    }


def test_an_english_seat_is_not_asked_for_again(agent: Agent) -> None:
    turns = converse(
        agent,
        "Our plant is in Changshou, an independent legal person, profitable for 3 years. "
        "Can we enter the cultivation library?",
        "we have no accidents",
    )
    assert turns[0].state.facts["registered_in_district"] is True
    assert turns[0].state.facts["profitable_each_year"] is True
    assert all("登记注册，并且" not in turn.answer.answer for turn in turns)


@pytest.mark.parametrize(
    ("question", "day", "verdict"),
    [
        ("2022年6月出过较大环境事故，2025年5月能报市级绿色工厂不", "2025-05-31", "**不符合**"),
        ("2024年3月一般事故，2027年4月再报得不得行", "2027-04-30", "可能不符合"),
        ("2024年3月一般事故，2028年4月再报得不得行", "2028-04-30", "目前没有发现"),
    ],
)
def test_a_check_is_of_the_day_on_which_one_wants_to_apply(
    agent: Agent, question: str, day: str, verdict: str
) -> None:
    answer = ask(agent, question)
    assert answer.answer.startswith(f"假定在 {day} 核对") and verdict in answer.answer


def test_a_later_month_after_a_check_asks_how_it_would_come_out_then(agent: Agent) -> None:
    *_, then = converse(agent, "我们厂2024年3月出过一般事故，能报市级绿色工厂吗", "2027年4月再报得不得行")
    assert then.answer.answer.startswith("假定在 2027-04-30 核对")


def test_what_may_fail_is_named_before_all_else(agent: Agent) -> None:
    answer = ask(agent, "园区里有一家企业被列入失信被执行人，能报市级绿色园区吗")
    lead = first_lines(answer)
    assert "可能不符合" in lead and "园区内企业没有排除情形" in lead and "没有发现" not in lead


def test_what_is_still_missing_is_told_on_a_supposition_too(agent: Agent) -> None:
    told = "能报长寿培育库吗，我厂在长寿登记，独立法人，2022年产值8000万"
    _, supposed, missing = converse(agent, told, "如果没出过事故，还差什么条件", "还有什么条件我没说")
    assert "还需要了解：利润总额。" in supposed.answer.answer
    assert "还需要了解：利润总额；事故。" in missing.answer.answer


def test_a_loss_in_figures_overrules_profit_told_for_every_year(agent: Agent) -> None:
    _, loss = converse(agent, f"{POOL_TOLD}，没出过事故", "其实2022年亏了50万")
    assert "profitable_each_year" not in loss.state.facts
    assert "可能不符合" in first_lines(loss.answer)


def test_a_denial_of_a_detail_does_not_undo_the_event(agent: Agent) -> None:
    told, denied = converse(agent, "我们厂去年出过较大事故，能报市级绿色工厂吗", "其实没有死人")
    assert denied.state.facts["accidents"] == told.state.facts["accidents"]
    _, none = converse(agent, "我们厂去年出过较大事故，能报市级绿色工厂吗", "说错了，没出过事故")
    assert none.state.facts["accidents"] == []


@pytest.mark.parametrize(
    ("told", "words", "event"),
    [
        ("前年停产过", "3个月", {"date": "2024", "months": 3}),
        (
            "2024年1月到2025年3月停产",
            "说错了，是2024年10月到2025年3月",
            {"date": "2024-10", "end": "2025-03"},
        ),
    ],
)
def test_a_stoppage_told_is_completed_and_put_right(
    agent: Agent, told: str, words: str, event: dict[str, object]
) -> None:
    _, then = converse(agent, f"我们厂能报市级绿色工厂吗，{told}", words)
    assert then.state.facts["shutdowns"] == [event]


def test_not_this_but_that_puts_the_day_right(agent: Agent) -> None:
    _, then = converse(agent, "我们厂去年出过一次火灾，能报市级绿色工厂吗", "不是去年，是2021年")
    assert then.state.facts["accidents"] == [{"kind": "safety", "date": "2021"}]


@pytest.mark.parametrize("words", ["称号会被撤销吗", "牌子要遭摘不", "牌子保得住不"])
def test_whether_a_title_is_lost_is_judged_by_the_rules_for_holders(agent: Agent, words: str) -> None:
    answer = ask(agent, f"我们厂上个月出了个较大环保事故，{words}")
    assert answer.eligibility is not None
    assert answer.eligibility.scheme == "cq-dynamic-management"


CHECK = "帮我看看我们够不够条件报市级绿色工厂"
ACCIDENT = "2025年3月出过较大安全事故"


@pytest.mark.parametrize(
    "turns",
    [
        (CHECK, ACCIDENT, "其实是2020年成立的"),
        (CHECK, ACCIDENT, "不对，我们是2015年成立的"),
        (CHECK, ACCIDENT, "2019年的报表填错了"),
        (CHECK, ACCIDENT, "实际上我们的能耗水平一般"),
        (CHECK, "2024年1月停产14个月", "其实合同工期只有3个月"),
        (CHECK, "2024年停产过14个月", "大概3个月"),
        (CHECK, "2021年出过一次较大安全事故，2025年又出过一次较大安全事故", "不对，2021年那次是一般事故"),
        (CHECK, "2025年被列入经营异常名录", "设备已经移出厂房了"),
        ("我们厂2026年3月出过较大安全事故", "没有死人", "我们能报市级绿色工厂吗"),
        ("我们厂2026年3月出过较大安全事故", "我们2021年5月还出过一次一般安全事故，能报市级绿色工厂吗"),
        ("我们2024年5月申请过没通过现在能报市级绿色工厂吗，2025年8月出过较大安全事故",),
    ],
)
def test_what_puts_nothing_right_leaves_a_bar_as_it_was_told(agent: Agent, turns: tuple[str, ...]) -> None:
    report = converse(agent, *turns)[-1].answer.eligibility
    assert report is not None
    assert report.verdict == "not_eligible"


@pytest.mark.parametrize(
    "told",
    ["2025年停产过，试运行6个月", "2025年1月停产过，欠了3个月电费", "2025年停产过，停产前正常生产了8个月"],
)
def test_a_length_of_something_else_does_not_end_a_stoppage(agent: Agent, told: str) -> None:
    facts = converse(agent, CHECK, told)[-1].state.facts
    assert all("months" not in event and "end" not in event for event in facts["shutdowns"])


@pytest.mark.parametrize("told", ["2022年扭亏为盈", "2022年产值持平"])
def test_a_year_turned_to_profit_or_even_output_is_no_loss(agent: Agent, told: str) -> None:
    facts = converse(agent, "帮我看看能不能进长寿区绿色工厂培育库", told)[-1].state.facts
    assert facts.get("profitable_each_year") is not False


def test_an_evaluator_counts_its_own_projects_and_not_the_factory(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们机构2023年国家那批接了12个绿色工厂，超没超",
        "还有2个园区也是我们评的",
        "更正，园区是4个，不是2个",
    )
    assert turns[2].answer.eligibility is not None
    assert turns[2].answer.eligibility.verdict == "not_eligible"
    assert "16" in turns[2].answer.answer


def test_who_lost_the_title_and_would_apply_again_is_an_applicant(agent: Agent) -> None:
    turns = converse(
        agent,
        "我们去年没填动态管理表，2025年12月8日被公告移出市级名单，现在能再报吗",
        "那到底哪天以后可以",
    )
    assert "2028-12-09" in turns[1].answer.answer


def test_who_would_fill_in_the_table_again_is_still_a_holder(agent: Agent) -> None:
    turn = converse(agent, "我们是市级绿色工厂，2025年没填动态管理表，还能再报一次表吗")[0]
    assert turn.state.scheme != "cq-green-factory" or turn.answer.kind == "answer"


def test_whether_a_fact_matters_is_answered_by_its_condition(agent: Agent) -> None:
    turns = converse(
        agent,
        "2023国家绿色工厂，看看我们行不行",
        "2022年9月上了节能监察整改名单，2023年5月按要求整改完了，这个碍事不",
    )
    assert "被列入工业节能监察整改名单且未按要求完成整改的" in turns[1].answer.answer


@pytest.mark.parametrize("said", ["不好意思，52%", "抱歉，是52%", "不对，52%"])
def test_who_excuses_himself_for_a_figure_puts_it_right(agent: Agent, said: str) -> None:
    turns = converse(agent, "我们园区工业增加值占比48%，能报市级绿色园区吗", said)
    assert turns[1].state.facts["industrial_value_added_share_pct"] == 52


def test_an_excuse_before_a_question_puts_nothing_right(agent: Agent) -> None:
    turns = converse(
        agent, "我们园区工业增加值占比48%，能报市级绿色园区吗", "不好意思，我想问下公示是不是5天"
    )
    assert turns[1].answer.kind == "answer"
    assert turns[1].state.facts["industrial_value_added_share_pct"] == 48
