"""Kleene's logic over columns: what ``findings`` says of one applicant, said of many at once.

Outcomes are small numbers, so that "and" is a minimum, "or" a maximum and "not" 2 - x; ``judgement`` stands
between true and false, ``not_applicable`` is left out of both, as there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.eligibility import Outcome
from assistant.eligibility.comparators import COMPARE, Operator

Codes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

NOT_MET, UNKNOWN, MET, JUDGEMENT, NOT_APPLICABLE = range(5)
OUTCOMES: tuple[Outcome, ...] = ("not_met", "unknown", "met", "judgement", "not_applicable")
CODE_OF: dict[Outcome, int] = {name: code for code, name in enumerate(OUTCOMES)}

# Place of each outcome when the parts of "and" (least first) and of "or" (greatest first) are compared.
_AND = np.array([0, 1, 3, 2, 4], dtype=np.uint8)
_OR = np.array([1, 3, 4, 2, 0], dtype=np.uint8)
_NOT = np.array([MET, UNKNOWN, NOT_MET, JUDGEMENT, NOT_APPLICABLE], dtype=np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a test finds of each of ``n`` applicants.

    Attributes:
        outcome: Codes of the outcomes, ``(n,)``.
        confirm: Whether only the authority can say how to read the text, ``(n,)``.
        begun: Whether part of what is missing has been told, ``(n,)``.
        missing: Facts in the order in which a report names them, and for whom each is missing, ``(n,)``.
    """

    outcome: Codes
    confirm: Mask
    begun: Mask
    missing: tuple[tuple[str, Mask], ...] = ()


def plain(outcome: Codes, missing: Sequence[tuple[str, Mask]] = (), confirm: Mask | None = None) -> Findings:
    """Findings of a test without parts."""
    none = np.zeros(len(outcome), dtype=np.bool_)
    return Findings(
        outcome=outcome, confirm=none if confirm is None else confirm, begun=none, missing=tuple(missing)
    )


def compared(op: Operator, values: NDArray[Any], threshold: float) -> Mask:
    """Which values stand in this relation to a threshold."""
    return np.asarray(COMPARE[op](values, threshold), dtype=np.bool_)


def all_of(parts: Sequence[Findings]) -> Findings:
    """Every part must hold: the least outcome decides."""
    ranks = reduce(np.minimum, (_AND[part.outcome] for part in parts))
    return _telling(parts, np.argsort(_AND).astype(np.uint8)[ranks])


def any_of(parts: Sequence[Findings]) -> Findings:
    """One part must hold: the greatest outcome decides."""
    ranks = reduce(np.maximum, (_OR[part.outcome] for part in parts))
    return _telling(parts, np.argsort(_OR).astype(np.uint8)[ranks])


def opposite(findings: Findings) -> Findings:
    """True and false change places; all else stays."""
    return replace(findings, outcome=_NOT[findings.outcome])


def first_decided(parts: Sequence[Findings]) -> Findings:
    """The first part that is decided or open by the text itself; else a judgement, one begun, or the first."""
    chosen = np.full(len(parts[0].outcome), -1, dtype=np.int64)
    decided = (NOT_MET, MET, NOT_APPLICABLE)
    for wanted in (
        [np.isin(part.outcome, decided) | part.confirm for part in parts],
        [part.outcome == JUDGEMENT for part in parts],
        [part.begun for part in parts],
    ):
        for index, mask in enumerate(wanted):
            chosen = np.where((chosen < 0) & mask, index, chosen)
    return picked(parts, [np.maximum(chosen, 0) == index for index in range(len(parts))])


def picked(parts: Sequence[Findings], masks: Sequence[Mask]) -> Findings:
    """Of each applicant the findings of the one part whose mask holds."""
    return Findings(
        outcome=np.select(masks, [part.outcome for part in parts]).astype(np.uint8),
        confirm=_any(part.confirm & mask for part, mask in zip(parts, masks, strict=True)),
        begun=_any(part.begun & mask for part, mask in zip(parts, masks, strict=True)),
        missing=_missing(parts, masks),
    )


def _telling(parts: Sequence[Findings], outcome: Codes) -> Findings:
    masks = [part.outcome == outcome for part in parts]
    return Findings(
        outcome=outcome,
        confirm=_any(part.confirm & mask for part, mask in zip(parts, masks, strict=True)),
        begun=np.zeros(len(outcome), dtype=np.bool_),
        missing=_missing(parts, masks),
    )


def _any(masks: Iterable[Mask]) -> Mask:
    return reduce(lambda left, right: left | right, masks)


def _missing(parts: Sequence[Findings], masks: Sequence[Mask]) -> tuple[tuple[str, Mask], ...]:
    return tuple(
        (name, lacking & mask)
        for part, mask in zip(parts, masks, strict=True)
        for name, lacking in part.missing
    )
