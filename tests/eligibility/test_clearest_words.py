"""Words that tell of a fact only in the clearest wording: what they must not take away, and what they must not add."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.eligibility import Checker, read_facts

DAY = date(2026, 11, 20)
FACTORY, PARK, EVALUATOR, HOLDER, POOL, DISTRICT = (
    "cq-green-factory",
    "cq-green-park",
    "miit-evaluator-2023",
    "cq-dynamic-management",
    "cq-gradient-cultivation",
    "changshou-cultivation-2023",
)


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, None, "我们出过一次较大事故，不是我们的责任", {"accidents": [{"grade": "larger"}]}),
        (
            FACTORY,
            None,
            "2024年5月我们被罚了20万，那是客户举报的",
            {"violations": [{"kind": "other", "date": "2024-05"}]},
        ),
        (
            FACTORY,
            None,
            "2023年6月出了较大事故，那是客户送货车撞的",
            {"accidents": [{"grade": "larger", "date": "2023-06"}]},
        ),
        (
            FACTORY,
            None,
            "去年出了火灾，较大事故，不是我们的车间，是外包队烧的",
            {"accidents": [{"kind": "safety", "date": "2025", "grade": "larger"}]},
        ),
        (
            FACTORY,
            None,
            "我们被罚过一次，2024年5月，跟我们没关系的部分已经撤销",
            {"violations": [{"kind": "other", "date": "2024-05"}]},
        ),
        (
            PARK,
            None,
            "我们园里有一家企业2024年爆炸，不是我们厂的",
            {"tenant_events": [{"kind": "safety", "date": "2024"}]},
        ),
        (
            FACTORY,
            None,
            "2024年5月我们厂爆炸，较大事故，不是我们的问题",
            {"accidents": [{"kind": "safety", "date": "2024-05", "grade": "larger"}]},
        ),
        (FACTORY, None, "仓库去年出过较大事故，那是人家的", {}),
        (FACTORY, None, "去年那家分厂出过较大事故，跟我们没关系", {}),
        (FACTORY, None, "我们园里有一家企业2024年爆炸，不是我们厂的", {}),
        (FACTORY, None, "园里去年炸过，定为较大事故，不是我们厂的", {}),
        (
            PARK,
            None,
            "园里有一家企业2024年爆炸，不是我们的",
            {"tenant_events": [{"kind": "safety", "date": "2024"}]},
        ),
    ],
)
def test_only_a_whole_part_disowns(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (
            FACTORY,
            None,
            "两年前出过一次较大事故，记不清是哪个月了",
            {"accidents": [{"grade": "larger", "date": "2024"}]},
        ),
        (FACTORY, None, "有质量体系，查一下", {"has_quality_system": True}),
        (PARK, None, "绿色工厂12家，查一下够不够", {"green_factory_count": 12}),
        (FACTORY, None, "有环境体系认证，说不准明年还能续", {"has_environmental_system": True}),
        (FACTORY, None, "我们没有出过事故，不敢保证以后", {"accidents": []}),
        (
            FACTORY,
            None,
            "没有失信记录，不太确定的是异常名录",
            {"judgment_debtor": False, "dishonest_enterprise_list": False, "legal_rep_blacklist": False},
        ),
        (
            FACTORY,
            None,
            "我们质量体系、环境体系都有，要查一下能源体系",
            {"has_environmental_system": True, "has_quality_system": True},
        ),
        (
            FACTORY,
            None,
            "We had a larger accident in 2024, I think that matters",
            {"accidents": [{"grade": "larger", "date": "2024"}]},
        ),
        (
            FACTORY,
            None,
            "we have ISO 9001 and ISO 14001, I believe that is enough",
            {"has_environmental_system": True, "has_quality_system": True},
        ),
        (FACTORY, None, "Our plant had no accidents, I guess we qualify?", {"accidents": []}),
        (FACTORY, None, "去年出过一次较大事故，记不清了", {}),
        (FACTORY, None, "质量体系有，我回去查一下", {}),
        (
            FACTORY,
            None,
            "两年前出过一次较大事故，不确定算不算",
            {"accidents": [{"grade": "larger", "date": "2024"}]},
        ),
        (EVALUATOR, "projects_in_batch", "about 15 projects in all; my colleague keeps the sheet", {}),
        (EVALUATOR, "projects_in_batch", "It is 15 projects in all; my colleague keeps the sheet", {}),
    ],
)
def test_only_a_whole_part_doubts(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (
            FACTORY,
            None,
            "准备报国家级绿色工厂，先说明2024年5月被罚款20万",
            {"violations": [{"kind": "other", "date": "2024-05"}]},
        ),
        (
            FACTORY,
            None,
            "我们打算明年申报，同时今年出过一次较大事故",
            {"accidents": [{"grade": "larger", "date": "2026"}]},
        ),
        (
            FACTORY,
            None,
            "我们准备申报绿色工厂，还要说明一下2024年被罚过一次",
            {"violations": [{"kind": "other", "date": "2024"}]},
        ),
        (
            POOL,
            None,
            "我们准备申报绿色工厂，还要说明一下2024年被罚过一次",
            {"breaks_rules": [{"date": "2024"}]},
        ),
        (
            FACTORY,
            None,
            "我们准备报市级绿色工厂，同时通过了质量体系和环境体系认证",
            {"has_environmental_system": True, "has_quality_system": True},
        ),
        (FACTORY, None, "打算明年请人，先把质量体系建起来，再报", {}),
        (FACTORY, None, "准备明年建体系，同时编实施方案", {}),
        (FACTORY, None, "准备报国家级，再把能源体系建起来", {}),
    ],
)
def test_a_plan_ends_where_something_is_told(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (
            FACTORY,
            None,
            "我们代工的产品出厂没有问题，公司2024年5月被罚款5万",
            {"violations": [{"kind": "other", "date": "2024-05"}]},
        ),
        (
            FACTORY,
            None,
            "那边的厂区2024年5月起火，定为较大事故",
            {"accidents": [{"kind": "safety", "date": "2024-05", "grade": "larger"}]},
        ),
        (POOL, None, "村里的老厂2024年5月偷排被罚20万", {"breaks_rules": [{"date": "2024-05"}]}),
        (
            FACTORY,
            None,
            "对面的厂房是我们的，2024年5月起火，定为较大事故",
            {"accidents": [{"kind": "safety", "date": "2024-05", "grade": "larger"}]},
        ),
        (
            POOL,
            None,
            "我们出过较大事故，那是以前的事，2024年5月被罚了20万",
            {"breaks_rules": [{"date": "2024-05"}]},
        ),
        (
            POOL,
            None,
            "我们被罚过，那是前任老板手里的事，2024年5月罚了20万",
            {"breaks_rules": [{"date": "2024-05"}]},
        ),
        (FACTORY, None, "我们配套的那家药厂2024年5月爆炸，定为较大事故", {}),
        (FACTORY, None, "镇上那家厂去年爆炸，定为较大事故", {}),
    ],
)
def test_who_is_somebody_else(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (POOL, None, "去年罚了20万，说错了，是警告", {"breaks_rules": [{"date": "2025"}]}),
        (POOL, None, "我们被罚款20万，不对，是被警告", {"breaks_rules": [{}]}),
        (
            FACTORY,
            None,
            "我们有质量体系和环境体系，不对，环境体系还没有",
            {"has_environmental_system": False, "has_quality_system": True},
        ),
        (
            FACTORY,
            None,
            "we have ISO 9001, sorry, no ISO 14001",
            {"has_environmental_system": False, "has_quality_system": True},
        ),
        (FACTORY, None, "没有质量体系，说错了，有", {"has_quality_system": True}),
        (
            FACTORY,
            None,
            "我们没有环境管理体系，质量体系有，职健没有，sorry，有",
            {"has_environmental_system": False, "has_ohs_system": True, "has_quality_system": True},
        ),
        (FACTORY, None, "我们有能源体系，哦不，没有", {"has_energy_system": False}),
        (FACTORY, None, "我们建了管理机构，不对，还没建", {}),
        (
            FACTORY,
            None,
            "质量体系和能源体系都有，说错了，能源体系没有",
            {"has_quality_system": True, "has_energy_system": False},
        ),
        (
            FACTORY,
            None,
            "我们没有出过事故，说错了，去年有一次较大事故",
            {"accidents": [{"grade": "larger", "date": "2025"}]},
        ),
        (FACTORY, None, "质量体系都有，说错了，没有", {"has_quality_system": False}),
        (FACTORY, None, "we have an energy system, sorry, we have none", {}),
    ],
)
def test_a_slip_takes_back_only_what_is_put_right(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, None, "失信名单上没有", {"dishonest_enterprise_list": False}),
        (FACTORY, None, "我们黑名单上没有，异常名录上也没有", {"abnormal_list": False}),
        (FACTORY, "judgment_debtor", "名单上没有", {"judgment_debtor": False}),
        (FACTORY, "abnormal_list", "网上没有", {"abnormal_list": False}),
        (FACTORY, None, "异常名录移出来没有", {}),
        (FACTORY, None, "事故从来没有", {"accidents": []}),
        (FACTORY, None, "方案批下来没有", {}),
    ],
)
def test_a_denial_behind_a_place_states(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (
            FACTORY,
            None,
            "大概在2024年6月出了一次较大事故",
            {"accidents": [{"grade": "larger", "date": "2024-06"}]},
        ),
        (FACTORY, "has_quantified_annual_targets", "大概写了一句", {}),
    ],
)
def test_a_rough_day_is_a_day(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, None, "失信被执行人？不清楚", {}),
        (FACTORY, None, "失信被执行人？不知道", {}),
        (FACTORY, None, "较大事故？不清楚", {}),
        (FACTORY, None, "一般事故？不影响吧", {}),
        (FACTORY, None, "能源体系？不确定", {}),
        (FACTORY, None, "能源体系？不好说", {}),
        (FACTORY, None, "能源体系？无所谓", {}),
        (FACTORY, None, "质量体系？都说没用", {}),
        (FACTORY, None, "质量体系？早过期了", {}),
        (FACTORY, None, "能源体系？有计划", {}),
        (FACTORY, None, "能源体系？有", {"has_energy_system": True}),
        (FACTORY, None, "质量体系？还没有", {"has_quality_system": False}),
        (FACTORY, None, "质量体系？有的", {"has_quality_system": True}),
        (FACTORY, None, "年度目标？还没有", {"has_quantified_annual_targets": False}),
        (FACTORY, None, "管理机构？早就成立了", {"has_green_mgmt_body": True}),
        (FACTORY, None, "质量体系？在办", {}),
        (FACTORY, None, "质量体系？有个老师来讲过", {}),
        (FACTORY, None, "energy system? not yet", {"has_energy_system": False}),
    ],
)
def test_only_a_brief_answer_answers(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, "management_systems", "都在认证", {}),
        (FACTORY, "management_systems", "都在办", {}),
        (FACTORY, "green_plans", "都有打算", {}),
        (
            FACTORY,
            "green_plans",
            "都有",
            {
                "has_long_term_plan": True,
                "has_quantified_annual_targets": True,
                "has_implementation_plan": True,
            },
        ),
        (
            FACTORY,
            "management_systems",
            "都认证了",
            {
                "has_environmental_system": True,
                "has_ohs_system": True,
                "has_quality_system": True,
                "has_energy_system": True,
            },
        ),
        (
            FACTORY,
            "management_systems",
            "都在运行",
            {
                "has_environmental_system": True,
                "has_ohs_system": True,
                "has_quality_system": True,
                "has_energy_system": True,
            },
        ),
        (FACTORY, "management_systems", "都准备认证", {}),
        (FACTORY, "green_plans", "都有想法", {}),
    ],
)
def test_what_is_planned_is_not_there(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, "management_systems", "哪个体系都没问题", {}),
        (FACTORY, "management_systems", "任何一项都没问题", {}),
        (
            FACTORY,
            "management_systems",
            "哪个都没落下",
            {
                "has_environmental_system": True,
                "has_ohs_system": True,
                "has_quality_system": True,
                "has_energy_system": True,
            },
        ),
        (
            FACTORY,
            "management_systems",
            "哪个都没有",
            {
                "has_environmental_system": False,
                "has_ohs_system": False,
                "has_quality_system": False,
                "has_energy_system": False,
            },
        ),
        (
            FACTORY,
            "management_systems",
            "一个都没有",
            {
                "has_environmental_system": False,
                "has_ohs_system": False,
                "has_quality_system": False,
                "has_energy_system": False,
            },
        ),
        (
            FACTORY,
            "green_plans",
            "哪项都不缺",
            {
                "has_long_term_plan": True,
                "has_quantified_annual_targets": True,
                "has_implementation_plan": True,
            },
        ),
        (
            FACTORY,
            "credit_lists",
            "哪张名单都没上",
            {
                "dishonest_enterprise_list": False,
                "legal_rep_blacklist": False,
                "judgment_debtor": False,
                "abnormal_list": False,
            },
        ),
    ],
)
def test_a_denial_of_lacks_is_no_denial(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, None, "实施方案现在编了", {"has_implementation_plan": True}),
        (FACTORY, None, "管理机构现在建了", {"has_green_mgmt_body": True}),
        (FACTORY, "has_implementation_plan", "现在编了", {"has_implementation_plan": True}),
        (FACTORY, "has_implementation_plan", "现在批了", {"has_implementation_plan": True}),
        (FACTORY, None, "实施方案在编", {"has_implementation_plan": False}),
        (FACTORY, None, "实施方案在编着", {"has_implementation_plan": False}),
        (FACTORY, None, "实施方案现在在编", {"has_implementation_plan": False}),
        (FACTORY, None, "方案还在编", {"has_implementation_plan": False}),
    ],
)
def test_now_is_not_in_the_making(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (PARK, None, "绿色工厂还差一家", {}),
        (PARK, None, "绿色工厂少了一家", {}),
        (PARK, None, "我们园区绿色工厂每年新增一家", {}),
        (PARK, None, "绿色工厂2025", {}),
        (PARK, None, "绿色工厂有一家", {"green_factory_count": 1}),
        (PARK, None, "绿色工厂十二", {"green_factory_count": 12}),
        (PARK, None, "绿色工厂就一家", {"green_factory_count": 1}),
        (PARK, None, "绿色工厂是第一家", {}),
        (PARK, None, "绿色工厂比去年多了一家", {}),
    ],
)
def test_one_that_is_lacking_is_no_count(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (EVALUATOR, None, "we evaluated one hundred and twenty factories", {"factory_projects": 120}),
        (PARK, None, "one hundred and fifty green factories", {"green_factory_count": 150}),
        (PARK, None, "twenty or thirty green factories", {}),
        (PARK, None, "twelve green factories", {"green_factory_count": 12}),
        (EVALUATOR, None, "we evaluated twelve factories", {"factory_projects": 12}),
        (EVALUATOR, None, "we evaluated two hundred factories", {"factory_projects": 200}),
        (EVALUATOR, None, "we evaluated between ten and twelve factories", {}),
        (PARK, None, "we have eight green factories", {"green_factory_count": 8}),
        (EVALUATOR, None, "we evaluated one thousand two hundred factories", {}),
        (EVALUATOR, None, "one hundred or two hundred factories", {}),
        (EVALUATOR, None, "we evaluated one hundred twenty or thirty factories", {}),
        (EVALUATOR, None, "one thousand two hundred and twenty factories", {}),
        (EVALUATOR, "projects_in_batch", "about 15 projects in all; my colleague keeps the sheet", {}),
        (EVALUATOR, "projects_in_batch", "It is 15 projects in all; my colleague keeps the sheet", {}),
    ],
)
def test_english_hundreds_and_ranges(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (HOLDER, "missed_review", "we skipped lunch, the review was on time", {}),
        (HOLDER, "missed_review", "we skipped the review", {"missed_review": True}),
        (HOLDER, "missed_review", "we skipped it", {"missed_review": True}),
        (HOLDER, "missed_review", "the 2023 review was skipped", {"missed_review": True}),
        (HOLDER, "missed_review", "we never skipped one", {"missed_review": False}),
    ],
)
def test_what_was_skipped_is_named(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (DISTRICT, "task_in_annual_goals", "第一条是降本，没有绿色", {}),
        (DISTRICT, "task_in_annual_goals", "有一条是节水", {}),
        (DISTRICT, "task_in_annual_goals", "第一条就是绿色工厂培育", {"task_in_annual_goals": True}),
        (DISTRICT, "task_in_annual_goals", "有一条是绿色工厂", {"task_in_annual_goals": True}),
    ],
)
def test_an_item_of_the_goals_is_named(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, None, "老法人上了失信黑名单", {}),
        (FACTORY, None, "前任法人上了失信黑名单，现在的法人没有", {}),
        (
            FACTORY,
            None,
            "我们法人上了失信黑名单",
            {"legal_rep_blacklist": {"listed_on": None, "removed_on": None}},
        ),
        (
            FACTORY,
            None,
            "法人上了失信黑名单",
            {"legal_rep_blacklist": {"listed_on": None, "removed_on": None}},
        ),
        (
            FACTORY,
            None,
            "原法人上了失信黑名单，公司也上了失信黑名单",
            {"dishonest_enterprise_list": {"listed_on": None, "removed_on": None}},
        ),
    ],
)
def test_a_former_representative_is_no_representative(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "asked", "text", "told"),
    [
        (FACTORY, None, "除了2023年那次以外都没有出过事故", {}),
        (POOL, None, "除2024年罚过一次外都没有被罚", {}),
        (FACTORY, "management_systems", "另外5家没评上", {}),
        (FACTORY, "accidents", "2025年前年3月", {}),
        (FACTORY, None, "除了去年那起火灾以外没有出过事故", {}),
        (FACTORY, None, "除去年3月停过一次外没有停产", {}),
        (FACTORY, "management_systems", "另外三个都有", {}),
        (
            FACTORY,
            "management_systems",
            "能源没有，另外三个都有",
            {
                "has_environmental_system": True,
                "has_ohs_system": True,
                "has_quality_system": True,
                "has_energy_system": False,
            },
        ),
    ],
)
def test_what_is_left_out_and_others_besides(
    checker: Checker, scheme: str, asked: str | None, text: str, told: dict[str, Any]
) -> None:
    assert read_facts(text, checker.scheme(scheme), DAY, asked) == told


@pytest.mark.parametrize(
    ("scheme", "text", "day"),
    [
        (FACTORY, "2024年6月3日搬了新车间，老车间以前爆过，定为较大事故", None),
        (FACTORY, "2024年6月3日起，租了新厂房，前房东出过较大事故", None),
        (FACTORY, "2025年8月5日办了培训，请了专家，讲较大事故案例", None),
        (POOL, "2024年3月1日到任，接手了个烂摊子，被罚了20万", None),
        (POOL, "2023年10月签了合同，供应商拖着不发货，被罚了5万", None),
        (POOL, "2024年6月3日市里开会，传达文件，被罚的企业不能报", None),
        (FACTORY, "2024年6月3日接了个大单，日子过得去，出过较大事故", None),
        (FACTORY, "2024年6月3日锅炉爆了，死了两个人，定为较大事故", "2024-06-03"),
        (FACTORY, "2024年6月3日，下大雨，仓库塌了，伤了三个，定为较大事故", "2024-06-03"),
        (FACTORY, "2024年6月3日检修，有人从架子上摔下来，最后定为一般事故", "2024-06-03"),
        (POOL, "2024年6月3日环保来查，说超标，被罚了20万", "2024-06-03"),
    ],
)
def test_a_story_has_its_day_only_where_the_day_is_of_it(
    checker: Checker, scheme: str, text: str, day: str | None
) -> None:
    read = read_facts(text, checker.scheme(scheme), DAY)
    events = read.get("accidents", []) + read.get("breaks_rules", [])
    assert {event.get("date") for event in events} <= {day}
