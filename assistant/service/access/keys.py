"""Admin keys: who holds them, what they are for, until when.

Keys come from ``ASSISTANT_ADMIN_KEYS`` (for all calls; a key itself, or ``sha256:`` and its digest) and from a file of
the data folder that ``assistant keys`` writes. The file holds digests only. Keys that are made here have 256 random
bits, so one round of SHA-256 suffices: there is nothing to guess that a slow hash would protect.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock

from assistant.errors import Conflict, InvalidInput, NotFound, StoreError
from assistant.wording import words

Scope = Literal["publish", "feedback", "audit", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminKey:
    """A key, without the key.

    Attributes:
        digest: SHA-256 of it, in hex.
        ends: From when on it no longer serves, in UTC without zone; None: never.
    """

    name: str
    digest: str
    scopes: tuple[Scope, ...] = SCOPES
    made: datetime | None = None
    ends: datetime | None = None

    def serves(self, now: datetime) -> bool:
        """Whether it is still good."""
        return self.ends is None or now < self.ends


class KeyRing:
    """All keys that are good at the time; changes of the file count at once, in every process.

    Args:
        given: Keys of the environment.
        path: The file of the others.
    """

    def __init__(self, given: Iterable[str], path: Path) -> None:
        self._given = tuple(_of_environment(key) for key in given)
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._kept: tuple[AdminKey, ...] = ()

    def keys(self) -> tuple[AdminKey, ...]:
        """Every key, good or not.

        Raises:
            StoreError: The file cannot be read.
        """
        return (*self._given, *self._of_file())

    def find(self, presented: str, now: datetime) -> AdminKey | None:
        """The good key that was presented; how long it takes tells nothing of the others."""
        digest = hashlib.sha256(presented.encode("latin-1", "replace")).hexdigest()
        matches = [key for key in self.keys() if hmac.compare_digest(digest, key.digest) and key.serves(now)]
        return matches[0] if matches else None

    def _of_file(self) -> tuple[AdminKey, ...]:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return ()
        seen = (state.st_mtime_ns, state.st_ino)
        if seen != self._seen:
            self._kept, self._seen = read_keys(self._path), seen
        return self._kept


def keys_file(data_dir: Path) -> Path:
    """Where the keys of a data folder stand."""
    return data_dir / "keys.json"


def read_keys(path: Path) -> tuple[AdminKey, ...]:
    """The keys of a file; none where there is no file.

    Raises:
        StoreError: The file cannot be read.
    """
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["keys"]
        return tuple(_read(item) for item in listed)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(_told("unreadable", path=path, reason=error)) from error


def new_key(
    path: Path, name: str, scopes: Iterable[str], now: datetime, *, days: int | None = None
) -> tuple[str, AdminKey]:
    """Make a key; it is shown here once and kept nowhere.

    Raises:
        InvalidInput: The name or a scope cannot be used.
        Conflict: There is a good key of this name.
    """
    chosen = tuple(scope for scope in SCOPES if scope in set(scopes))
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not chosen:
        raise InvalidInput(_told("scopes", given="、".join(unknown) or "-", known="、".join(SCOPES)))
    if not _NAME.fullmatch(name):
        raise InvalidInput(_told("name", name=name[:40]))
    with _writing(path):
        kept = read_keys(path)
        if any(key.name == name and key.serves(now) for key in kept):
            raise Conflict(_told("taken", name=name))
        secret, key = _made(name, chosen, now, now + timedelta(days=days) if days else None)
        _write(path, (*kept, key))
    return secret, key


def rotate_key(path: Path, name: str, now: datetime, *, overlap_hours: float = 24) -> tuple[str, AdminKey]:
    """Make another key of the same name and scopes; the one before serves for some hours more.

    Raises:
        NotFound: No good key has this name.
    """
    with _writing(path):
        kept = read_keys(path)
        before = _good(kept, name, now)
        lasted = before.ends - before.made if before.ends and before.made else None
        secret, key = _made(name, before.scopes, now, now + lasted if lasted else None)
        last = now + timedelta(hours=overlap_hours)
        ended = tuple(_ended(k, last) if k.name == name and k.serves(now) else k for k in kept)
        _write(path, (*ended, key))
    return secret, key


def revoke_key(path: Path, name: str, now: datetime) -> AdminKey:
    """End every key of a name at once.

    Raises:
        NotFound: No good key has this name.
    """
    with _writing(path):
        kept = read_keys(path)
        key = _good(kept, name, now)
        _write(path, tuple(_ended(k, now) if k.name == name else k for k in kept))
    return replace(key, ends=now)


def name_of(key: str) -> str:
    """What tells the holder of a key of the environment from others and tells nobody the key."""
    return "key-" + hashlib.sha256(key.encode("latin-1", "replace")).hexdigest()[:8]


def _of_environment(key: str) -> AdminKey:
    found = _DIGEST.fullmatch(key)
    # A header carries bytes; what is written there in UTF-8 arrives as Latin-1.
    digest = found[1] if found else hashlib.sha256(key.encode()).hexdigest()
    return AdminKey(name=f"key-{digest[:8]}", digest=digest)


def _made(name: str, scopes: tuple[Scope, ...], now: datetime, ends: datetime | None) -> tuple[str, AdminKey]:
    secret = f"gpa_{secrets.token_urlsafe(32)}"
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return secret, AdminKey(name=name, digest=digest, scopes=scopes, made=now, ends=ends)


def _ended(key: AdminKey, at: datetime) -> AdminKey:
    return replace(key, ends=min(key.ends, at) if key.ends else at)


def _good(kept: Iterable[AdminKey], name: str, now: datetime) -> AdminKey:
    good = [key for key in kept if key.name == name and key.serves(now)]
    if not good:
        raise NotFound(_told("unknown", name=name[:40]))
    return good[-1]


def _read(item: dict[str, object]) -> AdminKey:
    moments = {
        field: datetime.fromisoformat(str(item[field])) if item.get(field) else None
        for field in ("made", "ends")
    }
    scopes = tuple(scope for scope in SCOPES if scope in list(item["scopes"]))  # type: ignore[call-overload]
    return AdminKey(name=str(item["name"]), digest=str(item["digest"]), scopes=scopes, **moments)


def _write(path: Path, keys: Iterable[AdminKey]) -> None:
    listed = [
        {**asdict(k), "made": _stamp(k.made), "ends": _stamp(k.ends), "scopes": list(k.scopes)} for k in keys
    ]
    partly = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"keys": listed}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partly.replace(path)
    except OSError as error:
        raise StoreError(_told("unwritable", path=path, reason=error.strerror)) from error


def _writing(path: Path) -> FileLock:
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(f".{path.name}.lock"))


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _told(key: str, **variables: object) -> str:
    return str(words("cli")["keys"][key]).format(**variables)
