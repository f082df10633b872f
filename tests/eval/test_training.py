from __future__ import annotations

import re
from pathlib import Path
from random import Random

import numpy as np
import pytest

from assistant.index.static import StaticEmbedder
from eval.train.citations import citation_pairs
from eval.train.legal_words import legal_word_pairs, read_sayings
from eval.train.lessons import NEGATIVES, blanked, rows
from eval.train.negatives import mined_negatives
from eval.train.pairs import Article, LayQuestion, Pair, legal_pairs
from eval.train.statute_questions import FILE, read_statute_questions, statute_question_pairs

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


def test_questions_on_statutes_are_written_once_each_behind_the_ids_of_their_articles() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 40_000
    assert not [
        line for line in lines if not re.fullmatch(r"[0-9a-f]{12}(?: [0-9a-f]{12})*\t\S[^\t]{3,}", line)
    ]
    assert len({line.partition("\t")[2] for line in lines}) == len(lines)


def test_questions_on_one_article_do_not_repel_each_other(tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text("0 1\t工钱拖着不给怎么办\n1\t老板欠薪找谁\n9\t没有这一条\n", encoding="utf-8")
    questions = read_statute_questions(ARTICLES, file)
    assert [question.text for question in questions] == ["工钱拖着不给怎么办", "老板欠薪找谁"]
    pairs = statute_question_pairs(questions, ARTICLES, {"statute:1": ("别的",)})
    assert [(pair.key, pair.positive) for pair in pairs] == [
        ("0", ARTICLES[0].passage),
        ("1", ARTICLES[1].passage),
        ("1", ARTICLES[1].passage),
    ]
    assert [pair.negatives for pair in pairs] == [(), (), ("别的",)]


def law(name: str, number: int, text: str) -> Article:
    return Article(f"{name}{number}", name, "", text, True, number)


RULES = [
    law("节约用水条例", 12, "用水单位应当安装经检定合格的计量器具。"),
    law("节约用水条例", 13, "取用地下水的，应当另行办理取水许可。"),
    law("节约用水条例", 40, "违反本条例第十二条、第十三条规定，拒不改正的，处一万元以下的罚款。"),
    law("水法", 12, "国家对水资源实行流域管理。"),
]


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("违反本条例第十二条规定，拒不改正的，处一万元以下的罚款。", ["节约用水条例12"]),
        (
            "违反本条例第十二条和第十三条的规定，处一万元以下的罚款。",
            ["节约用水条例12", "节约用水条例13"],
        ),
        ("依照《中华人民共和国水法》第十二条设立的流域机构负责监督。", ["水法12"]),
        ("依照中华人民共和国水法第十二条设立的流域机构负责监督。", ["水法12"]),
        ("违反本条例第十二条、《水法》第十二条的，分别予以处罚。", ["节约用水条例12", "水法12"]),
        ("违反《防洪法》第十二条规定，造成损失的，依法承担赔偿责任。", []),
        ("违反本条例第九十九条规定，造成损失的，依法承担赔偿责任。", []),
        ("前款规定适用于第十二条以外的其他用水单位和个人。", []),
    ],
)
def test_a_sentence_that_cites_is_paired_with_what_it_cites(sentence: str, cited: list[str]) -> None:
    pairs = citation_pairs([*RULES[:2], law("节约用水条例", 41, sentence), RULES[3]])
    assert [pair.key for pair in pairs] == cited
    assert not [pair for pair in pairs if re.search(r"第.{1,3}条|《", pair.anchor)]


def test_an_article_number_that_a_title_has_twice_is_no_ones() -> None:
    assert [pair.key for pair in citation_pairs(RULES)] == ["节约用水条例12", "节约用水条例13"]
    assert [pair.key for pair in citation_pairs([*RULES, law("节约用水条例", 12, "别的一部。")])] == [
        "节约用水条例13"
    ]


def test_negatives_of_a_model_are_near_but_neither_the_answer_nor_as_near_as_it() -> None:
    asked = LayQuestion("q", "水表要不要检定", "", "", (("节约用水条例12", "节约用水条例", RULES[0].text),))
    again = law("节水办法", 3, RULES[0].text)
    found = mined_negatives(StaticEmbedder.load(), [asked], [*RULES, again], 2)["q"]
    assert RULES[0].passage not in found
    assert again.passage not in found
    assert 1 <= len(found) <= 2


def test_signs_that_tell_inside_from_outside_get_the_weight() -> None:
    from eval.train.fit_ground import fit

    chance = np.random.default_rng(3)
    noise = chance.normal(size=(400, 1))
    sign = np.repeat([1.0, -1.0], 200)[:, None] + chance.normal(scale=0.4, size=(400, 1))
    rows = np.hstack([sign, noise])
    weights, _ = fit(rows[:200], rows[200:], 50)
    assert weights[0] > 10 * abs(weights[1])
    told = rows @ weights
    assert np.quantile(told[:200], 0.02) > np.quantile(told[200:], 0.98)


def test_between_two_models_lies_a_model(tmp_path: Path) -> None:
    from eval.train.model import between, export, read_table

    rows = np.random.default_rng(5).normal(size=(50, 8)).astype(np.float32)
    turned = rows + np.random.default_rng(6).normal(scale=0.3, size=rows.shape).astype(np.float32)
    folders = [tmp_path / name for name in ("one", "other", "out")]
    for folder, table in zip(folders, (rows, 3 * turned, rows), strict=True):
        folder.mkdir()
        export(table, folder)
    between(folders[0], folders[1], 0.25, folders[2])
    found, wanted = read_table(folders[2]).ravel(), (0.75 * rows + 0.25 * turned).ravel()
    assert found @ wanted / np.linalg.norm(found) / np.linalg.norm(wanted) > 0.998
