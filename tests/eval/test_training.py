from __future__ import annotations

from random import Random

import pytest

from eval.train.legal_words import legal_word_pairs, read_sayings
from eval.train.lessons import NEGATIVES, blanked, rows
from eval.train.pairs import Article, LayQuestion, Pair, legal_pairs

ARTICLES = [
    Article(str(n), "劳动合同法", "第四章", f"用人单位应当按照约定支付劳动报酬，不得拖欠，第{n}项。", True)
    for n in range(5)
]


def test_no_official_word_is_listed_twice_and_every_one_has_lay_words() -> None:
    sayings = read_sayings()
    terms = [term for saying in sayings for term in saying.terms]
    assert len(terms) == len(set(terms))
    assert all(all(saying.terms) and all(saying.lay) for saying in sayings)


def test_articles_are_said_again_in_lay_words_and_stay_whole_themselves() -> None:
    sayings = read_sayings()
    lay = {word for saying in sayings if {"用人单位", "劳动报酬"} & set(saying.terms) for word in saying.lay}
    pairs = [p for p in legal_word_pairs(sayings, ARTICLES, Random(1)) if not p.key.startswith("word:")]
    assert len(pairs) == 2 * len(ARTICLES)
    assert {pair.positive for pair in pairs} == {article.passage for article in ARTICLES}
    assert sum(any(word in pair.anchor for word in lay) for pair in pairs) >= 8


def test_blanking_leaves_at_least_half_and_moves_nothing() -> None:
    text = "老板拖着工资不发还要把我开除怎么办"
    for seed in range(40):
        said = blanked(text, 0.4, Random(seed))
        assert len(said) == len(text)
        assert all(one in (" ", other) for one, other in zip(said, text, strict=True))
        assert said.count(" ") <= len(text) // 2


def test_every_batch_has_its_share_of_every_group_and_repeats_by_its_seed() -> None:
    groups = [[Pair(f"甲{n}", "乙", f"a{n}") for n in range(3)], [Pair("丙", "丁", "b", ("戊", "己", "庚"))]]
    made = list(rows(groups, (2, 1), 4, Random(3)))
    assert [row["anchor"][0] for row in made] == ["甲", "甲", "丙"] * 4
    assert made == list(rows(groups, (2, 1), 4, Random(3)))
    assert made[0]["negative_0"] == ""
    assert {row[f"negative_{n}"] for row in made[2::3] for n in range(NEGATIVES)} <= {"戊", "己", "庚"}
    assert len({row["label"] for row in made}) == 4


@pytest.mark.parametrize("name", ["中华人民共和国民法典第四百五十四条", "国家赔偿法第二条"])
def test_the_heading_of_an_answer_does_not_name_the_article(name: str) -> None:
    question = LayQuestion("1", "欠钱不还怎么办？", "", "", (("a", name, "债务人应当\n\n清偿。"),))
    pairs = legal_pairs([question], {"1": ("别的",)}, Random(1))
    assert {pair.positive for pair in pairs} == {f"{name.split('第')[0]}\n债务人应当 清偿。"}
    assert all(pair.negatives == ("别的",) and pair.blanks for pair in pairs)
