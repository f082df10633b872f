"""What may begin in a text: most words of a table stand in none of it, which two characters of each tell at a glance."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)
def beginnings(text: str) -> frozenset[str]:
    """Every character and pair of a text; a word whose first two are not among them does not stand in it.

    >>> sorted(beginnings("公示期"))
    ['公', '公示', '期', '示', '示期']
    """
    return frozenset(text) | {text[i : i + 2] for i in range(len(text) - 1)}
