"""Facts that cannot hold any more beside what is told later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.eligibility.evaluate import Case, evaluate
from assistant.eligibility.facts import parse_facts
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.tree import leaves


def contradicted(
    scheme: Scheme, before: Mapping[str, Any], now: Mapping[str, Any], as_of: date
) -> frozenset[str]:
    """Names of the facts told before that contradict those told now (三年都盈利 … 2022年亏了50万).

    Args:
        scheme: The scheme with its ``contradictions``.
        before: Facts told earlier, as on the wire.
        now: Facts told in this message.
        as_of: The day of the check.
    """
    values = parse_facts(scheme.facts, {**before, **now}, strict=False)
    case = Case(scheme.facts, values, as_of)
    found: set[str] = set()
    for contradiction in scheme.file.contradictions:
        names = {str(leaf.fact) for leaf in leaves(contradiction.when) if hasattr(leaf, "fact")}
        if names & set(now) and evaluate(contradiction.when, case).outcome == "met":
            found |= names - set(now)
    return frozenset(found & set(before))
