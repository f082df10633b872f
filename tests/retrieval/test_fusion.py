from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import reciprocal_rank_fusion

RANKING = st.lists(st.integers(0, 20), unique=True, max_size=12)


@given(RANKING)
def test_one_ranking_alone_keeps_its_order(ranking: list[int]) -> None:
    scores = reciprocal_rank_fusion([(1.0, ranking)])
    assert sorted(scores, key=lambda key: -scores[key]) == ranking


@given(RANKING, RANKING)
def test_everything_ranked_has_a_score_and_nothing_else(one: list[int], other: list[int]) -> None:
    assert set(reciprocal_rank_fusion([(2.0, one), (1.0, other)])) == {*one, *other}


@given(RANKING, RANKING)
def test_what_leads_both_rankings_leads_the_fusion(one: list[int], other: list[int]) -> None:
    scores = reciprocal_rank_fusion([(2.0, [99, *one]), (1.0, [99, *other])])
    assert max(scores, key=scores.__getitem__) == 99
