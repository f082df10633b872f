"""Forgeries by unit, bound, grade, name, title, polarity and subject; and honest sentences beside them."""

from __future__ import annotations

import pytest

from assistant.agent.draft import Draft, DraftNotice, Evidence, Sentence, block, fixed
from assistant.agent.pipeline import Agent
from assistant.agent.verify.gate import Gate
from assistant.documents.library import Library
from assistant.domain.answers import Derived
from tests.agent.verify.forging import (
    DISTRICT,
    DYNAMIC,
    NATIONAL,
    NOTICE,
    RECOGNITION,
    passes,
    proof,
    reason,
    said,
)

Place = tuple[str, str, str]
PUBLICITY: Place = (RECOGNITION, "第十一条", "")
SUPPORT: Place = (RECOGNITION, "第十三条", "")
BAR: Place = (RECOGNITION, "第十八条", "")
ACCIDENTS: Place = (RECOGNITION, "第七条（三）", "")
RECOMMEND: Place = (NOTICE, "三（三）", "")
POOL_FIRST: Place = (NOTICE, "二第一段", "")
PARK: Place = (NOTICE, "二（二）", "")
CONTACT: Place = (NOTICE, "联系方式", "市经济信息委联系人：秦雪娇，63897443。")
FIRST_YEAR: Place = (DYNAMIC, "第七条", "")
PREFERRED: Place = (DYNAMIC, "第八条", "")
PROJECTS: Place = (NATIONAL, "二（四）", "总计不得超过15项")
FILING: Place = (DISTRICT, "四（三）", "")


@pytest.fixture(scope="module")
def gate(agent: Agent) -> Gate:
    return agent.gate


@pytest.fixture(scope="module")
def library(agent: Agent) -> Library:
    return agent.library


def at(library: Library, place: Place) -> Evidence:
    document_id, label, quote = place
    return proof(library, document_id, label, quote or None)


FORGED = [
    # a figure with another unit, out of a date, a number or a span
    ("推荐14家企业。", RECOMMEND, "figure"),
    ("提交6份材料。", RECOMMEND, "figure"),
    ("共有13家企业。", PREFERRED, "figure"),
    ("园区要有50家企业。", PARK, "figure"),
    ("须有5家企业。", PUBLICITY, "figure"),
    # spans and days in words
    ("公示半个月。", PUBLICITY, "figure"),
    ("公示一周。", PUBLICITY, "figure"),
    ("The list is published for seven working days.", PUBLICITY, "figure"),
    ("The list is published for a week.", PUBLICITY, "figure"),
    ("区县应于六月十五日前推荐。", RECOMMEND, "figure"),
    ("District departments recommend by 15 June 2025.", RECOMMEND, "figure"),
    ("District departments recommend by Jun 15, 2025.", RECOMMEND, "figure"),
    # money in words
    ("补贴一半费用。", SUPPORT, "figure"),
    ("奖励数万元。", SUPPORT, "figure"),
    ("奖励五十万。", SUPPORT, "figure"),
    ("A reward of half a million yuan is paid.", SUPPORT, "figure"),
    # phones, addresses
    ("市经济信息委联系人：秦雪娇，023-63897443。", CONTACT, "figure"),
    ("电话：638974431。", CONTACT, "figure"),
    ("网址：https://www.gov.cn/zhengce/zhengceku/202401/content_6929104.htm.evil.cn", PARK, "figure"),
    ("登录 evil-site.com 申报。", PARK, "figure"),
    ("电子版发送至csjxwqfk@163.com.cn。", FILING, "figure"),
    # bounds
    ("请各区县经信部门于2025年6月14日后进行审核推荐。", RECOMMEND, "figure"),
    ("工业增加值占比低于50%的园区可以推荐。", PARK, "figure"),
    ("工业增加值占比50%以上。", PARK, "figure"),
    ("工业增加值占比不超过50%。", PARK, "figure"),
    ("公示至少5个工作日。", PUBLICITY, "figure"),
    ("The list is published for at least five working days.", PUBLICITY, "figure"),
    ("评价项目至少15项。", PROJECTS, "figure"),
    ("评价项目总计可以超过15项。", PROJECTS, "figure"),
    # grades
    ("新创建的市级绿色工厂，该年度按 AA 级绿色工厂进行管理。", FIRST_YEAR, "figure"),
    ("BB级工厂优先推荐。", PREFERRED, "figure"),
    ("优先推荐 AA 级以下的绿色工厂申报国家级绿色工厂。", PREFERRED, "figure"),
    ("企业近三年（含成立不足三年）未发生一般及以上安全、质量、环境污染等事故。", ACCIDENTS, "figure"),
    ("近三年未发生重大及以上事故。", ACCIDENTS, "figure"),
    ("推荐的绿色工业园区需是市级及以下的工业园区。", PARK, "figure"),
    # clauses and numbers of documents
    ("依据第十一条（三），公示5个工作日。", PUBLICITY, "figure"),
    ("见三（四）：各区县审核推荐。", RECOMMEND, "figure"),
    ("依据〔2024〕13号，公示5个工作日。", PUBLICITY, "figure"),
    # names
    ("市经济信息委联系人：张三丰，63897443。", CONTACT, "name"),
    ("联系人是王建国，电话63897443。", CONTACT, "name"),
    ("请找王科长办理。", CONTACT, "name"),
    ("市经济信息委联系人：秦雪娇、张伟，63897443。", CONTACT, "name"),
    ("秦雪娇和张伟，63897443。", CONTACT, "name"),
    ("Please contact 张三丰 at 63897443.", CONTACT, "name"),
    ("Contact person: Zhang Sanfeng, 63897443.", CONTACT, "name"),
    # titles and quotations
    ("《重庆市绿色工厂动态管理与梯度培育试行办法》规定公示5个工作日。", PUBLICITY, "title"),
    ("《某市节水办法》规定公示5个工作日。", PUBLICITY, "title"),
    ("文件写明“不收费”。", PUBLICITY, "quotation"),
    ('文件写明"企业应当在公示前缴纳保证金"。', PUBLICITY, "quotation"),
    ("文件写明『企业应当在公示前缴纳保证金』。", PUBLICITY, "quotation"),
    ("文件写明‘缴纳保证金’。", PUBLICITY, "quotation"),
    # permits, forbids, requires, exempts
    ("被撤销称号的单位，三年内可以重新申报。", BAR, "negation"),
    ("被撤销称号的单位，三年内得重新申报。", BAR, "negation"),
    ("被撤销称号的单位可以随时重新申报。", BAR, "negation"),
    ("三年内可以重新申报，不得造假。", BAR, "negation"),
    ("三年内重新申报没问题。", BAR, "negation"),
    ("You may re-apply within three years.", BAR, "negation"),
    ("企业不得聘请第三方。", SUPPORT, "negation"),
    ("企业必须先入库才能申报。", POOL_FIRST, "negation"),
    ("Enterprises must already be in the pool.", POOL_FIRST, "negation"),
    ("必须推荐绿色工厂数量多、占比高的工业园区。", PARK, "negation"),
    ("绿色工厂免征企业所得税。", SUPPORT, "negation"),
    ("The application is free of charge.", PUBLICITY, "negation"),
    (
        "对再符合绿色制造评价要求的园区、企业，及时向市经济信息委报送有关情况。",
        (RECOGNITION, "第十五条", ""),
        "negation",
    ),
    # whose date it is
    ("企业须在2025年6月14日前通过区县经信部门提交。", RECOMMEND, "actor"),
    ("你们要在2025年6月14日前提交材料。", RECOMMEND, "actor"),
    ("您须在2025年6月14日前提交。", RECOMMEND, "actor"),
    ("贵公司请在6月14日前提交。", RECOMMEND, "actor"),
    ("2025年6月14日前，企业要把材料交上来。", RECOMMEND, "actor"),
    ("申报企业务必在2025年6月14日之前完成，区县随后审核。", RECOMMEND, "actor"),
    ("You must apply by June 14, 2025.", RECOMMEND, "actor"),
    ("Applicants must file by June 14, 2025.", RECOMMEND, "actor"),
    ("The deadline for APPLICANTS is June 14, 2025.", RECOMMEND, "actor"),
]

HONEST = [
    ("拟认定名单公示五个工作日。", PUBLICITY),
    ("The list is published for five working days.", PUBLICITY),
    ("District departments recommend by 14 June 2025.", RECOMMEND),
    ("District departments must recommend applicants by June 14, 2025.", RECOMMEND),
    ("2025年6月14日是区县经信部门的截止日期，不是企业的。", RECOMMEND),
    ("区县应于六月十四日前推荐。", RECOMMEND),
    ("工业增加值占比要大于50%。", PARK),
    ("总计最多15项。", PROJECTS),
    ("联系人是秦雪娇，电话63897443。", CONTACT),
    ("Please contact 秦雪娇 at 63897443.", CONTACT),
    ("《重庆市绿色园区和绿色工厂认定管理办法》规定公示5个工作日。", PUBLICITY),
    ("依据〔2024〕4号，公示5个工作日。", PUBLICITY),
    ("被撤销称号后三年内不能重新申报。", BAR),
    ("You must not re-apply within three years.", BAR),
    ("优先推荐AA级以上的绿色工厂。", PREFERRED),
    ("文件写明“经公示无异议后”。", PUBLICITY),
    ("这一条写的是公示5个工作日。", PUBLICITY),
]


@pytest.mark.parametrize(("text", "place", "why"), FORGED)
def test_a_forged_sentence_is_dropped(
    gate: Gate, library: Library, text: str, place: Place, why: str
) -> None:
    assert reason(gate, said(text, at(library, place))).startswith(why)


@pytest.mark.parametrize(("text", "place"), HONEST)
def test_an_honest_sentence_in_other_words_passes(
    gate: Gate, library: Library, text: str, place: Place
) -> None:
    assert reason(gate, said(text, at(library, place))) == ""


def test_a_quote_cut_off_behind_its_negation_is_no_quote(gate: Gate, library: Library) -> None:
    bar = at(library, BAR)
    cut = Evidence(RECOGNITION, bar.clause_id, "得重新申报")
    assert reason(gate, said("三年内的事。", cut)) == "quote"


def test_a_quote_that_begins_inside_a_figure_is_no_quote(gate: Gate, library: Library) -> None:
    limit = at(library, PROJECTS)
    assert reason(gate, said("不超过5项。", Evidence(NATIONAL, limit.clause_id, "5项"))) == "quote"


# A figure that only the asker put forward


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("拟认定名单公示7个工作日。", "公示7个工作日对吧"),
        ("对，公示7天。", "公示7天对吧"),
    ],
)
def test_a_wrong_figure_of_the_question_is_not_affirmed(
    gate: Gate, library: Library, text: str, question: str
) -> None:
    assert reason(gate, said(text, at(library, PUBLICITY)), question).startswith("figure")


def test_a_wrong_figure_of_the_question_may_be_denied(gate: Gate, library: Library) -> None:
    text = "不对，不是7个工作日，文件写的是5个工作日。"
    assert passes(gate, said(text, at(library, PUBLICITY)), "公示7个工作日对吧")


# Fixed phrases and notices


def test_a_fixed_phrase_with_a_figure_of_its_own_is_dropped(gate: Gate) -> None:
    phrase = Sentence(text="截止日是2025年7月1日。", fixed=True)
    assert not passes(gate, phrase)
    assert passes(gate, phrase, "截止日是2025年7月1日吗")


def test_a_fixed_phrase_names_no_title_but_the_askers(gate: Gate) -> None:
    phrase = Sentence(text="《某市节水办法》不在所收文件中。", fixed=True)
    assert reason(gate, phrase) == "title"
    assert passes(gate, phrase, "《某市节水办法》怎么规定")


def noticed(gate: Gate, notice: DraftNotice) -> bool:
    verified = gate.verify(Draft(kind="answer", blocks=(), notices=(notice,)), "请问")
    return bool(verified.draft.notices)


def test_a_notice_with_a_figure_that_nothing_shows_is_dropped(gate: Gate, library: Library) -> None:
    evidence = at(library, RECOMMEND)
    day = Derived(value="2026-11-20", document_id=NOTICE, clause_id=evidence.clause_id, calculation="as_of")
    text = "2025-06-14 在 2026-11-20 之前，这个日期已经过了。"
    assert not noticed(gate, DraftNotice(code="deadline_passed", text=text, evidence=evidence))
    assert noticed(gate, DraftNotice(code="deadline_passed", text=text, evidence=evidence, derived=(day,)))


def test_a_notice_names_only_documents_that_are_cited(gate: Gate, library: Library) -> None:
    evidence = at(library, RECOMMEND)
    other = DraftNotice(code="document_repealed", text="《某市节水办法》已被废止。", evidence=evidence)
    assert not noticed(gate, other)


def test_an_announcing_line_goes_with_what_it_announced(gate: Gate, library: Library) -> None:
    forged = Draft(
        kind="answer",
        blocks=(
            block("lead", said("公示5个工作日。", at(library, PUBLICITY))),
            fixed("text", "相关规定："),
            block("bullet", said("奖励五十万元。", at(library, SUPPORT))),
        ),
    )
    left = gate.verify(forged, "请问").draft.blocks
    assert [s.text for b in left for s in b.sentences] == ["公示5个工作日。"]


def test_what_the_checker_decided_is_not_measured_against_the_clause(gate: Gate, library: Library) -> None:
    evidence = at(library, BAR)
    outcome = Derived(value="1", document_id=RECOGNITION, clause_id=evidence.clause_id, calculation="checker")
    assert passes(gate, said("可以机器核对的条件都满足。", evidence, derived=(outcome,)))
