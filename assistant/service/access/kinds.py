"""What kind of work a request is, by method and path."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Kind = Literal["free", "page", "quick", "asked", "heavy"]
"""free: nothing to bound; page: counted, but never waits (the workbench calls the API itself, and two turns for one
question could block each other); quick: a look-up or a check; asked: an answer; heavy: files, sheets, comparisons."""

_FREE = re.compile(r"/(?:healthz|readyz|metrics|assets/.*|widget\.js|favicon\.ico|robots\.txt)")
_ASKED = re.compile(r"/api/v1/(?:ask|chat)|/v1/chat/completions|/mcp")
_HEAVY = {
    "POST": re.compile(
        r"/api/v1/documents(?:/preview)?|/api/v1/schemes/[^/]+/(?:batch|form|record|recommendation)"
    ),
    "GET": re.compile(
        r"(?:/api/v1)?/documents/compare|/api/v1/schemes/[^/]+/(?:template|form)|/api/v1/feedback/export"
    ),
    "DELETE": re.compile(r"/api/v1/documents/[^/]+"),
}


@lru_cache(maxsize=2048)
def kind_of(method: str, path: str) -> Kind:
    """The kind of work.

    >>> kind_of("GET", "/healthz"), kind_of("POST", "/api/v1/ask"), kind_of("POST", "/api/v1/schemes/x/batch")
    ('free', 'asked', 'heavy')
    """
    path = path.rstrip("/")
    if method == "OPTIONS" or _FREE.fullmatch(path):
        return "free"
    if path == "/ui" or path.startswith("/ui/"):
        return "free" if method in ("GET", "HEAD") else "page"
    if method == "POST" and _ASKED.fullmatch(path):
        return "asked"
    heavy = _HEAVY.get(method)
    return "heavy" if heavy and heavy.fullmatch(path) else "quick"
