"""Laws of the checker, on random facts of every scheme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.eligibility import FactSpec
from assistant.eligibility import Checker, Scheme
from assistant.eligibility.forms import First

days = st.dates(date(2019, 1, 1), date(2026, 12, 31))


_FLOORS = ("established_on",)


def _in_order(scheme: Scheme) -> frozenset[str]:
    """Facts of ``first``, where the exact one told goes before the rough one."""
    return frozenset(
        name
        for criterion in scheme.criteria
        if isinstance(criterion.entry.test, First)
        for name in criterion.fact_names
    )


def _event(spec: FactSpec) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {"date": days.map(date.isoformat)}
    if spec.kinds:
        fields["kind"] = st.sampled_from([value for value, _ in spec.kinds])
    if spec.grades:
        fields["grade"] = st.sampled_from([value for value, _ in spec.grades])
    return st.fixed_dictionaries(fields)


def _value(spec: FactSpec) -> st.SearchStrategy[Any]:
    series = st.fixed_dictionaries({str(year): st.integers(0, 9000) for year in range(2020, 2027)})
    listing = st.fixed_dictionaries(
        {"listed_on": st.just("2020-01-01"), "removed_on": st.none() | days.map(date.isoformat)}
    )
    return {
        "boolean": st.booleans(),
        "number": st.integers(0, 100),
        "date": days.map(date.isoformat),
        "enum": st.sampled_from([value for value, _ in spec.options] or [""]),
        "series": series,
        "events": st.lists(_event(spec), max_size=2),
        "listing": st.just(False) | listing.filter(lambda entry: (entry["removed_on"] or "9") > "2020-01-01"),
    }[spec.type]


def _facts(scheme: Scheme) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={name: _value(fact.spec) for name, fact in scheme.facts.items()}
    )


@settings(max_examples=60, deadline=None)
@given(st.data(), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_a_further_fact_never_undoes_a_decided_outcome(
    checker: Checker, data: st.DataObject, as_of: date
) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    facts = data.draw(_facts(scheme))
    before = checker.check(scheme.id, {}, as_of)
    told: dict[str, Any] = {}
    for name, value in facts.items():
        told[name] = value
        after = checker.check(scheme.id, told, as_of)
        for old, new in zip(before.criteria, after.criteria, strict=True):
            narrowed = name in _FLOORS or name in _in_order(scheme)
            if old.outcome in ("met", "not_met") and not narrowed and new.outcome != old.outcome:
                assert old.facts != new.facts and name in ("carbon_intensity", "profit")
        before = after


@settings(max_examples=60, deadline=None)
@given(st.data(), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_a_failed_criterion_fails_until_the_day_it_clears(
    checker: Checker, data: st.DataObject, as_of: date
) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    facts = data.draw(_facts(scheme))
    for result in checker.check(scheme.id, facts, as_of).criteria:
        if result.clears_on is None:
            continue
        assert result.outcome == "not_met" and result.clears_on > as_of
        eve, day = (
            {r.id: r.outcome for r in checker.check(scheme.id, facts, at).criteria}[result.id]
            for at in (result.clears_on - timedelta(days=1), result.clears_on)
        )
        assert eve == "not_met" and day != "not_met"


@settings(max_examples=60, deadline=None)
@given(st.data(), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_verdict_follows_from_mandatory_conditions_and_exclusions_alone(
    checker: Checker, data: st.DataObject, as_of: date
) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    report = checker.check(scheme.id, data.draw(_facts(scheme)), as_of)
    deciding = {
        r.outcome
        for r in report.criteria
        if r.role in ("condition", "exclusion") and r.modality == "mandatory"
    }
    expected = (
        "not_eligible" if "not_met" in deciding else "needs_information" if "unknown" in deciding else None
    )
    assert report.verdict == (expected or "formally_eligible")
    missing = {spec.name for spec in report.missing_facts}
    open_facts = {name for c in scheme.criteria if c.decides for name in c.fact_names}
    assert missing <= open_facts


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_round_being_over_changes_no_outcome_of_undated_facts(
    checker: Checker, data: st.DataObject
) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    undated = {
        name: fact for name, fact in scheme.facts.items() if fact.entry.type in ("boolean", "enum", "number")
    }
    facts = data.draw(st.fixed_dictionaries({}, optional={n: _value(f.spec) for n, f in undated.items()}))
    then, now = (checker.check(scheme.id, facts, day) for day in (date(2023, 3, 1), date(2026, 11, 20)))
    assert [r.outcome for r in then.criteria] == [r.outcome for r in now.criteria]
