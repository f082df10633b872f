"""What a test finds: one of five outcomes with its reasons, and how findings combine (Kleene's logic).

``judgement`` stands, like ``unknown``, between true and false; ``not_applicable`` is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from assistant.domain.eligibility import Outcome
from assistant.eligibility.phrases import say


class Reason(NamedTuple):
    """A sentence of the prompts with its variables."""

    key: str
    params: Mapping[str, Any]

    def text(self) -> str:
        """The sentence as printed."""
        return say(self.key, **self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An outcome, why, which facts would decide it, and whether the reading itself is open.

    Attributes:
        missing: Facts that are absent, unknown to the applicant or incomplete.
        confirm: The text can be read in two ways that differ here: only the authority can say.
        begun: Part of what is missing has been told.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    confirm: bool = False
    begun: bool = False

    def why(self) -> str:
        """The reasons as running text, each once."""
        return "".join(dict.fromkeys(reason.text() for reason in self.reasons))


_ALL_ORDER: tuple[Outcome, ...] = ("not_met", "unknown", "judgement", "met", "not_applicable")
_ANY_ORDER: tuple[Outcome, ...] = ("met", "unknown", "judgement", "not_met", "not_applicable")
_OPPOSITE: Mapping[Outcome, Outcome] = {"met": "not_met", "not_met": "met"}
_DECIDED: frozenset[Outcome] = frozenset({"met", "not_met", "not_applicable"})


def all_of(findings: Iterable[Finding]) -> Finding:
    """Every part must hold: one failure settles it, then one unknown keeps it open."""
    return _combine(tuple(findings), _ALL_ORDER)


def any_of(findings: Iterable[Finding]) -> Finding:
    """One part must hold: one success settles it, then one unknown keeps it open."""
    return _combine(tuple(findings), _ANY_ORDER)


def opposite(finding: Finding) -> Finding:
    """True and false change places; all else stays."""
    return replace(finding, outcome=_OPPOSITE.get(finding.outcome, finding.outcome))


def first_decided(findings: Sequence[Finding]) -> Finding:
    """The first finding that is decided, or open by the text itself; else a judgement, one begun, or the first."""
    decided = next((finding for finding in findings if finding.outcome in _DECIDED or finding.confirm), None)
    judged = next((finding for finding in findings if finding.outcome == "judgement"), None)
    begun = next((finding for finding in findings if finding.begun), None)
    return decided or judged or begun or findings[0]


def _combine(findings: tuple[Finding, ...], order: tuple[Outcome, ...]) -> Finding:
    outcome = min((finding.outcome for finding in findings), key=order.index)
    telling = [finding for finding in findings if finding.outcome == outcome]
    return Finding(
        outcome=outcome,
        reasons=tuple(reason for finding in telling for reason in finding.reasons),
        missing=tuple(dict.fromkeys(name for finding in telling for name in finding.missing)),
        confirm=any(finding.confirm for finding in telling),
    )
