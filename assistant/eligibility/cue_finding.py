"""Finds cues in a text: words that stand in it, with a few characters between them where a cue has gaps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.text.beginnings import beginnings
from assistant.text.normalise import fold

_GAP, _GAP_ENGLISH, _LONGEST_TIMES = 10, 28, 30
_TIME = re.compile(r"\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月\d{1,2}[日号]")
"""A time between the words of a cue counts as one of the few characters that may stand there."""


class Found(NamedTuple):
    """Where a cue stands."""

    begins: int
    ends: int
    cue: str = ""

    def start(self) -> int:
        """Its first character."""
        return self.begins

    def end(self) -> int:
        """The place behind its last character."""
        return self.ends


class Openings:
    """The first words of many cues, those before a gap: a text that holds none of them holds none of the cues."""

    def __init__(self, cues: Iterable[str]) -> None:
        grouped = defaultdict[str, set[str]](set)
        for one in compiled(tuple(cues)).ready:
            grouped[one.opening[:2]].add(one.opening)
        self._words = {first: tuple(sorted(words)) for first, words in grouped.items() if first}
        self._begin = frozenset(self._words)

    def stand_in(self, text: str) -> bool:
        """Whether a folded text holds the first words of one of the cues.

        >>> Openings(["列入~名单"]).stand_in("被列入黑名单"), Openings(["列入~名单"]).stand_in("列表")
        (True, False)
        """
        begun = self._begin & beginnings(text)
        return any(word in text for first in begun for word in self._words[first])


class _Ready(NamedTuple):
    """A cue's first words, whether a gap follows them, their length, and the words behind the gap."""

    opening: str
    has_gap: bool
    length: int
    behind: str


class _Compiled(NamedTuple):
    """Cues made ready: most parts hold no cue's first two characters, fewer its first words.

    Attributes:
        begin: The first two characters of every cue.
        numbers: Which cues begin with them.
        ready: Each cue made ready.
    """

    begin: frozenset[str]
    numbers: Mapping[str, Sequence[int]]
    ready: tuple[_Ready, ...]


@cache
def compiled(cues: tuple[str, ...]) -> _Compiled:
    """Cues made ready to be looked for, once for each set of them."""
    ready, numbers = [], defaultdict[str, list[int]](list)
    for number, cue in enumerate(cues):
        pieces, _ = _pieces(cue)
        opening = pieces[0]
        ready.append(_Ready(opening, len(pieces) > 1, len(opening), next(filter(None, pieces[1:]), "")))
        numbers[opening[:2]].append(number)
    return _Compiled(frozenset(numbers), dict(numbers), tuple(ready))


def found_word(opening: str, text: str) -> int:
    """Where a text holds the first words of a cue; English ones where a word begins (fined, not defined)."""
    place = text.find(opening)
    if place <= 0 or not (opening.isascii() and opening[0].isalpha()) or opening.startswith("n't"):
        return place
    while place > 0 and text[place - 1].isascii() and text[place - 1].isalpha():
        place = text.find(opening, place + 1)
    return place


@lru_cache(maxsize=512)
def first_cue(text: str, cues: tuple[str, ...]) -> Found | None:
    """The first of some cues that stands in a text; one part is read for the same cues in several steps."""
    begin, numbers, ready = compiled(cues)
    begun = begin & beginnings(text)
    for number in sorted([number for first in begun for number in numbers[first]]):
        opening, has_gap, length, behind = ready[number]
        # Most cues fail here: their first two characters stand in the text, their words do not.
        if opening not in text or behind not in text or (place := found_word(opening, text)) < 0:
            continue
        if not has_gap:
            return Found(place, place + length, cues[number])
        if (found := with_gaps(cues[number], text, place)) is not None:
            return found
    return None


def with_gaps(cue: str, text: str, place: int) -> Found | None:
    """Where a text holds a cue whose ``~`` stand for a few characters each, from a place on."""
    pieces, gap = _pieces(cue)
    while place >= 0:
        if (end := _end_of_rest(text, pieces, 1, place + len(pieces[0]), gap)) is not None:
            return Found(place, end, cue)
        place = text.find(pieces[0], place + 1)
    return None


@cache
def _pieces(cue: str) -> tuple[tuple[str, ...], int]:
    """The words of a cue between its gaps, and how wide each gap is."""
    pieces = tuple(fold(piece.strip()) for piece in cue.split("~"))
    return pieces, _GAP_ENGLISH if "".join(pieces).isascii() else _GAP


def _end_of_rest(text: str, pieces: Sequence[str], number: int, at: int, gap: int) -> int | None:
    """Where the pieces of a cue from one on end, the first within a gap of the place; gaps side by side add up."""
    wide = gap
    while number < len(pieces) and not pieces[number]:
        number, wide = number + 1, wide + gap
    if number >= len(pieces):
        return at
    begin = text.find(pieces[number], at)
    while begin >= 0 and _is_within(text[at:begin], wide):
        end = _end_of_rest(text, pieces, number + 1, begin + len(pieces[number]), gap)
        if end is not None:
            return end
        begin = text.find(pieces[number], begin + 1)
    return None


def _is_within(between: str, wide: int) -> bool:
    if len(between) <= wide:
        return True
    return len(between) <= wide + _LONGEST_TIMES and len(_TIME.sub("~", between)) <= wide
