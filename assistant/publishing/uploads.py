"""A file that somebody hands in: its bytes, its name, and what was read in it."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.documents.making import VERSION_DIGITS, make_document
from assistant.documents.readers import Original
from assistant.documents.readers.kinds import safe_name
from assistant.documents.readers.worker import Limits, read_bytes
from assistant.documents.sidecar import Sidecar
from assistant.domain.documents import Document
from assistant.errors import StoreError
from assistant.wording import say

_FOLDER_DIGITS = 16
_READINGS_KEPT = 8
_LONGEST_STEM, _LONGEST_SUFFIX = 180, 10
"""In bytes and characters: file systems end at 255 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The file and what a person says of it.

    Attributes:
        name: Last part of the name as sent, fit to be a file name.
        sidecar: Source and corrections.
    """

    name: str
    data: bytes = field(repr=False)
    sha256: str
    sidecar: Sidecar

    @property
    def version(self) -> str:
        """Of the file alone, unless corrections change what is read in it."""
        said = self.sidecar.model_copy(update={"source": ""})
        return _digest(self.sha256, said)[:VERSION_DIGITS]

    @property
    def folder(self) -> str:
        """Where the store keeps it: the same file with the same remarks lies there once."""
        return _digest(self.sha256, self.sidecar)[:_FOLDER_DIGITS]


def make_upload(name: str, data: bytes, sidecar: Sidecar | None = None) -> Upload:
    """An upload of bytes under the name that the sender gives."""
    return Upload(
        name=_fit(safe_name(name)),
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        sidecar=sidecar or Sidecar(),
    )


def document_of(upload: Upload, original: Original, document_id: str, cities: tuple[str, ...]) -> Document:
    """The document that an upload would be under an id.

    Raises:
        CorpusError: It holds no text to cite, or the corrections do not fit it.
    """
    return make_document(
        original,
        document_id,
        file_name=upload.name,
        sha256=upload.sha256,
        sidecar=upload.sidecar,
        municipalities=cities,
        version=upload.version,
    )


class Readings:
    """Reads uploads in the bounded worker; the last few stay, so that what was previewed is not read twice."""

    def __init__(self, limits: Limits | None = None, read: Callable[..., Original] = read_bytes) -> None:
        self._limits = limits or Limits()
        self._read = read
        self._kept: OrderedDict[tuple[str, str], Original] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, upload: Upload) -> Original:
        """What stands in the file.

        Raises:
            UnreadableFile: It cannot be read within the bounds.
            StoreError: The machine has no room to read it in.
        """
        key = upload.sha256, upload.name
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        try:
            original = self._read(upload.data, upload.name, limits=self._limits)
        except OSError as error:
            raise StoreError(say("publishing", "no_room", reason=error.strerror or error)) from error
        with self._guard:
            self._kept[key] = original
            if len(self._kept) > _READINGS_KEPT:
                self._kept.popitem(last=False)
        return original


def _fit(name: str) -> str:
    """A name that every file system takes, with its suffix.

    >>> _fit("关于“甲：乙”的通知?.pdf")
    '关于“甲：乙”的通知_.pdf'
    """
    plain = re.sub(r'[<>:"|?*\ud800-\udfff]', "_", name)
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = plain, "", ""
    return stem.encode()[:_LONGEST_STEM].decode(errors="ignore") + dot + suffix


def _digest(sha256: str, sidecar: Sidecar) -> str:
    if sidecar == Sidecar():
        return sha256
    said = json.dumps(sidecar.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{sha256}\0{said}".encode()).hexdigest()
