"""Whether the right clause was found and cited, and the key fact said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from eval.items import Item


def squash(text: str) -> str:
    """White space and emphasis off, compatibility forms folded, lower case."""
    return re.sub(r"[\s*\u200b]+", "", unicodedata.normalize("NFKC", text)).lower()


_STOPS = "；;。.，,：:"


def overlaps(gold: str, quote: str) -> bool:
    """Whether a cited quote is the gold quote, holds it, or lies within it (at least six characters).

    Stops at either end do not count: an item of a list may be quoted with its semicolon or without.
    """
    a, b = squash(gold).strip(_STOPS), squash(quote).strip(_STOPS)
    return a in b or (len(b) >= 6 and b in a)


def recall_at(item: Item, texts: Sequence[Mapping[str, Any]], k: int) -> float | None:
    """1.0 when each gold group has an alternative among the first ``k`` retrieved clauses.

    ``texts`` are mappings with ``document_id`` and ``text`` (the clause's own text), best first. A gold quote that
    runs over two clauses (a signature and its date, cells of a row) is found with either. None where the item has
    no gold clause. Source: recall@k over sets of relevant passages, Manning et al. 2008, ch. 8.
    """
    if not item.gold:
        return None
    return float(
        all(
            any(
                overlaps(gold.quote, hit["text"]) and gold.document_id in ("", hit["document_id"])
                for gold in group
                for hit in texts[:k]
            )
            for group in item.gold
        )
    )


def cites_right(item: Item, citations: Sequence[Mapping[str, Any]]) -> float | None:
    """1.0 when each gold group has an alternative among the citations; None without gold."""
    if not item.gold:
        return None
    return float(
        all(
            any(
                overlaps(gold.quote, c["quote"]) and gold.document_id in ("", c["document_id"])
                for gold in group
                for c in citations
            )
            for group in item.gold
        )
    )


def says_key_facts(item: Item, said: str) -> float | None:
    """1.0 when the answer holds one string of every key-fact group; None without key facts."""
    if not item.key_facts:
        return None
    text = squash(said)
    return float(all(any(squash(fact) in text for fact in group) for group in item.key_facts))


def forbidden(item: Item, said: str) -> list[str]:
    """The strings that the answer should not hold but does."""
    text = squash(said)
    return [word for word in item.must_not if squash(word) in text]
