"""Under which names the door may be called: a page of another site must not reach a server on this machine.

Source: Model Context Protocol, Streamable HTTP transport, security warning (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from assistant.settings import Settings

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_EVERYWHERE = frozenset({"0.0.0.0", "::"})


def allowed_hosts(settings: Settings) -> frozenset[str] | None:
    """Names that may stand in a request's Host; None where any may."""
    named = {name.strip().lower() for name in settings.mcp_hosts.split(",") if name.strip()}
    host = settings.host.lower().strip("[]")
    if "*" in named or host in _EVERYWHERE:
        return None
    return _LOOPBACK | named | {host}


def stranger(headers: Mapping[str, str], allowed: frozenset[str] | None) -> str | None:
    """The name in Host or Origin under which a request may not come; None when it may.

    >>> stranger({"host": "localhost:7860"}, frozenset({"localhost"}))
    >>> stranger({"host": "a.example", "origin": "https://b.example"}, None)
    'https://b.example'
    """
    host = headers.get("host", "")
    name = _name(f"//{host}")
    if allowed is not None and name not in allowed:
        return host or "-"
    origin = headers.get("origin")
    if origin is None or _name(origin) in {name, *(allowed or _LOOPBACK)} - {""}:
        return None
    return origin


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
