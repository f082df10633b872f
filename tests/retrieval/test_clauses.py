from __future__ import annotations

import numpy as np

from assistant.index.passages import Passage
from assistant.retrieval.clauses import JOINED_SHARE, Clauses


def _passage(document_id: str, *clause_ids: str) -> Passage:
    return Passage(
        id=f"{document_id}#{clause_ids[0]}",
        document_id=document_id,
        clause_ids=clause_ids,
        context="",
        text="甲",
    )


def test_a_clause_has_the_best_score_that_a_passage_gives_it() -> None:
    known = Clauses([_passage("b", "1"), _passage("a", "2"), _passage("a", "1", "2")])
    found = known.scored(np.array([0, 1, 2]), np.array([0.5, 0.5, 1.0]))
    told = dict(zip([known.keys[number] for number in found.numbers], found.scores.tolist(), strict=True))
    assert told == {("a", "1"): JOINED_SHARE, ("a", "2"): JOINED_SHARE, ("b", "1"): 0.5}


def test_equal_scores_stand_in_the_order_of_ids() -> None:
    known = Clauses([_passage("b", "1"), _passage("a", "2"), _passage("a", "1")])
    ranked = known.scored(np.array([0, 1, 2]), np.array([0.5, 0.5, 0.5])).ranking()
    assert [known.keys[number] for number in ranked] == [("a", "1"), ("a", "2"), ("b", "1")]


def test_no_passages_hold_no_clauses() -> None:
    found = Clauses([]).scored(np.zeros(0, dtype=np.int64), np.zeros(0))
    assert found.ranking() == []
