"""The words of a Word paragraph: runs, tracked changes, fields, symbols, notes, text boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.documents.readers.docx_xml import Element, attribute, child, is_on, local, whole

_DROPPED = frozenset(
    {
        *("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt"),
        *(
            "txbxContent",
            "tblPr",
            "sectPr",
            "fldData",
            "commentReference",
            "annotationRef",
            "wsp",
            "softHyphen",
        ),
    }
)
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Symbol fonts keep their signs in the private area U+F000; the low byte is the place in the font.
_SIGNS = {
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x72: "□",
        0xA8: "□",
        0xFB: "☒",
        0xFC: "√",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x2A: "□", 0x50: "√", 0x51: "×", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x30: "□"},
    "symbol": {0xB7: "·", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xD7: "·", 0xB9: "≠"},
    "webdings": {0x61: "√", 0x63: "□", 0x67: "■"},
}


@dataclass(slots=True)
class Findings:
    """What was met on the way through a file besides its words."""

    insertions: int = 0
    deletions: int = 0
    pictures: int = 0
    unknown_signs: int = 0
    embedded: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)


def words_of(element: Element, findings: Findings) -> str:
    """The text of a paragraph as Word shows it; deletions, hidden text and field codes left out."""
    return "".join(_walk(element, findings))


def boxes_in(element: Element) -> Iterator[Element]:
    """Text boxes anchored in a paragraph, each once: files repeat them for older programs."""
    for part in element:
        name = local(part)
        if name == "txbxContent":
            yield part
        elif name == "AlternateContent":
            yield from boxes_in(_chosen(part))
        elif name not in ("del", "moveFrom"):
            yield from boxes_in(part)


def _walk(element: Element, findings: Findings) -> Iterator[str]:
    for part in element:
        name = local(part)
        if name == "t":
            yield (part.text or "").replace("\u00ad", "")
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "r" and is_on(child(part, "rPr"), "vanish"):
            continue
        elif name in _READERS:
            yield _READERS[name](part, findings)
        elif name == "AlternateContent":
            yield from _walk(_chosen(part), findings)
        elif name in _DROPPED:
            findings.deletions += name in ("del", "moveFrom")
        else:
            findings.insertions += name in ("ins", "moveTo")
            yield from _walk(part, findings)


def _chosen(alternative: Element) -> Element:
    """The newer of two forms of the same content."""
    return next(iter(alternative), alternative)


def _symbol(element: Element, findings: Findings) -> str:
    font = (attribute(element, "font") or "").lower()
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if not 0xF000 <= code <= 0xF0FF and font not in _SIGNS:
        return chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""
    sign = _SIGNS.get(font, {}).get(code & 0xFF, "")
    findings.unknown_signs += not sign
    return sign


def _field(element: Element, findings: Findings) -> str:
    """The box of a form field; what a field shows otherwise stands in runs of its own."""
    box = child(element, "ffData", "checkBox")
    if box is None:
        return ""
    switch = "checked" if child(box, "checked") is not None else "default"
    return "☑" if is_on(box, switch) else "□"


def _note(kind: str) -> Callable[[Element, Findings], str]:
    """Notes are kept for the end of the text; in the sentence their mark would be no part of a quote."""

    def keep(element: Element, findings: Findings) -> str:
        if whole(number := attribute(element, "id")) is not None and number:
            findings.notes.append((kind, number))
        return ""

    return keep


def _picture(element: Element, findings: Findings) -> str:
    findings.pictures += 1
    return ""


_READERS: dict[str, Callable[[Element, Findings], str]] = {
    "sym": _symbol,
    "fldChar": _field,
    "footnoteReference": _note("footnotes"),
    "endnoteReference": _note("endnotes"),
    "blip": _picture,
    "imagedata": _picture,
}
