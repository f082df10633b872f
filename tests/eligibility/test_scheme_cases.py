"""Every case of corpus/schemes/tests, one test each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.eligibility import Checker
from assistant.eligibility.cases import Case, load_cases
from assistant.eligibility.forms import Judgement
from assistant.eligibility.tree import leaves
from assistant.errors import RuleError

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "schemes" / "tests"
CASES = load_cases(FOLDER)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.scheme}-{case.name}") for case in CASES])
def test_the_case_comes_out_as_written(checker: Checker, case: Case) -> None:
    report = checker.check(case.scheme, case.facts, case.as_of)
    assert not list(case.mismatches(report)), [(r.id, r.outcome, r.why) for r in report.criteria]


def test_every_scheme_has_at_least_fifteen_cases(checker: Checker) -> None:
    numbers = Counter(case.scheme for case in CASES)
    assert set(numbers) == {scheme.id for scheme in checker.schemes}
    assert min(numbers.values()) >= 15
    assert checker.switched_off == ()


def test_every_criterion_that_facts_decide_is_seen_met_not_met_and_open(checker: Checker) -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for case in CASES:
        for result in checker.check(case.scheme, case.facts, case.as_of).criteria:
            seen.setdefault((case.scheme, result.id), set()).add(result.outcome)
    for scheme in checker.schemes:
        for criterion in scheme.criteria:
            if criterion.can_fail:
                outcomes = seen[scheme.id, criterion.entry.id]
                judged = any(isinstance(leaf, Judgement) for leaf in leaves(criterion.entry.test))
                left_open = {"unknown", "judgement"} if judged else {"unknown"}
                assert {"met", "not_met"} <= outcomes, (scheme.id, criterion.entry.id, outcomes)
                assert left_open & outcomes, (scheme.id, criterion.entry.id, outcomes)


def test_a_case_with_a_strange_part_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        "scheme: x\ncases:\n  - {name: a, as_of: 2025-01-01, verdict: not_eligible, outcome: {}}\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleError, match=r"x\.yaml"):
        load_cases(tmp_path)
