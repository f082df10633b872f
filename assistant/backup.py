"""Everything that an installation has gathered in one file, made while it serves; and back.

The file holds the database, published documents with all their versions, the audit log and the digests of admin keys;
not the corpus folder and the settings, which are the operator's own, and not the index, which is built anew. The
database is read at one moment and before the published files are listed: an act that falls in between is on the shelf
and is entered into the ledger at the next start.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from assistant import __version__
from assistant.errors import Conflict, InvalidInput, StoreError
from assistant.publishing.shelf import Shelf, shelf_of, text_of
from assistant.publishing.store import Store
from assistant.records.database import FAILURES, open_engine, reason
from assistant.records.dump import TABLES, insert_lines, is_empty, reading, replacing
from assistant.records.tables import HEAD
from assistant.wording import say

FORMAT = 1
_CONTENTS, _SHELF = "backup.json", "published/shelf.json"
_BESIDE = ("audit.jsonl", "keys.json")
"""Files of the data folder that travel along; where one is there already, it stays."""
_RECORDS = re.compile(r"records/([a-z_]+)\.jsonl")
_FILE = re.compile(r"published/files/([0-9a-f]+)/([^/\\]+)")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds.

    Attributes:
        made_at: In UTC.
        revision: Of the tables.
        rows: Of each table.
        documents: Publications and removals on the shelf.
        digests: SHA-256 of every other member.
    """

    made_at: str
    program: str
    revision: str
    rows: dict[str, int]
    documents: int
    digests: dict[str, str]


def make_backup(url: str, data_dir: Path, path: Path, now: datetime) -> Contents:
    """Write a backup of the database at ``url`` and of ``data_dir``; the file is there whole or not at all.

    Raises:
        StoreError: Something cannot be read, or the file not be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with (
            _private(part) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out,
        ):
            contents = _fill(out, url, data_dir, now)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise StoreError(say("backup", "unwritable", path=path, reason=error.strerror or error)) from error
    return contents


def restore_backup(url: str, data_dir: Path, path: Path, *, force: bool = False) -> Contents:
    """Put a backup in the place of what is there; a service that runs meanwhile takes it up.

    Nothing is changed before every part of the file was checked.

    Raises:
        InvalidInput: The file is no backup, is damaged, or comes from a newer program.
        Conflict: Something is there already, and nobody insists.
        StoreError: It cannot be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _checked(archive, path)
            shelf = _shelf_of(archive)
            _put_back(archive, shelf, url, data_dir, force)
    except (OSError, zipfile.BadZipFile) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(say("backup", "unreadable", path=path, reason=told)) from error
    return contents


def _private(path: Path) -> IO[bytes]:
    """A new file for the owner alone: a backup holds what citizens asked."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _fill(out: zipfile.ZipFile, url: str, data_dir: Path, now: datetime) -> Contents:
    digests: dict[str, str] = {}
    rows: dict[str, int] = {}
    with reading(url) as dump:
        for table in TABLES:
            name = f"records/{table}.jsonl"
            digests[name], rows[table] = _write(out, name, dump.lines(table))
    store = Store(data_dir / "published")
    shelf = store.read()
    digests[_SHELF], _ = _write(out, _SHELF, [text_of(shelf).encode()])
    for folder, name in store.files_of(shelf):
        member = f"published/files/{folder}/{name}"
        digests[member], _ = _write(out, member, _chunks(store.files / folder / name))
    for name in _BESIDE:
        if (data_dir / name).is_file():
            digests[name], _ = _write(out, name, _chunks(data_dir / name))
    contents = Contents(
        made_at=now.isoformat(timespec="seconds"),
        program=__version__,
        revision=HEAD,
        rows=rows,
        documents=len(shelf.acts),
        digests=digests,
    )
    told: dict[str, Any] = {
        "format": FORMAT,
        **{name: getattr(contents, name) for name in Contents.__slots__},
    }
    out.writestr(_CONTENTS, json.dumps(told, ensure_ascii=False, indent=1))
    return contents


def _write(out: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write one member; returns its digest and of how many pieces it was made."""
    digest, count = hashlib.sha256(), 0
    with out.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            digest.update(piece)
            member.write(piece)
            count += 1
    return digest.hexdigest(), count


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _pieces(file)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


def _checked(archive: zipfile.ZipFile, path: Path) -> Contents:
    """What the backup says that it holds, once every byte of it was seen."""
    try:
        told = json.loads(archive.read(_CONTENTS))
        version = told.pop("format")
        contents = Contents(**told)
    except (KeyError, ValueError, TypeError) as error:
        raise InvalidInput(say("backup", "no_backup", path=path)) from error
    if version != FORMAT or contents.revision > HEAD:
        raise InvalidInput(say("backup", "newer", path=path, program=contents.program))
    held = set(archive.namelist()) - {_CONTENTS}
    if held != set(contents.digests) or not all(_is_ours(name) for name in held):
        raise InvalidInput(
            say("backup", "damaged", path=path, part="、".join(sorted(held ^ set(contents.digests)))[:200])
        )
    for name, expected in contents.digests.items():
        digest = hashlib.sha256()
        try:
            with archive.open(name) as member:
                for piece in _pieces(member):
                    digest.update(piece)
        except Exception as error:  # zlib, zipfile and the disk each have errors of their own
            raise InvalidInput(say("backup", "damaged", path=path, part=name)) from error
        if digest.hexdigest() != expected:
            raise InvalidInput(say("backup", "damaged", path=path, part=name))
    return contents


def _is_ours(name: str) -> bool:
    """Whether a member has a place; a name that led elsewhere would write outside of the data folder."""
    records, file = _RECORDS.fullmatch(name), _FILE.fullmatch(name)
    return (
        name in (_SHELF, *_BESIDE)
        or (records is not None and records[1] in TABLES)
        or (file is not None and file[2] not in (".", ".."))
    )


def _shelf_of(archive: zipfile.ZipFile) -> Shelf:
    return shelf_of(archive.read(_SHELF).decode(), _SHELF)


def _put_back(archive: zipfile.ZipFile, shelf: Shelf, url: str, data_dir: Path, force: bool) -> None:
    store, engine = Store(data_dir / "published"), open_engine(url)
    try:
        with store.alone():
            if not force and not (is_empty(engine) and not store.read().acts):
                raise Conflict(say("backup", "not_empty", data=data_dir))
            for folder, files in _folders(archive).items():
                store.take_back(folder, ((name, archive.open(member)) for name, member in files))
            with replacing(engine) as connection:
                for table in TABLES:
                    member = f"records/{table}.jsonl"
                    if member in archive.namelist():
                        with archive.open(member) as lines:
                            insert_lines(connection, table, lines)
                # Within the transaction: when the shelf cannot be written, the database stays as it was.
                store.commit(shelf)
    except FAILURES as error:
        raise StoreError(say("backup", "database", reason=reason(error))) from error
    finally:
        engine.dispose()
    for name in _BESIDE:
        if name in archive.namelist() and not (data_dir / name).exists():
            with _private(data_dir / name) as file:
                file.write(archive.read(name))


def _folders(archive: zipfile.ZipFile) -> dict[str, list[tuple[str, str]]]:
    """The files of each published folder, by their names there and in the archive."""
    found: dict[str, list[tuple[str, str]]] = {}
    for member in archive.namelist():
        if match := _FILE.fullmatch(member):
            found.setdefault(match[1], []).append((match[2], member))
    return found
