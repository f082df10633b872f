"""Chooses the next question: the one whose answer settles most, exclusions and grouped facts first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from assistant.domain.eligibility import FactSpec
from assistant.eligibility.facts import State, Values
from assistant.eligibility.findings import Finding
from assistant.eligibility.forms import Series
from assistant.eligibility.phrases import say
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.eligibility.tree import leaves


class Asked(NamedTuple):
    """A question to ask next.

    Attributes:
        name: The fact, or the group of facts, that it asks for; hand it to ``read_facts`` with the reply.
        facts: The facts that the answer fills.
    """

    name: str
    question: str
    facts: tuple[str, ...]


class Open(NamedTuple):
    """A scheme that is not decided yet: its open criteria and the facts told."""

    scheme: Scheme
    findings: Mapping[str, Finding]
    values: Values
    as_of: date


class _Candidate(NamedTuple):
    name: str
    question: str
    facts: frozenset[str]
    cost: float


_FINISH_FACT, _FINISH_CRITERION = 6.0, 2.5


def next_question(open_schemes: Iterable[Open]) -> Asked | None:
    """The most informative question over all undecided schemes; None when no answer would help."""
    scores: dict[str, float] = {}
    candidates: dict[str, _Candidate] = {}
    for state in open_schemes:
        for candidate in _candidates(state):
            candidates.setdefault(candidate.name, candidate)
            scores[candidate.name] = scores.get(candidate.name, 0.0) + _score(candidate, state)
    if not scores:
        return None
    best = candidates[max(scores, key=lambda name: scores[name])]
    return Asked(best.name, best.question, tuple(sorted(best.facts)))


def missing_specs(state: Open) -> tuple[FactSpec, ...]:
    """Facts that mandatory criteria still lack, in the order of the rules."""
    names = dict.fromkeys(name for _, finding in _open(state) for name in finding.missing)
    return tuple(asking_spec(state.scheme, name, state.values, state.as_of) for name in names)


def asking_spec(scheme: Scheme, name: str, values: Values, as_of: date) -> FactSpec:
    """A fact with its question as asked on the day; a fact told in part gets the question for the rest."""
    fact = scheme.facts[name]
    years = _years_asked(scheme, name, as_of)
    told = values.get(name)
    partly = told is not None and told is not State.UNKNOWN and bool(fact.entry.detail_question)
    question = fact.entry.detail_question if partly else fact.entry.question
    listed = say("list_separator").join(str(year) for year in years)
    return replace(fact.spec, question=question.replace("{years}", listed), years=years)


def _years_asked(scheme: Scheme, name: str, as_of: date) -> tuple[int, ...]:
    if scheme.facts[name].entry.type != "series":
        return ()
    years = {
        year
        for criterion in scheme.criteria
        for leaf in leaves(criterion.entry.test)
        if isinstance(leaf, Series) and leaf.fact == name
        for year in leaf.years_on(as_of)
    }
    return tuple(sorted(years))


def _open(state: Open) -> Iterator[tuple[Criterion, Finding]]:
    for criterion in state.scheme.criteria:
        finding = state.findings[criterion.entry.id]
        if criterion.decides and finding.outcome == "unknown":
            yield criterion, finding


def _askable(state: Open) -> frozenset[str]:
    """Missing facts that the applicant has not already answered with 'I do not know'."""
    names = {name for _, finding in _open(state) for name in finding.missing}
    return frozenset(name for name in names if state.values.get(name) is not State.UNKNOWN)


def _candidates(state: Open) -> Iterator[_Candidate]:
    askable = _askable(state)
    for group in state.scheme.groups:
        facts = frozenset(group.facts) & askable
        if len(facts) > 1 and not any(name in state.values for name in facts):
            yield _Candidate(group.id, group.question, facts, 1.0)
    for name in state.scheme.facts:
        if name in askable:
            spec = asking_spec(state.scheme, name, state.values, state.as_of)
            cost = float(state.scheme.facts[name].entry.cost)
            yield _Candidate(name, spec.question, frozenset({name}), cost)


def _score(candidate: _Candidate, state: Open) -> float:
    """Two for each class of answers that ends the check, one for each criterion closed; exclusions double.

    A bad answer ends it when a touched criterion can fail, a good one when nothing else is missing. What the
    applicant has begun to tell is finished first: the day of an accident told, the last figure of a sum.
    """
    touched = [pair for pair in _open(state) if not candidate.facts.isdisjoint(pair[1].missing)]
    if not touched:
        return 0.0
    ends = any(criterion.can_fail for criterion, _ in touched) + (_askable(state) <= candidate.facts)
    closed = sum(1.0 if candidate.facts.issuperset(finding.missing) else 0.5 for _, finding in touched)
    begun = 1.0
    if any(_told(name, state) for name in candidate.facts):
        begun = _FINISH_FACT
    elif any(_begun(criterion, candidate, state) for criterion, _ in touched):
        begun = _FINISH_CRITERION
    excludes = any(criterion.entry.role == "exclusion" and criterion.can_fail for criterion, _ in touched)
    return begun * (2.0 * ends + closed) * (2.0 if excludes else 1.0) / candidate.cost


def _told(name: str, state: Open) -> bool:
    """Whether something was told of a fact, though not enough."""
    return name in state.values and state.values[name] is not State.UNKNOWN


def _begun(criterion: Criterion, candidate: _Candidate, state: Open) -> bool:
    """Whether some facts of a criterion are told and only this answer is missing."""
    rest = set(criterion.fact_names) - candidate.facts
    return any(_told(name, state) for name in rest) and candidate.facts.issuperset(
        state.findings[criterion.entry.id].missing
    )
