"""Training pairs from the lexicon: official sentences said again with lay and English words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from ruamel.yaml import YAML

from eval.train.pairs import Pair, sentences

_PER_TERM = 60


@dataclass(frozen=True, slots=True)
class Concept:
    """Official words and what people say instead."""

    terms: tuple[str, ...]
    lay: tuple[str, ...]
    english: tuple[str, ...]


def read_lexicon(path: Path) -> tuple[Concept, ...]:
    """Read ``prompts/lexicon.yaml``."""
    rows = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["concepts"]
    return tuple(
        Concept(_words(row["term"]), _words(row.get("also", ())), _words(row.get("en", ()))) for row in rows
    )


def _words(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value)


def lexicon_pairs(concepts: Sequence[Concept], texts: Sequence[str], rng: Random) -> list[Pair]:
    """Make pairs from every concept with its own official words and with texts that hold them.

    ``texts`` are paragraphs of official texts, with or without a heading line above.
    """
    by_term = {term: concept for concept in concepts for term in concept.terms if concept.lay}
    pairs = [
        Pair(saying, " ".join(concept.terms), concept.terms[0])
        for concept in concepts
        for saying in (*concept.lay, *concept.english)
    ]
    used = dict.fromkeys(by_term, 0)
    for number, text in enumerate(rng.sample(texts, len(texts))):
        held = [term for term in by_term if term in text and used[term] < _PER_TERM]
        if not held:
            continue
        for term in held:
            used[term] += 1
        pairs.append(Pair(_saying(text, by_term, held, rng), text, f"lexicon:{number}"))
    return pairs


def _saying(text: str, by_term: Mapping[str, Concept], held: Sequence[str], rng: Random) -> str:
    kind = rng.random()
    chosen = rng.sample(held, min(len(held), rng.choice([1, 2, 3])))
    if kind < 0.15:
        return " ".join(rng.choice(by_term[term].english or by_term[term].lay) for term in chosen)
    if kind < 0.5:
        return " ".join(rng.choice(by_term[term].lay) for term in chosen)
    containing = [part for part in sentences(text) if any(term in part for term in chosen)]
    sentence = rng.choice(containing) if containing else text
    for term in chosen:
        sentence = sentence.replace(term, rng.choice(by_term[term].lay))
    return "，".join(piece for piece in sentence.split("，") if rng.random() < 0.7) or sentence
