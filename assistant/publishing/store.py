"""Published files on disk. One small file names what holds; putting a new one in its place is the only commit.

Everything else is written before, in folders named by their content and never rewritten; what a crash
leaves behind belongs to nothing and is swept away at the next start.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NoReturn

from ruamel.yaml import YAML

from assistant.documents.making import make_document
from assistant.documents.readers import Original
from assistant.documents.readers.wire import from_json, to_json
from assistant.documents.sidecar import load_sidecar
from assistant.domain.documents import Document
from assistant.errors import StoreError
from assistant.publishing.shelf import Act, Shelf, shelf_of, text_of
from assistant.publishing.uploads import Upload
from assistant.wording import say

LOCK_TIMEOUT_S = 120.0
_READING, _SIDECAR, _DIGEST = "reading.json", "document.yaml", "sha256"
_OWN = frozenset({_READING, _SIDECAR, _DIGEST})
_PART = ".part"


class Store:
    """The folder ``published`` of a data directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shelf = folder / "shelf.json"
        self.files = folder / "files"

    def read(self) -> Shelf:
        """What holds now; nothing where nothing was ever published.

        Raises:
            StoreError: The file that says so cannot be read.
        """
        try:
            return shelf_of(self._shelf.read_text(encoding="utf-8"), self._shelf)
        except (FileNotFoundError, NotADirectoryError):
            return Shelf()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(say("publishing", "shelf_broken", path=self._shelf, reason=error)) from error

    def signature(self) -> tuple[int, ...]:
        """Changes whenever another shelf holds."""
        try:
            found = self._shelf.stat()
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_size, found.st_ino

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other publisher out, in this process and in others.

        Raises:
            StoreError: Another one takes too long, or the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        try:
            self.files.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "publish.lock", timeout=LOCK_TIMEOUT_S, thread_local=False)
            lock.acquire()
        except Timeout as error:
            raise StoreError(say("publishing", "busy", seconds=int(LOCK_TIMEOUT_S))) from error
        except OSError as error:
            self._refuse(error)
        try:
            yield
        finally:
            lock.release()

    def keep(self, upload: Upload, original: Original) -> None:
        """Write an upload with its reading and remarks, to be named by a shelf later.

        Raises:
            StoreError: The disk is full, or may not be written.
        """
        place = self.files / upload.folder
        if place.is_dir():
            return
        part = place.with_name(f"{upload.folder}{_PART}")
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            _write(part / _name_beside(upload.name), upload.data)
            _write(part / _READING, to_json(original).encode())
            _write(part / _DIGEST, upload.sha256.encode())
            with (part / _SIDECAR).open("w", encoding="utf-8") as file:
                YAML().dump(upload.sidecar.model_dump(mode="json", exclude_defaults=True), file)
                _settle(file.fileno())
            _settle_folder(part)
            part.rename(place)
            _settle_folder(self.files)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            self._refuse(error)

    def files_of(self, shelf: Shelf) -> Iterator[tuple[str, str]]:
        """Folder and name of every file that a shelf names.

        Raises:
            StoreError: A folder is missing.
        """
        for folder in sorted(shelf.folders):
            try:
                names = sorted(path.name for path in (self.files / folder).iterdir())
            except OSError as error:
                place = self.files / folder
                raise StoreError(say("publishing", "file_broken", path=place, reason=error)) from error
            yield from ((folder, name) for name in names)

    def take_back(self, folder: str, files: Iterable[tuple[str, IO[bytes]]]) -> None:
        """Write the files of a folder as a backup holds them, to be named by a shelf later. Call it while alone.

        Raises:
            StoreError: The disk is full, or may not be written.
        """
        place = self.files / folder
        if place.is_dir():
            return
        part = place.with_name(f"{folder}{_PART}")
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            for name, content in files:
                with content, (part / name).open("wb") as file:
                    shutil.copyfileobj(content, file)
                    file.flush()
                    _settle(file.fileno())
            _settle_folder(part)
            part.rename(place)
            _settle_folder(self.files)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            self._refuse(error)

    def commit(self, shelf: Shelf) -> None:
        """Let another shelf hold, in a single step of the file system.

        Raises:
            StoreError: It cannot be written; the old one holds.
        """
        fresh = self._shelf.with_suffix(".new")
        try:
            _write(fresh, text_of(shelf).encode())
            fresh.replace(self._shelf)
            _settle_folder(self.folder)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            self._refuse(error)

    def document(self, act: Act, cities: tuple[str, ...] = ()) -> Document:
        """The document of a publication.

        Raises:
            CorpusError: What is kept of it is damaged.
            StoreError: What is kept of it cannot be read.
        """
        place = self.files / act.folder
        try:
            reading = (place / _READING).read_text(encoding="utf-8")
            sha256 = (place / _DIGEST).read_text(encoding="utf-8")
            name = next(path.name for path in sorted(place.iterdir()) if path.name not in _OWN)
        except (OSError, UnicodeDecodeError, StopIteration) as error:
            raise StoreError(say("publishing", "file_broken", path=place, reason=error)) from error
        return make_document(
            from_json(reading),
            act.document_id,
            file_name=name,
            sha256=sha256,
            sidecar=load_sidecar(place / _SIDECAR),
            municipalities=cities,
            version=act.version,
        )

    def sweep(self) -> int:
        """Remove what no shelf names; returns how many folders. Call it while alone.

        Raises:
            StoreError: The shelf cannot be read; nothing is removed then.
        """
        named = self.read().folders
        with suppress(OSError):
            self._shelf.with_suffix(".new").unlink()
        left = [path for path in self.files.iterdir() if path.name not in named]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        return len(left)

    def _refuse(self, error: OSError) -> NoReturn:
        reason = error.strerror or str(error)
        raise StoreError(say("publishing", "unwritable", path=self.folder, reason=reason)) from error


def _name_beside(name: str) -> str:
    """The name under which an original lies beside the files of the store."""
    return f"original-{name}" if name.casefold() in _OWN else name


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        _settle(file.fileno())


def _settle(file: int) -> None:
    os.fsync(file)


def _settle_folder(folder: Path) -> None:
    """Make names in a folder outlast a loss of power, where folders can be opened."""
    try:
        file = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(file)
    finally:
        os.close(file)
