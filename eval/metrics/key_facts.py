"""Whether the answer says what decides, and nothing that a right answer never says.

Source: the nugget method, Voorhees, Evaluating answers to definition questions, NAACL 2003; every vital nugget
counts, an alternative wording of it does too.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.evidence import squash


def says_key_facts(key_facts: Sequence[Sequence[str]], said: str) -> float | None:
    """1.0 when the answer holds one string of every group; None without key facts."""
    if not key_facts:
        return None
    text = squash(said)
    return float(all(any(squash(fact) in text for fact in group) for group in key_facts))


def missing_facts(key_facts: Sequence[Sequence[str]], said: str) -> list[tuple[str, ...]]:
    """The groups of which the answer holds no string."""
    text = squash(said)
    return [tuple(group) for group in key_facts if not any(squash(fact) in text for fact in group)]


def forbidden(must_not: Sequence[str], said: str) -> list[str]:
    """The strings that the answer should not hold but does."""
    text = squash(said)
    return [word for word in must_not if squash(word) in text]
