from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.eligibility import Outcome
from assistant.eligibility.findings import Finding, all_of, any_of, first_decided, opposite

OUTCOMES: tuple[Outcome, ...] = ("met", "not_met", "unknown", "judgement", "not_applicable")
findings = st.builds(Finding, outcome=st.sampled_from(OUTCOMES))
KLEENE = {"not_met": 0, "unknown": 1, "judgement": 1, "met": 2}


@given(findings)
def test_twice_opposite_is_the_same(finding: Finding) -> None:
    assert opposite(opposite(finding)) == finding


@given(st.lists(findings, min_size=1, max_size=5))
def test_combinations_follow_kleenes_tables(parts: list[Finding]) -> None:
    values = [KLEENE[part.outcome] for part in parts if part.outcome != "not_applicable"]
    if not values:
        assert all_of(parts).outcome == any_of(parts).outcome == "not_applicable"
    else:
        assert KLEENE[all_of(parts).outcome] == min(values)
        assert KLEENE[any_of(parts).outcome] == max(values)


@given(st.lists(findings, min_size=1, max_size=5))
def test_de_morgan_holds(parts: list[Finding]) -> None:
    assert opposite(all_of(parts)).outcome == any_of(opposite(part) for part in parts).outcome


@given(st.lists(findings, min_size=1, max_size=5), st.randoms())
def test_order_does_not_matter(parts: list[Finding], random: object) -> None:
    assert all_of(parts).outcome == all_of(reversed(parts)).outcome
    assert any_of(parts).outcome == any_of(reversed(parts)).outcome


def test_unknown_goes_before_judgement_because_facts_can_still_decide() -> None:
    parts = [Finding(outcome="judgement"), Finding(outcome="unknown", missing=("plan",))]
    assert all_of(parts).outcome == "unknown"
    assert all_of(parts).missing == ("plan",)


def test_only_the_parts_that_decide_name_missing_facts() -> None:
    parts = [Finding(outcome="not_met"), Finding(outcome="unknown", missing=("plan",))]
    assert all_of(parts).missing == ()


def test_a_judgement_yields_to_a_given_result() -> None:
    judged, passed = Finding(outcome="judgement"), Finding(outcome="met")
    absent = Finding(outcome="unknown", missing=("result",))
    assert first_decided([passed, judged]).outcome == "met"
    assert first_decided([absent, judged]) == judged
    assert first_decided([absent, Finding(outcome="unknown")]) == absent
