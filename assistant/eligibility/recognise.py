"""Recognises the scheme that a question names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.eligibility.schemes import Scheme
from assistant.text.beginnings import beginnings
from assistant.text.normalise import fold

_BETWEEN = re.compile(r"(?:(?:19|20)?\d{2}年(?:度|版)?的?|那个|这个|自己|本轮|这轮|这批|那批|的)+")
"""Words that may stand inside a name (国家2023年度示范企业)."""


def recognise(text: str, schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """Schemes of which an alias stands in the text and no word that rules them out; longest alias first."""
    folded = fold(text)
    plain = without_between(folded)
    found = [
        (-length, scheme.id, scheme)
        for scheme in schemes
        if (length := _longest(folded, plain, scheme.name, scheme.aliases))
        and not any(fold(word) in folded for word in scheme.file.not_when)
    ]
    return tuple(scheme for _, _, scheme in sorted(found, key=lambda item: item[:2]))


def without_between(folded: str) -> str:
    """A text without the words that may stand inside a name."""
    return _BETWEEN.sub("", folded)


@lru_cache(maxsize=1024)
def _longest(folded: str, plain: str, name: str, aliases: tuple[str, ...]) -> int:
    """The length of the longest name that stands in a text, or in the text without the words between; 0 for none."""
    openings, names = _names(name, aliases)
    if openings.isdisjoint(beginnings(folded)) and openings.isdisjoint(beginnings(plain)):
        return 0
    return next((length for length, one in names if one in folded or one in plain), 0)


@lru_cache(maxsize=256)
def _names(name: str, aliases: tuple[str, ...]) -> tuple[frozenset[str], tuple[tuple[int, str], ...]]:
    """What the names of a scheme begin with; every name with its length as written, the longest first, and folded."""
    names = tuple(sorted(((len(one), fold(one)) for one in (name, *aliases)), reverse=True))
    return frozenset(one[:2] for _, one in names), names
