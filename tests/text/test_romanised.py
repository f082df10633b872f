"""Places that an English question writes in Pinyin."""

from __future__ import annotations

import pytest

from assistant.text.romanised import RomanisedPlaces


@pytest.mark.parametrize(
    ("asked", "restored"),
    [
        ("who decides in foshan?", "who decides in 佛山?"),
        ("in luoyang's rules", "in 洛阳 rules"),
        ("whom to call in wujin district?", "whom to call in 武进?"),
        ("the foshanese plants", "the foshanese plants"),
        ("佛山的奖励", "佛山的奖励"),
    ],
)
def test_places_of_the_corpus_are_put_back_into_characters(asked: str, restored: str) -> None:
    assert RomanisedPlaces(lambda: ["佛山", "洛阳", "武进"]).restored(asked) == restored


def test_two_places_that_sound_alike_stay_as_typed() -> None:
    assert RomanisedPlaces(lambda: ["宜春", "伊春"]).restored("the rules of yichun") == "the rules of yichun"


def test_provinces_alike_but_for_tones_keep_their_own_spelling() -> None:
    places = RomanisedPlaces(lambda: ["山西", "陕西"])
    assert places.restored("shanxi and shaanxi") == "山西 and 陕西"


def test_an_english_word_is_no_place() -> None:
    assert RomanisedPlaces(lambda: ["我们"]).restored("women may apply") == "women may apply"
