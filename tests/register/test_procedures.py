"""Who does what in which step, read off headings and sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.making import read_document
from assistant.domain.documents import Document
from assistant.register.actors import Actor, doers
from assistant.register.deadlines import find_deadlines
from assistant.register.procedures import Procedure, find_procedures, roles_of

NOTICE = """云泽省工业和信息化厅关于组织申报2027年节水型企业的通知
云工信函〔2027〕31号

各市（州）工业和信息化局，各有关单位：

　　为推进工业节水，现将有关事项通知如下。

　　一、申报条件
　　（一）在本省登记注册，具有独立法人资格；
　　（二）单位产品取水量不高于行业先进值。

　　二、申报流程
　　（一）企业申报。申报企业应于2027年5月20日前登录平台填写申请书，并委托第三方机构编制评价报告。第三方机构对报告的真实性负责。
　　（二）市州初审。各市州工业和信息化局对材料进行初审，于2027年6月10日前报送我厅，我厅组织专家评审。
　　（三）公示公布。对拟入选名单公示5个工作日。

　　三、有关要求
　　有下列情形之一的，取消资格：
　　1.企业提供虚假材料的；
　　2.企业被依法终止的。

云泽省工业和信息化厅
2027年3月2日
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return read(NOTICE, tmp_path_factory.mktemp("notice"))


def read(text: str, folder: Path) -> Document:
    (path := folder / "document.txt").write_text(text, encoding="utf-8")
    return read_document(path, "d")


@pytest.fixture(scope="module")
def found(document: Document) -> tuple[Procedure, ...]:
    return find_procedures(document, find_deadlines(document))


def test_the_headings_that_tell_a_course_or_duties_are_found_and_conditions_are_not(
    found: tuple[Procedure, ...],
) -> None:
    assert [(p.caption, p.kind) for p in found] == [("申报流程", "course"), ("有关要求", "duties")]


def test_the_steps_stand_in_the_order_of_the_text(found: tuple[Procedure, ...]) -> None:
    assert [step.caption for step in found[0].steps] == ["企业申报", "市州初审", "公示公布"]


def test_each_sentence_tells_its_doer_and_bears_its_limits(found: tuple[Procedure, ...]) -> None:
    first = found[0].steps[0]
    assert [(act.actor, act.roles) for act in first.acts] == [
        ("申报企业", ("enterprise",)),
        ("第三方机构", ("evaluator",)),
    ]
    assert [d.last_day.isoformat() for d in first.acts[0].deadlines if d.last_day] == ["2027-05-20"]
    assert first.acts[1].deadlines == ()


def test_a_sentence_in_which_another_begins_to_act_is_cut_there(found: tuple[Procedure, ...]) -> None:
    acts = found[0].steps[1].acts
    assert [(act.actor, act.binds) for act in acts] == [
        ("各市州工业和信息化局", "district"),
        ("我厅", "authority"),
    ]
    assert acts[1].quote == "我厅组织专家评审。"


def test_every_quote_stands_verbatim_in_its_document(
    document: Document, found: tuple[Procedure, ...]
) -> None:
    texts = [clause.text for clause in document.clauses]
    quotes = [act.quote for p in found for step in p.steps for act in step.acts]
    assert all(any(quote in text for text in texts) for quote in quotes)


def test_a_step_without_a_subject_names_nobody(found: tuple[Procedure, ...]) -> None:
    (act,) = found[0].steps[2].acts
    assert (act.actor, act.roles) == ("", ())


def test_a_list_of_cases_is_no_list_of_deeds(found: tuple[Procedure, ...]) -> None:
    assert len([act for step in found[1].steps for act in step.acts]) == 1


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("各区县主管部门负责组织申报，市主管部门审核。", ["各区县主管部门", "市主管部门"]),
        ("甲级企业由区县主管部门组织认定。", ["区县主管部门"]),
        ("经第三方评价合格的企业可提出申请。", ["企业"]),
        ("经公示无异议后，由市主管部门发文认定。", []),
        ("各地园区推荐名额不限。", []),
        ("优先推荐示范企业申报。", []),
        ("对未按时填报的企业，市主管部门将予以通报。", ["市主管部门"]),
    ],
)
def test_doers_are_subjects_and_neither_topics_nor_objects(sentence: str, names: list[str]) -> None:
    assert [actor.name for _, actor in doers(sentence)] == names


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("企业", ("enterprise",)),
        ("各工业园区", ("park",)),
        ("园区或企业", ("enterprise", "park")),
        ("申报单位", ("enterprise", "park")),
    ],
)
def test_an_applicant_is_an_enterprise_a_park_or_either(name: str, roles: tuple[str, ...]) -> None:
    assert roles_of(Actor(name, "applicant")) == roles
