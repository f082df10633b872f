"""Facts told in words that no list of cues foresees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility import Checker
from assistant.eligibility.beyond_cues import judge, value_told
from assistant.eligibility.brief_replies import read_brief_reply
from assistant.eligibility.doubtful import read_doubtful
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import split_message
from assistant.eligibility.statements import bundled, windows_of

DAY = date(2026, 11, 20)
FACTORY, PARK, NATIONAL, HOLDERS = (
    "cq-green-factory",
    "cq-green-park",
    "miit-green-factory-2023",
    "cq-dynamic-management",
)
DISTRICT = "changshou-cultivation-2023"


@pytest.mark.parametrize(
    ("scheme", "said", "name", "value"),
    [
        (FACTORY, "法院那个老赖名单，我们查了，没我们", "judgment_debtor", False),
        (
            FACTORY,
            "绿色指标考核书，车间主任和我各签了一份，完不成扣奖金",
            "has_target_responsibility",
            True,
        ),
    ],
)
def test_what_no_cue_foresees_is_read_all_the_same(
    checker: Checker, scheme: str, said: str, name: str, value: Any
) -> None:
    rules = checker.scheme(scheme)
    assert name not in read_facts(said, rules, DAY, by_cues=True)
    assert read_facts(said, rules, DAY)[name] == value


@pytest.mark.parametrize(
    ("said", "asked", "value"),
    [
        ("专家签完字走的", "energy_inspection_rectified", True),
        ("早挂墙上了", "has_target_responsibility", True),
        ("排不上号", "in_district_pool", False),
    ],
)
def test_a_brief_reply_in_words_of_its_own_answers_what_was_asked(
    checker: Checker, said: str, asked: str, value: Any
) -> None:
    rules = checker.scheme(FACTORY)
    assert read_facts(said, rules, DAY, asked)[asked] is value
    assert asked not in read_facts(said, rules, DAY)


@pytest.mark.parametrize(
    "said",
    [
        "能源管理体系要建吗",
        "如果我们偷过税还能报吗",
        "隔壁那家上个月着火了，死了一个",
        "能源体系跟客户的一样吗",
        "听说重点领域名录今年要改",
        "你问这个干啥子",
        "今天天气不错，我先去开个会",
    ],
)
def test_questions_suppositions_and_others_tell_nothing(checker: Checker, said: str) -> None:
    assert read_facts(said, checker.scheme(FACTORY), DAY) == {}


@pytest.mark.parametrize(
    ("scheme", "said", "name"),
    [
        (
            FACTORY,
            "The company is registered in Chengdu; we only rent a warehouse here.",
            "registered_in_chongqing",
        ),
        (DISTRICT, "利润嘛，20、21、22三年全是亏的", "profitable_each_year"),
        (DISTRICT, "生产基地在长寿晏家，公司登记在垫江", "registered_in_district"),
    ],
)
def test_places_and_years_are_read_by_the_cues_alone(
    checker: Checker, scheme: str, said: str, name: str
) -> None:
    assert read_facts(said, checker.scheme(scheme), DAY)[name] is False


def test_a_day_told_is_not_taken_back_by_a_denial_beside_it(checker: Checker) -> None:
    said = "2024年7月从绿色制造名单里被调出来过，此后没有"
    assert read_facts(said, checker.scheme(NATIONAL), DAY)["list_removals"] == [{"date": "2024-07"}]


def test_a_denial_of_one_kind_leaves_the_others_open(checker: Checker) -> None:
    said, rules = "消防那边从没登过我们的门，安全上零记录", checker.scheme(FACTORY)
    assert "accidents" not in read_facts(said, rules, DAY)


def test_a_stop_without_its_end_is_not_taken_to_go_on(checker: Checker) -> None:
    assert read_facts("除去年3月停过一次外没有停产", checker.scheme(FACTORY), DAY) == {}


def test_what_is_likely_and_not_sure_is_asked_back_in_its_own_words(checker: Checker) -> None:
    rules = checker.scheme(FACTORY)
    said = "区里的绿色苗子库，今年三月把我们录进去了"
    told = read_facts(said, rules, DAY)
    back = read_doubtful(said, rules, DAY, None, told)
    assert told == {}
    assert [(item.name, item.kind) for item in back] == [("in_district_pool", "likely")]
    assert back[0].words.startswith("区里的绿色苗子库")


def test_every_statement_of_the_model_is_of_a_fact_that_the_rules_declare(checker: Checker) -> None:
    facts = {name: fact for scheme in checker.schemes for name, fact in scheme.facts.items()}
    for code in bundled().codes:
        name, _, value = code.partition("=")
        assert name in facts
        if facts[name].entry.type == "enum":
            assert value in facts[name].labels


def test_windows_are_one_two_and_three_parts_side_by_side() -> None:
    assert windows_of(["甲"]) == [(0,)]
    assert windows_of(["甲", "乙", "丙"]) == [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)]
    assert windows_of([]) == []


def test_what_is_told_of_another_year_is_not_weighed(checker: Checker) -> None:
    fact = checker.scheme(HOLDERS).facts["form_in_time_2025"]
    assert judge(fact, split_message("2023年的动态管理表我们按时填了"), DAY) is None


@pytest.mark.parametrize(
    ("name", "wire", "value"),
    [
        ("has_energy_system", True, "true"),
        ("accidents", [], "none"),
        ("accidents", [{"date": "2025"}], "some"),
        ("abnormal_list", False, "no"),
        ("abnormal_list", {"listed_on": None, "removed_on": "2025"}, "removed"),
        ("abnormal_list", {"listed_on": None, "removed_on": None}, "listed"),
        ("evaluation_result", "passed", "passed"),
    ],
)
def test_values_on_the_wire_have_their_names_in_the_model(
    checker: Checker, name: str, wire: Any, value: str
) -> None:
    assert value_told(checker.scheme(FACTORY).facts[name], wire) == value


def test_a_long_reply_and_one_on_a_figure_are_not_for_guesses(checker: Checker) -> None:
    facts = {**checker.scheme(DISTRICT).facts, **checker.scheme("cq-gradient-cultivation").facts}
    assert read_brief_reply("早就弄好了" * 9, facts["has_green_plan"]) == {}
    assert read_brief_reply("早就弄好了", facts["output_value"]) == {}


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        (FACTORY, "他们说的“能源体系”是新装的光伏加储能，和管理体系不是一个东西"),
        (PARK, "绿色专班是区里抽调的临时班子，不在园区编制内，园区自己那边没讲"),
    ],
)
def test_a_word_of_the_fact_in_a_matter_of_its_own_is_not_taken(
    checker: Checker, scheme: str, said: str
) -> None:
    rules = checker.scheme(scheme)
    assert read_facts(said, rules, DAY, by_cues=True)
    assert not read_facts(said, rules, DAY)


@pytest.mark.parametrize(
    ("scheme", "said", "name"),
    [
        (FACTORY, "法人上了失信黑名单", "legal_rep_blacklist"),
        (FACTORY, "管理机构现在建了", "has_green_mgmt_body"),
        (FACTORY, "We have drawn up an energy management system of our own", "has_energy_system"),
    ],
)
def test_what_is_said_plainly_is_taken_whatever_the_model_makes_of_it(
    checker: Checker, scheme: str, said: str, name: str
) -> None:
    assert name in read_facts(said, checker.scheme(scheme), DAY)


def test_a_denial_of_another_fact_puts_nothing_right(checker: Checker) -> None:
    told = read_facts("能耗达到了国家限额标准的先进值，标杆水平没达到", checker.scheme(NATIONAL), DAY)
    assert told == {"quota_advanced_reached": True, "benchmark_reached_2023": False}


@pytest.mark.parametrize(
    ("scheme", "said", "told"),
    [
        (
            PARK,
            "淘汰的工艺设备、淘汰的产品，园内现在一样都没得了",
            {"tenant_uses_obsolete": False, "tenant_makes_obsolete": False},
        ),
        (PARK, "市里下达的节能减排目标，我们去年应该是完成了的", {}),
        (NATIONAL, "信用中国和公示系统我都查过，事故和违法的记录一条都没有", {"credit_records": []}),
        (NATIONAL, "信用中国和公示系统都查了，没得一条处罚", {}),
    ],
)
def test_what_follows_the_name_of_a_thing_decides(
    checker: Checker, scheme: str, said: str, told: dict[str, Any]
) -> None:
    assert read_facts(said, checker.scheme(scheme), DAY) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "2020年-36万，2021年52w，2022年88w，都是利润总额",
            {"profit": {"2020": -36, "2021": 52, "2022": 88}},
        ),
        ("21年八千万，22年九千万，都是产值", {"output_value": {"2021": 8000, "2022": 9000}}),
    ],
)
def test_what_a_row_of_years_is_of_may_stand_behind_it(
    checker: Checker, said: str, told: dict[str, Any]
) -> None:
    assert read_facts(said, checker.scheme(DISTRICT), DAY) == told


@pytest.mark.parametrize(("day", "told"), [(date(2023, 8, 12), "2023-08-11"), (DAY, None)])
def test_a_day_without_its_year_is_of_the_round_under_way(
    checker: Checker, day: date, told: str | None
) -> None:
    read = read_facts("8月11号填的", checker.scheme("miit-evaluator-2023"), day, "work_report_filed_on")
    assert read.get("work_report_filed_on") == told
