"""Whether the check of a scheme came out right, as a whole and criterion by criterion.

A verdict is right when it is one of the acceptable ones on the scheme that was meant. A criterion is found by the
verbatim quote of its clause (at least eight characters in common) and is right when its outcome is the expected one;
where several criteria of a report rest on the same words, one of them suffices. Exact match on both; no partial credit for a near verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from eval.metrics.evidence import overlaps, squash
from eval.units import Expected

_COMMON = 8


def verdict_right(verdicts: Sequence[str], scheme: str | None, report: Mapping[str, Any] | None) -> float:
    """1.0 when the report on the scheme comes to an acceptable verdict; 0.0 without a report."""
    if report is None:
        return 0.0
    return float(scheme in (None, report["scheme"]) and report["verdict"] in verdicts)


def criteria_right(expected: Sequence[Expected], report: Mapping[str, Any] | None) -> float | None:
    """Share of the expected outcomes that the report has; None where none is expected."""
    if not expected:
        return None
    wrong = wrong_criteria(expected, report)
    return 1 - len(wrong) / len(expected)


def wrong_criteria(
    expected: Sequence[Expected], report: Mapping[str, Any] | None
) -> list[tuple[Expected, tuple[str, ...]]]:
    """Expected outcomes that the report lacks, each with the outcomes that it has on that clause."""
    found = []
    for one in expected:
        outcomes = tuple(
            str(criterion["outcome"])
            for criterion in (report or {}).get("criteria", ())
            if one.document_id in ("", criterion["citation"]["document_id"])
            and _same_words(one.quote, criterion["citation"]["quote"])
        )
        if one.outcome not in outcomes:
            found.append((one, outcomes))
    return found


def _same_words(one: str, other: str) -> bool:
    """Whether one quote holds the other, or both share a run of words: a list in one clause is parted differently."""
    if overlaps(one, other):
        return True
    a, b = squash(one), squash(other)
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size >= _COMMON
