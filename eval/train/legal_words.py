"""Training pairs that say articles again as lay people do, from ``legal_words.tsv``.

A line holds official words parted by ``|``, a tab, and what people say instead, parted by commas. They were written from
general knowledge of the law, before any question of a held-out set was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from eval.train.pairs import Article, Pair, sentences

LEGAL_WORDS = Path(__file__).with_name("legal_words.tsv")
_PER_TERM = 150
_SOUND = re.compile(r"[，。；：、！？（）《》“”〔〕\s]")


@dataclass(frozen=True, slots=True)
class Saying:
    """Official words and what people say instead."""

    terms: tuple[str, ...]
    lay: tuple[str, ...]


def read_sayings(path: Path = LEGAL_WORDS) -> tuple[Saying, ...]:
    """Read the list."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(Saying(tuple(terms.split("|")), tuple(lay.split(","))) for terms, lay in rows)


def legal_word_pairs(sayings: Sequence[Saying], articles: Sequence[Article], rng: Random) -> list[Pair]:
    """Two pairs for each article that holds a term not yet used often, and one for each term and lay word."""
    by_term = {term: saying for saying in sayings for term in saying.terms}
    pairs = [
        Pair(lay, term, f"word:{saying.terms[0]}")
        for saying in sayings
        for term in saying.terms
        for lay in saying.lay
    ] * 2
    used = dict.fromkeys(by_term, 0)
    readable = [article for article in articles if 15 < len(article.text) < 500]
    for article in rng.sample(readable, len(readable)):
        held = [term for term in by_term if term in article.passage]
        rare = [term for term in held if used[term] < _PER_TERM]
        for term in rare:
            used[term] += 1
        if rare:
            pairs += [
                Pair(said, article.passage, article.id)
                for said in _said_again(article, held, rare, by_term, rng)
            ]
    return pairs


def _said_again(
    article: Article, held: Sequence[str], rare: Sequence[str], by_term: Mapping[str, Saying], rng: Random
) -> Iterator[str]:
    for _ in range(2):
        chosen = rng.sample(held, min(len(held), rng.choice([1, 2, 2, 3])))
        if not set(chosen) & set(rare):
            chosen[0] = rng.choice(rare)
        lay = {term: rng.choice(by_term[term].lay) for term in chosen}
        kind = rng.random()
        if kind < 0.4:
            yield "，".join(lay.values())
            continue
        said = _replaced(article.line, lay, 0.5 if kind < 0.7 else 0.7, rng)
        yield said if kind < 0.7 else f"{rng.choice(by_term[rng.choice(chosen)].lay)}，{said}"


def _replaced(text: str, lay: Mapping[str, str], kept_share: float, rng: Random) -> str:
    """A sentence with the terms replaced, thinned to a share of its parts."""
    holding = [part for part in sentences(text) if any(term in part for term in lay)]
    sentence = rng.choice(holding) if holding else text[:120]
    for term, words in lay.items():
        sentence = sentence.replace(term, words)
    parts = [part for part in _SOUND.split(sentence) if part]
    return "，".join(part for part in parts if rng.random() < kept_share) or sentence[:60]
