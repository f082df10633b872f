"""Whether a message has no matter of its own: all that it says is about what was said before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.agent.compose.outline import asks_for_outline
from assistant.agent.understanding.lexicon import Lexicon
from assistant.text.normalise import fold
from assistant.wording import words

_LONGEST, _LONGEST_ENGLISH = 32, 90
_FEW = 2
"""Characters that may be left over, where the documents use no pair of them."""
_HELD = re.compile(r"\d|《|》")
_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Talking:
    """Tells messages about the answer from those about a matter.

    Attributes:
        source: What asks for the text, its place, what it rests on or means.
        again: What asks for the same once more, shorter or in other words.
        plain: Words that carry no matter.
        lexicon: Words for matters of the documents.
        share: Share of the clauses that hold a pair of characters.
    """

    source: re.Pattern[str]
    again: re.Pattern[str]
    plain: re.Pattern[str]
    lexicon: Lexicon
    share: Callable[[str], float]

    def act(self, text: str) -> Literal["", "source", "again"]:
        """What a message wants of the last answer; empty where it names a matter or says nothing of the answer."""
        folded = fold(text).strip()
        if len(folded) > (_LONGEST_ENGLISH if folded.isascii() else _LONGEST) or _HELD.search(folded):
            return ""
        if asks_for_outline(folded):
            return ""
        again, rest = self.again.search(folded), self.again.sub(" ", folded)
        source, rest = self.source.search(rest), self.source.sub(" ", rest)
        if not (again or source) or self.asks_a_value(folded) or self.names_a_matter(rest):
            return ""
        return "again" if again else "source"

    def names_a_matter(self, rest: str) -> bool:
        """Whether a folded text holds anything besides words that carry no matter."""
        if self.lexicon.concepts.find(rest):
            return True
        rest = self.plain.sub(" ", rest)
        if _LATIN.search(rest):
            return True
        left = _HAN.findall(rest)
        return sum(map(len, left)) > _FEW or any(
            self.share(piece[n : n + 2]) for piece in left for n in range(len(piece) - 1)
        )

    def asks_a_value(self, folded: str) -> bool:
        """Whether a phone, a day, an address or the like is asked for."""
        return any(name != "list" and cues.hits(folded) for name, cues in self.lexicon.asks.items())


def load_talking(lexicon: Lexicon, share: Callable[[str], float]) -> Talking:
    """The words of ``prompts/talking.yaml``, with what the documents speak of."""
    said = words("talking")
    return Talking(any_of(said["source"]), any_of(said["again"]), any_of(said["plain"]), lexicon, share)


def any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern of several alternatives."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
