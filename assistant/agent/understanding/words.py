"""Words of one subject, looked for in a question together: most of them stand in none, which is seen at a glance."""

from __future__ import annotations

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
