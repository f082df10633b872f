"""The vectorised engine says what the scalar one says, on random facts and on random rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.eligibility import FactSpec
from assistant.eligibility import Checker, Scheme
from assistant.eligibility.batch.columns import columns_of, make_table
from assistant.eligibility.batch.explaining import Explainer
from assistant.eligibility.batch.frame import make_frame
from assistant.eligibility.batch.judging import judge_chunk
from assistant.eligibility.batch.kleene import OUTCOMES
from assistant.eligibility.batch.reading import Chunk
from assistant.eligibility.batch.twin import VERDICTS, judge, judge_criterion, lacking_facts
from assistant.eligibility.evaluate import Case
from assistant.eligibility.facts import Fact, make_fact, parse_facts
from assistant.eligibility.odd_values import odd_values
from assistant.eligibility.report import finding_of
from assistant.eligibility.scheme_file import CriterionEntry, FactEntry, Option, Source
from assistant.eligibility.schemes import Criterion

# Few days, so that windows often end, begin and meet on the very day.
_MARKED = [(1, 1), (2, 28), (5, 20), (5, 21), (12, 31)]
_POOL = [date(year, month, day) for year in range(2021, 2026) for month, day in _MARKED] + [date(2024, 2, 29)]
days = st.sampled_from(_POOL) | st.dates(date(2018, 1, 1), date(2027, 6, 30))
as_ofs = st.sampled_from([day for day in _POOL if day.year > 2022]) | st.dates(
    date(2023, 1, 1), date(2026, 12, 31)
)
rough = st.tuples(days.map(date.isoformat), st.sampled_from([10, 10, 7, 4])).map(
    lambda pair: pair[0][: pair[1]]
)
STATES = st.none() | st.just({"state": "not_applicable"})


def _spell(pair: tuple[str, str | None]) -> tuple[str, str | None]:
    """A start, and an end that does not lie before it."""
    start, end = pair
    return (start, end) if end is None or end >= start else (end[:10], start)


def _event(spec: FactSpec) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {}
    if spec.kinds:
        fields["kind"] = st.none() | st.sampled_from([value for value, _ in spec.kinds])
    if spec.grades:
        fields["grade"] = st.none() | st.sampled_from([value for value, _ in spec.grades])
    spells = st.tuples(days.map(date.isoformat), st.none() | days.map(date.isoformat)).map(_spell)
    dated = spells.map(lambda spell: {"date": spell[0], "end": spell[1]}) | rough.map(
        lambda day: {"date": day}
    )
    return st.tuples(st.fixed_dictionaries(fields), dated | st.just({})).map(lambda pair: pair[0] | pair[1])


def _value(spec: FactSpec) -> st.SearchStrategy[Any]:
    low, high = spec.minimum if spec.minimum is not None else -50, spec.maximum or 9000
    numbers = st.sampled_from([0, 1, 2, 3, 5, 60, 0.5]) | st.integers(int(low), int(high))
    numbers |= st.floats(low, high, allow_nan=False)
    numbers = numbers.filter(lambda value: low <= value <= high)
    listings = st.tuples(days.map(date.isoformat), st.none() | days.map(date.isoformat)).map(_spell)
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "number": numbers,
        "date": days.map(date.isoformat),
        "enum": st.sampled_from([value for value, _ in spec.options] or [""]),
        "series": st.dictionaries(st.integers(2018, 2026).map(str), st.none() | numbers, max_size=9),
        "events": st.lists(_event(spec), max_size=3),
        "listing": st.just(False) | listings.map(lambda pair: {"listed_on": pair[0], "removed_on": pair[1]}),
    }
    return by_type[spec.type] | STATES


def _applicants(facts: dict[str, Fact], size: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    optional = {name: _value(fact.spec) for name, fact in facts.items()}
    return st.lists(st.fixed_dictionaries({}, optional=optional), min_size=1, max_size=size)


@settings(max_examples=80, deadline=None)
@given(st.data(), as_ofs)
def test_outcomes_verdicts_and_missing_facts_are_those_of_the_scalar_engine(
    checker: Checker, data: st.DataObject, as_of: date
) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    rows = data.draw(_applicants(dict(scheme.facts), 4))
    judgements = judge(scheme, _table(scheme, rows, as_of))
    lacking = lacking_facts(judgements)
    for row, facts in enumerate(rows):
        report = checker.check(scheme.id, facts, as_of)
        found = {name: OUTCOMES[findings.outcome[row]] for name, findings in judgements.findings.items()}
        assert found == {result.id: result.outcome for result in report.criteria}
        assert report.newer_rounds or VERDICTS[judgements.verdict[row]] == report.verdict
        assert lacking[row] == tuple(spec.name for spec in report.missing_facts)


@settings(max_examples=40, deadline=None)
@given(st.data(), as_ofs)
def test_every_failed_criterion_has_the_reason_and_the_day_of_the_scalar_engine(
    checker: Checker, data: st.DataObject, as_of: date
) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    rows = data.draw(_applicants(dict(scheme.facts), 3))
    frame = make_frame(checker, scheme.id, as_of)
    numbers = list(range(1, len(rows) + 1))
    chunk = Chunk(
        numbers=numbers,
        rows=[[] for _ in rows],
        table=_table(scheme, rows, as_of),
        errors=[[] for _ in rows],
    )
    for facts, judged in zip(rows, judge_chunk(frame, Explainer(frame), chunk), strict=True):
        report = checker.check(scheme.id, facts, as_of)
        failed = [(r.id, r.why, r.clears_on) for r in report.criteria if r.outcome == "not_met"]
        assert [(f.criterion_id, f.why, f.clears_on) for f in judged.failed] == failed
        assert list(judged.judgement) == [r.id for r in report.criteria if r.outcome == "judgement"]
        assert list(judged.results) == [(result.name, result.value) for result in report.results]
        assert judged.verdict == report.verdict
        confirmed = {n.text for n in report.notices if n.code == "needs_official_confirmation"}
        own = {notice for notice in judged.notices if notice not in report.hints}
        assert own == confirmed - {notice.text for notice in frame.report.notices}
        assert set(judged.notices) - own <= set(report.hints)
        odd = odd_values(scheme.facts, parse_facts(scheme.facts, facts), as_of)
        assert {found.text for found in odd} <= set(judged.notices)


def _table(scheme: Scheme, rows: list[dict[str, Any]], as_of: date) -> Any:
    return make_table(scheme.facts, columns_of(scheme.facts, rows), as_of, len(rows))


def _facts() -> dict[str, Fact]:
    """One fact of each type, made up."""
    steps = tuple(Option(value=value, label=value) for value in ("low", "middle", "high"))
    kinds = tuple(Option(value=value, label=value) for value in ("fire", "flood", "fraud"))
    entries: list[dict[str, Any]] = [
        {"name": "plan", "type": "boolean"},
        {"name": "share", "type": "number", "unit": "%", "minimum": 0, "maximum": 100},
        {"name": "first", "type": "number", "minimum": 0},
        {"name": "second", "type": "number", "minimum": 0},
        {"name": "began", "type": "date"},
        {"name": "tier", "type": "enum", "scale": "steps"},
        {"name": "output", "type": "series"},
        {"name": "harm", "type": "events", "kinds": kinds, "grades": "steps"},
        {"name": "stops", "type": "events"},
        {"name": "black", "type": "listing"},
    ]
    made = [FactEntry(label=entry["name"], question="?", **entry) for entry in entries]
    return {entry.name: make_fact(entry, {"steps": steps}) for entry in made}


FACTS = _facts()
THRESHOLDS = st.sampled_from([0, 1, 2, 3, 5, 60, 0.5]) | st.integers(-10, 9000)
WINDOW = st.fixed_dictionaries(
    {"word": st.just("近三年"), "years": st.integers(1, 4), "reading": st.sampled_from(["both", "rolling"])}
)
OPS = st.sampled_from([("不少于", ">="), ("超过", ">"), ("少于", "<"), ("不超过", "<="), ("等于", "=")])
KINDS = st.lists(st.sampled_from(["fire", "flood", "fraud"]), max_size=2, unique=True)


def _op(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(OPS, values).map(
        lambda drawn: {"word": drawn[0][0], "op": drawn[0][1], "value": drawn[1]}
    )


def _with(
    fixed: dict[str, Any], *parts: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(
        lambda drawn: {key: v for part in (fixed, *drawn) for key, v in part.items()}
    )


def _maybe(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.just({}) | values.map(lambda value: {key: value})


_graded: st.SearchStrategy[dict[str, Any]] = st.just({}) | st.sampled_from(["low", "middle", "high"]).map(
    lambda g: {"grade": g, "word": f"{g}及以上"}
)
_filters = st.lists(_with({}, _maybe("kinds", KINDS), _maybe("grade", st.just("middle"))), max_size=2)
_years = st.just({"years": (2021, 2022), "years_quotes": ("两年",)}) | st.integers(1, 3).map(
    lambda n: {"last": n}
)
_measured = (
    _op(THRESHOLDS).map(lambda c: {"every": c})
    | THRESHOLDS.map(lambda n: {"above": n})
    | st.just({"falling": True})
)
LEAVES = st.one_of(
    _with({"form": "is", "fact": "plan"}, st.booleans().map(lambda value: {"value": value})),
    st.just({"form": "document", "fact": "plan"}),
    st.just({"form": "one_of", "fact": "tier", "values": ["high"], "doubtful": ["middle"]}),
    st.just({"form": "at_least", "fact": "tier", "scale": "steps", "step": "middle", "word": "中及以上"}),
    _with({"form": "compare", "fact": "share"}, _op(st.integers(0, 100))),
    _with({"form": "compare", "fact": "first", "plus": ["second"]}, _op(THRESHOLDS)),
    _with({"form": "date", "fact": "began"}, _op(days)),
    st.just({"form": "this_year", "fact": "began"}),
    _with(
        {"form": "no_event", "fact": "harm"},
        _maybe("kinds", KINDS),
        _graded,
        _maybe("window", WINDOW),
        st.just({}) | st.just({"floor": "began"}) | st.just({"since": "began"}),
        _maybe("doubtful", _filters),
        _maybe("only_doubtful", st.booleans()),
    ),
    _with(
        {"form": "no_spell", "fact": "stops", "word": "12个月以上"},
        st.integers(1, 14).map(lambda n: {"months": n}),
        _maybe("window", WINDOW),
    ),
    st.just({"form": "not_listed", "fact": "black"}),
    _with(
        {"form": "not_listed", "fact": "black"},
        st.sampled_from(["open", "counts"]).map(lambda o: {"once_removed": o}),
        WINDOW.map(lambda w: {"window": w}),
    ),
    _with({"form": "count", "fact": "harm"}, _op(st.integers(0, 3)), _maybe("kinds", KINDS)),
    _with({"form": "series", "fact": "output"}, _years, _measured, _maybe("or_total", st.booleans())),
    st.just({"form": "judgement", "by": "甲"}),
)
TESTS = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.tuples(st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3)).map(
            lambda drawn: {"form": drawn[0], "tests": drawn[1]}
        ),
        st.lists(parts, min_size=2, max_size=3).map(lambda tests: {"form": "first", "tests": tests}),
        parts.map(lambda test: {"form": "not", "test": test}),
    ),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(TESTS, st.none() | LEAVES, _applicants(FACTS, 5), as_ofs)
def test_every_form_finds_what_the_scalar_engine_finds(
    rule: dict[str, Any], scope: dict[str, Any] | None, rows: list[dict[str, Any]], as_of: date
) -> None:
    criterion = _criterion(rule, scope)
    table = make_table(FACTS, columns_of(FACTS, rows), as_of, len(rows))
    found = judge_criterion(criterion, table)
    for row, facts in enumerate(rows):
        values = table.values(row, list(FACTS))
        assert set(values) <= set(parse_facts(FACTS, facts))
        wanted = finding_of(criterion, Case(FACTS, values, as_of))
        missing = tuple(dict.fromkeys(name for name, lacking in found.missing if lacking[row]))
        got = (OUTCOMES[found.outcome[row]], bool(found.confirm[row]), missing)
        assert got == (wanted.outcome, wanted.confirm, wanted.missing)
        assert scope or bool(found.begun[row]) == wanted.begun


def _criterion(rule: dict[str, Any], scope: dict[str, Any] | None) -> Criterion:
    source = Source(document="d", clause="c", quote="q")
    raw = {
        "id": "x",
        "label": "x",
        "role": "condition",
        "source": source,
        "test": rule,
        "applies_when": scope,
    }
    entry = CriterionEntry.model_validate(raw)
    return Criterion(entry=entry, clause_id="c", fact_names=tuple(FACTS), can_fail=True)


MEETING = [
    date(2022, 1, 1),
    date(2022, 5, 20),
    date(2022, 5, 21),
    date(2023, 1, 1),
    date(2025, 5, 20),
    date(2025, 5, 21),
]
ENDS = [
    date(2024, 2, 29),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2025, 5, 20),
    date(2025, 5, 21),
    date(2026, 1, 1),
]


@pytest.mark.parametrize("limit", [{}, {"floor": "began"}, {"since": "began"}])
@pytest.mark.parametrize("reading", ["both", "rolling"])
@pytest.mark.parametrize("years", [1, 3])
def test_windows_begin_and_end_on_the_days_of_the_scalar_engine(
    limit: dict[str, str], reading: str, years: int
) -> None:
    window = {"word": "近三年", "years": years, "reading": reading}
    criterion = _criterion({"form": "no_event", "fact": "harm", "window": window, **limit}, None)
    happened = [day.isoformat() for day in MEETING] + ["2022-05", "2022", "2024-02-29", "2023-02-28"]
    began = [None, *(day.isoformat() for day in MEETING)]
    rows = [
        {"harm": [{"date": day}], **({"began": first} if first else {})}
        for day in happened
        for first in began
    ]
    for as_of in ENDS:
        table = make_table(FACTS, columns_of(FACTS, rows), as_of, len(rows))
        found = judge_criterion(criterion, table)
        for row in range(len(rows)):
            wanted = finding_of(criterion, Case(FACTS, table.values(row, list(FACTS)), as_of))
            missing = tuple(name for name, lacking in found.missing if lacking[row])
            assert OUTCOMES[found.outcome[row]] == wanted.outcome, (rows[row], as_of)
            assert missing == wanted.missing


@pytest.mark.parametrize(
    "op", [("不少于", ">="), ("超过", ">"), ("少于", "<"), ("不超过", "<="), ("等于", "=")]
)
@pytest.mark.parametrize("total", [{}, {"or_total": True}])
def test_thresholds_are_met_where_the_scalar_engine_meets_them(
    op: tuple[str, str], total: dict[str, bool]
) -> None:
    limit = {"word": op[0], "op": op[1], "value": 2}
    series = {"form": "series", "fact": "output", "last": 2, "every": limit, **total}
    figures = [0, 1, 2, 3, None]
    rows = [
        {key: value for key, value in (("first", a), ("second", b)) if value is not None}
        | {"output": {"2023": a, "2024": b}}
        for a in figures
        for b in figures
    ]
    for rule in ({"form": "compare", "fact": "first", "plus": ["second"], **limit}, series):
        criterion = _criterion(rule, None)
        found = judge_criterion(
            criterion, make_table(FACTS, columns_of(FACTS, rows), date(2025, 5, 20), len(rows))
        )
        for row, facts in enumerate(rows):
            wanted = finding_of(criterion, Case(FACTS, parse_facts(FACTS, facts), date(2025, 5, 20)))
            got = (OUTCOMES[found.outcome[row]], bool(found.confirm[row]), bool(found.begun[row]))
            assert got == (wanted.outcome, wanted.confirm, wanted.begun), facts


@pytest.mark.parametrize("told", [True, False, None, {"state": "not_applicable"}, "nothing"])
def test_a_criterion_that_does_not_apply_is_left_out(told: Any) -> None:
    criterion = _criterion(
        {"form": "compare", "fact": "first", "word": "超过", "op": ">", "value": 2}, {"is": "plan"}
    )
    rows = [{"first": 1} | ({} if told == "nothing" else {"plan": told})]
    found = judge_criterion(criterion, make_table(FACTS, columns_of(FACTS, rows), date(2025, 5, 20), 1))
    wanted = finding_of(criterion, Case(FACTS, parse_facts(FACTS, rows[0]), date(2025, 5, 20)))
    assert OUTCOMES[found.outcome[0]] == wanted.outcome
    assert tuple(name for name, lacking in found.missing if lacking[0]) == wanted.missing
