"""Calls for operators only: the key that they ask for, and what it must be for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from assistant.errors import AdminOff, WrongKey, WrongScope
from assistant.service.access.clients import is_loopback
from assistant.service.access.keys import AdminKey, KeyRing, Scope
from assistant.wording import words

NAMED = "assistant.admin"
"""Where a request's scope holds the name of its key; what has one is entered in the audit log."""

# For the description of the API; the header is read below, where its absence becomes a problem document.
_scheme = HTTPBearer(
    auto_error=False, description="One of ASSISTANT_ADMIN_KEYS, or a key that assistant keys new made."
)
_SchemeDep = Annotated[object, Depends(_scheme)]


def admin(*scopes: Scope) -> Any:
    """A dependency that lets keys for one of ``scopes`` pass; its value is the name of the key."""

    def require(request: Request, _: _SchemeDep) -> str:
        return admitted(request, scopes).name

    return Depends(require)


def admitted(request: Request, scopes: tuple[Scope, ...]) -> AdminKey:
    """The key of a request.

    Raises:
        AdminOff: There is no key at all.
        WrongKey: The header is missing, or holds no good key.
        WrongScope: The key is for other calls.
    """
    ring, told = cast(KeyRing, request.app.state.keys), words("problems")["details"]
    request.scope[NAMED] = "-"
    if not ring.keys():
        raise AdminOff(told["admin_off"])
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    key = ring.find(given.strip(), _now()) if scheme.lower() == "bearer" else None
    if key is None:
        raise WrongKey(told["wrong_key"])
    request.scope[NAMED] = key.name
    if not set(scopes) & set(key.scopes):
        held = "、".join(key.scopes)
        raise WrongScope(told["wrong_scope"].format(name=key.name, scopes=held, scope="、".join(scopes)))
    return key


def can_publish(request: Request) -> bool:
    """Whether anyone may publish at all, with the right key."""
    held = cast(KeyRing, request.app.state.keys).keys()
    return any("publish" in key.scopes for key in held)


def local_or(*scopes: Scope) -> Any:
    """A dependency that lets callers on this machine pass, and others with a key for one of ``scopes``."""

    def require(request: Request, _: _SchemeDep) -> None:
        if request.client is None or not is_loopback(request.client.host):
            admitted(request, scopes)

    return Depends(require)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
