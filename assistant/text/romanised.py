"""Names of places that an English question writes in Pinyin, put back into characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import islice, product

_WORD = re.compile(
    r"\b([a-z]{4,24})(?:'s)?\b(?:[ -](?:city|municipality|district|county|province|prefecture))?"
)
_READINGS = 12
_RARE = {"shanxi": "山西", "shaanxi": "陕西"}
"""Two provinces alike without their tones are told apart by a spelling of their own."""
_ENGLISH = frozenset({"women", "banner", "change", "dating", "range", "ranger", "panda", "tangent", "danger"})
"""Words that happen to be read as two syllables."""


class RomanisedPlaces:
    """Places of a corpus by their Pinyin without tones.

    Args:
        names: Gives their names in characters, without 市, 区 or 县; asked at the first question with Latin words.
    """

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._look_up = names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._look_up()))

    def restored(self, folded: str) -> str:
        """A folded text with the places of the corpus in characters.

        Names that sound alike in the corpus stay as they are typed: which one is meant cannot be told.
        """
        if not re.search("[a-z]{4}", folded) or not self._names:
            return folded
        spelt = _spelt(self._names)
        return _WORD.sub(lambda match: spelt.get(match[1]) or match[0], folded)


@lru_cache(maxsize=4)
def _spelt(names: tuple[str, ...]) -> Mapping[str, str]:
    # Its tables are read from disk when first needed: a third of a second that questions in Chinese do not pay.
    from pypinyin import Style, pinyin

    found: dict[str, str] = {}
    unsure: set[str] = set()
    for name in names:
        # 朝阳 is Chaoyang and 六安 Lu'an: a character with several readings may stand for each of them.
        readings = pinyin(name, style=Style.NORMAL, heteronym=True)
        for sound in map("".join, islice(product(*readings), _READINGS)):
            if not sound.isascii() or not sound.isalpha() or sound in _ENGLISH:
                continue
            if found.setdefault(sound, name) != name:
                unsure.add(sound)
    sure = {sound: name for sound, name in found.items() if sound not in unsure}
    return sure | {sound: name for sound, name in _RARE.items() if name in names}
