"""Calls for operators only: the key that they ask for."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from assistant.errors import AdminOff, WrongKey
from assistant.service.state import AssistantDep
from assistant.wording import words

# For the description of the API; the header is read below, where its absence becomes a problem document.
_scheme = HTTPBearer(auto_error=False, description="One of ASSISTANT_ADMIN_KEYS.")


def require_admin(request: Request, assistant: AssistantDep, _: Annotated[object, Depends(_scheme)]) -> str:
    """Let an operator pass; returns by what name the ledger knows the key.

    Raises:
        AdminOff: No key is set.
        WrongKey: The header is missing, or holds none of the keys.
    """
    keys, told = assistant.settings.admin_key_list, words("problems")["details"]
    if not keys:
        raise AdminOff(told["admin_off"])
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not fits(given.strip(), keys):
        raise WrongKey(told["wrong_key"])
    return name_of(given.strip())


def name_of(key: str) -> str:
    """What tells the holder of a key from others and tells nobody the key."""
    return "key-" + hashlib.sha256(key.encode("latin-1", "replace")).hexdigest()[:8]


def fits(given: str, keys: Iterable[str]) -> bool:
    """Whether ``given``, as a header holds it, is one of the keys; how long it takes tells nothing of them."""
    digest = hashlib.sha256(given.encode("latin-1", "replace")).digest()
    matches = [hmac.compare_digest(digest, hashlib.sha256(key.encode()).digest()) for key in keys]
    return any(matches)


AdminOnly = Depends(require_admin)

AdminName = Annotated[str, AdminOnly]
