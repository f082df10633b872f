"""Lay questions written for this project on single articles of national law (``statute_questions.tsv``).

A line is the id of the article, or of several by blanks, a tab, and the question. Whoever wrote them saw the article and
nothing else, no question of any benchmark.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.train.pairs import BLANKS, Article, LayQuestion, Pair

FILE = Path(__file__).with_name("statute_questions.tsv")


def read_statute_questions(articles: Sequence[Article], path: Path = FILE) -> list[LayQuestion]:
    """Read the questions whose articles the data holds; an article that is gone is left out."""
    by_id = {article.id: article for article in articles}
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        ids, _, text = line.partition("\t")
        gold = tuple((one.id, one.law, one.text) for name in ids.split() if (one := by_id.get(name)))
        if gold:
            found.append(LayQuestion(f"statute:{number}", text, "", "", gold))
    return found


def statute_part(question: LayQuestion, parts: int) -> int:
    """The part of ``parts`` to which the question belongs: that of its article, so that no article stands in two."""
    return zlib.crc32(str(question.gold[0][0]).encode()) % parts


def statute_question_pairs(
    questions: Sequence[LayQuestion], articles: Sequence[Article], hard: Mapping[str, Sequence[str]]
) -> list[Pair]:
    """Pair each question with each article that answers it; questions on one article do not repel each other."""
    passages = {article.id: article.passage for article in articles}
    return [
        Pair(question.text, passages[name], name, tuple(hard.get(question.id, ())), BLANKS)
        for question in questions
        for name, _, _ in question.gold
        if name in passages
    ]
