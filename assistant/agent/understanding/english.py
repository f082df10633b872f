"""What English words are in official Chinese: a glossary for what no phrase of the lexicon covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.wording import read_words

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_VOWEL = re.compile(r"[aeiouy]")
_STOP = re.compile(r"[^a-z' \t\n-]+")
"""Words of a phrase stand together: no mark, figure or phrase already known lies between them."""
_LONGEST, _LEAST_STEM = 30, 3


@dataclass(frozen=True, slots=True)
class Glossary:
    """English words and phrases in their base forms, each with its Chinese words, the most usual first.

    Attributes:
        words: By word.
        phrases: By the base form of the first word, the longest first: all the words, and the Chinese ones.
    """

    words: Mapping[str, Sequence[str]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Sequence[str]]]]

    @staticmethod
    def empty() -> Glossary:
        """One that knows no word."""
        return Glossary({}, {})

    def glosses(self, folded: str) -> list[Sequence[str]]:
        """The Chinese words of every English word or phrase known, in the order of the text.

        >>> held = Glossary({"plant": ["工厂"]}, {"hand": [(("hand", "in"), ["提交"])]})
        >>> held.glosses("the plants handed in papers")
        [['工厂'], ['提交']]
        """
        found: list[Sequence[str]] = []
        for part in _STOP.split(folded):
            tokens = [token for token in _WORD.findall(part) if len(token) <= _LONGEST]
            place = 0
            while place < len(tokens):
                length, chinese = self._at(tokens, place)
                if chinese:
                    found.append(chinese)
                place += length
        return found

    def _at(self, tokens: Sequence[str], place: int) -> tuple[int, Sequence[str]]:
        """How many words the longest entry takes from a place on, and its Chinese words; none where nothing fits."""
        bases = list(base_forms(tokens[place]))
        phrases = [phrase for base in bases for phrase in self.phrases.get(base, ())]
        for phrase, chinese in sorted(phrases, key=lambda entry: -len(entry[0])):
            told = tokens[place : place + len(phrase)]
            if len(told) == len(phrase) and all(
                p in base_forms(t) for p, t in zip(phrase, told, strict=True)
            ):
                return len(phrase), chinese
        known: Sequence[str] = self.words.get(tokens[place], ())
        # A word found by a rule of spelling may be another one: only its first sense is taken.
        known = known or next((self.words[base][:1] for base in bases if base in self.words), ())
        if not known and "-" in tokens[place]:
            known = [word for part in tokens[place].split("-") for word in self._at([part], 0)[1][:1]]
        return 1, known


@lru_cache(maxsize=4096)
def base_forms(word: str) -> tuple[str, ...]:
    """What an inflected word may come from by the rules of English spelling, itself first.

    >>> base_forms("applied"), base_forms("stopped")[1:3], base_forms("closing")[1:]
    (('applied', 'apply', 'appli', 'applie'), ('stopp', 'stoppe'), ('clos', 'close'))
    """
    return tuple(dict.fromkeys((word, *_stems(word))))


def _stems(word: str) -> Iterator[str]:
    if word.endswith("ies") or word.endswith("ied"):
        yield word[:-3] + "y"
    if len(word) > _LEAST_STEM and word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    if len(word) > _LEAST_STEM and word.endswith("es"):
        yield word[:-2]
    for ending in ("ed", "ing"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= _LEAST_STEM and _VOWEL.search(stem):
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def load_glossary(path: Path) -> Glossary:
    """The glossary of a word file, read at the first English question."""
    data = read_words(path)
    phrases: dict[str, list[tuple[tuple[str, ...], Sequence[str]]]] = {}
    for phrase, chinese in data["phrases"].items():
        words = tuple(_WORD.findall(phrase))
        if words:
            phrases.setdefault(words[0], []).append((words, _listed(chinese)))
    return Glossary({word: _listed(chinese) for word, chinese in data["words"].items()}, phrases)


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
