"""The word side of retrieval: BM25 over character bigrams, whole Latin words and whole numbers.

The counts of a corpus may lie in several parts, as when one document of many has changed; weighed together
they score as if they had been counted at once. (bm25s, which weighs at counting time, would have to count
everything again; a test holds the scores against it.)
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.index.postings import Postings, count_tokens
from assistant.index.topmost import Best, topmost

# Source: K1 and B are the values of the reference figures, not tuned on the documents served here.
K1 = 1.2
B = 0.75
# In how many texts a token may stand whose shares are remembered, how many tokens, and how many shares these may
# have together: at most 40 MB. A small corpus remembers every token.
_RARE, _TOKENS, _REMEMBERED = 2000, 16_384, 4_000_000
_CJK_CLASS = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = re.compile(f"[{_CJK_CLASS}]")
_TOKEN = re.compile(rf"[{_CJK_CLASS}]+|[0-9]+(?:\.[0-9]+)?|[^\W\d_{_CJK_CLASS}]+|[^\W_{_CJK_CLASS}]")


def lexical_tokens(text: str) -> list[str]:
    """Cut text into what BM25 counts.

    >>> lexical_tokens("节能GB/T 36132，5.5万元")
    ['节能', 'gb', 't', '36132', '5.5', '万元']
    >>> lexical_tokens("第 7 条")
    ['第', '7', '条']
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    tokens: list[str] = []
    for found in _TOKEN.finditer(folded):
        run = found.group()
        if len(run) == 1 or not _CJK.match(run):
            tokens.append(run)
        else:
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
    return tokens


class Part(NamedTuple):
    """Counts, and where in the corpus each of their texts stands now: -1 where it is gone, (n,)."""

    postings: Postings
    places: NDArray[np.int32]


Shares = tuple[float, tuple[tuple[NDArray[np.int32], NDArray[np.float32]], ...]]
"""The weight of a token, and part by part where it stands with its damped share in each text."""


class LexicalIndex:
    """BM25 scores of the texts of a corpus.

    Args:
        parts: Every text of the corpus stands in exactly one of them.
        size: Number of texts.
    """

    def __init__(self, parts: Sequence[Part], size: int) -> None:
        self.size = size
        self._parts = tuple(parts)
        living = [part.postings.lengths[part.places >= 0] for part in parts]
        mean = sum(int(lengths.sum()) for lengths in living) / max(size, 1) or 1.0
        self._damping = [
            (K1 * (1 - B + B * part.postings.lengths / mean)).astype(np.float32) for part in parts
        ]
        self._shares: dict[str, Shares] = {}
        self._remembered = 0
        self._whole = [bool((part.places == np.arange(len(part.places))).all()) for part in parts]

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Count the tokens of every text; the order of the texts is their number from then on."""
        return cls._alone(count_tokens(lexical_tokens(text) for text in texts))

    def save(self, folder: Path) -> None:
        """Write an index of one part into a folder."""
        (part,) = self._parts
        part.postings.save(folder)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Map an index of one part from disk.

        Raises:
            StoreError: The folder holds no usable index of that many texts.
        """
        postings = Postings.load(folder)
        found = len(postings.lengths)
        if found != size:
            raise StoreError(f"关键词索引有 {found} 段，应有 {size} 段（{folder}）。")
        return cls._alone(postings)

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of every text, (n,); 0 where no token is shared."""
        total = np.zeros(self.size, dtype=np.float32)
        weights: list[float] = []
        places: list[NDArray[np.int32]] = []
        shares: list[NDArray[np.float32]] = []
        for token, times in Counter(lexical_tokens(query)).items():
            weight, found = self._shares.get(token) or self._shares_of(token)
            for where, share in found:
                weights.append(times * weight)
                places.append(where)
                shares.append(share)
        if places:
            weighed = np.repeat(np.array(weights, dtype=np.float32), [len(where) for where in places])
            # All tokens at once, each text's in the order of the question.
            np.add.at(total, np.concatenate(places, dtype=np.int64), weighed * np.concatenate(shares))
        return total

    def best(
        self, query: str, limit: int, within: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """As :meth:`foremost`, text by text."""
        found = self.foremost(query, limit, within)
        return list(zip(found.places.tolist(), found.scores.tolist(), strict=True))

    def foremost(self, query: str, limit: int, within: NDArray[np.bool_] | None = None) -> Best:
        """Return at most ``limit`` texts that share tokens, with their scores, best first, ties by number.

        Args:
            query: As for :meth:`scores`.
            limit: At most so many.
            within: Which texts count, (n,); None is all of them.
        """
        scores = self.scores(query)
        if within is not None:
            scores[~within] = 0.0
        # Half of a corpus shares some bigram: only what can be among the best is sorted.
        found = topmost(scores, limit)
        found = found[scores[found] > 0]
        found = found[np.argsort(-scores[found], kind="stable")]
        return Best(found, scores[found].astype(np.float64))

    def _shares_of(self, token: str) -> Shares:
        found = tuple(self._of(token, number) for number in range(len(self._parts)))
        holding = sum(len(places) for places, _ in found)
        weight = math.log(1 + (self.size - holding + 0.5) / (holding + 0.5))
        if not holding:
            found = ()
        if holding <= _RARE:
            if self._remembered > _REMEMBERED or len(self._shares) >= _TOKENS:
                self._shares.clear()
                self._remembered = 0
            self._shares[token] = weight, found
            self._remembered += holding
        return weight, found

    def _of(self, token: str, number: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Where the living texts of a part that hold a token stand, and its damped share in each."""
        part = self._parts[number]
        texts, counts = part.postings.of(token)
        places = texts
        if not self._whole[number]:
            places = part.places[texts]
            living = places >= 0
            places, texts, counts = places[living], texts[living], counts[living]
        often = counts.astype(np.float32)
        return places, often / (often + self._damping[number][texts])

    @classmethod
    def _alone(cls, postings: Postings) -> LexicalIndex:
        size = len(postings.lengths)
        return cls([Part(postings, np.arange(size, dtype=np.int32))], size)
