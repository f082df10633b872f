"""Deadlines: whom they bind and what must be done."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.register.build import build_register
from assistant.register.deadlines import find_deadlines
from assistant.text.dates import Duration
from assistant.text.normalise import squeeze
from tests.register.made import NOTICES, deadlines, document, library, notice, only

_BY = "于2026年6月14日前报送材料。"


@pytest.mark.parametrize(
    ("text", "actor", "binds"),
    [
        (f"请各区县经信部门{_BY}", "各区县经信部门", "district"),
        (f"各县（市、区）工业和信息化局应{_BY}", "各县（市、区）工业和信息化局", "district"),
        (f"请自愿申请入库的企业{_BY}", "自愿申请入库的企业", "applicant"),
        (f"各区县部门组织本地区名单内的企业、园区{_BY}", "本地区名单内的企业、园区", "title_holder"),
        (f"参与评价工作的第三方机构，请{_BY}", "参与评价工作的第三方机构", "evaluator"),
        (f"省级工业和信息化主管部门在征求意见后，{_BY}", "省级工业和信息化主管部门", "province"),
        (f"我局{_BY}", "我局", "authority"),
        (f"市促进中心受市某局委托，{_BY}", "市促进中心", "evaluator"),
        ("2026年6月14日前，各企业应提交自评报告。", "各企业", "applicant"),
        (f"请{_BY}", "", None),
        (f"示范工坊发生更名、合并的，应{_BY}", "", None),
        (f"入选企业发生更名、合并的，应{_BY}", "入选企业", "title_holder"),
        (f"评价机构出具虚假报告的，应{_BY}", "评价机构", "evaluator"),
        (f"联合体牵头单位应{_BY}", "联合体牵头单位", "applicant"),
        (f"推荐单位应{_BY}", "推荐单位", "district"),
        (f"受理单位应{_BY}", "受理单位", "authority"),
        (f"各地要抓紧组织，务{_BY}", "各地", "district"),
        (f"申报单位对复核申请的结论有异议的，应{_BY}", "申报单位", "applicant"),
        (f"省级力争{_BY}", "省级", "province"),
        (f"项目承担单位应{_BY}", "项目承担单位", "applicant"),
        ("自2026年3月1日起至2026年6月14日止，企业可登录填报。", "企业", "applicant"),
        (f"申请复审的企业应当{_BY}", "申请复审的企业", "applicant"),
        (f"街道、镇（开发区）应{_BY}", "街道、镇（开发区）", "district"),
        (f"第三方机构出具虚假报告的，应{_BY}", "第三方机构", "evaluator"),
        (f"第三方核查机构应{_BY}", "第三方核查机构", "evaluator"),
        (f"市节水指导单位应{_BY}", "市节水指导单位", "applicant"),
    ],
)
def test_the_one_who_must_act_is_named_as_printed(text: str, actor: str, binds: str | None) -> None:
    found = only(text)
    assert (found.actor, found.binds) == (actor, binds)
    assert found.last_day == date(2026, 6, 14)


def test_the_subject_may_stand_behind_a_span_and_its_comma() -> None:
    found = only("自本通知印发之日起20个工作日内，各区县应报送方案。")
    assert (found.actor, found.binds, found.duration) == ("各区县", "district", Duration(20, "工作日"))


def test_those_a_notice_is_sent_to_are_asked_where_nobody_is_named() -> None:
    made = document("各县（市、区）某局，有关单位：", "初核结果请于5月底前以正式文件报市某局。")
    object.__setattr__(made.clauses[1], "kind", "addressees")
    (found,) = find_deadlines(made)
    assert (found.actor, found.binds) == ("各县（市、区）某局", "district")


def test_the_first_who_acts_in_a_step_is_bound_by_the_days_of_its_heading() -> None:
    made = document("建设单位对照标准自查，形成报告。")
    heading = replace(made.clauses[0], text="自查自评阶段（4月1日—4月30日）", caption="自查自评阶段")
    (found,) = find_deadlines(replace(made, clauses=(heading, *made.clauses[1:])))
    assert (found.actor, found.binds, found.last_day) == ("建设单位", "applicant", date(2026, 4, 30))


def test_a_day_without_a_year_returns_in_a_standing_rule() -> None:
    (found,) = find_deadlines(document("依托单位应当在3月31日前提交绩效报告。", kind="article"))
    assert (found.kind, found.last_day, found.day_text) == ("yearly", None, "3月31日")
    (found,) = find_deadlines(document("依托单位应当在2027年3月31日前提交报告。", kind="article"))
    assert (found.kind, found.last_day) == ("date", date(2027, 3, 31))


@pytest.mark.parametrize(
    ("text", "binds"),
    [
        ("县级配套资金不得晚于2027年12月20日拨付。", "district"),
        ("专项资金于名单印发后60日内兑现。", "authority"),
        ("有意继续使用标识的，到期前半年内重新申请。", "title_holder"),
        ("被评估单位有异议的，收到意见后5个工作日内可书面申请复评。", "applicant"),
        ("申报单位收到告知后7日内未补正的，视为撤回申请。", "applicant"),
    ],
)
def test_what_is_at_stake_tells_who_is_bound(text: str, binds: str) -> None:
    assert only(text).binds == binds


def test_a_project_that_the_measure_confers_is_bound_as_its_holder() -> None:
    title = "某省超低能耗示范项目管理办法"
    first, second = deadlines("示范项目应当自列入之日起6个月内开工，3年内竣工。", title=title)
    assert (first.binds, second.binds) == ("title_holder", "title_holder")
    assert second.duration == Duration(3, "年")


def test_a_body_consulted_on_the_way_is_not_the_actor() -> None:
    found = only("省级主管部门在充分征求当地应急管理、市场监管等部门意见后确定名单，于2026年9月5日前报送。")
    assert (found.actor, found.binds) == ("省级主管部门", "province")


def test_a_holder_of_the_title_that_the_measure_confers_is_known_by_its_name() -> None:
    title = "某市示范工坊基地认定管理办法"
    found = only("市级示范工坊基地发生更名的，应在办理手续后30个工作日内上报。", title=title)
    assert (found.actor, found.binds) == ("市级示范工坊基地", "title_holder")
    assert found.duration == Duration(30, "工作日")


def test_a_caption_names_the_actor_where_the_sentence_is_silent() -> None:
    found = only("2026年6月14日前通过平台完成。", caption="区县初审")
    assert (found.actor, found.binds) == ("区县", "district")


def test_a_period_for_applying_binds_whoever_applies() -> None:
    found = only("受理时间为2026年5月6日至5月29日。")
    assert (found.actor, found.binds, found.last_day) == ("", "applicant", date(2026, 5, 29))


def test_a_period_for_reviewing_binds_the_reviewer() -> None:
    found = only("2026年9月8日至10月31日，第三方机构开展现场评估。")
    assert (found.binds, found.last_day) == ("evaluator", date(2026, 10, 31))
    assert deadlines("2025年1月1日至2025年12月31日期间购置设备的企业可以申报。") == ()


def test_a_part_behind_a_semicolon_keeps_the_actor() -> None:
    first, second = deadlines("被撤销称号的企业，自撤销之日起2年内不得申请；属于前项情形的，5年内不得申请。")
    assert first.actor == second.actor == "被撤销称号的企业"
    assert (first.binds, second.duration) == ("title_holder", Duration(5, "年"))


def test_two_limits_of_one_clause_keep_their_own_actors() -> None:
    first, second = deadlines("企业应于2026年6月1日前填报。各区县经信部门于2026年6月20日前审核。")
    assert (first.actor, first.last_day) == ("企业", date(2026, 6, 1))
    assert (second.actor, second.last_day) == ("各区县经信部门", date(2026, 6, 20))


def test_the_action_ends_where_another_subject_begins() -> None:
    found = only("入选企业每年通过平台报送指标数据，市某局根据结果评定等级。")
    assert (found.kind, found.action) == ("yearly", "通过平台报送指标数据")


def test_a_thing_that_is_done_yearly_binds_nobody() -> None:
    found = only("示范工坊每年认定一次。")
    assert (found.kind, found.actor, found.binds) == ("yearly", "", None)


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("企业应于每年三月底前报送年报。", 3, None),
        ("企业应于每年四月二十日前报送年报。", 4, 20),
        ("企业应于每年1月31日前报送年报。", 1, 31),
        ("企业应于每年5月上旬前报送年报。", 5, 10),
        ("企业应于每年6月1日和12月1日前报送年报。", None, None),
        ("企业每年报送年报。", None, None),
    ],
)
def test_a_yearly_duty_has_the_month_and_day_on_which_it_returns(
    text: str, month: int | None, day: int | None
) -> None:
    found = only(text)
    assert (found.kind, found.month, found.day) == ("yearly", month, day)


@pytest.mark.parametrize(
    "text",
    [
        "每个区每年推荐不超过3家。",
        "每户企业每年补助最高50万元。",
        "本公告自公布之日起实行，到2027年6月30日止。",
    ],
)
def test_a_quota_and_the_life_of_the_text_are_no_limits(text: str) -> None:
    assert deadlines(text) == ()


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("企业登录平台填报，截止时间为2026年6月14日17:00，过时系统自动关闭。", "企业登录平台填报"),
        ("企业选择事项申报，2026年6月14日截止，逾期不予受理。", "企业选择事项申报"),
        ("企业应于2026年6月14日前报送材料，逾期不予受理。", "报送材料"),
    ],
)
def test_what_befalls_who_is_late_is_not_the_act(text: str, action: str) -> None:
    assert only(text).action == action


def test_the_day_is_kept_as_printed() -> None:
    assert only("应于2025年底前建立体系。").day_text == "2025年底"
    assert only("企业应于每年1月底前填报。").day_text == "每年1月底"
    assert only(f"企业{_BY}").day_text == "2026年6月14日"


def test_a_marker_is_no_part_of_the_quote() -> None:
    made = document("第九条 企业应于2026年6月14日前报送。")
    clause = made.clauses[1]
    object.__setattr__(clause, "marker", "第九条")
    (found,) = find_deadlines(made)
    assert found.quote == "企业应于2026年6月14日前报送。"


@pytest.mark.parametrize("kind", ["title", "number", "signature", "date", "attachment", "meta"])
def test_names_numbers_and_signatures_set_no_limit(kind: Any) -> None:
    assert find_deadlines(document("2026年6月14日前", kind=kind)) == ()


@given(st.text(st.sampled_from("请各企业于2026年6月14日前三十个工作内公示每年底，。；（）《》区县部门委托")))
def test_a_quote_always_stands_in_its_clause(text: str) -> None:
    for found in deadlines(text):
        assert found.quote and found.quote in text
        assert found.actor in text
        assert (found.kind == "date") == (found.last_day is not None)
        assert (found.kind == "time_limit") == (found.duration is not None)


def _in_corpus(document_id: str) -> dict[tuple[str, Any], tuple[str, str | None]]:
    found = find_deadlines(library().document(document_id))
    return {(d.clause_id, d.last_day or d.duration or d.kind): (d.actor, d.binds) for d in found}


def test_the_dates_of_the_yearly_notices_and_whom_they_bind() -> None:
    assert _in_corpus("cq-notice-2025") == {
        ("h3-i2", Duration(3, "年")): ("我委", "authority"),
        ("h3-i3", date(2025, 6, 14)): ("各区县经信部门", "district"),
        ("h4-i3", date(2025, 4, 15)): ("本地区国家级、市级绿色制造名单内的企业、园区", "title_holder"),
    }
    assert _in_corpus("changshou-2023-12") == {
        ("h3-i1", date(2023, 3, 10)): ("我委", "authority"),
        ("h4-i3", date(2023, 3, 15)): ("自愿申请绿色工厂培育入库的企业", "applicant"),
    }
    national = _in_corpus("miit-2023-202")
    assert national[("h3-p1", date(2023, 9, 5))] == ("省级工业和信息化主管部门", "province")
    assert national[("h3-p2", date(2023, 8, 15))] == ("参与绿色制造评价工作的第三方机构", "evaluator")
    assert national[("h2-i4-p1", Duration(3, "年"))][1] == "evaluator"
    assert len(national) == 3


def test_the_time_limits_of_the_standing_measures_and_whom_they_bind() -> None:
    assert _in_corpus("cq-recognition-2024-4") == {
        ("art3", "yearly"): ("", None),
        ("art11", Duration(5, "工作日")): ("市经济信息委", "authority"),
        ("art16", "yearly"): ("绿色园区、绿色工厂", "title_holder"),
        ("art18", Duration(3, "年")): ("被撤销绿色园区、绿色工厂称号的单位", "title_holder"),
        ("art19", Duration(30, "工作日")): ("市级绿色园区或绿色工厂", "title_holder"),
    }
    assert _in_corpus("cq-dynamic-2024-13") == {
        ("art7", "yearly"): ("绿色工厂", "title_holder"),
        ("art12", "yearly"): ("各区县经信部门", "district"),
        ("art13", date(2025, 12, 31)): ("各区县经信部门", "district"),
    }


def test_every_quote_of_the_corpus_can_be_cited() -> None:
    register = build_register(library().documents)
    quotes = [(d.document_id, d.clause_id, d.quote) for d in register.deadlines]
    quotes += [(c.document_id, c.clause_id, c.quote) for c in register.contacts]
    for document_id, clause_id, quote in quotes:
        assert quote in library().clause(document_id, clause_id).text


def test_the_register_does_not_depend_on_the_order_of_the_documents() -> None:
    assert build_register(library().documents) == build_register(reversed(library().documents))


_NAMES = sorted(path.parent.name for path in NOTICES.glob("*/structure.json"))


@pytest.mark.parametrize("name", _NAMES)
def test_notices_of_other_cities_give_their_days_and_whom_they_bind(name: str) -> None:
    wanted = json.loads((NOTICES / name / "structure.json").read_text(encoding="utf-8"))
    found = {(d.last_day, d.binds) for d in find_deadlines(notice(name)) if d.kind == "date"}
    assert found == {(date.fromisoformat(row["date"]), row["binds"]) for row in wanted["deadlines"]}


@pytest.mark.parametrize("name", _NAMES)
def test_notices_of_other_cities_give_their_contacts(name: str) -> None:
    wanted = json.loads((NOTICES / name / "structure.json").read_text(encoding="utf-8"))
    found = build_register([notice(name)]).contacts
    for row in wanted["contacts"]:
        (contact,) = [c for c in found if row["phone"] in c.phones]
        assert squeeze(row["name"]) in squeeze("、".join((*contact.names, contact.role)))
        assert contact.emails == ((row["email"],) if row["email"] else ())


def test_marks_in_half_width_part_limits_as_those_of_full_width_do() -> None:
    text = "报名时间:服务机构自公告发布之日起至2026年4月24日17:30;受诊企业自公告发布之日起至2026年5月29日,额满即止。"
    own, plants = find_deadlines(document(text))
    assert (own.actor, own.last_day) == ("服务机构", date(2026, 4, 24))
    assert (plants.actor, plants.last_day) == ("受诊企业", date(2026, 5, 29))
    assert own.quote in text and plants.quote in text
