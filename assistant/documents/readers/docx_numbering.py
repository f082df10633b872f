"""Automatic numbering of Word: numerals that stand in no text, counted as Word counts them.

Source: ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.documents.readers.docx_numerals import numeral
from assistant.documents.readers.docx_styles import Styles
from assistant.documents.readers.docx_xml import (
    Element,
    attribute,
    child,
    children,
    is_on,
    local,
    value,
    whole,
)

_PLACE = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、.．，：:）)\]】〉》①-⑳]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list.

    Attributes:
        text: The label with ``%1`` to ``%9`` where the numerals of the levels stand.
        restart: After which level (1-based) it begins anew; 0 never, None after any above.
        legal: Whether all numerals of the label are Arabic.
        style: The paragraph style that stands for this level.
    """

    start: int = 1
    style_of_numeral: str = "decimal"
    text: str = ""
    gap: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


class Numbering:
    """The lists of a file, with how far each has been counted."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {attribute(e, "abstractNumId") or "": e for e in children(part, "abstractNum")}
        self._lists = {attribute(e, "numId") or "": e for e in children(part, "num")}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        self._levels: dict[tuple[str, int], Level] = {}

    def label(self, properties: Element | None) -> str:
        """The label of the next paragraph with these properties, its gap included; empty without numbering."""
        found = self._place(properties)
        if found is None:
            return ""
        number, at = found
        counts = self._count(number, at)
        level = self._level(number, at)

        def written(match: re.Match[str]) -> str:
            other = int(match.group(1)) - 1
            style = self._level(number, other).style_of_numeral
            legal = level.legal and style not in ("none", "bullet")
            return numeral(counts.get(other, self._level(number, other).start), "decimal" if legal else style)

        if level.style_of_numeral == "bullet":
            return ""
        label = _PLACE.sub(written, level.text).strip()
        gap = "" if level.gap == "nothing" or not label or _CLOSED.search(label) else " "
        return label + gap

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, else those of its style."""
        own = child(properties, "numPr")
        style = value(properties, "pStyle") or self._styles.usual
        number = value(own, "numId")
        at = whole(value(own, "ilvl"))
        if number is None:
            number, styled_at, style = self._styles.numbering(style)
            at = at if at is not None else styled_at
        if number is None or number == "0" or number not in self._lists:
            return None
        if at is None:
            linked = (i for i in range(9) if style and self._level(number, i).style == style)
            at = next(linked, 0)
        return (number, at) if 0 <= at <= 8 else None

    def _count(self, number: str, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(self._abstract_id(number), {})
        override = self._start_override(number, at)
        if override is not None and (number, at) not in self._restarted:
            self._restarted.add((number, at))
            counts.pop(at, None)
            counts[at] = override
        elif at in counts:
            counts[at] += 1
        else:
            counts[at] = self._level(number, at).start
        for deeper in [d for d in counts if d > at]:
            restart = self._level(number, deeper).restart
            if restart is None or at < restart:
                del counts[deeper]
        for above in range(at):
            counts.setdefault(above, self._level(number, above).start)
        return counts

    def _abstract_id(self, number: str) -> str:
        """The definition of a list; one that only points to a style is followed to that style's list."""
        found = value(self._lists[number], "abstractNumId") or ""
        linked = value(self._abstract.get(found), "numStyleLink")
        other = self._styles.numbering(linked)[0] if linked else None
        if other and other in self._lists and other != number:
            return value(self._lists[other], "abstractNumId") or found
        return found

    def _override(self, number: str, at: int) -> Element | None:
        overrides = children(self._lists[number], "lvlOverride")
        return next((e for e in overrides if attribute(e, "ilvl") == str(at)), None)

    def _start_override(self, number: str, at: int) -> int | None:
        return whole(value(self._override(number, at), "startOverride"))

    def _level(self, number: str, at: int) -> Level:
        if (number, at) not in self._levels:
            own = child(self._override(number, at), "lvl")
            shared = children(self._abstract.get(self._abstract_id(number)), "lvl")
            found = (
                own if own is not None else next((e for e in shared if attribute(e, "ilvl") == str(at)), None)
            )
            self._levels[number, at] = _read_level(found)
        return self._levels[number, at]


def _read_level(element: Element | None) -> Level:
    if element is None:
        return Level()
    start = whole(value(element, "start"))
    return Level(
        start=1 if start is None else start,
        style_of_numeral=_format(element),
        text=value(element, "lvlText") or "",
        gap=value(element, "suff") or "tab",
        restart=whole(value(element, "lvlRestart")),
        legal=is_on(element, "isLgl"),
        style=value(element, "pStyle") or "",
    )


def _format(element: Element) -> str:
    """The name of the numerals; newer ones stand in an alternative with an older one behind."""
    plain = value(element, "numFmt")
    if plain is not None:
        return plain
    for alternative in children(element, "AlternateContent"):
        for choice in alternative:
            if local(choice) == "Fallback":
                return value(choice, "numFmt") or "decimal"
    return "decimal"
