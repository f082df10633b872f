"""The words of papers, kept in ``prompts/papers.yaml``."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.wording import words


def phrase(*path: str, **variables: Any) -> str:
    """A sentence of ``prompts/papers.yaml`` with its variables filled in.

    Raises:
        KeyError: No such sentence, or a variable is missing.
    """
    return str(listed(*path)).format(**variables)


def listed(*path: str) -> Any:
    """A list, mapping or sentence of ``prompts/papers.yaml`` as it stands."""
    found: Any = words("papers")
    for key in path:
        found = found[key]
    return found


def day_words(day: date) -> str:
    """A day as officials write it.

    >>> day_words(date(2025, 3, 1))
    '2025年3月1日'
    """
    return phrase("day", year=day.year, month=day.month, day=day.day)
