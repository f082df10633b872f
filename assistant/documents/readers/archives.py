"""ZIP containers (DOCX, OFD, XLSX) read within bounds: no bombs, no entities, nothing on disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from assistant.errors import UnreadableFile

_MIB = 1024 * 1024
_XML_ENCODINGS = frozenset({b"", b"utf-8", b"utf-16", b"us-ascii", b"ascii"})
_DECLARED_ENCODING = re.compile(rb"^[^<]{0,4}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})[\"']")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """Bounds of a container; a document of a thousand pages stays far below each.

    Attributes:
        entries: How many parts it may hold.
        part_bytes: Size of one part when unpacked.
        total_bytes: Size of all parts when unpacked.
        ratio: Unpacked to packed size, asked only of parts above ``ratio_from_bytes``: small parts of
            repeated white space pack well and harm nobody.
    """

    entries: int = 5_000
    part_bytes: int = 64 * _MIB
    total_bytes: int = 256 * _MIB
    ratio: int = 200
    ratio_from_bytes: int = 8 * _MIB


LIMITS = ArchiveLimits()


class Archive:
    """The parts of a checked container, by name; each is read into memory on demand."""

    def __init__(self, container: zipfile.ZipFile, name: str, limits: ArchiveLimits) -> None:
        self._container = container
        self._name = name
        self._limits = limits
        self._infos = {info.filename: info for info in container.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, as they stand in the container; never to be used as paths on disk."""
        return tuple(self._infos)

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    def read(self, part: str) -> bytes:
        """The bytes of one part.

        Raises:
            UnreadableFile: It is missing, damaged, protected or larger than it may be.
        """
        info = self._infos.get(part)
        if info is None:
            raise UnreadableFile(
                f"文件 {self._name} 缺少组成部分 {part[:80]}，可能已损坏。请换成完整的原件。"
            )
        try:
            with self._container.open(info) as stream:
                data = stream.read(self._limits.part_bytes + 1)
        except RuntimeError as error:
            raise UnreadableFile(
                f"文件 {self._name} 已加密，无法读取。请另存为未加密的文件再放入。"
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableFile(
                f"文件 {self._name} 已损坏，无法读取（{error}）。请换成完整的原件。"
            ) from error
        if len(data) > self._limits.part_bytes:
            raise _bomb(self._name, f"{part[:80]} 解压后超过 {self._limits.part_bytes // _MIB} MB")
        return data

    def read_xml(self, part: str) -> bytes:
        """The bytes of an XML part without document type declaration, hence without entities.

        Raises:
            UnreadableFile: As :meth:`read`, or the part declares a document type or an odd encoding.
        """
        data = self.read(part)
        refuse_entities(data, self._name)
        return data

    def check_all(self) -> None:
        """Unpack every part once within the bounds and look through every XML part.

        For readers that hand the whole container to a library.

        Raises:
            UnreadableFile: Some part breaks a bound.
        """
        for part in self._infos:
            if part.lower().endswith((".xml", ".rels", ".vml", ".xhtml")):
                self.read_xml(part)
            elif not part.endswith("/"):
                self.read(part)


def open_archive(data: bytes, name: str, limits: ArchiveLimits = LIMITS) -> Archive:
    """Open a ZIP container from memory and check what it declares.

    Python's zipfile never unpacks more than a part declares, so the declared sizes bound the real ones.

    Args:
        data: The whole container.
        name: File name for messages.
        limits: Bounds to hold.

    Raises:
        UnreadableFile: It is no ZIP container, damaged, protected, or a bomb.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(f"文件 {name} 已损坏，无法读取（{error}）。请换成完整的原件。") from error
    infos = container.infolist()
    if len(infos) > limits.entries:
        raise _bomb(name, f"包含 {len(infos)} 个组成部分，超过 {limits.entries} 个")
    if len({info.filename for info in infos}) < len(infos):
        raise UnreadableFile(f"文件 {name} 含有重名的组成部分，不是正常的文件。请用办公软件另存后再放入。")
    for info in infos:
        _check_part(info, name, limits)
    if sum(info.file_size for info in infos) > limits.total_bytes:
        raise _bomb(name, f"解压后超过 {limits.total_bytes // _MIB} MB")
    return Archive(container, name, limits)


def refuse_entities(data: bytes, name: str) -> None:
    """Refuse XML that declares a document type: entities are how a small file becomes gigabytes.

    Office formats never declare one. UTF-16 is looked through with its zero bytes taken out; other
    encodings, in which a declaration might hide, are refused as well.

    Raises:
        UnreadableFile: The XML declares a document type, or an encoding that office files do not use.
    """
    plain = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise _bomb(name, "XML 中声明了文档类型或实体")
    declared = _DECLARED_ENCODING.match(plain)
    if declared and declared.group(1).strip().lower() not in _XML_ENCODINGS:
        raise UnreadableFile(f"文件 {name} 的 XML 使用了不允许的编码。请用办公软件另存后再放入。")


def _check_part(info: zipfile.ZipInfo, name: str, limits: ArchiveLimits) -> None:
    if info.flag_bits & 0x1:
        raise UnreadableFile(f"文件 {name} 已加密，无法读取。请另存为未加密的文件再放入。")
    if info.file_size > limits.part_bytes:
        raise _bomb(name, f"{info.filename[:80]} 解压后超过 {limits.part_bytes // _MIB} MB")
    if info.file_size > limits.ratio_from_bytes and info.file_size > limits.ratio * max(
        info.compress_size, 1
    ):
        raise _bomb(name, f"{info.filename[:80]} 的压缩比超过 {limits.ratio}")


def _bomb(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(f"文件 {name} 不予读取：{why}，疑似恶意构造。请用办公软件另存为正常文件再放入。")
