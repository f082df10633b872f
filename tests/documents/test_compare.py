"""Two documents side by side: what answers to what, and which words a reader must not miss."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.compare import compare_documents, compare_texts
from assistant.documents.differences import wording
from assistant.documents.library import Library
from assistant.documents.metadata import read_metadata
from assistant.documents.structure import parse_structure
from assistant.domain.comparison import Comparison, Pair, Side
from assistant.domain.documents import Document
from assistant.errors import InvalidInput, UnknownDocument
from assistant.text.normalise import squeeze
from tests.documents.places import NOTICES, library, notice

DAY = date(2025, 5, 1)
IDS = [document.id for document in library().documents]

FIRST_ROUND = """青河市科学技术局
关于组织申报2024年度小微孵化基地的通知
青科发〔2024〕18号
各县（市、区）科技局：
一、申报条件
（一）在本市登记注册满2年，具有独立法人资格；
（二）孵化场地面积不少于3000平方米；
（三）在孵企业不少于20家。
二、限制情形
有下列情形之一的，不得申报：（1）近两年发生较大安全事故的；（2）被列入经营异常名录的；（3）提供虚假材料的。
三、申报程序
申报单位应当在2024年4月30日前通过科技管理平台提交材料。县（市、区）科技局在30日内完成初审。
四、支持政策
对认定的基地给予最高20万元奖励。
青河市科学技术局
2024年3月1日
"""
SECOND_ROUND = """青河市科学技术局
关于组织申报2025年度小微孵化基地的通知
青科发〔2025〕9号
各县（市、区）科技局：
一、申报条件
（一）孵化场地面积不低于5000平方米；
（二）在本市登记注册满2年，具有独立法人资格；
（三）原则上在孵企业不少于20家；
（四）设有专职服务团队。
二、申报程序
申报单位可以在2025年5月15日前通过科技管理平台提交材料。县（市、区）科技局在60日内完成初审。
三、限制情形
有下列情形之一的，不得申报：（1）提供虚假材料；（2）近三年发生安全事故的；（3）被列入经营异常名录的。
青河市科学技术局
2025年3月3日
"""


def made(name: str, text: str) -> Document:
    structure = parse_structure(text)
    return Document(
        id=name,
        text=text,
        clauses=structure.clauses,
        furniture=structure.furniture,
        metadata=read_metadata(structure.clauses, ()),
    )


@cache
def rounds() -> Comparison:
    held = Library((made("first", FIRST_ROUND), made("second", SECOND_ROUND)))
    return compare_documents(held, "first", "second", None, DAY)


@cache
def compared(left: str, right: str, subject: str | None = None) -> Comparison:
    return compare_documents(library(), left, right, subject, DAY)


def quote(side: Side | None) -> str:
    return side.citation.quote if side else ""


def marked(side: Side | None) -> list[tuple[str, str]]:
    return [(d.kind, side.citation.quote[d.start : d.end]) for d in side.differences] if side else []


def holding(comparison: Comparison, words: str) -> Pair:
    """The only pair whose left side, or right where the left lacks it, holds the words."""
    found = [p for p in comparison.pairs if words in squeeze(quote(p.left))]
    found = found or [p for p in comparison.pairs if words in squeeze(quote(p.right))]
    assert len(found) == 1, [quote(p.left) for p in found]
    return found[0]


def answers(comparison: Comparison) -> set[tuple[str, str, str]]:
    return {(p.kind, quote(p.left), quote(p.right)) for p in comparison.pairs}


def test_conditions_pair_though_their_order_differs() -> None:
    pair = holding(rounds(), "场地面积不少于3000平方米")
    assert "不低于5000平方米" in quote(pair.right)
    assert ("figure", "3000平方米") in marked(pair.left)
    assert ("comparator", "不低于") in marked(pair.right)
    assert holding(rounds(), "独立法人资格").kind == "same"


def test_what_only_one_round_asks_for_stands_alone() -> None:
    assert holding(rounds(), "专职服务团队").kind == "only_right"
    assert holding(rounds(), "20万元").kind == "only_left"


def test_exclusions_pair_item_by_item_whatever_their_order() -> None:
    assert "近三年发生安全事故" in quote(holding(rounds(), "近两年发生较大安全事故").right)
    assert "经营异常名录" in quote(holding(rounds(), "被列入经营异常名录").right)
    false = holding(rounds(), "提供虚假材料")
    assert "提供虚假材料" in quote(false.right)
    assert false.kind == "same"


def test_dates_spans_and_modal_words_stand_out() -> None:
    pair = holding(rounds(), "2024年4月30日")
    changes = {(c.kind, c.left, c.right) for c in pair.changes}
    assert ("date", "2024年4月30日", "2025年5月15日") in changes
    assert ("modal", "应当", "可以") in changes
    assert ("time_limit", "30日", "60日") in changes


def test_in_principle_is_a_change() -> None:
    pair = holding(rounds(), "在孵企业不少于20家")
    assert ("modal", "原则上") in marked(pair.right)


def test_the_exclusions_of_two_notices_pair_one_by_one() -> None:
    comparison = compared("miit-2023-202", "cq-notice-2025")
    for left, right in (
        ("未正常经营生产", "连续停产12个月以上"),
        ("偷漏税", "偷漏税"),
        ("被动态调整出", "已被动态调整出"),
        ("督查工作", "我市相关督查工作"),
        ("节能监察整改名单", "节能监察整改名单"),
        ("失信被执行人", "失信被执行人"),
    ):
        assert right in squeeze(quote(holding(comparison, left).right))
    records = holding(comparison, "偷漏税")
    assert ("modal", "参照") in marked(records.right)
    assert ("modal", "为准") in marked(records.left)


def test_evaluation_by_oneself_answers_to_evaluation_by_a_third_party() -> None:
    pair = holding(compared("cq-recognition-2024-4", "cq-notice-2025"), "进行自评价")
    assert pair.right is not None
    assert pair.right.citation.clause_label == "三（二）"
    assert ("words", "自评价") in marked(pair.left)
    assert ("words", "第三方评价机构") in marked(pair.left)
    national = holding(compared("miit-2023-202", "cq-notice-2025"), "选择具备相应能力的第三方机构")
    assert "对照相关标准进行评价" in quote(national.right)


def test_the_steps_of_a_procedure_answer_to_each_other() -> None:
    comparison = compared("cq-recognition-2024-4", "cq-notice-2025", "申报程序")
    steps = {
        p.left.citation.clause_label: p.right.citation.clause_label
        for p in comparison.pairs
        if p.left and p.right and not p.heading
    }
    assert steps["第十条"] == "三（三）"
    assert steps["第十一条"] == "三（四）"
    assert comparison.left_treats
    assert comparison.right_treats


def test_a_ladder_has_no_answer_in_a_notice_that_knows_none() -> None:
    comparison = compared("cq-dynamic-2024-13", "changshou-2023-12")
    assert "独立法人资格" in quote(holding(comparison, "视同法人").right)
    assert "绿色发展意识强" in quote(holding(comparison, "有开展绿色工厂建设的意愿").right)
    for words in ("B级工厂，指", "C级工厂，企业", "D级工厂，为"):
        assert holding(comparison, words).kind == "only_left"
    assert holding(comparison, "年产值超过5000万").kind == "only_right"


def test_a_ground_for_losing_a_title_does_not_answer_to_an_exclusion() -> None:
    comparison = compared("cq-recognition-2024-4", "cq-notice-2025")
    pair = holding(comparison, "偷漏税")
    assert pair.left is not None
    assert pair.left.citation.clause_label == "第七条（三）"


def test_a_subject_that_neither_treats_gives_nothing() -> None:
    comparison = compared("cq-recognition-2024-4", "cq-notice-2025", "产假")
    assert comparison.pairs == ()
    assert not comparison.left_treats
    assert not comparison.right_treats


def test_a_subject_of_one_side_brings_what_answers_to_it() -> None:
    comparison = compared("cq-recognition-2024-4", "cq-notice-2025", "第三方评价")
    assert comparison.left_treats
    assert not comparison.right_treats
    assert "开展评价" in quote(holding(comparison, "进行自评价").right)


def test_a_list_that_answers_to_one_on_the_subject_is_shown_whole() -> None:
    comparison = compared("cq-dynamic-2024-13", "changshou-2023-12", "基本条件")
    assert holding(comparison, "年产值超过5000万").kind == "only_right"
    assert holding(comparison, "企业应依法设立").kind == "only_left"


def test_citations_count_from_one_and_bear_the_status_of_the_day() -> None:
    comparison = compared("cq-dynamic-2024-13", "changshou-2023-12")
    cited = [s.citation for p in comparison.pairs for s in (p.left, p.right) if s]
    cited += [p.near for p in comparison.pairs if p.near]
    assert sorted(c.index for c in cited) == list(range(1, len(cited) + 1))
    assert {c.status for c in cited if c.document_id == "cq-dynamic-2024-13"} == {"in_force"}


def test_unknown_and_equal_ids_and_long_subjects_are_refused() -> None:
    with pytest.raises(UnknownDocument):
        compare_documents(library(), "none", IDS[0], None, DAY)
    with pytest.raises(InvalidInput, match=IDS[0]):
        compare_documents(library(), IDS[0], IDS[0], None, DAY)
    with pytest.raises(InvalidInput, match="200"):
        compare_documents(library(), IDS[0], IDS[1], "字" * 201, DAY)


def check_cover(comparison: Comparison, held: Library) -> None:
    """Each side's pieces make up each of its clauses, none twice."""
    for n, document_id in enumerate((comparison.left_id, comparison.right_id)):
        pieces: dict[str, str] = {}
        for pair in sorted(comparison.pairs, key=lambda p: _place(p, n)):
            side = (pair.left, pair.right)[n]
            if side:
                clause = side.citation.clause_id
                pieces[clause] = pieces.get(clause, "") + squeeze(side.citation.quote)
        clauses = held.document(document_id).clauses
        assert {i: sorted(t) for i, t in pieces.items()} == {c.id: sorted(squeeze(c.text)) for c in clauses}


def _place(pair: Pair, n: int) -> int:
    side = (pair.left, pair.right)[n]
    return side.citation.index if side else 0


@pytest.mark.parametrize(("left", "right"), list(combinations(IDS, 2)))
def test_every_clause_of_both_sides_appears_exactly_once(left: str, right: str) -> None:
    check_cover(compared(left, right), library())


@pytest.mark.parametrize(("left", "right"), list(combinations(IDS, 2)))
def test_swapping_the_sides_mirrors_the_result(left: str, right: str) -> None:
    turned = {"only_left": "only_right", "only_right": "only_left"}
    mirrored = {(turned.get(kind, kind), b, a) for kind, a, b in answers(compared(left, right))}
    assert mirrored == answers(compared(right, left))
    marks = {
        (quote(p.left), tuple(marked(p.left)), tuple(marked(p.right))) for p in compared(left, right).pairs
    }
    back = {
        (quote(p.right), tuple(marked(p.right)), tuple(marked(p.left))) for p in compared(right, left).pairs
    }
    assert marks == back


@pytest.mark.parametrize("document_id", IDS)
def test_a_document_beside_itself_is_the_same_throughout(document_id: str) -> None:
    document = library().document(document_id)
    comparison = compare_texts(library(), (document, document), None, DAY)
    assert {p.kind for p in comparison.pairs} == {"same"}
    assert all(
        p.left and p.right and p.left.citation.clause_id == p.right.citation.clause_id
        for p in comparison.pairs
    )
    assert not any(p.changes or (p.left and p.left.differences) for p in comparison.pairs)


def test_three_unseen_documents_are_covered_and_mirrored() -> None:
    names = sorted(p.name for p in NOTICES.iterdir() if (p / "document.txt").exists())
    held = Library(tuple(notice(name) for name in names))
    for left, right in combinations(names, 2):
        comparison = compare_documents(held, left, right, None, DAY)
        check_cover(comparison, held)
        back = compare_documents(held, right, left, None, DAY)
        assert {(b, a) for _, a, b in answers(comparison)} == {(a, b) for _, a, b in answers(back)}


PIECES = [
    "应当",
    "可以",
    "不得",
    "30日",
    "三十日",
    "60日",
    "2025年6月14日",
    "不少于5家",
    "企业",
    "报送材料",
    "。",
    "，",
    " ",
    "的",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(left: str, right: str) -> None:
    found = wording(left, right)
    back = wording(right, left)
    assert (found.left, found.right) == (back.right, back.left)
    assert found.same == (not found.left and not found.right and not found.rewritten)
    for marks, text in ((found.left, left), (found.right, right)):
        assert all(0 <= d.start < d.end <= len(text) for d in marks)
        assert all(a.end <= b.start for a, b in pairwise(marks))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert wording(text, text).same


def test_a_value_written_otherwise_is_the_same() -> None:
    assert wording("三十日内报送；", "30日内报送的。").same
    assert not wording("30日内报送", "30个工作日内报送").same


@settings(max_examples=25, deadline=None)
@given(
    st.permutations(
        ["年产值超过5000万元", "近三年盈利", "设有专职环保人员", "在本区登记注册", "通过质量认证"]
    )
)
def test_lists_pair_whatever_the_order(items: list[str]) -> None:
    fixed = ["年产值超过5000万元", "近三年盈利", "设有专职环保人员", "在本区登记注册", "通过质量认证"]
    texts = [
        "某市某局关于某事的通知\n一、条件\n企业应当符合：" + "；".join(order) + "。\n"
        for order in (fixed, items)
    ]
    held = Library((made("one", texts[0]), made("two", texts[1])))
    comparison = compare_documents(held, "one", "two", None, DAY)
    assert {p.kind for p in comparison.pairs} == {"same"}
