"""The engine over columns, generated from the same rules: outcomes, verdicts and what is missing of many applicants.

Equal to the scalar engine on every input: its law is held by a property test and by ``eval.bench.bench_batch``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.domain.eligibility import Verdict
from assistant.eligibility.batch.columns import Table
from assistant.eligibility.batch.kleene import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Codes,
    Findings,
    Mask,
    all_of,
    any_of,
    first_decided,
    opposite,
    picked,
    plain,
)
from assistant.eligibility.batch.leaves import judge_leaf
from assistant.eligibility.forms import All, AnyOf, First, Not, Test
from assistant.eligibility.schemes import Criterion, Scheme

VERDICTS: tuple[Verdict, ...] = ("not_eligible", "needs_information", "formally_eligible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What the rules of a scheme come to for each of ``n`` applicants.

    Attributes:
        verdict: Codes of ``VERDICTS``, ``(n,)``.
        findings: By id of criterion, in the order of the rules.
        missing: Facts that mandatory criteria lack, criterion by criterion, and for whom.
    """

    verdict: Codes
    findings: Mapping[str, Findings]
    missing: tuple[tuple[str, Mask], ...]


def judge(scheme: Scheme, table: Table) -> Judgements:
    """Judge every applicant of a table."""
    findings = {criterion.entry.id: judge_criterion(criterion, table) for criterion in scheme.criteria}
    deciding = [findings[criterion.entry.id] for criterion in scheme.criteria if criterion.decides]
    return Judgements(
        verdict=_verdicts(deciding, table.count),
        findings=findings,
        missing=tuple(
            (name, lacking & (found.outcome == UNKNOWN))
            for found in deciding
            for name, lacking in found.missing
        ),
    )


def judge_criterion(criterion: Criterion, table: Table) -> Findings:
    """The findings of one criterion; where it does not apply, ``not_applicable``."""
    found = judge_test(criterion.entry.test, table)
    applies = criterion.entry.applies_when
    if applies is None:
        return found
    scope = judge_test(applies, table)
    out = np.isin(scope.outcome, (NOT_MET, NOT_APPLICABLE))
    beside = plain(np.full(table.count, NOT_APPLICABLE, dtype=np.uint8))
    within = scope.outcome == MET
    return picked([beside, found, scope], [out, within, ~out & ~within])


def judge_test(test: Test, table: Table) -> Findings:
    """The findings of a test with all its parts."""
    if isinstance(test, All):
        return all_of([judge_test(part, table) for part in test.tests])
    if isinstance(test, AnyOf):
        return any_of([judge_test(part, table) for part in test.tests])
    if isinstance(test, First):
        return first_decided([judge_test(part, table) for part in test.tests])
    if isinstance(test, Not):
        return opposite(judge_test(test.test, table))
    return judge_leaf(test, table)


def _verdicts(deciding: Sequence[Findings], count: int) -> Codes:
    if not deciding:
        return np.full(count, len(VERDICTS) - 1, dtype=np.uint8)
    outcome = all_of(deciding).outcome
    return np.where(outcome == NOT_MET, 0, np.where(outcome == UNKNOWN, 1, 2)).astype(np.uint8)


def lacking_facts(judgements: Judgements) -> list[tuple[str, ...]]:
    """The missing facts of each applicant in the order of the report."""
    return named_patterns(judgements.missing, len(judgements.verdict))


def named_patterns(named: Sequence[tuple[str, Mask]], count: int) -> list[tuple[str, ...]]:
    """For each applicant the names whose mask holds, each once; equal patterns share one tuple."""
    if not named:
        return [()] * count
    names = [name for name, _ in named]
    packed = np.packbits(np.stack([mask for _, mask in named], axis=1), axis=1)
    patterns: dict[bytes, tuple[str, ...]] = {}
    width, flat = packed.shape[1], packed.tobytes()
    keys = [flat[at : at + width] for at in range(0, len(flat), width)]
    for key in set(keys):
        bits = np.unpackbits(np.frombuffer(key, dtype=np.uint8), count=len(names))
        patterns[key] = tuple(dict.fromkeys(name for name, bit in zip(names, bits, strict=True) if bit))
    return [patterns[key] for key in keys]
