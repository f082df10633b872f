"""How much two documents' provisions are alike: rare pairs of characters, headings, figures, effects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.documents.effects import actor_of, agreement, effect_of
from assistant.documents.provisions import Provision
from assistant.domain.documents import Document
from assistant.text.normalise import squeeze
from assistant.text.signals import find_signals
from assistant.wording import words

Matrix = NDArray[np.float64]

CAPTION_LEAST = 0.22
MARGIN = 1.1
"""By how much a weak likeness must exceed that of every rival."""
_DIGITS = 6  # rounding makes equal what differs only in the order of summing
_WORDS, _HEADINGS, _FIGURES, _EFFECTS, _ACTORS = 0.8, 0.2, 0.12, 0.08, 0.06
_CONCEPTS = 0.4  # share of what words mean beside how they are written
_OPPOSED, _OTHER_LEVEL, _OTHER_ACTOR = 0.6, 0.85, 0.85
_PAIRED_HEADING = 0.85
_NO_HEADING = 0.25
_LEAST_WORDS = 0.12
_IDENTICAL, _ALMOST = 0.999, 0.99
_TELLING_PAIRS = 16
_RUN, _FEW, _PER_RUN, _RUNS_MOST = 8, 4, 0.025, 0.12
_SILENT = re.compile(r"[^\w]|_")


def likeness(
    left: Sequence[Provision], right: Sequence[Provision], documents: tuple[Document, Document]
) -> Matrix:
    """Likeness of every two provisions, 0 to 1, shape ``(len(left), len(right))``; 0 where they cannot pair."""
    if not left or not right:
        return np.zeros((len(left), len(right)))
    texts = [_plain(p.words) for p in left], [_plain(p.words) for p in right]
    worded = _words(*texts)
    meant = (1 - _CONCEPTS) * worded + _CONCEPTS * _concepts(*texts)
    near = np.where(worded >= _IDENTICAL, 1.0, np.minimum(meant + _verbatim(*texts), 1.0))
    sections, headings = _sections(left, right, documents)
    traits = [_traits(p) for p in left], [_traits(p) for p in right]
    found = np.zeros_like(near)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if not _comparable(a, b):
                continue
            if a.group == "caption":
                found[i, j] = sections.get((a.clause.id, b.clause.id), 0.0)
            elif near[i, j] >= _LEAST_WORDS or a.group != "body":
                base = _WORDS * near[i, j] + _HEADINGS * headings[i, j]
                score = _adjusted(float(base), traits[0][i], traits[1][j])
                found[i, j] = min(score, 1.0 if worded[i, j] >= _IDENTICAL else _ALMOST)
    return np.asarray(np.round(found, _DIGITS))


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a provision turns on beside its words."""

    signals: frozenset[object]
    levels: frozenset[object]
    effect: str | None
    actor: str | None


def _traits(provision: Provision) -> _Traits:
    signals = find_signals(provision.words)
    return _Traits(
        frozenset((s.kind, s.value) for s in signals if s.kind not in ("comparator", "modal")),
        frozenset(s.value for s in signals if s.kind == "level"),
        effect_of(provision),
        actor_of(provision),
    )


def _comparable(a: Provision, b: Provision) -> bool:
    """A caption answers to a caption, the lead of a list to a lead, the rest within its group."""
    return a.group == b.group and (a.part == "lead") == (b.part == "lead")


def _adjusted(score: float, a: _Traits, b: _Traits) -> float:
    either = a.signals | b.signals
    score += _FIGURES * len(a.signals & b.signals) / len(either) if either else 0.0
    effects = agreement(a.effect, b.effect)
    score += _EFFECTS if effects == "agree" else 0.0
    score += _ACTORS if a.actor is not None and a.actor == b.actor else 0.0
    score *= _OPPOSED if effects == "opposed" else 1.0
    score *= _OTHER_ACTOR if _one_is_of_evaluators(a.actor, b.actor) else 1.0
    score *= _OTHER_LEVEL if a.levels and b.levels and not a.levels & b.levels else 1.0
    return score


def _one_is_of_evaluators(a: str | None, b: str | None) -> bool:
    """Whether one binds those who evaluate and the other, as far as is known, somebody else."""
    return None not in (a, b) and a != b and "evaluator" in (a, b)


def _plain(text: str) -> str:
    return _SILENT.sub("", squeeze(text)).lower()


def _features(text: str) -> Counter[str]:
    return Counter([text[i : i + 2] for i in range(len(text) - 1)] or [text])


def _words(left: Sequence[str], right: Sequence[str], held: float = 0.3) -> Matrix:
    """Cosine of weighted character pairs, mixed with how much of the shorter one the longer holds by ``held``.

    The fewer pairs the shorter one has, the less it tells that the longer holds them.
    """
    a, b, weights = _counts(left, right)
    damped = np.log1p(a) * weights, np.log1p(b) * weights
    cosine = damped[0] @ damped[1].T / _outer(*(np.sqrt((m**2).sum(axis=1)) for m in damped))
    has = (a > 0).astype(np.float64) * weights, (b > 0).astype(np.float64)
    sizes = has[0].sum(axis=1), (has[1] * weights).sum(axis=1)
    share = has[0] @ has[1].T / np.maximum(np.minimum(sizes[0][:, None], sizes[1][None, :]), 1e-9)
    counts = [(m > 0).sum(axis=1) for m in (a, b)]
    trust = held * np.minimum(np.minimum(counts[0][:, None], counts[1][None, :]) / _TELLING_PAIRS, 1.0)
    return np.asarray(np.clip((1 - trust) * cosine + trust * share, 0.0, 1.0))


def _verbatim(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """A bonus for long runs of characters that few provisions have, taken over word for word."""
    runs = [[{t[i : i + _RUN] for i in range(len(t) - _RUN + 1)} for t in side] for side in (left, right)]
    spread = Counter(run for side in runs for found in side for run in found)
    holders: dict[str, list[int]] = {}
    for j, found in enumerate(runs[1]):
        for run in found:
            holders.setdefault(run, []).append(j)
    shared = np.zeros((len(left), len(right)))
    for i, found in enumerate(runs[0]):
        for run in found:
            if spread[run] <= _FEW:
                shared[i, holders.get(run, [])] += 1
    return np.asarray(np.minimum(shared * _PER_RUN, _RUNS_MOST))


def _concepts(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Cosine of the weighted concepts of ``prompts/lexicon.yaml`` that two texts name."""
    groups = _terms()
    table = np.array(
        [[any(term in text for term in group) for group in groups] for text in (*left, *right)], float
    )
    weights = np.log((1 + len(table)) / (0.5 + table.sum(axis=0)))
    table = table * np.maximum(weights, 0.05)
    a, b = table[: len(left)], table[len(left) :]
    return np.asarray(a @ b.T / _outer(*(np.sqrt((m**2).sum(axis=1)) for m in (a, b))))


@cache
def _terms() -> tuple[tuple[str, ...], ...]:
    """The words of official texts that name one concept each."""
    terms = [concept["term"] for concept in words("lexicon")["concepts"]]
    return tuple(tuple(term) if isinstance(term, list) else (term,) for term in terms)


def _counts(left: Sequence[str], right: Sequence[str]) -> tuple[Matrix, Matrix, Matrix]:
    counted = [_features(text) for text in (*left, *right)]
    spread = Counter(feature for features in counted for feature in features)
    columns = {feature: n for n, feature in enumerate(sorted(spread))}
    table = np.zeros((len(counted), len(columns)))
    for row, features in enumerate(counted):
        for feature, count in features.items():
            table[row, columns[feature]] = count
    # Squared rarity: what both documents say on every line tells nothing of the matter of one.
    weights = np.array([np.log((1 + len(counted)) / (0.5 + spread[f])) for f in columns])
    return table[: len(left)], table[len(left) :], np.maximum(weights, 0.05)


def _outer(a: Matrix, b: Matrix) -> Matrix:
    return np.maximum(a[:, None] * b[None, :], 1e-9)


def _sections(
    left: Sequence[Provision], right: Sequence[Provision], documents: tuple[Document, Document]
) -> tuple[dict[tuple[str, str], float], Matrix]:
    """Likeness of captioned clauses by their caption and all below, and of the headings over provisions."""
    names = [_captions(document) for document in documents]
    below = [_below(side) for side in (left, right)]
    ids = [sorted(set(names[n]) & set(below[n])) for n in (0, 1)]
    scores: dict[tuple[str, str], float] = {}
    if ids[0] and ids[1]:
        called = [[_single(names[n][i]) for i in ids[n]] for n in (0, 1)]
        captions = _words(called[0], called[1], held=0.0)
        under = [[below[n][i] for i in ids[n]] for n in (0, 1)]
        contents = _words(under[0], under[1])
        for i, a in enumerate(ids[0]):
            for j, b in enumerate(ids[1]):
                same = names[0][a] == names[1][b]
                scores[a, b] = min(1.0, 0.55 * (1.0 if same else captions[i, j]) + 0.45 * contents[i, j])
    best = best_pairs(scores)
    near = {pair: max(score, _PAIRED_HEADING) if pair in best else score for pair, score in scores.items()}
    lines = [sorted({p.captions for p in side}) for side in (left, right)]
    over = {(a, b): _heading(a, b, near) for a in lines[0] for b in lines[1]}
    return scores, np.array([[over[p.captions, q.captions] for q in right] for p in left])


def _heading(a: tuple[str, ...], b: tuple[str, ...], scores: Mapping[tuple[str, str], float]) -> float:
    """Likeness of the headings over two provisions: of the two most alike."""
    if not a or not b:
        return _NO_HEADING if a or b else 1.0
    return max(scores.get((x, y), 0.0) for x in a for y in b)


def best_pairs(scores: Mapping[tuple[str, str], float]) -> frozenset[tuple[str, str]]:
    """Pairs in which each is by far the most alike to the other."""
    highest: dict[tuple[int, str], list[float]] = {}
    for pair, score in scores.items():
        for side in (0, 1):
            two = sorted((*highest.get((side, pair[side]), ()), score), reverse=True)[:2]
            highest[side, pair[side]] = two

    def stands_out(pair: tuple[str, str], score: float) -> bool:
        rivals = [two[1] for side in (0, 1) if len(two := highest[side, pair[side]]) > 1]
        best = all(score == highest[side, pair[side]][0] for side in (0, 1))
        return best and score >= MARGIN * max(rivals, default=0.0)

    return frozenset(p for p, score in scores.items() if score >= CAPTION_LEAST and stands_out(p, score))


def _captions(document: Document) -> dict[str, str]:
    return {c.id: _plain(c.caption) for c in document.clauses if c.caption}


def _single(caption: str) -> str:
    # Captions are too short for pairs alone: each character counts twice.
    return "".join(c * 2 for c in caption) + caption


def _below(provisions: Sequence[Provision]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for provision in provisions:
        for caption in provision.captions:
            if provision.part != "caption":
                found.setdefault(caption, []).append(_plain(provision.words))
            else:
                found.setdefault(caption, [])
    return {caption: "\n".join(texts) for caption, texts in found.items()}
