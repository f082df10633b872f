"""The XML of a Word file by local names: transitional and strict files differ only in namespaces."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree import ElementTree

from assistant.documents.readers.archives import Archive
from assistant.errors import UnreadableFile

Element = ElementTree.Element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """The value of an attribute whatever its namespace, or None."""
    if element is None:
        return None
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element below along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Direct children of a local name."""
    return (e for e in (() if element is None else element) if local(e) == name)


def value(element: Element | None, *path: str) -> str | None:
    """The ``w:val`` of the element along a path, or None where there is none."""
    return attribute(child(element, *path), "val")


def whole(text: str | None) -> int | None:
    """The integer that an attribute gives, or None."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def is_on(element: Element | None, name: str) -> bool:
    """Whether a switch such as ``w:vanish`` stands and is not turned off."""
    switch = child(element, name)
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off")


class Package:
    """The parts of a Word file."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        self._main = self._target("_rels/.rels", "", "officeDocument") or "word/document.xml"
        self._folder = posixpath.dirname(self._main)

    def main(self) -> Element:
        """The root of the document.

        Raises:
            UnreadableFile: It is missing or no XML.
        """
        return self._parse(self._main)

    def part(self, kind: str) -> Element | None:
        """The root of a part by its kind (``numbering``, ``styles``, ``footnotes`` …), or None."""
        relations = posixpath.join(self._folder, "_rels", posixpath.basename(self._main) + ".rels")
        path = self._target(relations, self._folder, kind) or posixpath.join(self._folder, f"{kind}.xml")
        return self._parse(path) if path in self._archive else None

    def _target(self, relations: str, folder: str, kind: str) -> str | None:
        if relations not in self._archive:
            return None
        for relation in self._parse(relations):
            path = relation.get("Target", "")
            if relation.get("Type", "").rpartition("/")[2] == kind and path:
                whole_path = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
                return posixpath.normpath(whole_path)
        return None

    def _parse(self, path: str) -> Element:
        try:
            return ElementTree.fromstring(self._archive.read_xml(path))
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise UnreadableFile(
                f"Word 文件 {self._name} 已损坏，无法读取（{error}）。请换成完整的原件。"
            ) from error
