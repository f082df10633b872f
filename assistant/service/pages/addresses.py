"""Addresses of the source viewer."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from assistant.domain.answers import Language


def quote_url(url: str, clause_id: str, quote: str, as_of: date, language: Language = "zh") -> str:
    """The address of a citation with what opens the clause in the viewer with the quote marked."""
    query = {"quote": quote, "clause": clause_id, "as_of": as_of.isoformat(), "lang": language}
    document = url.partition("#")[0]
    return f"{document}{'&' if '?' in document else '?'}{urlencode(query)}#{clause_id}"
