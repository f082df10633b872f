from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import reciprocal_rank_fusion, weighted_sum

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


SCORES = st.dictionaries(st.integers(0, 20), st.floats(-1, 1), min_size=1, max_size=12)


@given(SCORES, st.floats(0.1, 3), st.floats(-1, 1))
def test_the_weighted_sum_is_the_same_for_cosines_that_crowd_together(
    similarities: dict[int, float], stretch: float, shift: float
) -> None:
    def summed(values: dict[int, float]) -> dict[int, float]:
        return weighted_sum(values, {}, best=max(values.values()) + 0.1 * stretch, last=min(values.values()))

    other = {key: stretch * value + shift for key, value in similarities.items()}
    one = weighted_sum(
        similarities, {}, best=max(similarities.values()) + 0.1, last=min(similarities.values())
    )
    assert all(abs(one[key] - value) < 1e-4 for key, value in summed(other).items())


@given(SCORES)
def test_of_two_that_are_equally_near_the_one_with_more_words_comes_first(
    similarities: dict[int, float],
) -> None:
    scores = weighted_sum({**similarities, 98: 0.5, 99: 0.5}, {98: 3.0, 99: 4.0}, best=0.9, last=0.1)
    assert scores[99] > scores[98]


def test_what_only_shares_words_still_has_a_score_that_is_not_negative() -> None:
    assert weighted_sum({"far": -0.9}, {"far": 1.0}, best=0.9, last=0.8) == {"far": 0.02}
