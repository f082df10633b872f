"""Evaluates one test of the closed vocabulary against the facts, on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from assistant.domain.documents import DateRange
from assistant.domain.eligibility import Outcome
from assistant.eligibility import happenings
from assistant.eligibility.comparators import COMPARE
from assistant.eligibility.facts import Fact, RoughDay, State, Value, Values
from assistant.eligibility.findings import Finding, Reason, all_of, any_of, first_decided, opposite
from assistant.eligibility.forms import (
    All,
    AnyOf,
    AtLeast,
    Compare,
    Count,
    First,
    Is,
    Judgement,
    NoEvent,
    NoSpell,
    Not,
    NotListed,
    OnDate,
    OneOf,
    Present,
    Series,
    Test,
    ThisYear,
)
from assistant.eligibility.phrases import say


@dataclass(frozen=True, slots=True)
class Case:
    """An applicant on a day: the declared facts, the values told, the day."""

    facts: Mapping[str, Fact]
    values: Values
    as_of: date

    def on(self, day: date) -> Case:
        """The same applicant on another day."""
        return replace(self, as_of=day)


def evaluate(test: Test, case: Case) -> Finding:
    """The finding of a test; facts that are absent or unknown leave it open."""
    if isinstance(test, All):
        return all_of(evaluate(part, case) for part in test.tests)
    if isinstance(test, AnyOf):
        return any_of(evaluate(part, case) for part in test.tests)
    if isinstance(test, First):
        return first_decided([evaluate(part, case) for part in test.tests])
    if isinstance(test, Not):
        return opposite(evaluate(test.test, case))
    if isinstance(test, Judgement):
        return Finding(outcome="judgement", reasons=(Reason("judgement", {"by": test.by}),))
    return _leaf(test, case)


def _leaf(test: Any, case: Case) -> Finding:
    if isinstance(test, Compare) and test.plus:
        return _sum(test, case)
    fact = case.facts[test.fact]
    value = case.values.get(test.fact)
    if value is None:
        return Finding(outcome="unknown", reasons=(_reason("absent", fact),), missing=(fact.name,))
    if value is State.UNKNOWN:
        return Finding(outcome="unknown", reasons=(_reason("told_unknown", fact),), missing=(fact.name,))
    if value is State.NOT_APPLICABLE:
        return Finding(outcome="not_applicable", reasons=(_reason("told_not_applicable", fact),))
    return _LEAVES[type(test)](test, fact, value, case)


def _reason(key: str, fact: Fact, **params: Any) -> Reason:
    return Reason(key, {"label": fact.entry.label, **params})


def _decide(holds: bool, stem: str, fact: Fact, **params: Any) -> Finding:
    outcome: Outcome = "met" if holds else "not_met"
    return Finding(outcome=outcome, reasons=(_reason(f"{stem}_{outcome}", fact, **params),))


def _is(test: Is | Present, fact: Fact, value: Value, case: Case) -> Finding:
    wanted = test.value if isinstance(test, Is) else True
    return _decide(value is wanted, "is", fact, value=say("yes" if value else "no"))


def _one_of(test: OneOf, fact: Fact, value: Value, case: Case) -> Finding:
    label = fact.label_of(str(value))
    if value in test.doubtful:
        return Finding(
            outcome="unknown", reasons=(_reason("one_of_doubtful", fact, value=label),), confirm=True
        )
    return _decide(value in test.values, "is", fact, value=label)


def _compare(test: Compare, fact: Fact, value: Any, case: Case) -> Finding:
    holds = COMPARE[test.op](value, test.value)
    params = {"value": f"{value:.15g}", "threshold": f"{test.value:.15g}", "unit": fact.entry.unit or ""}
    return _decide(holds, "compare", fact, word=test.word, **params)


def _sum(test: Compare, case: Case) -> Finding:
    """The sum of several numbers, none of them negative: what is told may already exceed an upper limit."""
    names = (test.fact, *test.plus)
    told = {name: value for name in names if isinstance(value := case.values.get(name), int | float)}
    lacking = tuple(name for name in names if name not in told)
    total = sum(told.values())
    exceeded = test.op in ("<", "<=") and not COMPARE[test.op](total, test.value)
    reached = test.op in (">", ">=") and COMPARE[test.op](total, test.value)
    fact = case.facts[test.fact]
    if lacking and not (exceeded or reached):
        reasons = tuple(_reason("absent", case.facts[name]) for name in lacking)
        return Finding(outcome="unknown", reasons=reasons, missing=lacking, begun=bool(told))
    labels = say("list_separator").join(case.facts[name].entry.label for name in told)
    params = {
        "labels": labels,
        "value": f"{total:.15g}",
        "word": test.word,
        "threshold": f"{test.value:.15g}",
        "unit": fact.entry.unit or "",
    }
    return _decide(COMPARE[test.op](total, test.value), "sum", fact, **params)


def _this_year(test: ThisYear, fact: Fact, value: Any, case: Case) -> Finding:
    day = _days(value)
    year = case.as_of.year
    return _decide(day.earliest.year == year, "this_year", fact, value=happenings.day_of(day), year=year)


def _at_least(test: AtLeast, fact: Fact, value: Any, case: Case) -> Finding:
    holds = fact.ranks[value] >= fact.ranks[test.step]
    return _decide(holds, "at_least", fact, value=fact.label_of(value), word=test.word)


def _date(test: OnDate, fact: Fact, value: Any, case: Case) -> Finding:
    days = _days(value)
    first, last = (COMPARE[test.op](day, test.value) for day in days)
    params = {"value": happenings.day_of(days), "threshold": test.value, "word": test.word}
    if first != last:
        return Finding(
            outcome="unknown", reasons=(_reason("date_rough", fact, **params),), missing=(fact.name,)
        )
    return _decide(first, "date", fact, **params)


def _no_event(test: NoEvent, fact: Fact, value: Any, case: Case) -> Finding:
    return happenings.no_event(
        test, fact, value, case.as_of, floor=_told_day(case, test.floor), since=_told_day(case, test.since)
    )


def _told_day(case: Case, name: str | None) -> DateRange | None:
    day = case.values.get(name) if name else None
    return _days(day) if isinstance(day, date | RoughDay) else None


def _days(value: date | RoughDay) -> DateRange:
    """The days that a date may mean: itself, or those of the month or year told."""
    return value.days if isinstance(value, RoughDay) else DateRange(value, value)


def _no_spell(test: NoSpell, fact: Fact, value: Any, case: Case) -> Finding:
    return happenings.no_spell(test, fact, value, case.as_of)


def _not_listed(test: NotListed, fact: Fact, value: Any, case: Case) -> Finding:
    return happenings.not_listed(test, fact, value, case.as_of)


def _count(test: Count, fact: Fact, value: Any, case: Case) -> Finding:
    certain = sum(not test.kinds or event.kind in test.kinds for event in value)
    possible = certain + sum(bool(test.kinds) and event.kind is None for event in value)
    outcomes = {COMPARE[test.op](number, test.value) for number in range(certain, possible + 1)}
    if len(outcomes) > 1:
        return Finding(outcome="unknown", reasons=(_reason("absent", fact),), missing=(fact.name,))
    params = {"value": certain, "word": test.word, "threshold": f"{test.value:.15g}"}
    return _decide(outcomes.pop(), "count", fact, **params)


def _series(test: Series, fact: Fact, value: Any, case: Case) -> Finding:
    years = test.years_on(case.as_of)
    told = {year: value[year] for year in years if year in value}
    lacking = tuple(year for year in years if year not in value)
    finding = _yearly(test, fact, told, lacking)
    unused = tuple(year for year in value if year not in years)
    return replace(finding, reasons=(*finding.reasons, *_unused(unused))) if unused else finding


def _unused(years: tuple[int, ...]) -> Iterator[Reason]:
    yield Reason("series_unused", {"years": _years(years)})


def _yearly(test: Series, fact: Fact, told: Mapping[int, float], lacking: tuple[int, ...]) -> Finding:
    stem = "series_falling" if test.falling else "series_every"
    holds = _falls(told) if test.falling else all(_passes(test, figure) for figure in told.values())
    figures = _figures(fact, told)
    if lacking and (holds or test.or_total):
        missing = _reason("series_missing", fact, years=_years(lacking))
        return Finding(outcome="unknown", reasons=(missing,), missing=(fact.name,))
    if test.or_total and holds != _passes(test, sum(told.values())):
        return Finding(
            outcome="unknown", reasons=(_reason("series_readings", fact, figures=figures),), confirm=True
        )
    if test.every is not None and not test.falling and len(told) == 1 == len(told) + len(lacking):
        threshold = f"{test.every.word}{test.every.value:.15g}{fact.entry.unit or ''}"
        return _decide(holds, "series_one", fact, figures=figures, threshold=threshold)
    return _decide(holds, stem, fact, figures=figures)


def _passes(test: Series, figure: float) -> bool:
    if test.every is None:
        return test.above is not None and figure > test.above
    return COMPARE[test.every.op](figure, test.every.value)


def _falls(told: Mapping[int, float]) -> bool:
    figures = [told[year] for year in sorted(told)]
    return all(later < earlier for earlier, later in pairwise(figures))


def _years(years: tuple[int, ...]) -> str:
    return say("list_separator").join(say("year", year=year) for year in years)


def _figures(fact: Fact, told: Mapping[int, float]) -> str:
    unit = fact.entry.unit or ""
    parts = (
        say("figure", year=year, value=f"{figure:.15g}", unit=unit) for year, figure in sorted(told.items())
    )
    return say("list_separator").join(parts)


_LEAVES: Mapping[type, Callable[[Any, Fact, Any, Case], Finding]] = {
    Is: _is,
    Present: _is,
    OneOf: _one_of,
    Compare: _compare,
    AtLeast: _at_least,
    OnDate: _date,
    ThisYear: _this_year,
    NoEvent: _no_event,
    NoSpell: _no_spell,
    NotListed: _not_listed,
    Count: _count,
    Series: _series,
}
