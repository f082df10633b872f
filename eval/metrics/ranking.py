"""Recall@k, MRR and nDCG@10 of retrieval, by ir-measures.

What counts as a relevant document is a *unit of evidence*: one group of alternative gold quotes. The retrieved clause
that is first to show a group is relevant with grade 1; later ones that only repeat it are not; a group that no
retrieved clause shows is a relevant document that was not retrieved.

Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, ch. 8 (recall, MRR); Järvelin and
Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 2002 (nDCG); MacAvaney, Macdonald and Ounis,
Streamlining Evaluation with ir-measures, ECIR 2022 (the implementation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.errors import UsageError
from eval.metrics.evidence import first_places
from eval.units import Gold

NAMES = {"R@5": "recall_at_5", "R@10": "recall_at_10", "RR@10": "mrr", "nDCG@10": "ndcg_at_10"}

Retrieved = tuple[Sequence[Sequence[Gold]], Sequence[Mapping[str, Any]]]
"""The gold groups of one query, and its retrieved clauses (``document_id``, ``text``), best first."""


def rankings(queries: Mapping[str, Retrieved]) -> dict[str, dict[str, float]]:
    """Every ranking metric of every query that has gold evidence, by query id.

    Raises:
        UsageError: ir-measures is not installed.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise UsageError("ir-measures is not installed: pip install -e '.[eval]'") from error
    relevant, ranked = [], []
    found: dict[str, dict[str, float]] = {}
    for query, (groups, hits) in queries.items():
        if not groups:
            continue
        found[query] = dict.fromkeys(NAMES.values(), 0.0)
        places = first_places(groups, hits, "text")
        names = {str(place) if place is not None else f"missing-{n}" for n, place in enumerate(places)}
        relevant += [ir_measures.Qrel(query, name, 1) for name in sorted(names)]
        ranked += [ir_measures.ScoredDoc(query, str(n), -float(n)) for n in range(len(hits))]
    measures = [ir_measures.parse_measure(name) for name in NAMES]
    for metric in ir_measures.iter_calc(measures, relevant, ranked) if ranked else ():
        found[metric.query_id][NAMES[str(metric.measure)]] = float(metric.value)
    return found
