"""Answers that no document supports must not reach a reader, whoever wrote them."""

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
    draft,
    passes,
    proof,
    reason,
    said,
)

PUBLICITY = (RECOGNITION, "第十一条", "")
RECOMMEND = (NOTICE, "三（三）", "请各区县经信部门于2025年6月14日前")
PARK = (NOTICE, "二（二）", "工业增加值占比超过50%")
CONTACT = (NOTICE, "联系方式", "市经济信息委联系人：秦雪娇，63897443。")
PROJECTS = (NATIONAL, "二（四）", "总计不得超过15项")
POOL = (DISTRICT, "四（三）", "")

Place = tuple[str, str, str]


@pytest.fixture(scope="module")
def gate(agent: Agent) -> Gate:
    return agent.gate


@pytest.fixture(scope="module")
def library(agent: Agent) -> Library:
    return agent.library


def at(library: Library, place: Place) -> Evidence:
    document_id, label, quote = place
    return proof(library, document_id, label, quote or None)


GRADES = (DYNAMIC, "第七条", "")
BAR = (RECOGNITION, "第十八条", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # names and numbers of people
        ("市经济信息委联系人：张三丰，63897443。", CONTACT),
        ("联系人是王建国，电话63897443。", CONTACT),
        ("市经济信息委联系人：秦雪娇，023-63897443。", CONTACT),
        # a bar turned into leave
        ("被撤销称号的单位，三年内可以重新申报。", BAR),
        ("被撤销称号的单位，三年内得重新申报。", BAR),
        ("被撤销称号的单位可以随时重新申报。", BAR),
        # the districts' date as the applicant's, in other words
        ("企业须在2025年6月14日前通过区县经信部门提交。", RECOMMEND),
        ("你们要在2025年6月14日前提交材料。", RECOMMEND),
        ("您须在2025年6月14日前提交。", RECOMMEND),
        ("You must apply by June 14, 2025.", RECOMMEND),
        ("Applicants must file by June 14, 2025.", RECOMMEND),
        # dates and spans in other forms
        ("区县应于六月十五日前推荐。", RECOMMEND),
        ("公示半个月。", PUBLICITY),
        ("The list is published for seven working days.", PUBLICITY),
        ("The list is published for a week.", PUBLICITY),
        # figures that stand in the quote as something else
        ("推荐14家企业。", RECOMMEND),
        ("提交6份材料。", RECOMMEND),
        ("园区要有50家企业。", PARK),
        ("补贴一半费用。", (RECOGNITION, "第十三条", "")),
        # comparators, directions and grades turned round
        ("请各区县经信部门于2025年6月14日后进行审核推荐。", RECOMMEND),
        ("推荐的绿色工业园区需是工业增加值占比低于50%的园区。", PARK),
        ("优先推荐 AA 级以下的绿色工厂申报国家级绿色工厂。", (DYNAMIC, "第八条", "")),
        ("新创建的市级绿色工厂，该年度按 AA 级绿色工厂进行管理。", GRADES),
        (
            "企业近三年（含成立不足三年）未发生一般及以上安全、质量、环境污染等事故。",
            (RECOGNITION, "第七条（三）", ""),
        ),
        # other texts and addresses
        ("《重庆市绿色工厂动态管理与梯度培育试行办法》规定公示5个工作日。", PUBLICITY),
        ("《某市节水办法》规定公示5个工作日。", PUBLICITY),
        ("平台网址是https://www.cqigp.com.example.org。", (NOTICE, "三（一）", "")),
        # invented quotations in other marks
        ('文件写明"企业应当在公示前缴纳保证金"。', PUBLICITY),
        ("文件写明『企业应当在公示前缴纳保证金』。", PUBLICITY),
        ("文件写明“不收费”。", PUBLICITY),
    ],
)
def test_what_the_quote_does_not_say_is_dropped(
    gate: Gate, library: Library, text: str, place: Place
) -> None:
    assert not passes(gate, said(text, at(library, place)))


def test_a_fixed_phrase_brings_no_figure_of_its_own(gate: Gate) -> None:
    assert not passes(gate, Sentence(text="截止日是2025年7月1日。", fixed=True))


def test_a_figure_put_forward_in_the_question_is_not_affirmed_against_the_quote(
    gate: Gate, library: Library
) -> None:
    sentence = said("拟认定名单在市经济信息委官网公示7个工作日。", at(library, PUBLICITY))
    assert not passes(gate, sentence, "公示7个工作日对吧")


# Quotes


def test_a_quote_that_stands_in_its_clause_passes(gate: Gate, library: Library) -> None:
    evidence = proof(library, RECOGNITION, "第十八条")
    assert passes(gate, said(evidence.quote, evidence))


def test_blanks_and_emphasis_marks_do_not_make_a_quote_false(gate: Gate, library: Library) -> None:
    clause = proof(library, DYNAMIC, "第十一条（一）")
    quote = "原则上 **B级工厂** 应为区县级绿色工厂并从中择优推荐申报\n**A级绿色工厂**"
    assert passes(gate, said(quote, Evidence(DYNAMIC, clause.clause_id, quote)))


@pytest.mark.parametrize(
    "quote",
    [
        "申报企业应当在公示前缴纳保证金",
        "在市经济信息委官网公示 7 个工作日",
        "",
        "   ",
    ],
    ids=["fabricated", "changed digit", "empty", "blank"],
)
def test_a_quote_that_does_not_stand_in_the_clause_takes_its_sentence_along(
    gate: Gate, library: Library, quote: str
) -> None:
    clause = proof(library, RECOGNITION, "第十一条")
    sentence = said("认定前要公示。", Evidence(RECOGNITION, clause.clause_id, quote))
    assert reason(gate, sentence) == "quote"


@pytest.mark.parametrize("joint", ["", "，", "……", "…"])
def test_two_halves_of_one_clause_joined_are_no_quote(gate: Gate, library: Library, joint: str) -> None:
    clause = proof(library, RECOGNITION, "第十一条")
    stitched = f"市经济信息委对申报资料进行审查{joint}经公示无异议后，由市经济信息委发文认定"
    assert reason(gate, said(stitched, Evidence(RECOGNITION, clause.clause_id, stitched))) == "quote"


def test_two_neighbouring_clauses_joined_are_no_quote(gate: Gate, library: Library) -> None:
    first, second = proof(library, RECOGNITION, "第七条（一）"), proof(library, RECOGNITION, "第七条（二）")
    both = first.quote + second.quote
    assert reason(gate, said(both, Evidence(RECOGNITION, first.clause_id, both))) == "quote"


def test_a_right_quote_at_the_wrong_clause_is_dropped(gate: Gate, library: Library) -> None:
    right, wrong = proof(library, RECOGNITION, "第十八条"), proof(library, RECOGNITION, "第十九条")
    assert reason(gate, said(right.quote, Evidence(RECOGNITION, wrong.clause_id, right.quote))) == "quote"


def test_a_right_quote_at_the_wrong_document_is_dropped(gate: Gate, library: Library) -> None:
    right = proof(library, RECOGNITION, "第十八条")
    assert reason(gate, said(right.quote, Evidence(DYNAMIC, right.clause_id, right.quote))) == "quote"


@pytest.mark.parametrize(
    ("document_id", "clause_id"), [(RECOGNITION, "art99"), ("no-such-document", "art1"), ("", "")]
)
def test_a_clause_or_document_that_does_not_exist_is_no_evidence(
    gate: Gate, document_id: str, clause_id: str
) -> None:
    evidence = Evidence(document_id, clause_id, "三年内不得重新申报")
    assert reason(gate, said("三年内不得重新申报。", evidence)) == "quote"


def test_a_false_quote_beside_a_right_one_lends_it_no_figures(gate: Gate, library: Library) -> None:
    right = proof(library, RECOGNITION, "第十一条")
    forged = Evidence(RECOGNITION, right.clause_id, "公示 7 个工作日")
    assert not passes(gate, said("公示7个工作日。", right, forged))


# Figures, dates, numbers, phones


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("拟认定名单公示7个工作日。", PUBLICITY),
        ("拟认定名单公示七个工作日。", PUBLICITY),
        ("拟认定名单公示７个工作日。", PUBLICITY),
        ("拟认定名单公示 **7** 个工作日。", PUBLICITY),
        ("拟认定名单公示5天。", PUBLICITY),
        ("The list is published for 7 working days.", PUBLICITY),
        ("联系人：秦雪娇，63897434。", CONTACT),
        ("工业增加值占比超过60%。", PARK),
        ("工业增加值占比超过百分之六十。", PARK),
        ("总计不得超过16项。", PROJECTS),
        ("总计不得超过十六项。", PROJECTS),
        ("区县应于2025年6月15日前推荐。", RECOMMEND),
        ("区县应于2026年6月14日前推荐。", RECOMMEND),
        ("区县应于2025-06-15前推荐。", RECOMMEND),
        ("区县应于6月15日前推荐。", RECOMMEND),
        ("District departments recommend by June 15, 2025.", RECOMMEND),
        ("电子版发送至csjxwqfk@126.com。", POOL),
        ("纸质资料报送至353室。", POOL),
        ("平台网址是https://www.cqigq.com。", (NOTICE, "三（一）", "")),
        ("奖励五十万元。", (RECOGNITION, "第十三条", "")),
        ("A reward of RMB 500,000 is paid.", (RECOGNITION, "第十三条", "")),
    ],
)
def test_a_changed_figure_is_dropped(gate: Gate, library: Library, text: str, place: Place) -> None:
    assert reason(gate, said(text, at(library, place))).startswith("figure")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("本办法自印发之日起30日后施行。", (RECOGNITION, "正文", "本办法自印发之日起三十日后施行")),
        ("拟认定名单公示五个工作日。", PUBLICITY),
        ("The list is published for five working days.", PUBLICITY),
        ("区县的截止日是2025-06-14。", RECOMMEND),
        ("District departments recommend by June 14, 2025.", RECOMMEND),
        ("区县应于6月14日前推荐。", RECOMMEND),
        ("工业增加值占比超过百分之五十。", PARK),
        ("总计不得超过十五项。", PROJECTS),
        ("撤销称号后3年内不得重新申报。", (RECOGNITION, "第十八条", "")),
    ],
)
def test_equal_values_in_another_form_pass(gate: Gate, library: Library, text: str, place: Place) -> None:
    document_id, label, quote = place
    if label == "正文":
        clauses = [c for c in library.document(document_id).clauses if "三十日后施行" in c.text]
        evidence = Evidence(document_id, clauses[0].id, quote)
    else:
        evidence = at(library, place)
    assert reason(gate, said(text, evidence)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "依据渝经信规范〔2024〕14号，三年内不得重新申报。",
        "依据渝经信规范〔2023〕4号，三年内不得重新申报。",
        "依据工信部节〔2024〕4号，三年内不得重新申报。",
    ],
)
def test_a_changed_document_number_is_dropped(gate: Gate, library: Library, text: str) -> None:
    assert reason(gate, said(text, proof(library, RECOGNITION, "第十八条"))).startswith("figure")


def test_the_cited_document_may_be_named_by_its_number(gate: Gate, library: Library) -> None:
    text = "依据渝经信规范〔2024〕4号，三年内不得重新申报。"
    assert passes(gate, said(text, proof(library, RECOGNITION, "第十八条")))


@pytest.mark.parametrize("clause", ["第九条", "第十七条", "第99条", "Article 9"])
def test_an_article_that_is_not_the_cited_one_is_dropped(gate: Gate, library: Library, clause: str) -> None:
    text = f"{clause}：三年内不得重新申报。"
    assert reason(gate, said(text, proof(library, RECOGNITION, "第十八条"))).startswith("figure")


def test_figures_of_the_question_may_be_repeated(gate: Gate, library: Library) -> None:
    sentence = said("您说的是8200万元，文件写的是年产值超过5000万。", proof(library, DISTRICT, "二、2"))
    assert passes(gate, sentence, "我们产值8200万元")
    assert not passes(gate, sentence, "我们产值够吗")


# Negations


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("被撤销绿色园区、绿色工厂称号的单位，发文公告，三年内得重新申报。", (RECOGNITION, "第十八条", "")),
        ("被撤销绿色园区、绿色工厂称号的单位，发文公告，三年内可以重新申报。", (RECOGNITION, "第十八条", "")),
        (
            "各区县经信部门要加强对本地区绿色园区、绿色工厂的指导、监督和管理，"
            "对再符合绿色制造评价要求的园区、企业，及时向市经济信息委报送有关情况。",
            (RECOGNITION, "第十五条", ""),
        ),
        (
            "企业近三年（含成立不足三年）发生较大及以上安全、质量、环境污染等事故，未被列入失信企业、法人代表黑名单。",
            (RECOGNITION, "第七条（三）", ""),
        ),
        (
            "园区内企业使用国家列入淘汰目录的落后生产技术、工艺和设备，不生产国家列入淘汰目录的产品。",
            (RECOGNITION, "第六条（五）", ""),
        ),
    ],
)
def test_a_dropped_negation_is_caught(gate: Gate, library: Library, text: str, place: Place) -> None:
    assert reason(gate, said(text, at(library, place))) == "negation"


def test_an_added_negation_is_caught(gate: Gate, library: Library) -> None:
    evidence = proof(library, RECOGNITION, "第十九条")
    text = evidence.quote.replace("应在", "不应在")
    assert text != evidence.quote
    assert reason(gate, said(text, evidence)) == "negation"


# Actors of deadlines


@pytest.mark.parametrize(
    "text",
    [
        "企业应于2025年6月14日前提交材料。",
        "企业的截止日期是2025-06-14。",
        "园区须在2025年6月14日前申报。",
        "申报单位请于2025年6月14日前提交。",
        "第三方评价机构应于2025年6月14日前报送。",
    ],
)
def test_the_date_of_the_districts_is_not_given_as_the_date_of_others(
    gate: Gate, library: Library, text: str
) -> None:
    assert reason(gate, said(text, at(library, RECOMMEND))) == "actor"


def test_the_date_of_the_evaluators_is_not_given_as_the_date_of_enterprises(
    gate: Gate, library: Library
) -> None:
    evidence = proof(library, NATIONAL, "三第二段")
    assert reason(gate, said("企业应于2023年8月15日前填报。", evidence)) == "actor"
    assert passes(gate, said("第三方机构应于2023年8月15日前填报。", evidence))


@pytest.mark.parametrize(
    "text",
    [
        "各区县经信部门应于2025年6月14日前推荐。",
        "截止日期是2025年6月14日，约束的是区县经信部门，不是企业。",
    ],
)
def test_the_date_of_the_districts_may_be_given_as_theirs(gate: Gate, library: Library, text: str) -> None:
    assert passes(gate, said(text, at(library, RECOMMEND)))


# Quotations inside a sentence


@pytest.mark.parametrize("marks", ["“{}”", "「{}」"])
def test_a_quotation_that_is_not_in_the_clause_is_dropped(gate: Gate, library: Library, marks: str) -> None:
    evidence = proof(library, RECOGNITION, "第十一条")
    forged = f"文件写明{marks.format('企业应当在公示前缴纳保证金')}。"
    right = f"文件写明{marks.format('经公示无异议后')}。"
    assert reason(gate, said(forged, evidence)) == "quotation"
    assert passes(gate, said(right, evidence))


# Sentences without evidence, derived values, fixed phrases


def test_a_sentence_without_a_marker_is_dropped(gate: Gate) -> None:
    assert reason(gate, Sentence(text="绿色工厂每年认定一次。")) == "unmarked"


def test_a_fixed_phrase_needs_no_marker(gate: Gate) -> None:
    assert passes(gate, Sentence(text="具体请向文件的发文机关核实。", fixed=True))


def test_a_computed_value_passes_only_when_it_is_declared(gate: Gate, library: Library) -> None:
    evidence = at(library, RECOMMEND)
    days = Derived(
        value="524",
        document_id=NOTICE,
        clause_id=evidence.clause_id,
        calculation="2026-11-20 - 2025-06-14",
    )
    text = "已经过了 524 个日历日。"
    assert reason(gate, said(text, evidence)).startswith("figure")
    assert passes(gate, said("共 524。", evidence, derived=(days,)))
    assert not passes(gate, said("共 525。", evidence, derived=(days,)))


# What is left


def test_a_heading_whose_content_was_dropped_goes_too(gate: Gate, library: Library) -> None:
    evidence = proof(library, RECOGNITION, "第十八条")
    forged = Draft(
        kind="answer",
        blocks=(
            fixed("heading", "期限"),
            block("bullet", said("公示7个工作日。", proof(library, RECOGNITION, "第十一条"))),
            fixed("heading", "处罚"),
            block("bullet", said(evidence.quote, evidence)),
            fixed("heading", "其他"),
            block("bullet", Sentence(text="绿色工厂免税。")),
        ),
    )
    left = gate.verify(forged, "请问").draft.blocks
    assert [s.text for b in left for s in b.sentences] == ["处罚", evidence.quote]


def test_what_passes_keeps_its_order(gate: Gate, library: Library) -> None:
    ones = [proof(library, RECOGNITION, f"第十七条（{n}）") for n in "一二三四五六七"]
    left = gate.verify(draft(*(said(e.quote, e) for e in ones)), "请问").draft
    assert [s.text for b in left.blocks for s in b.sentences] == [e.quote for e in ones]


def test_a_draft_of_forgeries_is_left_empty_and_every_reason_is_told(gate: Gate, library: Library) -> None:
    wrong_figure = said("公示7个工作日。", proof(library, RECOGNITION, "第十一条"))
    verified = gate.verify(draft(Sentence(text="免税。"), wrong_figure), "请问")
    assert verified.is_empty
    assert len(verified.drops) == 2


def test_a_notice_keeps_its_words_but_not_a_false_proof(gate: Gate) -> None:
    notice = DraftNotice(
        code="round_closed", text="该轮已结束。", evidence=Evidence(NOTICE, "art99", "该轮已结束")
    )
    verified = gate.verify(Draft(kind="answer", blocks=(), notices=(notice,)), "请问")
    assert [n.evidence for n in verified.draft.notices] == [None]
    assert verified.drops
