"""Citation recall and precision in the manner of ALCE, by verbatim evidence.

ALCE asks a language-inference model whether the cited passages entail a statement (recall) and whether each citation
is needed for it (precision). Here the evidence was written down by hand before any answer was seen, so both are
decided by comparing text, without a model:

* recall: share of the gold groups of which at least one alternative is cited;
* precision: share of the citations that show a gold quote. Gold names the clauses that decide, not every clause that
  may be cited beside them, so this is a lower bound.

Source: Gao, Yen, Yu and Chen, Enabling Large Language Models to Generate Text with Citations, EMNLP 2023 (ALCE), §3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics.evidence import first_places, is_evidence
from eval.units import Gold

_MARKER = re.compile(r"\[(\d+)\]")


def citation_recall(gold: Sequence[Sequence[Gold]], citations: Sequence[Mapping[str, Any]]) -> float | None:
    """Share of the gold groups that the citations show; None without gold."""
    if not gold:
        return None
    places = first_places(gold, citations, "quote")
    return sum(place is not None for place in places) / len(places)


def citation_precision(
    gold: Sequence[Sequence[Gold]], citations: Sequence[Mapping[str, Any]]
) -> float | None:
    """Share of the citations that show a gold quote; None without gold or without citations."""
    if not gold or not citations:
        return None
    every = [alternative for group in gold for alternative in group]
    good = sum(any(is_evidence(one, citation, "quote") for one in every) for citation in citations)
    return good / len(citations)


def markers_resolve(answer: str, citations: Sequence[Mapping[str, Any]]) -> float | None:
    """1.0 when every marker ``[n]`` of the prose has its citation; None where there is no marker."""
    used = {int(n) for n in _MARKER.findall(answer)}
    if not used:
        return None
    return float(used <= {int(citation["index"]) for citation in citations})
