from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest

from eval.evaluate import Score, evaluate
from eval.generate import Record, ask_unit
from eval.metrics.citations import citation_precision, citation_recall, markers_resolve
from eval.metrics.evidence import overlaps
from eval.metrics.key_facts import forbidden, missing_facts, says_key_facts
from eval.metrics.ranking import rankings
from eval.metrics.refusals import refuses
from eval.metrics.statistics import bootstrap, kappa, mcnemar, paired_bootstrap
from eval.metrics.verdicts import criteria_right, verdict_right, wrong_criteria
from eval.summaries import summarise
from eval.units import Expected, Gold, Item, Suite

from .scripted import CASE, ITEM, QUOTE, Scripted, answer, report

A, B = Gold(document_id="a", quote="第一条的原文在此"), Gold(document_id="b", quote="第二条的原文在此")


def clause(gold: Gold) -> dict[str, str]:
    return {"document_id": gold.document_id, "text": gold.quote, "quote": gold.quote}


def score(item: Item, said: dict[str, object]) -> Score:
    record = Record(id=item.id, asked="", answer=said, hits=({"document_id": "d1", "text": QUOTE},))
    [found] = evaluate(Suite(name="s", units=(item,)), {item.id: record})
    return found


def test_ranking_counts_units_of_evidence_at_their_first_place() -> None:
    other = {"document_id": "c", "text": "别的条文"}
    found = rankings(
        {"q": (((A,), (B,)), [other, clause(A), clause(A), clause(B)]), "no gold": ((), [other])}
    )
    assert set(found) == {"q"}
    assert found["q"]["recall_at_5"] == 1 and found["q"]["mrr"] == pytest.approx(1 / 2)
    gain = 1 / log2(3) + 1 / log2(5)
    assert found["q"]["ndcg_at_10"] == pytest.approx(gain / (1 + 1 / log2(3)))


def test_evidence_that_is_not_retrieved_lowers_recall_and_nothing_retrieved_is_zero() -> None:
    found = rankings({"half": (((A,), (B,)), [clause(A)]), "none": (((A,),), [])})
    assert found["half"]["recall_at_5"] == 0.5
    assert set(found["none"].values()) == {0.0}


def test_a_gold_group_needs_one_of_its_alternatives_and_every_group_one() -> None:
    assert citation_recall(((A, B),), [clause(B)]) == 1
    assert citation_recall(((A,), (B,)), [clause(B)]) == 0.5
    assert citation_recall((), [clause(B)]) is None
    wrong_document = clause(A) | {"document_id": "b"}
    assert citation_recall(((A,),), [wrong_document]) == 0


def test_citation_precision_is_the_share_of_citations_that_show_evidence() -> None:
    assert citation_precision(((A,),), [clause(A), clause(B)]) == 0.5
    assert citation_precision(((A,),), []) is None


def test_a_marker_without_its_citation_is_seen() -> None:
    assert markers_resolve("甲[1]乙[2]", [{"index": 1}]) == 0
    assert markers_resolve("甲[1]", [{"index": 1}]) == 1 and markers_resolve("甲", []) is None


def test_white_space_and_emphasis_do_not_hide_a_quote_or_a_fact() -> None:
    assert overlaps("公示5个工作日", "在官网公示 **5** 个工作日")
    assert says_key_facts([["5个工作日"], ["官网", "网站"]], "官网公示 **5 个**工作日") == 1
    assert missing_facts([["5个工作日"], ["网站"]], "官网公示 5 个工作日") == [("网站",)]
    assert forbidden(["30 个工作日"], "公示**30**个工作日") == ["30 个工作日"]


@pytest.mark.parametrize(
    ("text", "kind", "refused"),
    [
        ("现有文件没有规定具体金额。最接近的规定是：[1]", "answer", True),
        ("现有文件里没有专门针对某区的规定。", "answer", True),
        ("不能帮这个忙。", "answer", True),
        ("The documents do not say how much. The nearest clause is …", "answer", True),
        ("公示 5 个工作日。文件没有规定别的。", "answer", False),
        ("公示 5 个工作日。", "answer", False),
        ("可以问我申报条件。", "help", True),
        ("**不符合**：没有 1 项……", "eligibility", False),
    ],
)
def test_a_refusal_shows_in_the_kind_or_in_the_first_sentence(text: str, kind: str, refused: bool) -> None:
    assert refuses({"answer": text, "kind": kind}) is refused


def test_refusal_precision_and_recall_come_from_near_misses_and_look_alikes() -> None:
    refusal = answer("文件没有规定。[1]")
    scores = [
        score(replace(ITEM, id="a", expect="not_stated"), refusal),
        score(replace(ITEM, id="b", expect="not_stated"), answer()),
        score(replace(ITEM, id="c", expect="answered"), refusal),
        score(replace(ITEM, id="d", expect="no_promise"), refusal),
    ]
    figures = summarise(scores)
    assert figures["refusal_precision"].mean == 0.5 and figures["refusal_recall"].mean == 0.5


def test_verdicts_and_criteria_are_right_only_on_the_scheme_that_was_meant() -> None:
    assert verdict_right(("not_eligible",), "s1", report()) == 1
    assert verdict_right(("not_eligible",), "s2", report()) == 0
    assert verdict_right(("not_eligible",), "s1", None) == 0
    assert criteria_right(CASE.criteria, report()) == 1
    assert criteria_right(CASE.criteria, report(outcome="met")) == 0
    [(one, outcomes)] = wrong_criteria(
        (*CASE.criteria, Expected(quote="企业处于盈利状态", outcome="met")), report()
    )
    assert one.quote == "企业处于盈利状态" and outcomes == ()


def test_a_series_is_right_when_every_day_is() -> None:
    one = replace(ITEM, id="a", series="x")
    late = replace(ITEM, id="b", series="x", key_facts=(("已结束3天",),))
    alone = replace(ITEM, id="c", series="y")
    figures = summarise([score(item, answer()) for item in (one, late, alone)])
    assert figures["time_right"].mean == pytest.approx(2 / 3) and figures["series_right"].mean == 0.5


def test_a_right_answer_fails_in_nothing_and_each_fault_is_named() -> None:
    [record] = ask_unit(Scripted(), ITEM)
    [good] = evaluate(Suite(name="s", units=(ITEM,)), {ITEM.id: record})
    assert not good.failed and good.values["recall_at_5"] == 1 and good.values["length"] == 10
    assert score(ITEM, answer("公示 7 个工作日。[1]")).faults == ("figures_faithful",)
    assert score(ITEM, answer("公示 5 个工作日，不是 30 个工作日。[1]")).faults == (
        "figures_faithful",
        "forbidden",
    )
    assert score(ITEM, answer(citations=[])).faults == ("cited", "markers", "figures_faithful")
    assert score(ITEM, answer(notices=[])).faults == ("notices",)
    assert score(ITEM, answer(kind="help")).faults == ("kind_right",)


def test_a_figure_told_earlier_in_the_conversation_is_not_invented() -> None:
    said = answer("从 2026-11-02 起算，公示 5 个工作日。[1]")
    assert score(ITEM, said).invented == ("2026-11-02",)
    assert score(replace(ITEM, earlier=("11月2号办完的",)), said).invented == ()


def test_a_check_that_a_target_cannot_make_is_wrong_not_left_out() -> None:
    [found] = evaluate(Suite(name="s", units=(CASE,)), {"c0": Record(id="c0", asked="")})
    assert found.failed and found.values["verdict"] == 0
    [checked] = evaluate(Suite(name="s", units=(CASE,)), {"c0": ask_unit(Scripted(), CASE)[0]})
    assert not checked.failed and checked.values == {"verdict": 1.0, "criteria": 1.0}


def test_an_answer_that_never_came_has_nothing_right() -> None:
    [record] = ask_unit(Scripted(fails=[ITEM.question]), ITEM)
    [found] = evaluate(Suite(name="s", units=(ITEM,)), {ITEM.id: record})
    assert found.failed and found.faults[-1] == "error" and "no answer within" in found.error
    assert summarise([found])["errors"].mean == 1


def test_intervals_are_the_same_every_time_and_widen_when_items_hang_together() -> None:
    values = [1.0, 1.0, 0.0, 0.0] * 10
    alone, again = bootstrap(values), bootstrap(values)
    together = bootstrap(values, [str(n // 2) for n in range(40)])
    assert alone == again and alone.mean == 0.5
    assert together.high - together.low > alone.high - alone.low
    assert bootstrap([]).n == 0


def test_a_paired_change_is_certain_only_when_its_interval_leaves_out_zero() -> None:
    before, after = [1.0] * 30, [0.0] * 12 + [1.0] * 18
    fell = paired_bootstrap(before, after)
    assert fell.is_certain and fell.high < 0 and fell.p < 0.05 and fell.difference == pytest.approx(-0.4)
    assert not paired_bootstrap([1.0, 0.0] * 10, [0.0, 1.0] * 10).is_certain
    with pytest.raises(ValueError, match="the items must be the same"):
        paired_bootstrap([1.0], [])


def test_mcnemar_counts_only_the_items_that_changed() -> None:
    assert mcnemar([True] * 5 + [False], [True] * 5 + [True]) == (0, 1, 1.0)
    assert mcnemar([True] * 10, [False] * 10)[2] == pytest.approx(2 / 1024)


def test_kappa_is_one_for_equal_judges_and_zero_for_chance() -> None:
    assert kappa([True, False], [True, False]) == 1
    assert kappa([True, True, False, False], [True, False, True, False]) == 0
