"""Verbatim evidence: whether a quote stands in a text, and which groups of gold quotes a list of texts holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from eval.units import Gold

_STOPS = "；;。.，,：:"
_SHORTEST = 6


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """White space and emphasis off, compatibility forms folded, lower case.

    >>> squash("公示 **5** 个工作日")
    '公示5个工作日'
    """
    return re.sub(r"[\s*\u200b]+", "", unicodedata.normalize("NFKC", text)).lower()


def overlaps(gold: str, quote: str) -> bool:
    """Whether a cited quote is the gold quote, holds it, or lies within it (at least six characters).

    Stops at either end do not count: an item of a list may be quoted with its semicolon or without.
    """
    a, b = squash(gold).strip(_STOPS), squash(quote).strip(_STOPS)
    return a in b or (len(b) >= _SHORTEST and b in a)


def is_evidence(gold: Gold, place: Mapping[str, Any], key: str) -> bool:
    """Whether a citation (``key`` is ``quote``) or a retrieved clause (``text``) shows a gold quote."""
    return gold.document_id in ("", place["document_id"]) and overlaps(gold.quote, str(place[key]))


def first_places(
    groups: Sequence[Sequence[Gold]], places: Sequence[Mapping[str, Any]], key: str
) -> list[int | None]:
    """For each group of alternatives the 0-based position of the first place that shows one of them, else None."""
    return [
        next(
            (n for n, place in enumerate(places) if any(is_evidence(gold, place, key) for gold in group)),
            None,
        )
        for group in groups
    ]
