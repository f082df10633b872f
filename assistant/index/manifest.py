"""What an index was made of, and which of the built folders is the one to use."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import StoreError
from assistant.index.holds import Hold, in_use

FORMAT_VERSION = "2"
_POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_LONGEST_NAME = 100
_BASE = "BASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that a finished index depends on; another value of any field means: build anew."""

    model: str
    dimension: int
    parser: str
    passages: str
    store: str
    corpus: str
    size: int
    format: str = FORMAT_VERSION

    @property
    def fingerprint(self) -> str:
        """Short hash of all fields."""
        return _hash(asdict(self))

    @property
    def recipe(self) -> str:
        """Short hash of how passages and vectors are made: what two indexes must share to share vectors."""
        parts = ("model", "dimension", "parser", "passages", "format")
        return _hash({name: getattr(self, name) for name in parts})


class Shelf:
    """The folder in which built indexes stand side by side; a small pointer file names the current one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / _POINTER

    def current(self) -> Path | None:
        """The folder in use, or None when nothing was ever built.

        Raises:
            StoreError: The pointer names nothing that exists.
        """
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"索引指针文件无法读取（{self._pointer}）：{error}") from error
        folder = self.folder / name
        # Whatever a damaged file says: the system refuses to look for a name that is too long.
        if not name or len(name) > _LONGEST_NAME or Path(name).name != name or not folder.is_dir():
            raise StoreError(f"索引指针文件指向不存在的目录（{self._pointer}）。")
        return folder

    def manifest(self, folder: Path) -> Manifest:
        """Read what an index was made of.

        Raises:
            StoreError: The manifest is missing or damaged.
        """
        path = folder / _MANIFEST
        try:
            return Manifest(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"索引清单无法读取（{path}）：{error}") from error

    def new_folder(self, manifest: Manifest) -> Path:
        """Make a fresh folder for a build."""
        return Path(tempfile.mkdtemp(prefix=f"{manifest.fingerprint}-", dir=self.folder))

    def base(self, folder: Path) -> Path | None:
        """The folder on which a built one rests, or None where it stands alone.

        Raises:
            StoreError: It is gone.
        """
        note = folder / _BASE
        try:
            name = note.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"索引文件无法读取（{note}）：{error}") from error
        base = self.folder / name
        if not name or Path(name).name != name or not base.is_dir():
            raise StoreError(f"索引所依据的目录不存在（{note}）。")
        return base

    def rest(self, folder: Path, base: Path) -> None:
        """Note on which folder a new one rests."""
        (folder / _BASE).write_text(base.name + "\n", encoding="utf-8")

    def hold(self, folder: Path, stack: ExitStack) -> None:
        """Keep a folder and what it rests on from being cleaned away until the stack is closed."""
        for one in (folder, self.base(folder)):
            if one:
                stack.callback(Hold(one).let_go)

    def switch(self, folder: Path, manifest: Manifest) -> None:
        """Declare a finished folder the current one, in a single step of the file system."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
        (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")
        fresh = self._pointer.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(folder.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._pointer)

    def clean(self, *, keep: frozenset[str]) -> None:
        """Remove every other built folder that nobody uses; one that cannot go now goes at the next build.

        What a kept folder rests on is kept.
        """
        bases = {self._base_name(name) for name in keep}
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in keep | bases and not in_use(path):
                shutil.rmtree(path, ignore_errors=True)

    def _base_name(self, name: str) -> str:
        try:
            base = self.base(self.folder / name)
        except StoreError:
            # Said where the folder is opened.
            return ""
        return base.name if base else ""


def _hash(content: dict[str, object]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
