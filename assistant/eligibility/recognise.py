"""Recognises the scheme that a question names."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold


def recognise(text: str, schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """Schemes of which an alias stands in the text and no word that rules them out; longest alias first."""
    folded = fold(text)
    found = [(-_longest(folded, scheme), scheme.id, scheme) for scheme in schemes if _named(folded, scheme)]
    return tuple(scheme for _, _, scheme in sorted(found, key=lambda item: item[:2]))


def _named(folded: str, scheme: Scheme) -> bool:
    return _longest(folded, scheme) > 0 and not any(fold(word) in folded for word in scheme.file.not_when)


def _longest(folded: str, scheme: Scheme) -> int:
    return max((len(alias) for alias in scheme.aliases if fold(alias) in folded), default=0)
