"""Words of one subject, looked for in a question together: most of them stand in none, which is seen at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assistant.agent.understanding.lexicon import find_word
from assistant.text.beginnings import beginnings


class Words:
    """Folded words that name one thing; Latin ones count only whole."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(word for word in words if word)
        self._openings = frozenset(word[:2] for word in self._words)

    def place(self, folded: str) -> int:
        """Where the first of them stands in a folded text; -1 where none does.

        >>> Words(["公示", "fee"]).place("coffee 的公示期")
        8
        """
        if self._openings.isdisjoint(beginnings(folded)):
            return -1
        return min((place for word in self._words if (place := find_word(folded, word)) >= 0), default=-1)

    def stand_in(self, folded: str) -> bool:
        """Whether one of them stands in a folded text."""
        if self._openings.isdisjoint(beginnings(folded)):
            return False
        return any(find_word(folded, word) >= 0 for word in self._words)


class Blanker:
    """Takes words out of a text, in their order; most stand in none, which their first two characters tell.

    Args:
        words: Folded words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(word for word in words if word)
        numbers = defaultdict[str, list[int]](list)
        for number, word in enumerate(self._words):
            numbers[word[:2]].append(number)
        self._numbers = dict(numbers)
        self._openings = frozenset(numbers)

    def without(self, text: str) -> str:
        """A text with a blank for each of the words.

        >>> Blanker(["公示期", "公示", "园区"]).without("园区的公示期")
        ' 的 '
        """
        begun = self._openings & beginnings(text)
        for number in sorted([number for first in begun for number in self._numbers[first]]):
            text = text.replace(self._words[number], " ")
        return text
